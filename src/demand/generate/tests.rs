//! Whole demands: order, common random numbers, rates, bursts, traces.

use super::*;
use crate::calendar::{Windows, Zone};
use crate::demand::draw::{real, real_count};
use crate::demand::{
    ActivityPlan, Arrivals, CostDraw, Distribution, FailureModel, Outcome, Profile, Record, RunningFailures,
    Schedule, SourceId, SpanDraw, Surge, TaskPlan, TraceColumns, TracePlan, read_trace,
};
use crate::units::{Credits, Instant, Span};
use proptest::prelude::*;
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::Arc;

/// 2026-01-05T00:00:00Z, a Monday.
const START: Instant = Instant::from_ms(1_767_571_200_000);

fn days(count: i64) -> Span {
    Span::from_ms(count * Span::DAY.ms())
}

fn plan(length: Span) -> Plan {
    let horizon = Window { from: START, to: START + length };
    Plan { horizon, zone: Zone::UTC, seed: 42, tasks: Vec::new(), activities: Vec::new(), traces: Vec::new() }
}

fn task(name: &str, schedule: Schedule, active: Window) -> TaskPlan {
    TaskPlan {
        name: name.to_owned(),
        schedule,
        zone: Zone::UTC,
        active,
        cost: CostDraw(Distribution::UniformInteger { min: 20, max: 40 }),
        duration: SpanDraw(Distribution::Exponential { mean: 120_000.0 }),
        failure: FailureModel {
            at_start: 0.1,
            running: RunningFailures::Independent(0.2),
            windows: Windows::default(),
        },
    }
}

fn poisson(name: &str, per_day: f64) -> ActivityPlan {
    ActivityPlan {
        name: name.to_owned(),
        arrivals: Arrivals::Poisson { per_day },
        profile: Profile::flat(),
        growth_per_month: 0.0,
        surges: Vec::new(),
        cost: CostDraw(Distribution::Lognormal { mean: 12.0, sigma: 0.8 }),
        duration: SpanDraw::constant(Span::ZERO),
    }
}

fn bursts(name: &str, per_day: f64, size: Distribution, gap: Distribution) -> ActivityPlan {
    let arrivals = Arrivals::Bursts { per_day, size: CostDraw(size), gap: SpanDraw(gap) };
    ActivityPlan { arrivals, ..poisson(name, per_day) }
}

fn chat(name: &str) -> ActivityPlan {
    let gap = Distribution::Exponential { mean: 30_000.0 };
    bursts(name, 20.0, Distribution::Geometric { mean: 25.0 }, gap)
}

fn trace(csv: &str, repeat_every: Option<Span>) -> TracePlan {
    let rows = read_trace(csv.as_bytes(), &TraceColumns::default(), &Zone::UTC).unwrap();
    TracePlan { rows: Arc::new(rows), shift: Span::ZERO, repeat_every }
}

/// Tasks of every schedule, two activities, and a trace that overlaps with itself.
fn busy(length: Span) -> Plan {
    let mut plan = plan(length);
    let hourly = |minute: i64| Schedule::Hourly { past: Span::from_ms(minute * 60_000) };
    plan.tasks = vec![
        task("sync", hourly(15), plan.horizon),
        task("report", Schedule::Daily { at: Span::HOUR }, plan.horizon),
        task("sync-2", hourly(15), plan.horizon),
    ];
    plan.activities = vec![chat("joule"), poisson("tool", 500.0)];
    let csv = "time,source,kind,cost\n\
               2026-01-05 01:15:00,recorded,task,5\n2026-01-05 01:15:00,clicks,joule,6\n2026-01-05 04:15:00,recorded,task,7\n";
    plan.traces = vec![trace(csv, Some(Span::HOUR))];
    plan
}

/// The records of one source.
fn of(demand: &Demand, source: u32) -> Vec<Record> {
    demand.iter().filter(|record| record.source == SourceId(source)).collect()
}

#[test]
fn r_step_records_are_in_order_of_time_then_class_then_source() {
    let demand = generate(&busy(days(30)), 0);
    // Sources 5 and 6 are traced: a task, then an activity.
    let class = |source: SourceId| if [0, 1, 2, 5].contains(&source.0) { 7 } else { 8 };
    let order: Vec<_> =
        demand.iter().map(|record| (record.time, class(record.source), record.source)).collect();
    assert!(order.is_sorted());
    assert!(demand.len() > 15_000 + 500 * 29, "{}", demand.len());
    assert_eq!(of(&demand, 0).len(), 30 * 24);
    assert_eq!(of(&demand, 1).len(), 30);
}

proptest! {
    #[test]
    fn r_step_tasks_of_any_zone_and_hour_take_turns_in_order(
        tasks in prop::collection::vec(
            (0_usize..4, 0_i64..4, 0_usize..3, -50_i64..150, 1_i64..200),
            1..12,
        ),
        start in prop::sample::select(vec![
            "2026-03-06T00:00:00Z", // the clocks of New York change on the 8th
            "2026-04-03T00:00:00Z", // those of Lord Howe, by half an hour, on the 5th
            "2011-12-28T00:00:00Z", // Apia has no 30th
        ]),
        minutes in 20_i64..10_000,
    ) {
        const ZONES: [&str; 4] = ["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];
        let from = Instant::from_ms(start.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let hours = |count: i64| Span::from_ms(count * Span::HOUR.ms());
        let quarter = |count: i64| Span::from_ms(count * 15 * Span::MINUTE.ms());
        let horizon = Window { from, to: from + hours(150) };
        let all = tasks.iter().enumerate().map(|(number, &(zone, past, schedule, begins, lasts))| {
            let schedule = match schedule {
                0 | 1 => Schedule::Hourly { past: quarter(past) },
                _ => Schedule::Daily { at: quarter(past) },
            };
            let active = Window { from: from + hours(begins), to: from + hours(begins + lasts) + quarter(past) };
            TaskPlan { zone: Zone::named(ZONES[zone]).unwrap(), ..task(&format!("task {number}"), schedule, active) }
        });
        let plan = Plan { horizon, tasks: all.collect(), activities: vec![poisson("tool", 20.0)], ..plan(days(1)) };
        let mut demand = Demand::default();
        let capacity = Capacity { records: 0, window: Span::from_ms(minutes * Span::MINUTE.ms()) };
        fill(&plan, 0, capacity, &mut demand, &|| Ok::<(), Infallible>(())).unwrap();
        let mut expected: Vec<(Instant, u32)> = (0..)
            .zip(&plan.tasks)
            .flat_map(|(owner, task)| {
                let Window { from, to } = task.active;
                let active = Window { from: from.max(horizon.from), to: to.min(horizon.to) };
                task.schedule.occurrences(&task.zone, active).map(move |at| (at, owner))
            })
            .collect();
        expected.sort_unstable();
        prop_assert!(demand.times.is_sorted());
        let is_task = |record: &Record| record.source.index() < plan.tasks.len();
        let got: Vec<(Instant, u32)> =
            demand.iter().filter(is_task).map(|record| (record.time, record.source.0)).collect();
        prop_assert_eq!(got, expected);
    }
}

#[test]
fn r_step_a_repeat_of_an_earlier_row_comes_before_a_later_row() {
    let mut plan = plan(Span::from_ms(6 * Span::HOUR.ms()));
    let csv = "time,source,cost\n2026-01-05 00:00:00,a,1\n2026-01-05 02:00:00,a,2\n2026-01-05 02:00:00,a,3\n";
    plan.traces = vec![trace(csv, Some(Span::HOUR))];
    let costs: Vec<i64> = generate(&plan, 0).iter().map(|record| record.cost.get()).collect();
    assert_eq!(costs, [1, 1, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
}

#[test]
fn r_step_a_trace_is_one_source_whose_rows_keep_their_order() {
    let mut plan = plan(days(1));
    let csv = "time,source,kind,cost\n\
               2026-01-05 00:00:00,a,task,1\n2026-01-05 00:00:00,b,joule,2\n2026-01-05 00:00:00,c,task,3\n\
               2026-01-05 00:00:00,a,task,4\n2026-01-05 00:00:00,d,custom,5\n2026-01-05 00:00:00,b,joule,6\n";
    plan.tasks = vec![task("sync", Schedule::Daily { at: Span::ZERO }, plan.horizon)];
    plan.traces = vec![trace(csv, None), trace(csv, None)];
    let got: Vec<(u32, i64)> =
        generate(&plan, 0).iter().skip(1).map(|record| (record.source.0, record.cost.get())).collect();
    let (tasks, activities) = ([(1, 1), (3, 3), (1, 4)], [(2, 2), (4, 5), (2, 6)]);
    let second = |rows: [(u32, i64); 3]| rows.map(|(source, cost)| (source + 4, cost));
    assert_eq!(got, [tasks, second(tasks), activities, second(activities)].concat());
}

#[test]
fn r_trace_rows_carry_what_was_recorded() {
    let mut plan = plan(days(1));
    plan.tasks = vec![task("sync", Schedule::Daily { at: Span::ZERO }, plan.horizon)];
    let csv = "time,source,kind,cost,reserve,duration,outcome\n\
               2026-01-05 00:00:00,a,task,5,,1.5,run_failure\n2026-01-05 00:00:01,b,joule,6,,,\n2026-01-05 00:00:02,b,joule,6,9,,\n";
    plan.traces = vec![TracePlan { shift: Span::SECOND, ..trace(csv, None) }];
    let demand = generate(&plan, 0);
    assert_eq!(demand.get(0).and_then(|record| record.reserve), None);
    let expected = Record {
        time: START + Span::SECOND,
        source: SourceId(1),
        cost: Credits::new(5),
        duration: Span::from_ms(1_500),
        outcome: Outcome::FailsRunning,
        reserve: Some(Credits::new(5)),
    };
    assert_eq!(demand.get(1), Some(expected));
    let reserves: Vec<_> = demand.iter().skip(2).map(|record| record.reserve).collect();
    assert_eq!(reserves, [None, Some(Credits::new(9))]);
    assert_eq!(plan.traces[0].first(), Some(START + Span::SECOND));
}

#[test]
fn r_trace_rows_outside_the_horizon_are_left_out_and_counted() {
    let csv = "time,source,cost\n2026-01-04 23:00:00,a,1\n2026-01-05 00:00:00,a,1\n2026-01-05 23:59:59.999,a,1\n2026-01-06 00:00:00,a,1\n";
    let mut plan = plan(days(1));
    let count = |plan: &Plan| {
        let left = plan.traces[0].left_out(plan.horizon);
        (generate(plan, 0).len(), left.before, left.after)
    };
    plan.traces = vec![trace(csv, None)];
    assert_eq!(count(&plan), (2, 1, 1));
    // Row 0 lies before the start in tiles 0 and 1; it, and then row 1, are inside from then on, every half hour.
    plan.traces = vec![trace(csv, Some(Span::from_ms(30 * 60_000)))];
    assert_eq!(count(&plan), (48 + 48 + 1, 2, 1));
}

#[test]
fn r_trace_a_trace_that_fills_a_millisecond_is_not_cut() {
    let mut csv = "time,source,cost\n".to_owned();
    for cost in 0..70_000 {
        writeln!(csv, "2026-01-05 00:00:00,a,{cost}").unwrap();
    }
    let mut plan = plan(days(1));
    plan.traces = vec![trace(&csv, None)];
    let demand = generate(&plan, 0);
    assert_eq!(demand.len(), 70_000);
    assert!(demand.costs.is_sorted());
}

#[test]
fn r_crn_another_source_changes_no_other_and_replications_differ() {
    let alone = |plan: &Plan, replication| {
        let mut records = of(&generate(plan, replication), 0);
        for record in &mut records {
            record.source = SourceId(0);
        }
        records
    };
    let mut plan = plan(days(60));
    plan.activities = vec![chat("joule")];
    let before = alone(&plan, 0);
    plan.activities.push(poisson("tool", 300.0));
    assert_eq!(alone(&plan, 0), before);
    assert_ne!(alone(&plan, 1), before);
    plan.seed += 1;
    assert_ne!(alone(&plan, 0), before);
}

#[test]
fn r_crn_a_later_end_only_adds_work() {
    let (short, long) = (generate(&busy(days(20)), 3), generate(&busy(days(50)), 3));
    let end = START + days(20);
    let begun: Vec<Record> = long.iter().take_while(|record| record.time < end).collect();
    assert_eq!(short.iter().collect::<Vec<_>>(), begun);
}

#[test]
fn r_crn_demand_keeps_its_values() {
    let demand = generate(&busy(days(10)), 0);
    let mut known = format!("{} records\n", demand.len());
    for record in demand.iter().step_by(500) {
        let Record { time, source, cost, duration, outcome, reserve } = record;
        writeln!(known, "{time} {} {cost} {duration} {outcome:?} {reserve:?}", source.0).unwrap();
    }
    insta::assert_snapshot!(known);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn r_crn_where_windows_are_cut_changes_nothing(window in 60_000_i64..4_000_000_000, replication in 0_u32..100) {
        let plan = busy(days(12));
        let mut demand = Demand::default();
        let go_on = || Ok::<(), Infallible>(());
        let Ok(()) = fill(&plan, replication, Capacity { records: 0, window: Span::from_ms(window) }, &mut demand, &go_on);
        prop_assert_eq!(demand, generate(&plan, replication));
    }
}

#[test]
fn memory_is_used_again_and_guessed_well() {
    let mut plan = busy(days(200));
    plan.traces.clear();
    let mut demand = generate(&plan, 0);
    let (room, records) = (real_count(demand.times.capacity()), real_count(demand.len()));
    assert!(room / records < 1.06, "{room} for {records}");
    let (memory, expected) = (demand.times.as_ptr(), demand.clone());
    generate_into(&plan, 0, &mut demand);
    assert_eq!((memory, &expected), (demand.times.as_ptr(), &demand));
    generate_into(&Plan { horizon: Window { from: START, to: START }, ..plan }, 0, &mut demand);
    assert!(demand.is_empty());
}

#[test]
fn r_schedule_tasks_occur_only_while_active() {
    let mut plan = plan(days(10));
    let active = |from, to| Window { from: START + days(from), to: START + days(to) };
    let daily = Schedule::Daily { at: Span::ZERO };
    plan.tasks = [(2, 4), (-5, 1), (9, 50), (6, 5)]
        .map(|(from, to)| task(&format!("{from}"), daily, active(from, to)))
        .into();
    let demand = generate(&plan, 0);
    assert_eq!([0, 1, 2, 3].map(|source| of(&demand, source).len()), [2, 1, 1, 0]);
}

/// That `count` is a Poisson draw of mean `expected`, within `errors` standard errors.
fn assert_poisson(what: &str, count: usize, expected: f64, errors: f64) {
    let count = real_count(count);
    assert!((count - expected).abs() <= errors * expected.sqrt(), "{what}: {count} arrivals, not {expected}");
}

#[test]
fn r_burst_arrivals_follow_the_profile_hour_by_hour_of_the_week() {
    let mut plan = plan(days(70 * 7));
    plan.zone = Zone::named("Asia/Kathmandu").unwrap(); // UTC+05:45
    let mut activity = poisson("tool", 400.0);
    activity.profile = Profile::office();
    let weights = *activity.profile.weights();
    plan.activities = vec![activity];
    let mut counts = [0_usize; 168];
    for record in generate(&plan, 0).iter() {
        let civil = plan.zone.civil(record.time);
        let day = usize::try_from(civil.weekday().to_monday_zero_offset()).unwrap();
        counts[day * 24 + usize::try_from(civil.hour()).unwrap()] += 1;
    }
    let mut chi_square = 0.0;
    for (hour, (&count, weight)) in counts.iter().zip(weights).enumerate() {
        let expected = 70.0 * 400.0 / 24.0 * weight;
        assert_poisson(&format!("hour {hour}"), count, expected, 4.5);
        chi_square += (real_count(count) - expected) * (real_count(count) - expected) / expected;
    }
    // 168 degrees of freedom: mean 168, standard deviation √336.
    assert!((chi_square - 168.0).abs() < 4.0 * 336.0_f64.sqrt(), "{chi_square}");
}

#[test]
fn r_burst_times_between_arrivals_are_exponential() {
    let mut plan = plan(days(100));
    plan.activities = vec![poisson("tool", 864.0)]; // one in 100 s
    let times = generate(&plan, 0).times;
    assert_poisson("all", times.len(), 86_400.0, 4.0);
    for (longer, share) in [(10.0_f64, 0.1_f64), (100.0, 1.0), (300.0, 3.0)].map(|(s, x)| (s, libm::exp(-x)))
    {
        let count =
            times.windows(2).filter(|pair| real((pair[1] - pair[0]).ms()) >= longer * 1_000.0).count();
        assert_poisson(&format!("gaps over {longer} s"), count, 86_400.0 * share, 4.0);
    }
}

#[test]
fn r_burst_growth_compounds_and_surges_multiply() {
    let month = Span::from_ms(2_629_800_000); // 30.4375 days
    let months = |count: i64| Span::from_ms(month.ms() * count);
    let mut plan = plan(months(12));
    let surge = |from, to, times| Surge { window: Window { from: START + from, to: START + to }, times };
    let mut activity = poisson("tool", 1_000.0);
    activity.growth_per_month = 0.2;
    activity.surges = vec![
        surge(months(3), months(4), 3.0),
        surge(months(4), months(5), 0.0),
        surge(months(6), months(8), 2.0),
        surge(months(7), months(8), 1.5),
    ];
    plan.activities = vec![activity];
    let times = generate(&plan, 0).times;
    let factor = [1.0, 1.0, 1.0, 3.0, 0.0, 1.0, 2.0, 3.0, 1.0, 1.0, 1.0, 1.0];
    for (number, factor) in (0..).zip(factor) {
        let (from, to) = (START + months(number), START + months(number + 1));
        let count = times.iter().filter(|&&time| from <= time && time < to).count();
        let months = f64::from(i32::try_from(number).unwrap());
        // ∫ 1.2^x dx from x to x + 1 is 1.2^x × 0.2 / ln 1.2.
        let growth = libm::pow(1.2, months) * 0.2 / libm::log(1.2);
        assert_poisson(&format!("month {number}"), count, 30_437.5 * growth * factor, 4.0);
    }
}

#[test]
fn r_burst_shrinking_is_growth_too() {
    let mut plan = plan(days(365));
    plan.activities = vec![ActivityPlan { growth_per_month: -0.5, ..poisson("tool", 1_000.0) }];
    let halvings = 365.0 / 30.4375;
    let expected = 30_437.5 * (1.0 - libm::pow(0.5, halvings)) / std::f64::consts::LN_2;
    assert_poisson("all", generate(&plan, 0).len(), expected, 4.0);
}

#[test]
fn r_burst_sizes_and_gaps_have_their_means() {
    let mut plan = plan(days(4_000));
    let seconds = |seconds: f64| Distribution::Exponential { mean: seconds * 1_000.0 };
    // So few bursts that they hardly overlap.
    plan.activities = vec![bursts("joule", 1.0, Distribution::Geometric { mean: 25.0 }, seconds(1.0))];
    let times = generate(&plan, 0).times;
    let is_new = |pair: &[Instant]| (pair[1] - pair[0]).ms() > 60_000;
    let begun = times.windows(2).filter(|pair| is_new(pair)).count() + 1;
    assert_poisson("bursts", begun, 4_000.0, 4.0);
    let (begun, messages) = (real_count(begun), real_count(times.len()));
    // A geometric size of mean 25 has variance 600.
    assert!((messages / begun - 25.0).abs() < 4.0 * (600.0 / begun).sqrt(), "{messages} in {begun} bursts");
    let gaps = times.windows(2).filter(|pair| !is_new(pair));
    let (sum, count) =
        gaps.fold((0, 0_usize), |(sum, count), pair| (sum + (pair[1] - pair[0]).ms(), count + 1));
    // Rounding up to a millisecond adds half of one.
    let mean = real(sum) / real_count(count);
    assert!((mean - 1_000.5).abs() < 4.0 * 1_000.0 / real_count(count).sqrt(), "{mean} ms");
}

#[test]
fn r_burst_bursts_overlap_and_stop_at_the_end() {
    let mut plan = plan(days(30));
    let (size, gap) = (Distribution::Constant(50.0), Distribution::Constant(3_600_000.0));
    plan.activities = vec![bursts("joule", 12.0, size, gap)];
    let times = generate(&plan, 0).times;
    assert!(times.is_sorted() && times.iter().all(|&time| START <= time && time < START + days(30)));
    // On average a burst in its first 50 hours before the end loses half of its messages.
    assert_poisson("messages", times.len() / 50, 12.0 * (30.0 - 49.0 / 48.0), 4.0);
}

#[test]
fn r_burst_a_burst_of_no_messages_is_silent() {
    let mut plan = plan(days(500));
    plan.activities =
        vec![bursts("joule", 10.0, Distribution::Poisson { mean: 0.5 }, Distribution::Constant(0.0))];
    assert_poisson("messages", generate(&plan, 0).len(), 2_500.0, 4.0 * 1.5_f64.sqrt());
}

#[test]
fn r_burst_without_a_rate_nothing_arrives() {
    let mut plan = plan(days(500));
    plan.activities = vec![poisson("tool", 0.0)];
    assert!(generate(&plan, 0).is_empty());
}

#[test]
fn r_burst_bursts_without_a_mean_size_are_generated_too() {
    let mut plan = plan(days(30));
    let size = Distribution::Pareto { min: 1.0, alpha: 0.9 };
    plan.activities = vec![bursts("joule", 5.0, size, Distribution::Exponential { mean: 60_000.0 })];
    let demand = generate(&plan, 0);
    assert!(demand.len() > 150 && demand.times.is_sorted());
}
