//! Runs scenarios written inside tests, in memory.

use creditsim::demand::generate;
use creditsim::experiment::labels;
use creditsim::metrics::Summary;
use creditsim::replay::{Movement, Note, Observer, replay_observed};
use creditsim::scenario::{self, Files};
use std::path::Path;

/// Files that a scenario names, by their path.
pub(crate) struct InMemory<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Files for InMemory<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let found = self.0.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "no such file".into())
    }
}

/// Everything that an observer is told.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) movements: Vec<Movement>,
    pub(crate) notes: Vec<Note>,
}

impl Observer for Recorder {
    const WATCHES: bool = true;
    fn movement(&mut self, movement: &Movement) {
        self.movements.push(*movement);
    }
    fn note(&mut self, note: &Note) {
        self.notes.push(*note);
    }
}

/// A scenario that was run.
pub(crate) struct Run {
    pub(crate) summary: serde_json::Value,
    pub(crate) seen: Recorder,
}

/// The first lines of a scenario with no plan to speak of: nothing included, nothing to pay, no auto-recharge.
pub(crate) const BARE: &str = "schema = 1\nname = 'test'\npolicy = 'ampere'\nstrict = false\n\
    [plan]\nincluded_credits = 0\nprice = 0\n";

/// Runs replication `replication` of a scenario that reads `files`.
pub(crate) fn run_replication(toml: &str, files: &[(&str, &str)], replication: u32) -> Run {
    let scenario = match scenario::load(Path::new("test.toml"), toml, &[], &InMemory(files)) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}\nin\n{toml}"),
    };
    let demand = generate(&scenario.plan, replication);
    let mut seen = Recorder::default();
    let replayed = replay_observed(&demand, &scenario.rules, replication, &mut seen);
    let summary = Summary::of(&replayed, &scenario.rules, &labels(&scenario, replication));
    Run { summary: serde_json::to_value(&summary).expect("a summary is JSON"), seen }
}

/// Runs a scenario.
pub(crate) fn run(toml: &str) -> Run {
    run_replication(toml, &[], 0)
}

/// Runs a scenario whose `[[traces]]` read `trace.csv`.
pub(crate) fn run_trace(toml: &str, trace: &str) -> Run {
    let toml = format!("{toml}\n[[traces]]\npath = 'trace.csv'\n");
    run_replication(&toml, &[("trace.csv", trace)], 0)
}

impl Run {
    /// The value of a dotted figure.
    pub(crate) fn value(&self, name: &str) -> &serde_json::Value {
        let pointer = format!("/{}", name.replace('.', "/"));
        self.summary.pointer(&pointer).unwrap_or_else(|| panic!("no figure {name}"))
    }

    /// The whole number under a dotted name.
    pub(crate) fn figure(&self, name: &str) -> i64 {
        self.value(name).as_i64().unwrap_or_else(|| panic!("{name} is {}", self.value(name)))
    }

    /// Asserts several figures at once.
    pub(crate) fn expect(&self, figures: &[(&str, i64)]) -> &Self {
        for &(name, expected) in figures {
            assert_eq!(self.figure(name), expected, "{name} in\n{:#}", self.summary);
        }
        self
    }

    /// Every ledger line as `time entry credits -> usable`.
    pub(crate) fn ledger(&self) -> Vec<String> {
        let line =
            |m: &Movement| format!("{} {} {} -> {}", m.time, m.entry.name(), m.credits, m.usable_after);
        self.seen.movements.iter().map(line).collect()
    }
}

/// The models of a preset whose price is a whole number, with their credits per request.
pub(crate) fn models(policy: &str) -> Vec<(String, i64)> {
    let text = scenario::PRESETS.iter().find(|(name, _)| *name == policy).expect("an embedded preset").1;
    let table: toml::Table = text.parse().expect("a preset is TOML");
    let prices = table["models"].as_table().expect("a table of prices");
    prices.iter().filter_map(|(name, price)| Some((name.clone(), price.as_integer()?))).collect()
}
