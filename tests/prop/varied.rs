//! Random scenarios with work of every kind, over a day to a year.

use crate::activities::activity;
use crate::horizon::{Horizon, long, short};
use crate::scenarios::{Text, Work, scenario};
use crate::tasks::{flaky_task, task};
use crate::traces::traces;
use proptest::prelude::*;

/// Sections with a name each.
fn named(sections: impl Iterator<Item = String>) -> String {
    sections.enumerate().map(|(place, text)| text.replace("NAME", &format!("work{place}"))).collect()
}

fn work(horizon: Horizon) -> impl Strategy<Value = Work> {
    let tasks = prop::collection::vec(task(horizon), 0..4);
    let activities = prop::collection::vec(activity(horizon), 0..3);
    let recorded = prop::option::weighted(0.3, traces(horizon));
    (tasks, activities, recorded).prop_map(|(mut tasks, activities, recorded)| {
        if tasks.is_empty() && activities.is_empty() && recorded.is_none() {
            tasks.push(
                "[[tasks]]\nname = 'NAME'\nschedule = { every = 'hour', minute = 0 }\ncost = 7\n".to_owned(),
            );
        }
        let generated = named(tasks.into_iter().chain(activities));
        let (traces, rows) = recorded.unwrap_or_default();
        Work { generated, traces, rows }
    })
}

/// What is set beside the work: the horizon, the plan and what is measured.
fn sets(horizon: Horizon) -> impl Strategy<Value = Vec<String>> {
    let hours = horizon.hours();
    let lapse = (-48..hours, 1..hours.min(1_000)).prop_map(|(from, hours)| (from, from + hours));
    let lapses = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(lapse, 1..3)];
    let included = prop_oneof![Just(None), Just(Some("0")), Just(Some("30")), Just(Some("2000"))];
    let warm_up = prop_oneof![2 => Just(0), 1 => 0..hours - 1];
    let anchor = prop::option::weighted(0.7, prop_oneof![-24 * 40..hours, 0..hours]);
    (lapses, included, warm_up, anchor, 0..60_i64).prop_map(
        move |(lapses, included, warm_up, anchor, minutes)| {
            // No whole hour ends it, now and then.
            let until = horizon.at(hours).replace(":00:00Z", &format!(":{:02}:00Z", minutes * (minutes % 2)));
            let mut sets = vec![
                format!("clock.start='{}'", horizon.at(0)),
                format!("clock.until='{until}'"),
                "plan.purchased_expire_after='none'".to_owned(),
                format!("plan.lapses={}", horizon.windows(&lapses)),
                format!("report.warm_up='{warm_up}h'"),
            ];
            sets.extend(included.map(|credits| format!("plan.included_credits={credits}")));
            sets.extend(anchor.map(|hour| format!("plan.anchor='{}'", horizon.at(hour))));
            sets
        },
    )
}

fn over(horizon: Horizon, work: impl Strategy<Value = Work>) -> impl Strategy<Value = Text> {
    (scenario(work), sets(horizon)).prop_map(|(mut text, sets)| {
        text.sets = sets;
        text
    })
}

/// A random scenario whose replays jump and go side by side, over a day to a year.
pub(crate) fn varied_scenario() -> impl Strategy<Value = Text> {
    long().prop_flat_map(|horizon| over(horizon, work(horizon)))
}

/// The same over a few days, in which instants and balances often meet.
pub(crate) fn short_scenario() -> impl Strategy<Value = Text> {
    short().prop_flat_map(|horizon| over(horizon, work(horizon)))
}

/// A random scenario of days to weeks in which tasks often fail.
pub(crate) fn flaky_scenario() -> impl Strategy<Value = Text> {
    let work = prop::collection::vec(flaky_task(), 1..5).prop_map(|tasks| Work {
        generated: named(tasks.into_iter()),
        traces: String::new(),
        rows: String::new(),
    });
    (short(), work)
        .prop_flat_map(|(Horizon { from, days }, work)| over(Horizon { from, days: 4 * days }, Just(work)))
}
