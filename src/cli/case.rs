//! A scenario file with everything that is expected of it.

use super::disk::Disk;
use super::failure::Failure;
use super::find;
use super::stop::Stop;
use creditsim::experiment::check::{Fingerprint, Fingerprinter, Refusal, Sample};
use creditsim::experiment::{Crew, check_expectations, check_figures};
use creditsim::output::Ledger;
use creditsim::replay::Unobserved;
use creditsim::scenario::{self, Expectation, Scenario, expectations};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// A scenario, and the files beside it.
pub(crate) struct Case {
    pub(crate) scenario: Scenario,
    /// `NAME.expected.json` as it is, if it is there.
    pub(crate) json: Option<String>,
    /// What it says.
    pub(crate) beside: Vec<Expectation>,
    /// `NAME.ledger.sha256` as it is, if it is there.
    pub(crate) ledger_text: Option<String>,
    /// What it says.
    pub(crate) ledger: Option<Fingerprint>,
}

impl Case {
    /// Everything of a scenario, checked.
    pub(crate) fn load(found: &find::Scenario) -> Result<Self, Refusal> {
        let mut case = Self::load_to_bless(found)?;
        let path = found.path.with_extension("ledger.sha256");
        let ledger = case.ledger_text.as_deref().map(str::parse::<Fingerprint>).transpose();
        case.ledger = ledger.map_err(|bad| Refusal::Other(format!("{}: {bad}", path.display())))?;
        Ok(case)
    }

    /// The same, whatever the blessed ledger says: it will be written anew.
    pub(crate) fn load_to_bless(found: &find::Scenario) -> Result<Self, Refusal> {
        let path = &found.path;
        if let Some(why) = found.refused {
            return Err(Refusal::Other(why.to_owned()));
        }
        let text = read(path)?.ok_or_else(|| Refusal::Other(format!("cannot read {}", path.display())))?;
        let scenario = scenario::load(path, &text, &[], &Disk::beside(path)).map_err(Refusal::Problems)?;
        check_figures(&scenario).map_err(Refusal::Problems)?;
        let beside_path = path.with_extension("expected.json");
        let json = read(&beside_path)?.map(without_mark);
        let beside = match &json {
            Some(json) => expectations(&beside_path, json).map_err(Refusal::Problems)?,
            None => Vec::new(),
        };
        check_expectations(&beside, &scenario.rules).map_err(Refusal::Problems)?;
        let ledger_text = read(&path.with_extension("ledger.sha256"))?;
        Ok(Self { scenario, json, beside, ledger_text, ledger: None })
    }

    /// All that is expected: by the scenario itself, then beside it.
    pub(crate) fn expect(&self) -> Vec<Expectation> {
        self.scenario.expect.iter().chain(&self.beside).cloned().collect()
    }

    /// Replays it as often as `expect` asks; with the ledger's fingerprint where that is asked for.
    pub(crate) fn replay(
        &self,
        expect: &[Expectation],
        with_ledger: bool,
        crew: &Crew,
        stop: &Stop,
    ) -> Result<(Sample, Option<Fingerprint>), Failure> {
        let go_on = || stop.check();
        if !with_ledger {
            let sample = Sample::of(&self.scenario, expect, crew, &mut Unobserved, &go_on)?;
            return Ok((sample, None));
        }
        let mut ledger = Ledger::new(Fingerprinter::default(), &self.scenario.rules, None);
        let sample = Sample::of(&self.scenario, expect, crew, &mut ledger, &go_on)?;
        let rows = ledger.finish().map_err(|error| Failure::Failed(error.to_string()))?;
        Ok((sample, Some(rows.finish())))
    }
}

/// Without the byte order mark that some editors begin a file with.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// A text file, if it is there.
fn read(path: &Path) -> Result<Option<String>, Refusal> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| Refusal::Other(format!("cannot read {}: it is not UTF-8 text", path.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Refusal::Other(format!("cannot read {}: {error}", path.display()))),
    }
}
