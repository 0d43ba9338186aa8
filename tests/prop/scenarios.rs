//! Random scenarios, dense with ties and scarcity: a few weeks, coarse times, small balances.

use proptest::prelude::*;
use std::fmt::Write;

/// 2026-01-20T00:00:00Z: the horizon spans the ends of January and February.
const START_MS: i64 = 1_768_867_200_000;
/// Whole hours of a horizon.
const HOURS: i64 = 45 * 24;

/// A scenario's text and the text of its trace.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) scenario: String,
    pub(crate) trace: String,
    /// Values set after it is read.
    pub(crate) sets: Vec<String>,
    /// The threshold of auto-recharge.
    pub(crate) threshold: i64,
    /// The monthly limit, if there is one.
    pub(crate) limit: Option<i64>,
}

pub(crate) fn instant(hours: i64) -> String {
    creditsim::units::Instant::from_ms(START_MS + hours * 3_600_000).to_string()
}

fn window() -> impl Strategy<Value = (i64, i64)> {
    (-48..HOURS, 1..400_i64).prop_map(|(from, length)| (from, from + length))
}

fn windows() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec(window(), 0..3)
}

pub(crate) fn toml_windows(windows: &[(i64, i64)]) -> String {
    let one = |&(from, to): &(i64, i64)| format!("{{ from = '{}', to = '{}' }}", instant(from), instant(to));
    format!("[{}]", windows.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// Multiples of 10 up to `most`, so that balances, thresholds and reservations often meet exactly.
fn tens(most: i64) -> impl Strategy<Value = i64> {
    (0..=most / 10).prop_map(|tens| tens * 10)
}

fn row() -> impl Strategy<Value = String> {
    let work = prop_oneof![
        Just(("a", "task")),
        Just(("b", "task")),
        Just(("chat", "joule")),
        Just(("tool", "ai_tool")),
        Just(("site", "custom"))
    ];
    let outcome = prop_oneof![4 => Just("ok"), 1 => Just("start_failure"), 2 => Just("run_failure")];
    let reserve = prop_oneof![2 => Just(None), 3 => tens(150).prop_map(Some)];
    let duration =
        prop_oneof![2 => Just(0), 2 => (1..30_i64).prop_map(|hours| hours * 3_600), 1 => 1..100_000_i64];
    (0..HOURS, work, tens(120), reserve, duration, outcome).prop_map(
        |(hour, (source, kind), cost, reserve, duration, outcome)| {
            let reserve = reserve.map_or_else(String::new, |credits: i64| credits.to_string());
            let audience = if source == "site" { "public" } else { "member" };
            let at = instant(hour);
            format!("{at},{source},{source}2,{kind},{audience},{cost},{reserve},{duration},{outcome}\n")
        },
    )
}

fn plan() -> impl Strategy<Value = String> {
    let overrun = prop_oneof![Just("absorb"), Just("debt"), Just("stop")];
    let expiry = prop_oneof![2 => Just(None), 1 => (1..500_i64).prop_map(Some)];
    let tier = prop_oneof![3 => Just("pro"), 1 => Just("free"), 1 => Just("max")];
    let balances = (tens(600), tens(300), tens(300));
    (balances, overrun, expiry, windows(), -400..400_i64, any::<bool>(), tier).prop_map(
        |((included, opening, purchased), overrun, expiry, lapses, anchor, annual, tier)| {
            let mut text = format!(
                "[plan]\ntier = '{tier}'\nprice = 1.5\nincluded_credits = {included}\nopening_included = {opening}\n\
                opening_purchased = {purchased}\noverrun = '{overrun}'\nanchor = '{}'\nlapses = {}\n",
                instant(anchor),
                toml_windows(&lapses)
            );
            if annual {
                text += "cadence = 'annual'\n";
            }
            if let Some(hours) = expiry {
                writeln!(text, "purchased_expire_after = '{hours}h'").unwrap();
            }
            text
        },
    )
}

fn recharge() -> impl Strategy<Value = (String, i64, Option<i64>)> {
    let limit = prop_oneof![1 => Just(None), 3 => (1..40_i64).prop_map(|tens| Some(tens * 10))];
    let delay = prop_oneof![2 => Just(0), 1 => 1..80_i64];
    ((1..15_i64), (1..20_i64), limit, delay, any::<bool>()).prop_map(
        |(threshold, amount, limit, delay, pre_run)| {
            let (threshold, amount) = (threshold * 10, amount * 10);
            let written = limit.map_or_else(|| "'none'".to_owned(), |limit| limit.to_string());
            let text = format!(
                "[auto_recharge]\nthreshold = {threshold}\namount = {amount}\nmonthly_limit = {written}\n\
            settlement_delay = '{delay}h'\npre_run = {pre_run}\n"
            );
            (text, threshold, limit)
        },
    )
}

fn payment() -> impl Strategy<Value = String> {
    let probability = prop_oneof![3 => Just("0"), 1 => Just("0.5"), 1 => Just("1")];
    (probability, 1..60_i64, windows()).prop_map(|(probability, repair, outages)| {
        let repair = if probability == "0.5" {
            format!("{{ dist = 'exponential', mean = {} }}", repair * 3_600)
        } else {
            format!("'{repair}h'")
        };
        let outages = toml_windows(&outages);
        format!("[payment]\ndecline_probability = {probability}\nrepair = {repair}\noutages = {outages}\n")
    })
}

fn top_ups() -> impl Strategy<Value = String> {
    let reactive = prop_oneof![2 => Just(None), 1 => (1..20_i64, 0..50_i64).prop_map(Some)];
    let declared = prop::collection::vec((0..HOURS, 1..20_i64), 0..4);
    (reactive, declared, any::<bool>()).prop_map(|(reactive, declared, tiers)| {
        let mut text = String::new();
        if let Some((amount, delay)) = reactive {
            writeln!(text, "[manual_top_up]\namount = {}\ndelay = '{delay}h'", amount * 10).unwrap();
        }
        if tiers {
            text += "[prices]\nper_1000 = 3.7\ntiers = [{ from = 50, per_1000 = 3.1, bonus = 0.13 }]\n";
        }
        for (hour, tens) in declared {
            writeln!(text, "[[top_ups]]\nat = '{}'\ncredits = {}", instant(hour), tens * 10).unwrap();
        }
        text
    })
}

fn review() -> impl Strategy<Value = String> {
    let delay = prop_oneof![
        Just("'0s'".to_owned()),
        (1..50_i64).prop_map(|hours| format!("'{hours}h'")),
        Just("{ dist = 'exponential', mean = 40000 }".to_owned())
    ];
    let trigger = prop_oneof![3 => Just("funded"), 1 => Just("timer"), 1 => Just("never")];
    (trigger, delay.clone(), prop_oneof![3 => Just("timer"), 1 => Just("never")], delay).prop_map(
        |(credits, credits_delay, failures, failures_delay)| {
            format!(
                "[review]\ncredits = {{ trigger = '{credits}', delay = {credits_delay} }}\n\
                failures = {{ trigger = '{failures}', delay = {failures_delay} }}\n"
            )
        },
    )
}

fn task() -> impl Strategy<Value = String> {
    let schedule = prop_oneof![
        Just("{ every = 'hour', minute = 0 }"),
        Just("{ every = 'day', at = '00:00' }"),
        Just("{ every = 'week', days = ['sun', 'wed'], at = '02:30' }"),
        Just("{ every = 'month', day = 31, at = '00:00' }")
    ];
    let failure = prop_oneof![
        Just(""),
        Just("failure = { start = 0.2, run = 0.3, failed_charge = 0.35 }\n"),
        Just(
            "failure = { model = 'outage', time_to_break = 90000, repair = 'review', up = 0.1, down = 0.9 }\n"
        ),
        Just(
            "failure = { model = 'outage', time_to_break = 90000, time_to_repair = { dist = 'exponential', mean = 50000 }, up = 0, down = 1 }\n"
        )
    ];
    let max_runs = prop_oneof![3 => Just(String::new()), 1 => (1..30_u32).prop_map(|most| format!("max_runs = {most}\n"))];
    let reset = prop_oneof![Just("completion"), Just("start")];
    (schedule, failure, max_runs, reset, 1..6_u32, 0..2_i64).prop_map(
        |(schedule, failure, max_runs, reset, after, duration)| {
            format!(
                "[[tasks]]\nname = 'scheduled'\ncount = 2\nschedule = {schedule}\ncost = {{ dist = 'uniform', min = 5, max = 40 }}\n\
                reserve = 30\nduration = {{ dist = 'exponential', mean = {} }}\nauto_pause_after = {after}\nfailure_reset = '{reset}'\n{failure}{max_runs}",
                1 + duration * 20_000
            )
        },
    )
}

fn activity() -> impl Strategy<Value = String> {
    let bursts = "{ bursts_per_day = 2.0, burst_size = { dist = 'geometric', mean = 6 }, gap = 300, profile = 'office' }";
    let arrivals = prop_oneof![Just(bursts), Just("{ per_day = 8.0 }")];
    let admission = prop_oneof![Just("any"), Just("reserve")];
    let audience = prop_oneof![3 => Just("member"), 1 => Just("public")];
    (arrivals, admission, audience).prop_map(|(arrivals, admission, audience)| {
        format!(
            "[[activities]]\nname = 'people'\nkind = 'joule'\naudience = '{audience}'\nadmission = '{admission}'\narrivals = {arrivals}\n\
            cost = {{ dist = 'geometric', mean = 9 }}\nduration = {{ dist = 'exponential', mean = 5000 }}\n"
        )
    })
}

/// A random scenario of every feature.
pub(crate) fn any_scenario() -> impl Strategy<Value = Text> {
    let rows = prop::collection::vec(row(), 1..250);
    let work = (prop::option::of(task()), prop::option::of(activity()), rows, 1..6_u32);
    let work = work.prop_map(|(task, activity, rows, pause_after)| Work {
        generated: task.unwrap_or_default() + &activity.unwrap_or_default(),
        traces: format!(
            "[[traces]]\npath = 'trace.csv'\nauto_pause_after = {pause_after}\nfailed_charge = 0.6\n"
        ),
        rows: rows.concat(),
    });
    scenario(work)
}

/// A random scenario without a trace: every task reserves, as does no activity or some.
pub(crate) fn generated_scenario() -> impl Strategy<Value = Text> {
    let tasks = prop::collection::vec((task(), 1..8_i64), 1..4);
    let work = (tasks, prop::collection::vec(activity(), 0..3)).prop_map(|(tasks, activities)| {
        let tasks = tasks.into_iter().enumerate().map(|(place, (task, reserve))| {
            task.replace("'scheduled'", &format!("'scheduled{place}'"))
                .replace("reserve = 30", &format!("reserve = {}", reserve * 10))
        });
        let activities = activities
            .into_iter()
            .enumerate()
            .map(|(place, activity)| activity.replace("'people'", &format!("'people{place}'")));
        Work { generated: tasks.chain(activities).collect(), traces: String::new(), rows: String::new() }
    });
    scenario(work)
}

/// What is done in a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) generated: String,
    /// The scenario's section of traces, and their rows.
    pub(crate) traces: String,
    pub(crate) rows: String,
}

pub(crate) fn scenario(work: impl Strategy<Value = Work>) -> impl Strategy<Value = Text> {
    // Casablanca's clocks go back on 15 February and forward on 22 March.
    let zone = prop_oneof![
        Just("UTC"),
        Just("America/New_York"),
        Just("Australia/Lord_Howe"),
        Just("Africa/Casablanca")
    ];
    let policy = prop_oneof![Just("ampere"), Just("taskade")];
    let sections = (plan(), recharge(), payment(), top_ups(), review());
    let rest = (zone, policy, 0..1_000_u32, prop_oneof![3 => Just(0), 1 => 1..500_i64]);
    (sections, work, rest).prop_map(|(sections, work, (zone, policy, seed, warm_up))| {
        let (plan, (recharge, threshold, limit), payment, top_ups, review) = sections;
        let Work { generated, traces, rows } = work;
        let scenario = format!(
            "schema = 1\nname = 'random'\npolicy = '{policy}'\nstrict = false\n\
            [clock]\nstart = '{}'\nuntil = '{}'\ntimezone = '{zone}'\nseed = {seed}\n[report]\nwarm_up = '{warm_up}h'\n\
            {plan}{recharge}{payment}{review}{top_ups}{generated}{traces}",
            instant(0),
            instant(HOURS),
        );
        let trace = "time,source,other,kind,audience,cost,reserve,duration,outcome\n".to_owned() + &rows;
        Text { scenario, trace, sets: Vec::new(), threshold, limit }
    })
}
