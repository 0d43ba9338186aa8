//! Random scenarios with work of every kind: rare and dense, free and dear, brief and long, and many tasks at once.

use crate::scenarios::{Text, Work, instant, scenario, toml_windows};
use proptest::prelude::*;
use std::fmt::Write;

/// A time within the longest horizon, or shortly beyond a short one.
fn within(days: i64) -> impl Strategy<Value = i64> {
    0..=days * 24
}

fn schedule() -> impl Strategy<Value = (String, bool)> {
    let every = |schedule: &str| Just((format!("{{ every = {schedule} }}"), false));
    prop_oneof![
        2 => (0..4_u32).prop_map(|quarter| (format!("{{ every = 'hour', minute = {} }}", quarter * 15), true)),
        2 => every("'day', at = '00:00'"),
        1 => every("'day', at = '02:30'"),
        1 => every("'day', at = '23:45'"),
        1 => every("'week', days = ['sun', 'wed'], at = '02:30'"),
        1 => every("'month', day = 31, at = '00:00'"),
        1 => every("'month', day = 1, at = '00:00'")
    ]
}

fn cost() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("{ dist = 'uniform', min = 5, max = 40 }".to_owned()),
        1 => Just("{ dist = 'uniform', min = 0, max = 3 }".to_owned()),
        1 => Just("{ dist = 'geometric', mean = 9 }".to_owned()),
        2 => (0..8_i64).prop_map(|tens| (tens * 10).to_string()),
    ]
}

fn duration() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("0".to_owned()),
        2 => (1..100_i64).prop_map(|hours| format!("'{hours}h'")),
        1 => Just("'20d'".to_owned()),
        2 => Just("{ dist = 'exponential', mean = 20000 }".to_owned()),
        1 => Just("{ dist = 'exponential', mean = 1000000 }".to_owned()),
        1 => Just("{ dist = 'uniform', min = 0, max = 7200 }".to_owned()),
    ]
}

fn reserve() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        1 => Just("reserve = 0\n".to_owned()),
        4 => (1..10_i64).prop_map(|tens| format!("reserve = {}\n", tens * 10)),
        1 => (1..90_i64).prop_map(|credits| format!("reserve = {credits}\n")),
    ]
}

fn failure(days: i64) -> impl Strategy<Value = String> {
    let charged = prop_oneof![Just("0"), Just("0.35"), Just("1"), Just("2.5")];
    let running = prop_oneof![Just("0.05"), Just("0.4"), Just("0.9")];
    let at_start = prop_oneof![Just("0"), Just("0.1"), Just("0.8")];
    let times = prop_oneof![
        Just("repair = 'review'"),
        Just("time_to_repair = { dist = 'exponential', mean = 50000 }")
    ];
    let independent = (at_start.clone(), running, charged.clone()).prop_map(|(start, run, charged)| {
        format!("failure = {{ start = {start}, run = {run}, failed_charge = {charged} }}\n")
    });
    let outage = (times, at_start, charged.clone()).prop_map(|(times, start, charged)| {
        format!(
            "failure = {{ model = 'outage', time_to_break = {{ dist = 'exponential', mean = 90000 }}, {times}, start = {start}, \
            up = 0.1, down = 0.9, failed_charge = {charged} }}\n"
        )
    });
    let inside = (0..days * 24, 1..200_i64, charged).prop_map(|(from, hours, charged)| {
        format!(
            "failure = {{ windows = {}, failed_charge = {charged} }}\n",
            toml_windows(&[(from, from + hours)])
        )
    });
    prop_oneof![3 => Just(String::new()), 2 => independent, 2 => outage, 1 => inside]
}

fn life(days: i64) -> impl Strategy<Value = String> {
    let starts = prop::option::weighted(0.2, within(days));
    let most = prop::option::weighted(0.25, prop_oneof![1..5_u32, 1..200_u32]);
    (starts, prop::option::weighted(0.25, 1..days * 24 + 1), most).prop_map(|(starts, lasts, max_runs)| {
        let mut text = String::new();
        if let Some(starts) = starts {
            writeln!(text, "starts = '{}'", instant(starts)).unwrap();
        }
        if let Some(lasts) = lasts {
            writeln!(text, "ends = '{}'", instant(starts.unwrap_or(0) + lasts)).unwrap();
        }
        if let Some(most) = max_runs {
            writeln!(text, "max_runs = {most}").unwrap();
        }
        text
    })
}

fn own_review() -> impl Strategy<Value = String> {
    let delay =
        prop_oneof![Just("'0s'"), Just("'1h'"), Just("'3d'"), Just("{ dist = 'exponential', mean = 40000 }")];
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

fn task(days: i64) -> impl Strategy<Value = String> {
    let count = prop_oneof![8 => 1..5_i64, 2 => 5..30_i64, 1 => 30..75_i64];
    let zone = prop::option::weighted(0.2, prop_oneof![Just("Europe/Berlin"), Just("Asia/Kathmandu")]);
    let stagger = prop_oneof![3 => Just(""), 1 => Just("stagger = '15m'\n")];
    let health = (prop_oneof![1..6_u32, 1..21_u32], prop_oneof![Just("completion"), Just("start")]);
    ((schedule(), count, zone, stagger), (cost(), reserve(), duration()), failure(days), life(days), health, own_review())
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

fn activity() -> impl Strategy<Value = String> {
    let arrivals = prop_oneof![
        1 => Just("{ bursts_per_day = 0.5, burst_size = { dist = 'geometric', mean = 40 }, gap = 2, profile = 'office' }"),
        1 => Just("{ bursts_per_day = 1.0, burst_size = 9, gap = { dist = 'exponential', mean = 300 }, profile = 'always_on' }"),
        2 => Just("{ per_day = 8.0 }"),
        1 => Just("{ per_day = 0.1 }")
    ];
    let admission = prop_oneof![2 => Just("any"), 3 => Just("reserve")];
    let audience = prop_oneof![3 => Just("member"), 1 => Just("public")];
    let growth = prop_oneof![3 => Just(""), 1 => Just("growth_per_month = 0.2\n")];
    (arrivals, admission, audience, growth, (cost(), reserve(), duration())).prop_map(
        |(arrivals, admission, audience, growth, (cost, reserve, duration))| {
            let reserve = if admission == "any" { String::new() } else { reserve };
            format!(
                "[[activities]]\nname = 'NAME'\nkind = 'ai_tool'\naudience = '{audience}'\nadmission = '{admission}'\n\
                arrivals = {arrivals}\n{growth}cost = {cost}\n{reserve}duration = {duration}\n"
            )
        },
    )
}

/// Rows of a trace, some of them many at an instant or in an hour.
fn rows(days: i64) -> impl Strategy<Value = (String, String)> {
    let row = (0..6_u32, 0..13_i64, prop::option::of(0..16_i64), 0..6_i64, 0..7_u32);
    let burst = (0..days * 24, 0..3_i64, prop::collection::vec(row, 1..40));
    let trace = (1..6_u32, prop_oneof![Just("0.6"), Just("1"), Just("3")], any::<bool>());
    (prop::collection::vec(burst, 1..12), trace).prop_map(|(bursts, (pause_after, charged, by_start))| {
        let mut rows = String::new();
        for (hour, apart, burst) in bursts {
            for (place, (source, cost, reserve, lasts, outcome)) in (0_i64..).zip(burst) {
                let place = place * apart;
                let at =
                    instant(hour).replace(":00:00Z", &format!(":{:02}:{:02}Z", place / 2, place % 2 * 30));
                let (source, kind, audience) = match source {
                    0 => ("a", "task", "member"),
                    1 => ("b", "task", "member"),
                    2 => ("c", "task", "member"),
                    3 => ("chat", "joule", "member"),
                    4 => ("tool", "ai_tool", "member"),
                    _ => ("site", "custom", "public"),
                };
                let reserve = reserve.map_or_else(String::new, |tens| (tens * 10).to_string());
                let lasts = [0, 0, 900, 7_200, 500_000, 3_000_000][usize::try_from(lasts).unwrap()];
                let outcome = ["ok", "ok", "ok", "ok", "start_failure", "run_failure", "run_failure"]
                    [usize::try_from(outcome).unwrap()];
                let cost = cost * 10;
                writeln!(rows, "{at},{source},{kind},{audience},{cost},{reserve},{lasts},{outcome}").unwrap();
            }
        }
        let reset = if by_start { "start" } else { "completion" };
        let section = format!(
            "[[traces]]\npath = 'trace.csv'\nauto_pause_after = {pause_after}\nfailed_charge = {charged}\n\
            failure_reset = '{reset}'\n"
        );
        (section, rows)
    })
}

fn work(days: i64) -> impl Strategy<Value = Work> {
    let tasks = prop::collection::vec(task(days), 0..4);
    let activities = prop::collection::vec(activity(), 0..3);
    let recorded = prop::option::weighted(0.3, rows(days));
    (tasks, activities, recorded).prop_map(|(mut tasks, activities, recorded)| {
        if tasks.is_empty() && activities.is_empty() && recorded.is_none() {
            tasks.push(
                "[[tasks]]\nname = 'NAME'\nschedule = { every = 'hour', minute = 0 }\ncost = 7\n".to_owned(),
            );
        }
        let named = tasks.into_iter().chain(activities).enumerate();
        let generated = named.map(|(place, text)| text.replace("NAME", &format!("work{place}"))).collect();
        let (traces, rows) = recorded.unwrap_or_default();
        Work { generated, traces, rows }
    })
}

/// A random scenario whose replays jump and go side by side, over a day to a year.
pub(crate) fn varied_scenario() -> impl Strategy<Value = Text> {
    let days = prop_oneof![1 => 1..8_i64, 4 => 8..100_i64, 1 => 100..400_i64];
    days.prop_flat_map(|days| {
        let lapse = (-48..days * 24, 1..1_000_i64).prop_map(|(from, hours)| (from, from + hours));
        let lapses = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(lapse, 1..3)];
        let included = prop_oneof![Just(None), Just(Some("0")), Just(Some("2000"))];
        let warm_up = prop_oneof![2 => Just(0), 1 => 0..days * 24 - 1];
        (scenario(work(days)), lapses, included, warm_up, 0..60_i64).prop_map(
            move |(mut text, lapses, included, warm_up, minutes)| {
                // No whole hour ends it, now and then.
                let until =
                    instant(days * 24).replace(":00:00Z", &format!(":{:02}:00Z", minutes * (minutes % 2)));
                text.sets = vec![
                    format!("clock.until='{until}'"),
                    "plan.purchased_expire_after='none'".to_owned(),
                    format!("plan.lapses={}", toml_windows(&lapses)),
                    format!("report.warm_up='{warm_up}h'"),
                ];
                text.sets.extend(included.map(|credits| format!("plan.included_credits={credits}")));
                text
            },
        )
    })
}
