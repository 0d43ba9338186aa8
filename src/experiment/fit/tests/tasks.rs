use super::*;
use crate::demand::{Distribution, Schedule};

/// Every schedule, in the organisation's zone and in others, staggered over the hour.
const TASKS: &str = "
[[tasks]]
name = 'hourly'
schedule = { every = 'hour', minute = 15 }
cost = { dist = 'uniform', min = 20, max = 40 }
reserve = 40
duration = { dist = 'exponential', mean = 120 }
failure = { start = 0.02, run = 0.05 }
[[tasks]]
name = 'daily'
schedule = { every = 'day', at = '02:30' }
cost = 5
[[tasks]]
name = 'daily-berlin'
schedule = { every = 'day', at = '07:30' }
timezone = 'Europe/Berlin'
cost = 5
[[tasks]]
name = 'weekly'
schedule = { every = 'week', days = ['mon', 'thu'], at = '09:00' }
cost = 30
[[tasks]]
name = 'workdays-utc'
schedule = { every = 'week', days = ['mon', 'tue', 'wed', 'thu', 'fri'], at = '23:45' }
timezone = 'UTC'
cost = 30
[[tasks]]
name = 'monthly'
schedule = { every = 'month', day = 31, at = '18:00' }
cost = { dist = 'lognormal', mean = 200, sigma = 0.5 }
";

#[test]
fn schedules_and_zones_come_back_exactly() {
    for seed in 0..SEEDS {
        for with_kinds in [true, false] {
            let text = format!("{THREE_MONTHS}{TASKS}");
            let known = scenario(&text, seed);
            let fitted = refit(&text, seed, with_kinds);
            let found: Vec<&str> = fitted.tasks.iter().map(|task| task.name.as_str()).collect();
            for plan in &known.plan.tasks {
                // Three rows are too few to make a task of what is not called one.
                if plan.name == "monthly" && !with_kinds {
                    assert!(!found.contains(&"monthly"));
                    continue;
                }
                let task = fitted.tasks.iter().find(|task| task.name == plan.name);
                let task = task.unwrap_or_else(|| panic!("{} is not among {found:?}", plan.name));
                assert_eq!(task.schedule.schedule, plan.schedule, "{}", plan.name);
                assert_eq!(task.schedule.zone, plan.zone, "{}", plan.name);
                assert_eq!((task.schedule.missing(), task.schedule.off), (0, 0), "{}", plan.name);
                assert_eq!(task.schedule.outside, (0, 0), "{}", plan.name);
            }
        }
    }
}

#[test]
fn costs_durations_and_failures_of_tasks_come_back() {
    for seed in 0..SEEDS {
        let fitted = refit(&format!("{THREE_MONTHS}{TASKS}"), seed, true);
        let hourly = fitted.tasks.iter().find(|task| task.name == "hourly").unwrap();
        assert_eq!(hourly.cost.law, Distribution::UniformInteger { min: 20, max: 40 });
        let duration = hourly.duration.as_ref().unwrap();
        assert_eq!(duration.family(), "exponential", "seed {seed}: {duration:?}");
        assert_near("duration", &duration.parameters[0], 120_000.0);
        for (share, truth) in [(hourly.failures.at_start, 0.02), (hourly.failures.running, 0.05)] {
            let (low, high) = share.wilson(ERRORS);
            assert!(low <= truth && truth <= high, "seed {seed}: {share:?} is not {truth}");
        }
        assert!(hourly.failures.clustered.unwrap() > 1e-4, "seed {seed}: {:?}", hourly.failures);
    }
}

#[test]
fn a_task_that_is_paused_or_comes_late_keeps_its_schedule() {
    let text = format!("{THREE_MONTHS}{TASKS}");
    let known = scenario(&text, 3);
    let zone = known.rules.zone.clone();
    // Without the rows of two weeks of March, and of the first days.
    let all = trace(&known, true);
    let is_kept = |line: &&str| {
        !(line.starts_with("2026-03-1") || line.starts_with("2026-03-2") || line < &"2026-03-05")
    };
    let (head, rows) = all.split_once('\n').unwrap();
    let kept = rows.lines().filter(is_kept).collect::<Vec<_>>().join("\n");
    let rows = read_trace(format!("{head}\n{kept}\n").as_bytes(), &TraceColumns::default(), &zone).unwrap();
    let fitted = fit(&rows, known.rules.horizon, &zone, &Crew::new(NonZeroUsize::new(1)).unwrap());
    for plan in &known.plan.tasks {
        let task = fitted.tasks.iter().find(|task| task.name == plan.name).unwrap();
        assert_eq!(
            (task.schedule.schedule, &task.schedule.zone),
            (plan.schedule, &plan.zone),
            "{}",
            plan.name
        );
    }
    let hourly = fitted.tasks.iter().find(|task| task.name == "hourly").unwrap();
    assert_eq!((hourly.schedule.missing(), hourly.schedule.longest_gap), (480, 480));
    assert!(hourly.schedule.outside.0 >= 67, "{:?}", hourly.schedule.outside);
}

#[test]
fn failures_that_come_in_a_row_are_told() {
    let outage = "
[[tasks]]
name = 'sync'
schedule = { every = 'hour', minute = 0 }
cost = 5
failure = { model = 'outage', time_to_break = { dist = 'exponential', mean = '5d' }, time_to_repair = { dist = 'exponential', mean = '8h' } }
";
    for seed in 0..SEEDS {
        let fitted = refit(&format!("{THREE_MONTHS}{outage}"), seed, true);
        assert!(fitted.tasks[0].failures.clustered.unwrap() < 1e-6, "seed {seed}");
        assert_eq!(fitted.tasks[0].schedule.zone_is, ZoneIs::Unimportant);
    }
}

#[test]
fn without_a_change_of_the_clock_no_zone_is_told() {
    let january = THREE_MONTHS.replace("2026-03-02", "2026-01-05").replace("2026-06-08", "2026-02-02");
    let fitted = refit(&format!("{january}{TASKS}"), 1, true);
    let berlin = fitted.tasks.iter().find(|task| task.name == "daily-berlin").unwrap();
    assert_eq!(berlin.schedule.zone_is, ZoneIs::Unknown);
    assert_eq!(berlin.schedule.zone, fitted.zone);
    let half_past_one = crate::units::Span::from_ms(90 * 60_000);
    assert_eq!(berlin.schedule.schedule, Schedule::Daily { at: half_past_one });
}
