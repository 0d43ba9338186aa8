//! Jumping replays come to the same as the replay event by event.

use crate::money::{Setting, settings};
use crate::properties::load_with;
use crate::scenarios::{Text, any_scenario, generated_scenario};
use crate::varied::varied_scenario;
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
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

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
}
