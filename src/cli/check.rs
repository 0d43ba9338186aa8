//! `creditsim check`: run scenario files and compare their figures with what they expect; or bless what came.

use super::case::Case;
use super::failure::Failure;
use super::outputs::Outputs;
use super::stop::Stop;
use super::{find, print, whole};
use clap::{Args, ValueEnum};
use creditsim::experiment::check::{
    CheckReport, Checked, Fingerprint, Outcome, PartedLedger, Refusal, Verdict, compare,
};
use creditsim::experiment::{Crew, replay_replication_while};
use creditsim::output::Ledger;
use creditsim::output::check::{
    Blessed, bless, blessed_text, check_github, check_json, check_junit, check_text,
};
use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Compare scenarios' figures with what they expect
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Scenario files, and folders of them; what a .gitignore leaves out is left out
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write what came as what is expected, and show what changed
    #[arg(long, conflicts_with_all = ["junit", "format"])]
    bless: bool,
    // Its help is no documentation, where `JUnit` would need backticks.
    #[arg(long, value_name = "FILE", help = "Also write JUnit XML, as Jenkins and GitLab read it")]
    junit: Option<PathBuf>,
    /// What to print: tables, one JSON object, or annotations for a GitHub workflow
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Threads to use; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = whole::threads, allow_hyphen_values = true)]
    threads: Option<NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line for each scenario and a table for each that differs
    Text,
    /// One object
    Json,
    /// The text, then annotations with file and line
    Github,
}

impl Check {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let found = find::scenarios(&self.paths)?;
        let stop = Stop::on_ctrl_c()?;
        let crew = Crew::new(self.threads).map_err(|error| Failure::Failed(error.to_string()))?;
        let job = Job { crew: &crew, stop: &stop };
        if self.bless { job.bless(&found.scenarios) } else { self.check(&job, found) }
    }

    fn check(&self, job: &Job<'_>, found: find::Found) -> Result<(), Failure> {
        let outcomes = job.each(&found.scenarios, |scenario| job.check(scenario))?;
        let paths = found.scenarios.iter().map(|scenario| scenario.path.display().to_string());
        let checked = paths.zip(outcomes).map(|(path, outcome)| Checked { path, outcome }).collect();
        let report = CheckReport { checked, skipped: found.skipped };
        if let Some(file) = &self.junit {
            let xml = check_junit(&report).map_err(|error| Failure::writing(file, &error))?;
            let (dir, name) = place_of(file)?;
            let mut outputs = Outputs::for_dir(dir, job.stop.cleanup())?;
            outputs.write(&name, &xml)?;
            outputs.keep()?;
        }
        let text = match self.format {
            Format::Text => check_text(&report).into_bytes(),
            Format::Json => check_json(&report).map_err(|error| Failure::printing(&error))?,
            Format::Github => check_github(&report).into_bytes(),
        };
        print(&text)?;
        match report.verdict() {
            Verdict::Holds => Ok(()),
            Verdict::Differs => Err(Failure::Told(1)),
            Verdict::BadInput => Err(Failure::Told(2)),
        }
    }
}

/// What every scenario needs.
struct Job<'a> {
    crew: &'a Crew,
    stop: &'a Stop,
}

/// What blessing a scenario would write.
struct Blessing {
    blessed: Blessed,
    /// The old and new `NAME.expected.json`, then the same of `NAME.ledger.sha256`.
    json: (Option<String>, String),
    ledger: (Option<String>, String),
}

impl Job<'_> {
    /// `of` each scenario, side by side, in their order.
    fn each<T: Send>(
        &self,
        scenarios: &[find::Scenario],
        of: impl Fn(&find::Scenario) -> Result<T, Failure> + Send + Sync,
    ) -> Result<Vec<T>, Failure> {
        let count = u32::try_from(scenarios.len()).unwrap_or(u32::MAX);
        self.crew.map(0..count, |index| of(&scenarios[usize::try_from(index).unwrap_or(usize::MAX)]))
    }

    fn check(&self, found: &find::Scenario) -> Result<Outcome, Failure> {
        let case = match Case::load(found) {
            Ok(case) => case,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        let expect = case.expect();
        if expect.is_empty() {
            let why = "nothing is expected of it: write `[expect]`, or bless it (--bless)".to_owned();
            let named = Outcome::Refused(Refusal::Other(why));
            return Ok(if found.is_named { named } else { Outcome::NothingExpected });
        }
        let (sample, ledger) = case.replay(&expect, case.ledger.is_some(), self.crew, self.stop)?;
        let parted = self.parted(&case, ledger.as_ref())?;
        Ok(match compare(&expect, &sample) {
            Ok(comparisons) => Outcome::Compared { comparisons, parted },
            Err(problems) => Outcome::Refused(Refusal::Problems(problems)),
        })
    }

    /// Where the ledger parts from the blessed one, with its rows there, for which it is replayed once more.
    fn parted(&self, case: &Case, ledger: Option<&Fingerprint>) -> Result<Option<PartedLedger>, Failure> {
        let (Some(ledger), Some(blessed)) = (ledger, &case.ledger) else { return Ok(None) };
        let Some(parting) = ledger.parts_from(blessed) else { return Ok(None) };
        let rows = creditsim::experiment::check::Excerpt::new(parting.row, parting.rows);
        let rules = &case.scenario.rules;
        let mut watching = Ledger::new(rows, rules, None);
        let go_on = || self.stop.check();
        replay_replication_while(&case.scenario.plan, rules, 0, &mut watching, &go_on)?;
        let rows = watching.finish().map_err(|error| Failure::Failed(error.to_string()))?.finish();
        Ok(Some(PartedLedger { parting, rows }))
    }

    /// Blesses every scenario that can be checked; nothing is written before all of them are done.
    fn bless(&self, scenarios: &[find::Scenario]) -> Result<(), Failure> {
        let blessings = self.each(scenarios, |scenario| self.blessing(scenario))?;
        self.stop.check()?;
        let (mut text, mut code) = (String::new(), if scenarios.is_empty() { 2 } else { 0 });
        let mut dirs: BTreeMap<PathBuf, Outputs> = BTreeMap::new();
        for (find::Scenario { path, .. }, blessing) in scenarios.iter().zip(blessings) {
            match blessing {
                Err(refusal) => {
                    let refused =
                        Checked { path: path.display().to_string(), outcome: Outcome::Refused(refusal) };
                    let report = CheckReport { checked: vec![refused], skipped: Vec::new() };
                    text += &check_text(&report).replace("\nThere is nothing to check.", "");
                    code = 2;
                }
                Ok(Blessing { blessed, json, ledger }) => {
                    let ledger_changes = ledger.0.as_ref() != Some(&ledger.1);
                    text += &blessed_text(&path.display().to_string(), &blessed, ledger_changes);
                    for (extension, (old, new)) in [("expected.json", json), ("ledger.sha256", ledger)] {
                        if old.as_ref() != Some(&new) {
                            let (dir, name) =
                                place_of(&path.with_extension(extension)).map(|(d, n)| (d.to_owned(), n))?;
                            if !dirs.contains_key(&dir) {
                                dirs.insert(dir.clone(), Outputs::for_dir(&dir, self.stop.cleanup())?);
                            }
                            if let Some(outputs) = dirs.get_mut(&dir) {
                                outputs.write(&name, new.as_bytes())?;
                            }
                        }
                    }
                    code = if blessed.left.is_empty() { code } else { code.max(1) };
                }
            }
        }
        for outputs in dirs.into_values() {
            outputs.keep()?;
        }
        if scenarios.is_empty() {
            text += "There is nothing to bless.\n";
        }
        print(text.as_bytes())?;
        if code == 0 { Ok(()) } else { Err(Failure::Told(code)) }
    }

    fn blessing(&self, found: &find::Scenario) -> Result<Result<Blessing, Refusal>, Failure> {
        let case = match Case::load_to_bless(found) {
            Ok(case) => case,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (sample, ledger) = case.replay(&case.expect(), true, self.crew, self.stop)?;
        let old = case.json.as_deref().unwrap_or("{}");
        let blessed = bless(old, &case.beside, &case.scenario.expect, &sample);
        Ok(blessed.map_err(Refusal::Problems).map(|blessed| {
            let ledger = ledger.map(|ledger| ledger.thinned().to_string()).unwrap_or_default();
            let (json, ledger) = ((case.json, blessed.json.clone()), (case.ledger_text, ledger));
            Blessing { blessed, json, ledger }
        }))
    }
}

/// A file's directory and name.
fn place_of(file: &Path) -> Result<(&Path, String), Failure> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let error = io::Error::from(io::ErrorKind::IsADirectory);
    let name = name.ok_or_else(|| Failure::path("write", file, &error))?;
    let dir = file.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((dir, name))
}
