//! `creditsim sweep`: every combination of settings, and which to choose.

use super::charts::Charts;
use super::failure::Failure;
use super::format::Format;
use super::parts::Part;
use super::progress::Progress;
use super::shell::{file_name, shell_word};
use super::stop::Stop;
use super::study_outputs::write_study;
use super::sweep_figures::Figures;
use super::{say, source, whole};
use clap::Args;
use creditsim::experiment::Crew;
use creditsim::experiment::sweep::{
    Asked, Blocks, Cells, Done, Goal, Grid, Organisation, Pace, Point, Screening, Study, Terms, Told, Work,
};
use creditsim::output::part::{Block, Share};
use creditsim::output::sweep::figures_bytes;
use creditsim::scenario::{Scenario, Sweep};
use std::fs;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Replay every combination of settings and recommend one
#[derive(Debug, Args)]
pub(crate) struct SweepCommand {
    /// The scenario files; the first one says what to sweep. With several, figures are means over them
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// Where the files go; made if it does not exist [default: output/NAME-sweep]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Weights of the scenarios, in their order [default: all alike]
    #[arg(long, value_name = "W,W,…", value_delimiter = ',')]
    weights: Vec<f64>,
    /// An axis: values as `[a, b]` or `a,b`, `{ from = a, to = b, step = c }`, or `legal`; may be given several times
    #[arg(long = "axis", value_name = "KEY=VALUES")]
    axes: Vec<String>,
    /// Try only so many combinations, spread evenly over the axes
    #[arg(long, value_name = "N", value_parser = whole::sample)]
    sample: Option<NonZeroU32>,
    /// How many replications of each combination, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = whole::replications)]
    replications: Option<NonZeroU32>,
    /// Spend at most so many replays, where combinations are hard to tell apart; at least four on each
    #[arg(long, value_name = "N", conflicts_with = "shard")]
    budget: Option<u64>,
    /// The cell that others are compared with, by its number in sweep.csv [default: the scenario's own settings]
    #[arg(long, value_name = "CELL")]
    baseline: Option<u32>,
    /// The seed of every draw, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = whole::seed)]
    seed: Option<u64>,
    /// Override a key of every scenario; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Threads to use; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = whole::threads)]
    threads: Option<NonZeroUsize>,
    /// Go on with an interrupted sweep
    #[arg(long)]
    resume: bool,
    /// Do only the k-th of n shares, to be joined by `creditsim merge`
    #[arg(long, value_name = "K/N")]
    shard: Option<Share>,
    /// Pictures of what was found; `none` leaves out report.html too
    #[arg(long, value_enum, default_value_t = Charts::Svg)]
    charts: Charts,
    /// What to print: a report for people, or recommendation.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Say how the replays were done
    #[arg(short, long)]
    verbose: bool,
    /// Replay every cell event by event: slower, with the same figures
    #[arg(long, hide = true)]
    plain: bool,
}

impl SweepCommand {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let organisations = self.organisations()?;
        let stop = Stop::on_ctrl_c()?;
        let crew = Crew::new(self.threads).map_err(|error| Failure::Failed(error.to_string()))?;
        let study = self.study(&organisations, &crew)?;
        let dir = self.out.clone().unwrap_or_else(|| default_dir(&organisations));
        fs::create_dir_all(&dir).map_err(|error| Failure::path("make directory", &dir, &error))?;
        let share = self.shard.unwrap_or(Share::ALL);
        let path = dir.join(match self.shard {
            Some(share) => format!("part-{}-of-{}.unfinished", share.part(), share.parts()),
            None => "sweep.unfinished".to_owned(),
        });
        let part = Part::begin(&path, &study, share, self.resume)?;
        let blocks = study.blocks();
        let job = Job {
            organisations: &organisations,
            study: &study,
            blocks: &blocks,
            part: &part,
            share,
            path: &path,
            pace: if self.plain { Pace::Plain } else { Pace::Jumping },
            told: Mutex::new(Told::default()),
        };
        job.run(&crew, &stop)?;
        if self.verbose {
            job.tell();
        }
        if self.shard.is_some() {
            let finished = path.with_extension("");
            fs::rename(&path, &finished).map_err(|error| Failure::writing(&finished, &error))?;
            say(&format!("Wrote {}; join all {} with `creditsim merge`", finished.display(), share.parts()));
            return Ok(());
        }
        let parts = [part];
        let printout =
            write_study(&dir, &study, &Figures::new(&parts, &study), (self.format, self.charts), &stop)?;
        parts.into_iter().try_for_each(Part::remove)?;
        printout.print()
    }

    fn organisations(&self) -> Result<Vec<Organisation>, Failure> {
        if !self.weights.is_empty() && self.weights.len() != self.scenarios.len() {
            let (weights, scenarios) = (self.weights.len(), self.scenarios.len());
            return Err(Failure::BadInput(format!("there are {weights} weights for {scenarios} scenarios")));
        }
        if let Some(weight) = self.weights.iter().find(|weight| !(weight.is_finite() && **weight > 0.0)) {
            return Err(Failure::BadInput(format!("`{weight}` is no weight; allowed are numbers above 0")));
        }
        let seed = self.seed.map(|seed| format!("clock.seed={seed}"));
        let common: Vec<String> = self.sets.iter().cloned().chain(seed).collect();
        let mut organisations = Vec::new();
        for (index, path) in self.scenarios.iter().enumerate() {
            let mut sets = common.clone();
            if index == 0 {
                sets.extend(self.axes.iter().map(|axis| as_setting(axis)));
            }
            let scenario = source::load(Some(path), &sets)?;
            let weight = self.weights.get(index).copied().unwrap_or(1.0);
            organisations.push(Organisation { scenario, weight });
        }
        Ok(organisations)
    }

    /// What is to be tried, with every combination checked.
    fn study(&self, organisations: &[Organisation], crew: &Crew) -> Result<Study, Failure> {
        let Some(Organisation { scenario, .. }) = organisations.first() else {
            return Err(Failure::BadInput("there is no scenario to sweep".to_owned()));
        };
        let sweep = scenario.sweep.clone().unwrap_or_else(|| unasked(scenario));
        let sample = self.sample.map(NonZeroU32::get).or(sweep.sample);
        let grid = match sample {
            Some(count) => Grid::sample(&sweep.axes, count, scenario.seed),
            None => Grid::of(&sweep.axes),
        };
        let help = "name the axes in [sweep.axes], or with --axis auto_recharge.threshold=legal";
        let grid = grid.map_err(|error| Failure::BadInput(format!("{error}; {help}")))?;
        let mut cells = Cells::of(organisations, &grid, crew).map_err(|bad| {
            let sets = bad.sets.join(" ");
            Failure::Problems(format!(
                "{}\nnote: in the combination {sets}",
                bad.problems.render(true).trim_end()
            ))
        })?;
        if let Some(number) = self.baseline {
            cells.baseline =
                cells.points.iter().position(|&point| point == Point::Grid(number)).ok_or_else(|| {
                    let last = grid.len() - 1;
                    Failure::BadInput(format!(
                        "--baseline {number} is no legal combination; they are numbered 0 to {last}"
                    ))
                })?;
        }
        let replications = self.replications.map_or(sweep.replications, NonZeroU32::get);
        let goal = sweep.recommend.as_ref().and_then(Goal::of);
        self.check_budget(&cells, replications, goal.is_some())?;
        let terms = Terms { replications, confidence: sweep.confidence, goal, budget: self.budget };
        Ok(Study { command: self.command(), ..Study::of(organisations, grid, cells, terms) })
    }

    /// How to run it again: all that its results depend on, without directories, which may not concern who reads it.
    fn command(&self) -> String {
        let mut words = vec!["creditsim".to_owned(), "sweep".to_owned()];
        words.extend(self.scenarios.iter().map(|path| shell_word(&file_name(path))));
        let mut option = |name: &str, value: &str| words.extend([name.to_owned(), shell_word(value)]);
        self.sets.iter().for_each(|set| option("--set", set));
        self.axes.iter().for_each(|axis| option("--axis", axis));
        if !self.weights.is_empty() {
            let weights: Vec<String> = self.weights.iter().map(f64::to_string).collect();
            option("--weights", &weights.join(","));
        }
        self.sample.iter().for_each(|count| option("--sample", &count.to_string()));
        self.replications.iter().for_each(|count| option("--replications", &count.to_string()));
        self.budget.iter().for_each(|budget| option("--budget", &budget.to_string()));
        self.baseline.iter().for_each(|cell| option("--baseline", &cell.to_string()));
        self.seed.iter().for_each(|seed| option("--seed", &seed.to_string()));
        words.join(" ")
    }

    /// A budget must be for something, and pay for the first round.
    fn check_budget(&self, cells: &Cells, replications: u32, has_goal: bool) -> Result<(), Failure> {
        let Some(budget) = self.budget else { return Ok(()) };
        if !has_goal {
            let message = "--budget needs a goal: say what to optimise in [sweep.recommend]";
            return Err(Failure::BadInput(message.to_owned()));
        }
        let cells = u64::try_from(cells.points.len()).unwrap_or(u64::MAX);
        let first = cells.saturating_mul(u64::from(replications.min(4)));
        if budget < first {
            return Err(Failure::BadInput(format!(
                "--budget {budget} is too small: a first look at {cells} combinations takes {first} replays"
            )));
        }
        Ok(())
    }
}

/// `--axis key=values` as a setting of the scenario.
fn as_setting(axis: &str) -> String {
    let (key, values) = axis.split_once('=').unwrap_or((axis, ""));
    let values = values.trim();
    let is_whole = values.is_empty() || values.starts_with(['[', '{']) || values.trim_matches('"') == "legal";
    let values = if is_whole { values.to_owned() } else { format!("[{}]", quoted_words(values)) };
    format!("sweep.axes.'{}'={values}", key.trim())
}

/// What is no TOML value in `a,b` as TOML strings.
fn quoted_words(values: &str) -> String {
    let word = |value: &str| {
        let value = value.trim();
        let is_toml = format!("value = {value}").parse::<toml::Table>().is_ok();
        if is_toml { value.to_owned() } else { format!("\"{value}\"") }
    };
    values.split(',').map(word).collect::<Vec<_>>().join(", ")
}

/// What a scenario without `[sweep]` sweeps.
fn unasked(scenario: &Scenario) -> Sweep {
    Sweep { replications: scenario.replications, confidence: 0.95, ..Sweep::default() }
}

fn default_dir(organisations: &[Organisation]) -> PathBuf {
    let names: Vec<&str> =
        organisations.iter().map(|organisation| organisation.scenario.name.as_str()).collect();
    super::outputs::default_dir(&format!("{}-sweep", names.first().copied().unwrap_or_default()))
}

/// The replays that are still to be done.
struct Job<'a> {
    organisations: &'a [Organisation],
    study: &'a Study,
    blocks: &'a Blocks,
    part: &'a Part,
    share: Share,
    path: &'a Path,
    pace: Pace,
    /// How replays were done so far.
    told: Mutex<Told>,
}

impl Job<'_> {
    fn run(&self, crew: &Crew, stop: &Stop) -> Result<(), Failure> {
        let screening = Screening::of(self.study);
        let (total, before) = self.replays();
        let progress = Progress::new("replays", self.study.budget.unwrap_or(total), before);
        let keep = |done: Done| {
            let count = done.replays();
            self.part.keep(&Block { number: done.block, content: figures_bytes(&done.values) })?;
            if let Ok(mut told) = self.told.lock() {
                *told = told.and(done.told);
            }
            progress.advance(count);
            stop.check()
        };
        let done = match screening {
            Some(screening) => self.screen(crew, screening, &keep),
            None => self.round(crew, 0, &|_| true, &keep),
        };
        match done {
            Err(Failure::Interrupted) => Err(Failure::Paused(format!(
                "{} of {total} replays are kept in {}; go on with --resume",
                progress.done(),
                self.path.display()
            ))),
            done => done,
        }
    }

    /// Says how the replays were done.
    fn tell(&self) {
        let Ok(told) = self.told.lock() else { return };
        say(&format!(
            "{} replays jumped from one moment at which a setting matters to the next",
            told.jumped
        ));
        if told.batched > 0 {
            say(&format!(
                "{} went in batches, block by block: work is short of credits too often in them",
                told.batched
            ));
        }
        for (count, why) in [
            (told.scarce, "work is short of credits too often in them"),
            (told.lots, "purchased credits expire or are drawn first"),
            (
                told.alone,
                "too few combinations share their tasks, plan and subscription, or work takes 2^31 credits or more",
            ),
        ] {
            if count > 0 {
                say(&format!("{count} went event by event: {why}"));
            }
        }
    }

    /// Replays of this share, and those that are done.
    fn replays(&self) -> (u64, u64) {
        let (mut total, mut before) = (0, 0);
        for (number, block) in
            self.blocks.blocks.iter().enumerate().filter(|(number, _)| self.share.has(*number))
        {
            total += block.replays();
            before += if self.part.has(number) { block.replays() } else { 0 };
        }
        (total, before)
    }

    fn round(
        &self,
        crew: &Crew,
        round: usize,
        cell: &(dyn Fn(usize) -> bool + Sync),
        keep: &(impl Fn(Done) -> Result<(), Failure> + Sync),
    ) -> Result<(), Failure> {
        let work = Work {
            organisations: self.organisations,
            grid: &self.study.grid,
            cells: &self.study.cells,
            blocks: self.blocks,
            pace: self.pace,
        };
        let block = |block: usize| self.share.has(block) && !self.part.has(block);
        work.run(crew, round, &Asked { block: &block, cell }, keep)
    }

    /// Round after round, until the budget or the question is used up.
    fn screen(
        &self,
        crew: &Crew,
        mut screening: Screening<'_>,
        keep: &(impl Fn(Done) -> Result<(), Failure> + Sync),
    ) -> Result<(), Failure> {
        let figures = Figures::new(std::slice::from_ref(self.part), self.study);
        for (number, replications) in self.study.rounds().iter().enumerate() {
            if !screening.affords(replications) {
                break;
            }
            self.round(crew, number, &|cell| screening.asks_for(cell), keep)?;
            screening.drop_decided(|cell| figures.rows(cell))?;
        }
        let (left, spent) = (screening.left(), screening.spent());
        let (all, sure) = (self.study.cells.points.len(), self.study.confidence * 100.0);
        say(&format!(
            "Screening spent {spent} replays: with {sure} % confidence the best of the {all} cells that meets the limits is \
             among the {left} that are left"
        ));
        Ok(())
    }
}
