//! Scenarios that load: every form of the format, every default, every order of settings.

use creditsim::demand::{Arrivals, CostDraw, Distribution, RunningFailures, Schedule, SpanDraw, generate};
use creditsim::policy::{
    Admission, DeclineChance, FailureReset, FireWhen, LimitUnit, LimitWindow, Overrun, Purchase, RearmWhen,
    Trigger,
};
use creditsim::replay::WorkKind;
use creditsim::scenario::{
    self, Direction, Files, Must, NoFiles, OverrideValue, STARTER, Scenario, load, policy_named, preset,
};
use creditsim::units::{Credits, Money, Ratio, Span};
use std::collections::BTreeMap;
use std::path::Path;

/// Files in memory, by path relative to the scenario.
#[derive(Default)]
pub(crate) struct Memory(BTreeMap<&'static str, &'static str>);

impl Memory {
    pub(crate) fn of(files: &[(&'static str, &'static str)]) -> Self {
        Self(files.iter().copied().collect())
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let text = self.0.get(path.to_str().unwrap()).ok_or("no such file")?;
        Ok(text.as_bytes().to_vec())
    }
}

const CLOCK: &str = "[clock]\nstart = \"2026-01-01T00:00:00\"\nuntil = \"2027-01-01T00:00:00\"\n";

fn loaded(text: &str, sets: &[&str], files: &dyn Files) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    load(Path::new("s.toml"), text, &sets, files).unwrap_or_else(|problems| panic!("{problems}"))
}

fn minimal(policy: &str) -> String {
    format!("policy = \"{policy}\"\n{CLOCK}")
}

fn credits(count: i64) -> Credits {
    Credits::new(count)
}

#[test]
fn the_starter_runs_as_it_is() {
    let starter = loaded(STARTER, &[], &NoFiles);
    assert!(starter.warnings.is_empty(), "{}", starter.warnings);
    assert_eq!(starter.plan.tasks.len(), 25);
    assert!(generate(&starter.plan, 0).len() > 100_000);
}

#[test]
fn both_presets_load_and_say_what_is_theirs() {
    for (name, _) in scenario::PRESETS {
        assert_eq!(preset(name).unwrap_or_else(|| panic!("{name}")).name, name);
    }
    assert_eq!(preset("nothing"), None);
}
