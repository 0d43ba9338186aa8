//! Fitting what was generated from known parameters returns them: over 20 seeds each, within four standard errors.

use super::*;
use crate::demand::{Outcome, TraceColumns, generate, read_trace};
use crate::experiment::Crew;
use crate::scenario::{NoFiles, Scenario, load};
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;

mod activities;
mod draws;
mod tasks;

/// Seeds that every test runs.
const SEEDS: u32 = 20;
/// Standard errors that an estimate may be off: by chance alone one in 16,000 estimates is off by more.
const ERRORS: f64 = 4.0;

/// A scenario from March to May 2026, in which clocks change, in New York.
const THREE_MONTHS: &str = "schema = 1\nname = 'known'\npolicy = 'ampere'\n\
    [clock]\nstart = '2026-03-02T00:00:00'\nuntil = '2026-06-08T00:00:00'\ntimezone = 'America/New_York'\n";

fn scenario(text: &str, seed: u32) -> Scenario {
    let sets = [format!("clock.seed={seed}")];
    match load(Path::new("known.toml"), text, &sets, &NoFiles) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}"),
    }
}

/// What a scenario generates, as a trace in CSV; `kinds` as in `task,joule`, one a source.
fn trace(scenario: &Scenario, with_kinds: bool) -> String {
    let tasks = scenario.plan.tasks.len();
    let names: Vec<&str> = scenario.rules.work.iter().map(|work| work.name.as_str()).collect();
    let mut csv = format!("time,source,{}cost,duration,outcome\n", if with_kinds { "kind," } else { "" });
    for record in generate(&scenario.plan, 0).iter() {
        let source = usize::try_from(record.source.0).unwrap();
        let kind = match with_kinds {
            true if source < tasks => "task,",
            true => "joule,",
            false => "",
        };
        let outcome = match record.outcome {
            Outcome::Completes => "ok",
            Outcome::FailsAtStart => "start_failure",
            Outcome::FailsRunning | Outcome::FailsIfBroken => "run_failure",
        };
        let (ms, cost) = (record.duration.ms(), record.cost);
        let seconds = format!("{}.{:03}", ms / 1_000, ms % 1_000);
        writeln!(csv, "{},{},{kind}{cost},{seconds},{outcome}", record.time, names[source]).unwrap();
    }
    csv
}

/// The fit of what a scenario generates, over its own horizon.
fn refit(text: &str, seed: u32, with_kinds: bool) -> Fit {
    let scenario = scenario(text, seed);
    let zone = scenario.rules.zone.clone();
    let rows = read_trace(trace(&scenario, with_kinds).as_bytes(), &TraceColumns::default(), &zone).unwrap();
    let crew = Crew::new(NonZeroUsize::new(1)).unwrap();
    fit(&rows, scenario.rules.horizon, &zone, &crew)
}

/// Asserts that an estimate is within the tolerance of the truth.
fn assert_near(what: &str, parameter: &Parameter, truth: f64) {
    let error = parameter.error.unwrap_or_else(|| panic!("{what} has no standard error"));
    let off = (parameter.value - truth) / error;
    assert!(
        off.abs() <= ERRORS,
        "{what}: {} ± {error} is {off:.1} standard errors off {truth}",
        parameter.value
    );
}
