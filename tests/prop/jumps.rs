//! Jumping replays come to the same as the replay event by event.

use crate::money::{Setting, settings};
use crate::properties::load_with;
use crate::scenarios::{Text, any_scenario, generated_scenario};
use crate::varied::{flaky_scenario, short_scenario, varied_scenario};
use creditsim::demand::{Demand, generate};
use creditsim::replay::{FreeRun, Rules, replay};
use proptest::prelude::*;

/// One replay beside a free run is that event by event.
fn jump_is_exact(
    run: &FreeRun,
    demand: &Demand,
    (rules, replication): (&Rules, u32),
    most_steps: usize,
) -> Result<(), TestCaseError> {
    prop_assert!(run.suits(rules));
    let plain = replay(demand, rules, replication);
    prop_assert_eq!(&run.replay(demand, rules, replication), &plain, "{:?}", rules.auto_recharge);
    let expected = plain.brief(rules);
    let brief = run.brief(demand, rules, replication, usize::MAX);
    prop_assert_eq!(brief.as_ref(), Some(&expected), "{:?}", rules.auto_recharge);
    if let Some(brief) = run.brief(demand, rules, replication, most_steps) {
        prop_assert_eq!(brief, expected, "{:?} in {} steps", rules.auto_recharge, most_steps);
    }
    Ok(())
}

/// Replays of any settings of money beside one free run are those event by event, and beside one in its place.
fn jumps_are_exact(text: &Text, settings: &[Setting], most_steps: usize) -> Result<(), TestCaseError> {
    let own = load_with(text, &[]);
    let demand = generate(&own.plan, 0);
    let Some(run) = FreeRun::of(&demand, &own.rules, 0) else { return Ok(()) };
    jump_is_exact(&run, &demand, (&own.rules, 0), most_steps)?;
    for setting in settings {
        jump_is_exact(&run, &demand, (&setting.of(&own.rules), 0), most_steps)?;
    }
    let demand = generate(&own.plan, 1);
    if let (Some(run), Some(setting)) =
        (FreeRun::in_place_of(Some(run), &demand, &own.rules, 1), settings.first())
    {
        jump_is_exact(&run, &demand, (&setting.of(&own.rules), 1), most_steps)?;
    }
    Ok(())
}

proptest! {
    #[test]
    fn jumping_replays_are_exact(text in any_scenario(), settings in settings(), most_steps in 0..300_usize) {
        jumps_are_exact(&text, &settings, most_steps)?;
    }

    #[test]
    fn jumping_replays_of_generated_work_are_exact(
        text in generated_scenario(),
        settings in settings(),
        most_steps in 0..300_usize,
    ) {
        jumps_are_exact(&text, &settings, most_steps)?;
    }

    #[test]
    fn jumping_replays_of_varied_work_are_exact(
        text in varied_scenario(),
        settings in settings(),
        most_steps in 0..300_usize,
    ) {
        jumps_are_exact(&text, &settings, most_steps)?;
    }

    #[test]
    fn jumping_replays_of_a_few_days_are_exact(
        text in short_scenario(),
        settings in settings(),
        most_steps in 0..300_usize,
    ) {
        jumps_are_exact(&text, &settings, most_steps)?;
    }

    #[test]
    fn jumping_replays_of_work_that_fails_are_exact(
        text in flaky_scenario(),
        settings in settings(),
        most_steps in 0..300_usize,
    ) {
        jumps_are_exact(&text, &settings, most_steps)?;
    }
}

/// Replays of four days of work, opened with so many purchased credits, are those event by event.
fn work_is_exact(work: &str, opening: i64, seed: u32) {
    let scenario = format!(
        "schema = 1\nname = 'directed'\npolicy = 'taskade'\nstrict = false\n\
        [clock]\nstart = '2026-01-20T00:00:00Z'\nuntil = '2026-01-24T00:00:00Z'\nseed = {seed}\n\
        [plan]\nincluded_credits = 0\nopening_included = 0\nopening_purchased = {opening}\n\
        [manual_top_up]\namount = 1000\ndelay = '1h'\n{work}"
    );
    let text = Text { scenario, trace: String::new(), sets: Vec::new(), threshold: 0, limit: None };
    jumps_are_exact(&text, &[], usize::MAX).unwrap();
}

#[test]
fn r_fail_a_run_that_fails_at_once_may_be_charged_more_than_it_reserves_and_costs() {
    let work = "[[tasks]]\nname = 'dear'\nschedule = { every = 'hour', minute = 0 }\ncost = 10\n\
        failure = { run = 1, failed_charge = 3 }\nauto_pause_after = 1000\n";
    for opening in 0..70 {
        work_is_exact(work, opening, 0);
    }
}

#[test]
fn r_reset_a_task_completed_by_its_last_run_keeps_its_count_of_failures() {
    let work = "[[tasks]]\nname = 'few'\nschedule = { every = 'hour', minute = 0 }\ncost = 10\nauto_pause_after = 1000\n\
        max_runs = 4\nfailure = { start = 0.8, run = 0.7 }\n\
        [[tasks]]\nname = 'many'\ncount = 6\nschedule = { every = 'hour', minute = 30 }\ncost = 1\n";
    for seed in 0..50 {
        work_is_exact(work, i64::from(seed) + 10, seed);
    }
}
