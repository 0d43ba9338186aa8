//! The random scenarios are dense: comparing what never happens proves nothing.

use crate::money::settings;
use crate::properties::load_with;
use crate::scenarios::{Text, any_scenario, generated_scenario};
use crate::varied::{flaky_scenario, short_scenario, varied_scenario};
use creditsim::demand::{Demand, generate};
use creditsim::metrics::Figures;
use creditsim::replay::{Course, FreeRun, Rules, replay};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

const SCENARIOS: u32 = 120;

/// Figures of `summary.json` that are more than zero in a tenth of the replays.
const OFTEN: [&str; 28] = [
    "credits/auto_recharged",
    "credits/topped_up",
    "credits/bonus",
    "credits/granted",
    "credits/spent_included",
    "credits/spent_purchased",
    "credits/absorbed",
    "credits/unmet",
    "credits/held",
    "auto_recharge/denied/no_subscription",
    "auto_recharge/denied/payment",
    "auto_recharge/denied/cap",
    "auto_recharge/below_threshold_ms",
    "auto_recharge/capped_ms",
    "work/failed",
    "work/interrupted",
    "work/blocked/buy_credits",
    "work/zero_ms",
    "work/warnings",
    "tasks/failed_start",
    "tasks/failed_run",
    "tasks/refused",
    "tasks/missed/credits",
    "tasks/missed/failures",
    "tasks/pauses/credits",
    "tasks/pauses/failures",
    "tasks/paused_ms/credits",
    "tasks/paused_ms/failures",
];

/// In a hundredth.
const SELDOM: [&str; 7] = [
    "credits/expired_included",
    "credits/debt",
    "auto_recharge/cap_80_months",
    "auto_recharge/latched_low_ms",
    "work/blocked/upgrade_or_buy",
    "work/blocked/neutral",
    "tasks/completed_max_runs",
];

/// How many replays came to what.
#[derive(Debug, Default)]
struct Reached {
    replays: u32,
    times: BTreeMap<&'static str, u32>,
}

impl Reached {
    fn count(&mut self, what: &'static str, is_reached: bool) {
        *self.times.entry(what).or_default() += u32::from(is_reached);
    }

    fn assert(&self, kind: &str, what: &str, in_a_hundred: u32) {
        let times = self.times[what];
        assert!(times * 100 >= in_a_hundred * self.replays, "{kind}, {what}: {times} of {}", self.replays);
    }

    /// Counts what a replay came to, and how far it follows a free run.
    fn add(&mut self, demand: &Demand, rules: &Rules, run: Option<&FreeRun>) {
        let figures = serde_json::to_value(Figures::of(&replay(demand, rules, 0), rules)).unwrap();
        let figure = |name: &str| figures.pointer(&format!("/{name}")).unwrap().as_u64().unwrap_or(0);
        self.replays += 1;
        for name in OFTEN.into_iter().chain(SELDOM) {
            self.count(name, figure(name) > 0);
        }
        let pauses = figure("tasks/pauses/credits") + figure("tasks/pauses/failures");
        self.count("resumes", pauses > figure("tasks/paused_at_end"));
        self.count("fires often", figure("auto_recharge/max_fires_in_24h") > 1);
        let gives_up = |most_steps| run.map(|run| run.brief(demand, rules, 0, most_steps).is_none());
        self.count("jumps", run.is_some());
        self.count("leaves its free run", gives_up(0) == Some(true));
        self.count("leaves it for long", gives_up(600) == Some(true));
    }
}

fn reached_by(scenarios: impl Strategy<Value = Text>) -> Reached {
    let mut runner = TestRunner::deterministic();
    let mut reached = Reached::default();
    for _ in 0..SCENARIOS {
        let text = scenarios.new_tree(&mut runner).unwrap().current();
        let settings = settings().new_tree(&mut runner).unwrap().current();
        let own = load_with(&text, &[]);
        let demand = generate(&own.plan, 0);
        let run = FreeRun::of(&demand, &own.rules, 0);
        let course = Course::of(&demand, &own.rules, 0);
        for setting in settings {
            reached.add(&demand, &setting.of(&own.rules), run.as_ref());
            reached.count("goes in batches", course.is_some());
        }
    }
    reached
}

#[test]
fn random_scenarios_of_every_kind_come_to_all_that_can_happen() {
    let kinds = [
        ("any", reached_by(any_scenario())),
        ("generated", reached_by(generated_scenario())),
        ("varied", reached_by(varied_scenario())),
        ("short", reached_by(short_scenario())),
    ];
    for (kind, reached) in kinds {
        for what in OFTEN {
            reached.assert(kind, what, 10);
        }
        for what in SELDOM {
            reached.assert(kind, what, 1);
        }
        reached.assert(kind, "resumes", 25);
        reached.assert(kind, "fires often", 10);
        reached.assert(kind, "jumps", 40);
        reached.assert(kind, "goes in batches", 25);
        reached.assert(kind, "leaves its free run", 20);
        reached.assert(kind, "leaves it for long", 10);
    }
}

#[test]
fn random_scenarios_of_work_that_fails_pause_and_resume_it() {
    let reached = reached_by(flaky_scenario());
    for what in ["tasks/pauses/credits", "tasks/pauses/failures", "tasks/completed_max_runs"] {
        reached.assert("flaky", what, 20);
    }
    reached.assert("flaky", "resumes", 50);
    reached.assert("flaky", "goes in batches", 100);
    reached.assert("flaky", "leaves its free run", 20);
}
