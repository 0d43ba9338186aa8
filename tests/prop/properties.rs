//! What holds of every scenario.

use crate::auditor::Auditor;
use crate::scenarios::{Text, any_scenario};
use creditsim::demand::generate;
use creditsim::experiment::labels;
use creditsim::metrics::Summary;
use creditsim::replay::{Replayed, replay, replay_observed};
use creditsim::scenario::{self, Files, Scenario};
use proptest::prelude::*;
use std::path::Path;

struct Trace<'a>(&'a str);

impl Files for Trace<'_> {
    fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }
}

fn load(text: &Text) -> Scenario {
    load_with(text, &[])
}

pub(crate) fn load_with(text: &Text, sets: &[String]) -> Scenario {
    let sets = [&text.sets, sets].concat();
    match scenario::load(Path::new("random.toml"), &text.scenario, &sets, &Trace(&text.trace)) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}\nin\n{}", text.scenario),
    }
}

fn audited(text: &Text, scenario: &Scenario) -> (Replayed, Auditor) {
    let mut auditor = Auditor::new(text.threshold, text.limit);
    let demand = generate(&scenario.plan, 0);
    (replay_observed(&demand, &scenario.rules, 0, &mut auditor), auditor)
}

fn summary(scenario: &Scenario, replayed: &Replayed) -> serde_json::Value {
    serde_json::to_value(Summary::of(replayed, &scenario.rules, &labels(scenario, 0)))
        .expect("a summary is JSON")
}

fn assert_balanced(summary: &serde_json::Value, warmed_up: bool) {
    let figure = |name: &str| {
        let pointer = format!("/{}", name.replace('.', "/"));
        summary.pointer(&pointer).and_then(serde_json::Value::as_i64).unwrap_or_else(|| panic!("{name}"))
    };
    let sum = |names: &[&str]| names.iter().map(|name| figure(name)).sum::<i64>();
    // R-CONSERVE; `closing` is Σ remaining − debt.
    assert_eq!(
        sum(&[
            "credits.granted",
            "credits.auto_recharged",
            "credits.topped_up",
            "credits.bonus",
            "credits.opening"
        ]),
        sum(&[
            "credits.spent",
            "credits.expired_included",
            "credits.expired_purchased",
            "credits.closing",
            "credits.held"
        ]),
        "{summary:#}"
    );
    assert_eq!(
        figure("tasks.occurrences"),
        sum(&[
            "tasks.started",
            "tasks.failed_start",
            "tasks.refused",
            "tasks.missed.credits",
            "tasks.missed.failures"
        ])
    );
    if !warmed_up {
        let paid = sum(&["credits.spent_included", "credits.spent_purchased"]);
        assert_eq!(paid, figure("credits.spent") - figure("credits.debt"));
        assert!(figure("tasks.started") >= sum(&["tasks.succeeded", "tasks.failed_run"]));
        let blocked =
            sum(&["work.blocked.buy_credits", "work.blocked.upgrade_or_buy", "work.blocked.neutral"]);
        let refused = sum(&["tasks.refused", "tasks.missed.credits", "tasks.missed.failures"]);
        assert_eq!(
            figure("work.wanted"),
            sum(&["work.completed", "work.failed", "work.in_flight"]) + blocked + refused
        );
    }
}

proptest! {
    /// R-CONSERVE after every event (the engine's own check runs in this build), and the auditor's invariants:
    /// the ledger adds up, included before purchased, one fire an episode, never beyond the limit, no start
    /// while paused.
    #[test]
    fn r_conserve_and_the_auditors_invariants_hold_after_every_event(text in any_scenario()) {
        let scenario = load(&text);
        let (replayed, auditor) = audited(&text, &scenario);
        let summary = summary(&scenario, &replayed);
        let warmed_up = scenario.rules.measured_from > scenario.rules.horizon.from;
        assert_balanced(&summary, warmed_up);
        if !warmed_up {
            let figure = |name: &str| summary.pointer(name).and_then(serde_json::Value::as_u64);
            prop_assert_eq!(figure("/auto_recharge/fired"), Some(auditor.fires));
            let bought = summary.pointer("/credits/auto_recharged").and_then(serde_json::Value::as_i64);
            prop_assert_eq!(bought, Some(auditor.sums.get("auto_recharge").copied().unwrap_or(0)));
        }
    }

    /// Watching changes nothing.
    #[test]
    fn an_observed_replay_is_the_same_replay(text in any_scenario()) {
        let scenario = load(&text);
        let (observed, _) = audited(&text, &scenario);
        prop_assert_eq!(observed, replay(&generate(&scenario.plan, 0), &scenario.rules, 0));
    }

    /// R-CRN: demand does not depend on the policy side, and replays depend on nothing but their inputs.
    #[test]
    fn r_crn_two_thresholds_see_the_same_demand(text in any_scenario(), threshold in 1..40_i64) {
        let scenario = load(&text);
        let sets = [format!("auto_recharge.threshold={threshold}"), "plan.included_credits=7".to_owned()];
        let other = scenario::load(Path::new("random.toml"), &text.scenario, &sets, &Trace(&text.trace));
        let other = other.unwrap_or_else(|problems| panic!("{problems}"));
        prop_assert_eq!(generate(&scenario.plan, 1), generate(&other.plan, 1));
    }
}
