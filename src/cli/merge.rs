//! `creditsim merge`: the shares of a sweep become one.

use super::charts::Charts;
use super::failure::Failure;
use super::parts::{Figures, Part};
use super::stop::Stop;
use super::study_outputs::{Format, write_study};
use clap::Args;
use creditsim::experiment::sweep::Study;
use creditsim::output::sweep::Share;
use std::fs;
use std::path::{Path, PathBuf};

/// Join the shares of a sweep that `--shard` made
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// Directories that hold the files part-1-of-n … part-n-of-n, or those files
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// Where the files go; made if it does not exist
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Pictures of what was found; `none` leaves out report.html too
    #[arg(long, value_enum, default_value_t = Charts::Svg)]
    charts: Charts,
    /// What to print: a report for people, or recommendation.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Merge {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut files = Vec::new();
        for path in &self.parts {
            files.append(&mut part_files(path)?);
        }
        let opened: Result<Vec<_>, Failure> = files
            .into_iter()
            .map(|path| Part::open(&path, false).map(|(part, study, share)| (path, part, study, share)))
            .collect();
        let mut opened = opened?;
        opened.sort_by_key(|&(.., share)| share);
        let study = whole(&opened)?;
        let parts: Vec<Part> = opened.into_iter().map(|(_, part, ..)| part).collect();
        write_study(
            &self.out,
            &study,
            &Figures::new(&parts, &study),
            (self.format, self.charts),
            &Stop::on_ctrl_c()?,
        )
    }
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
        return Err(Failure::BadInput(format!("{} has no parts of a sweep", path.display())));
    }
    Ok(files)
}

/// The study whose every block is in one of the parts, and in one only.
fn whole(parts: &[(PathBuf, Part, Study, Share)]) -> Result<Study, Failure> {
    let Some((first, _, study, share)) = parts.first() else {
        return Err(Failure::BadInput("there are no parts to merge".to_owned()));
    };
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
        let blocks = study.blocks().blocks.len();
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
