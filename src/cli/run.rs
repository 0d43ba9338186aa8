//! `creditsim run`: replay a scenario, write its files, print what to look at first.

use super::charts::Charts;
use super::failure::Failure;
use super::format::Format;
use super::outputs::{Outputs, default_dir};
use super::progress::Progress;
use super::shell::{file_name, shell_word};
use super::stop::Stop;
use super::{print, print_styled, say, source, whole};
use clap::Args;
use creditsim::experiment::{Crew, labels, replay_replication_while};
use creditsim::metrics::Metrics;
use creditsim::output::chart::{Chart, Series, Story};
use creditsim::output::report::{Reproduction, RunReport};
use creditsim::output::{
    Events, Ledger, LostRuns, Tee, activities_csv, monthly_csv, styled, summary_json, tasks_csv,
    terminal_report,
};
use creditsim::replay::Replayed;
use creditsim::scenario::Scenario;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};

/// Replay a scenario and write its figures, tables and ledger
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The scenario file; `-` is standard input; without it the built-in example runs
    scenario: Option<PathBuf>,
    /// Where the files go; made if it does not exist [default: output/NAME]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The seed of every draw, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = whole::seed, allow_hyphen_values = true)]
    seed: Option<u64>,
    /// How many replications, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = whole::replications, allow_hyphen_values = true)]
    replications: Option<NonZeroU32>,
    /// Override a key of the scenario; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// What to print: a report for people, or summary.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also write events.csv: every event and why it went as it did
    #[arg(long)]
    trace: bool,
    /// Pictures of the balance, spend, limit, pauses and usage, of the first replication; `none` leaves out
    /// report.html too
    #[arg(long, value_enum, default_value_t = Charts::Svg)]
    charts: Charts,
    /// Threads to use; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = whole::threads, allow_hyphen_values = true)]
    threads: Option<NonZeroUsize>,
}

impl Run {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let scenario = source::load(self.scenario.as_deref(), &self.overrides())?;
        let stop = Stop::on_ctrl_c()?; // from here on: a wait for standard input ends at once
        let dir = self.out.clone().unwrap_or_else(|| default_dir(&scenario.name));
        let mut outputs = Outputs::for_dir(&dir, stop.cleanup())?;
        let crew = Crew::new(self.threads).map_err(|error| Failure::Failed(error.to_string()))?;
        let (trace, charts) = (self.trace, self.charts);
        let job = Job { scenario: &scenario, trace, charts, crew: &crew, stop: &stop, dir: &dir };
        let (results, watched) = job.replay_all(&mut outputs)?;
        let writing = |error: io::Error| Failure::writing(&dir, &error);
        let json = summary_json(&results).map_err(writing)?;
        outputs.write("summary.json", &json)?;
        outputs.write("monthly.csv", &monthly_csv(&results).map_err(writing)?)?;
        outputs.write("tasks.csv", &tasks_csv(&results).map_err(writing)?)?;
        outputs.write("activities.csv", &activities_csv(&results).map_err(writing)?)?;
        if let Some(watched) = watched {
            for (name, bytes) in job.pictures(&watched, &results, &self.reproduction(&scenario))? {
                outputs.write(&name, &bytes)?;
            }
        }
        stop.check()?;
        let count = outputs.keep()?;
        say(&format!("Wrote {count} files to {}", dir.display()));
        match self.format {
            Format::Json => print(&json),
            Format::Table => print_styled(&styled(&terminal_report(&results).unwrap_or_default())),
        }
    }

    /// How to run it again. Directories are left out: the report may go to people whom they do not concern.
    fn reproduction(&self, scenario: &Scenario) -> Reproduction {
        let mut words = vec!["creditsim".to_owned(), "run".to_owned()];
        words.extend(self.scenario.as_deref().map(|path| shell_word(&file_name(path))));
        words.extend(self.sets.iter().flat_map(|set| ["--set".to_owned(), shell_word(set)]));
        words.extend(self.seed.iter().flat_map(|seed| ["--seed".to_owned(), seed.to_string()]));
        words.extend(
            self.replications.iter().flat_map(|count| ["--replications".to_owned(), count.to_string()]),
        );
        Reproduction {
            command: words.join(" "),
            scenario: scenario.effective_toml(),
            policy: scenario.policy_toml(),
        }
    }

    /// `--set` in the order given, then the options that have names of their own.
    fn overrides(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("clock.seed={seed}"));
        let replications = self.replications.map(|count| format!("clock.replications={count}"));
        self.sets.iter().cloned().chain(seed).chain(replications).collect()
    }
}

/// All replications of a scenario.
struct Job<'a> {
    scenario: &'a Scenario,
    trace: bool,
    charts: Charts,
    crew: &'a Crew,
    stop: &'a Stop,
    dir: &'a Path,
}

/// What charts and the report tell of a replication beside its figures.
struct Watched {
    replayed: Replayed,
    series: Series,
    lost: LostRuns,
}

/// What came of one replication.
struct Done {
    metrics: Metrics,
    rows: Rows,
    /// Of the first, where charts are asked for.
    watched: Option<Watched>,
}

/// The rows of one replication, on their way into the files of all.
struct Rows {
    ledger: File,
    events: Option<File>,
}

impl Job<'_> {
    /// Replays them side by side, in batches: the rows of a batch wait in scratch files until they are
    /// appended in order, so that the disk never holds much more than the result.
    fn replay_all(&self, outputs: &mut Outputs) -> Result<(Vec<Metrics>, Option<Watched>), Failure> {
        let total = self.scenario.replications;
        let several = total > 1;
        let progress = Progress::on_terminal("replications", total.into());
        let mut ledger = self.begin(outputs, "ledger.csv", &Ledger::<File>::header(several))?;
        let header = Events::<File>::header(several);
        let mut events = if self.trace { Some(self.begin(outputs, "events.csv", &header)?) } else { None };
        if !several {
            let Done { metrics, watched, .. } = self.replay(0, Rows { ledger, events })?;
            return Ok((vec![metrics], watched));
        }
        let batch = u32::try_from(self.crew.size()).unwrap_or(u32::MAX).saturating_mul(4);
        let (mut results, mut first) = (Vec::new(), None);
        let mut next = 0;
        while next < total {
            let end = next.saturating_add(batch).min(total);
            let done = self.crew.map(next..end, |replication| {
                let events = if self.trace { Some(outputs.scratch()?) } else { None };
                let done = self.replay(replication, Rows { ledger: outputs.scratch()?, events })?;
                progress.advance(1);
                Ok::<_, Failure>(done)
            })?;
            for Done { metrics, mut rows, watched } in done {
                self.append(&mut ledger, &mut rows.ledger)?;
                if let (Some(all), Some(one)) = (&mut events, &mut rows.events) {
                    self.append(all, one)?;
                }
                results.push(metrics);
                first = first.or(watched);
            }
            next = end;
        }
        Ok((results, first))
    }

    fn replay(&self, replication: u32, rows: Rows) -> Result<Done, Failure> {
        self.stop.check()?;
        let Scenario { plan, rules, replications, .. } = self.scenario;
        let lead = (*replications > 1).then_some(replication);
        let events = rows.events.map(|events| Events::new(events, rules, lead));
        let is_watched = replication == 0 && self.charts != Charts::None;
        let watching = is_watched.then(|| Tee(Series::new(rules), LostRuns::new(rules)));
        let mut observers = Tee(Ledger::new(rows.ledger, rules, lead), Tee(events, watching));
        let go_on = || self.stop.check();
        let replayed = replay_replication_while(plan, rules, replication, &mut observers, &go_on)?;
        let Tee(ledger, Tee(events, watching)) = observers;
        let ledger = ledger.finish().map_err(|error| self.writing(&error))?;
        let events = events.map(Events::finish).transpose().map_err(|error| self.writing(&error))?;
        let metrics = Metrics::of(&replayed, rules, &labels(self.scenario, replication));
        let watched =
            watching.map(|Tee(series, lost)| Watched { replayed, series: series.finish(rules), lost });
        Ok(Done { metrics, rows: Rows { ledger, events }, watched })
    }

    /// The name and bytes of every chart, and the report, of the first of `results`.
    fn pictures(
        &self,
        watched: &Watched,
        results: &[Metrics],
        reproduction: &Reproduction,
    ) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let Some(metrics) = results.first().filter(|_| self.charts != Charts::None) else {
            return Ok(Vec::new());
        };
        let Scenario { rules, replications, .. } = self.scenario;
        let Watched { replayed, series, lost } = watched;
        let story = &Story { rules, replayed, metrics, series, replications: *replications };
        let mut pictures = Vec::new();
        for chart in Chart::ALL {
            pictures.extend(self.charts.files(chart.name(), &chart.draw(story))?);
        }
        let report = RunReport { story, replications: results, lost, reproduction }.to_html();
        pictures.push(("report.html".to_owned(), report.map_err(|error| self.writing(&error))?.into_bytes()));
        Ok(pictures)
    }

    fn begin(&self, outputs: &mut Outputs, name: &'static str, header: &str) -> Result<File, Failure> {
        let mut file = outputs.open(name)?;
        file.write_all(header.as_bytes()).map_err(|error| self.writing(&error))?;
        Ok(file)
    }

    fn append(&self, all: &mut File, one: &mut File) -> Result<(), Failure> {
        let copied = one.rewind().and_then(|()| io::copy(one, all));
        copied.map(drop).map_err(|error| self.writing(&error))
    }

    fn writing(&self, error: &io::Error) -> Failure {
        Failure::writing(self.dir, error)
    }
}
