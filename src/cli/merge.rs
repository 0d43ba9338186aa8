//! `creditsim merge`: the shares of a sweep or a forecast become one.

use super::charts::Charts;
use super::failure::Failure;
use super::forecast_outputs::write_forecast;
use super::format::Format;
use super::parts::Part;
use super::stop::Stop;
use super::study_outputs::write_study;
use super::sweep_figures::Figures;
use clap::Args;
use creditsim::experiment::{forecast, sweep};
use creditsim::output::part::{Job, Share, is_part_of};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Join the shares of a sweep or a forecast that `--shard` made
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Directories that hold the files part-1-of-n … part-n-of-n, or those files
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// Where the files go; made if it does not exist
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Pictures of what was found; `none` leaves out report.html of a sweep too
    #[arg(long, value_enum, default_value_t = Charts::Svg)]
    charts: Charts,
    /// What to print: a report for people, or recommendation.json or forecast.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Merge {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut files = Vec::new();
        for path in &self.parts {
            files.append(&mut part_files(path)?);
        }
        let Some(first) = files.first() else {
            return Err(Failure::BadInput("there are no parts to merge".to_owned()));
        };
        if is_forecast(first)? {
            let (study, parts) = whole::<forecast::Study>(files)?;
            let shown = (self.format, self.charts);
            return write_forecast(&self.out, &study, &parts, shown, &Stop::on_ctrl_c()?)?.print();
        }
        let (study, parts) = whole::<sweep::Study>(files)?;
        let figures = Figures::new(&parts, &study);
        write_study(&self.out, &study, &figures, (self.format, self.charts), &Stop::on_ctrl_c()?)?.print()
    }
}

/// Tells the parts of a forecast from those of a sweep, and from other files.
fn is_forecast(path: &Path) -> Result<bool, Failure> {
    let read = File::open(path).and_then(|mut file| is_part_of::<forecast::Study>(&mut file));
    read.map_err(|error| Failure::path("read", path, &error))
}

/// The file itself, or the finished parts in a directory.
fn part_files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let reading = |error: std::io::Error| Failure::path("read", path, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".unfinished") {
            let shown = entry.path().display().to_string();
            return Err(Failure::BadInput(format!("{shown} is unfinished; finish it with --resume first")));
        }
        if name.starts_with("part-") {
            files.push(entry.path());
        }
    }
    if files.is_empty() {
        let shown = path.display();
        return Err(Failure::BadInput(format!("{shown} has no parts of a sweep or a forecast")));
    }
    Ok(files)
}

/// The study whose every block is in one of the parts, and in one only; the parts in their order.
fn whole<J: Job>(files: Vec<PathBuf>) -> Result<(J, Vec<Part>), Failure> {
    let opened: Result<Vec<_>, Failure> = files
        .into_iter()
        .map(|path| Part::open::<J>(&path, false).map(|(part, study, share)| (path, part, study, share)))
        .collect();
    let mut opened = opened?;
    opened.sort_by_key(|&(.., share)| share);
    let study = check_whole(&opened)?;
    Ok((study, opened.into_iter().map(|(_, part, ..)| part).collect()))
}

fn check_whole<J: Job>(parts: &[(PathBuf, Part, J, Share)]) -> Result<J, Failure> {
    let Some((first, _, study, share)) = parts.first() else {
        return Err(Failure::BadInput("there are no parts to merge".to_owned()));
    };
    let blocks = study.blocks();
    let mut taken: Vec<Option<&PathBuf>> = vec![None; usize::try_from(share.parts()).unwrap_or_default()];
    for (path, part, other, its) in parts {
        if let Some(reason) = study.unlike(other) {
            let (path, first) = (path.display(), first.display());
            return Err(Failure::BadInput(format!("{path} does not belong to {first}: {reason}")));
        }
        if its.parts() != share.parts() {
            let (path, first) = (path.display(), first.display());
            return Err(Failure::BadInput(format!("{path} is share {its}, {first} is share {share}")));
        }
        let place = usize::try_from(its.part() - 1).unwrap_or_default();
        if let Some(twice) = taken.get_mut(place).and_then(|taken| taken.replace(path)) {
            let (path, twice) = (path.display(), twice.display());
            return Err(Failure::BadInput(format!("share {its} is there twice: {twice} and {path}")));
        }
        if let Some(block) = (0..blocks).find(|&block| its.has(block) && !part.has(block)) {
            let path = path.display();
            return Err(Failure::BadInput(format!(
                "{path} is damaged: its block {block} of {blocks} is missing"
            )));
        }
    }
    if let Some(missing) = taken.iter().position(Option::is_none) {
        let all = share.parts();
        return Err(Failure::BadInput(format!("share {}/{all} is missing", missing + 1)));
    }
    Ok(study.clone())
}
