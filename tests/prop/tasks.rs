//! Random tasks: rare and dense, free and dear, brief and long, and many at once.

use crate::horizon::Horizon;
use proptest::prelude::*;
use std::fmt::Write;

fn schedule(horizon: Horizon) -> impl Strategy<Value = (String, bool)> {
    let every = |schedule: &str| Just((format!("{{ every = {schedule} }}"), false));
    let hourly = if horizon.is_short() { 12 } else { 2 };
    prop_oneof![
        hourly => (0..4_u32).prop_map(|quarter| (format!("{{ every = 'hour', minute = {} }}", quarter * 15), true)),
        2 => every("'day', at = '00:00'"),
        1 => every("'day', at = '02:30'"),
        1 => every("'day', at = '23:45'"),
        1 => every("'week', days = ['sun', 'wed'], at = '02:30'"),
        1 => every("'month', day = 31, at = '00:00'"),
        1 => every("'month', day = 1, at = '00:00'")
    ]
}

/// Of work in a short horizon mostly tens, so that balances often meet levels and needs exactly.
pub(crate) fn cost(horizon: Horizon) -> impl Strategy<Value = String> {
    let tens = if horizon.is_short() { 8 } else { 1 };
    prop_oneof![
        3 => Just("{ dist = 'uniform', min = 5, max = 40 }".to_owned()),
        1 => Just("{ dist = 'uniform', min = 0, max = 3 }".to_owned()),
        1 => Just("{ dist = 'geometric', mean = 9 }".to_owned()),
        1 => Just("{ dist = 'lognormal', mean = 15, sigma = 1.5 }".to_owned()),
        tens => Just("{ dist = 'empirical', values = [0, 10, 20, 30], weights = [1, 4, 2, 1] }".to_owned()),
        2 => (0..8_i64).prop_map(|tens| (tens * 10).to_string()),
    ]
}

/// In a short horizon mostly quarters of an hour, so that ends meet starts.
pub(crate) fn duration(horizon: Horizon) -> impl Strategy<Value = String> {
    let (long, quarters) = if horizon.is_short() { (2, 24) } else { (4, 2) };
    prop_oneof![
        6 => Just("0".to_owned()),
        long => (1..100_i64).prop_map(|hours| format!("'{hours}h'")),
        long / 2 => Just("'20d'".to_owned()),
        4 => Just("{ dist = 'exponential', mean = 20000 }".to_owned()),
        long / 2 => Just("{ dist = 'exponential', mean = 1000000 }".to_owned()),
        2 => Just("{ dist = 'uniform', min = 0, max = 7200 }".to_owned()),
        quarters => Just("{ dist = 'empirical', values = [0, 900, 3600, 9900, 40000], weights = [3, 2, 4, 2, 1] }".to_owned()),
    ]
}

pub(crate) fn reserve() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        1 => Just("reserve = 0\n".to_owned()),
        4 => (1..10_i64).prop_map(|tens| format!("reserve = {}\n", tens * 10)),
        1 => (1..90_i64).prop_map(|credits| format!("reserve = {credits}\n")),
    ]
}

fn failure(horizon: Horizon) -> impl Strategy<Value = String> {
    let charged = prop_oneof![Just("0"), Just("0.35"), Just("1"), Just("2.5")];
    let running = prop_oneof![Just("0.05"), Just("0.4"), Just("0.9")];
    let at_start = prop_oneof![Just("0"), Just("0.1"), Just("0.8")];
    let times = prop_oneof![
        Just("repair = 'review'"),
        Just("time_to_repair = { dist = 'exponential', mean = 50000 }")
    ];
    let breaks = if horizon.is_short() { 20_000 } else { 90_000 };
    let independent = (at_start.clone(), running, charged.clone()).prop_map(|(start, run, charged)| {
        format!("failure = {{ start = {start}, run = {run}, failed_charge = {charged} }}\n")
    });
    let outage = (times, at_start, charged.clone()).prop_map(move |(times, start, charged)| {
        format!(
            "failure = {{ model = 'outage', time_to_break = {{ dist = 'exponential', mean = {breaks} }}, {times}, start = {start}, \
            up = 0.1, down = 0.9, failed_charge = {charged} }}\n"
        )
    });
    let inside = (0..horizon.hours(), 1..200_i64, charged).prop_map(move |(from, hours, charged)| {
        let windows = horizon.windows(&[(from, from + hours)]);
        format!("failure = {{ windows = {windows}, failed_charge = {charged} }}\n")
    });
    prop_oneof![3 => Just(String::new()), 2 => independent, 2 => outage, 1 => inside]
}

fn life(horizon: Horizon) -> impl Strategy<Value = String> {
    // Within the horizon, or at its end.
    let starts = prop::option::weighted(0.2, 0..=horizon.hours());
    let most = prop::option::weighted(0.25, prop_oneof![1..5_u32, 1..30_u32, 1..200_u32]);
    let lasts = prop::option::weighted(0.25, 1..=horizon.hours());
    (starts, lasts, most).prop_map(move |(starts, lasts, max_runs)| {
        let mut text = String::new();
        if let Some(starts) = starts {
            writeln!(text, "starts = '{}'", horizon.at(starts)).unwrap();
        }
        if let Some(lasts) = lasts {
            writeln!(text, "ends = '{}'", horizon.at(starts.unwrap_or(0) + lasts)).unwrap();
        }
        if let Some(most) = max_runs {
            writeln!(text, "max_runs = {most}").unwrap();
        }
        text
    })
}

pub(crate) fn own_review() -> impl Strategy<Value = String> {
    let delay = prop_oneof![
        Just("'0s'"),
        Just("'15m'"),
        Just("'1h'"),
        Just("'3d'"),
        Just("{ dist = 'exponential', mean = 40000 }")
    ];
    let credits = prop_oneof![3 => Just("funded"), 1 => Just("timer"), 1 => Just("never")];
    let failures = prop_oneof![3 => Just("timer"), 1 => Just("never")];
    let review = (credits, delay.clone(), failures, delay).prop_map(|(credits, soon, failures, late)| {
        format!(
            "review = {{ credits = {{ trigger = '{credits}', delay = {soon} }}, \
            failures = {{ trigger = '{failures}', delay = {late} }} }}\n"
        )
    });
    prop_oneof![3 => Just(String::new()), 1 => review]
}

/// A task called `NAME`, or several copies of it.
pub(crate) fn task(horizon: Horizon) -> impl Strategy<Value = String> {
    let days = horizon.days;
    let count = prop_oneof![8 => 1..5_i64, 2 => 5..30_i64, 1 => 30..75_i64];
    let zones = prop_oneof![Just("Europe/Berlin"), Just("Asia/Kathmandu"), Just("Africa/Casablanca")];
    let zone = prop::option::weighted(0.2, zones);
    let stagger = prop_oneof![3 => Just(""), 1 => Just("stagger = '15m'\n")];
    let health = (prop_oneof![1..6_u32, 1..21_u32], prop_oneof![Just("completion"), Just("start")]);
    let work = (cost(horizon), reserve(), duration(horizon));
    ((schedule(horizon), count, zone, stagger), work, failure(horizon), life(horizon), health, own_review())
        .prop_map(move |((schedule, count, zone, stagger), work, failure, life, health, review)| {
            let (schedule, is_hourly) = schedule;
            // Some thousands of runs at most.
            let count = if is_hourly { count.min(4_000 / (days * 24)).max(1) } else { count.min(12_000 / days) };
            let (cost, reserve, duration) = work;
            let zone = zone.map_or_else(String::new, |zone| format!("timezone = '{zone}'\n"));
            format!(
                "[[tasks]]\nname = 'NAME'\ncount = {count}\nschedule = {schedule}\n{zone}{stagger}cost = {cost}\n{reserve}\
                duration = {duration}\nauto_pause_after = {}\nfailure_reset = '{}'\n{failure}{life}{review}",
                health.0, health.1
            )
        })
}

/// A task called `NAME` whose brief runs often fail, and that is soon resumed: a replay that was short of credits for a
/// while has counted other failures than its free run.
pub(crate) fn flaky_task() -> impl Strategy<Value = String> {
    let work = (
        1..4_i64,
        1..4_i64,
        prop_oneof![2 => Just("0"), 1 => Just("'15m'"), 2 => Just("'1h'"), 1 => Just("'150m'")],
    );
    let fails = (prop_oneof![Just("0"), Just("0.2")], prop_oneof![Just("0.2"), Just("0.5")]);
    let health = (2..7_u32, prop_oneof![3 => Just("completion"), 1 => Just("start")]);
    let most = prop::option::weighted(0.4, 5..120_u32);
    let places = (1..4_u32, prop_oneof![Just(0), Just(30)]);
    (work, fails, health, most, places).prop_map(|(work, (start, run), (after, reset), most, (count, minute))| {
        let (tens, reserved, duration) = work;
        let most = most.map_or_else(String::new, |most| format!("max_runs = {most}\n"));
        format!(
            "[[tasks]]\nname = 'NAME'\ncount = {count}\nschedule = {{ every = 'hour', minute = {minute} }}\n\
            cost = {}\nreserve = {}\nduration = {duration}\nfailure = {{ start = {start}, run = {run} }}\n\
            auto_pause_after = {after}\nfailure_reset = '{reset}'\n{most}\
            review = {{ credits = {{ trigger = 'funded', delay = '0s' }}, failures = {{ trigger = 'timer', delay = '6h' }} }}\n",
            tens * 10,
            reserved * 10
        )
    })
}
