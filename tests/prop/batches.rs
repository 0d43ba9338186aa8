//! Batched replays come to the same as the replay event by event.

use crate::money::{Setting, settings};
use crate::properties::load_with;
use crate::scenarios::{Text, any_scenario, generated_scenario};
use crate::varied::{flaky_scenario, short_scenario, varied_scenario};
use creditsim::demand::generate;
use creditsim::replay::{Course, Rules, replay};
use proptest::prelude::*;

/// Replays of any settings of money on one course are those event by event.
fn batches_are_exact(text: &Text, settings: &[Setting]) -> Result<(), TestCaseError> {
    let own = load_with(text, &[]);
    let demand = generate(&own.plan, 0);
    let Some(course) = Course::of(&demand, &own.rules, 0) else { return Ok(()) };
    let others: Vec<Rules> = settings.iter().map(|setting| setting.of(&own.rules)).collect();
    let rules: Vec<&Rules> = [&own.rules].into_iter().chain(&others).collect();
    prop_assert!(rules.iter().all(|rules| course.suits(rules)));
    let batched = course.briefs(&demand, &rules, 0);
    prop_assert_eq!(batched.len(), rules.len());
    for (brief, rules) in batched.into_iter().zip(rules) {
        prop_assert_eq!(brief, replay(&demand, rules, 0).into_brief(rules), "{:?}", rules.auto_recharge);
    }
    Ok(())
}

proptest! {
    #[test]
    fn batched_replays_are_exact(text in any_scenario(), settings in settings()) {
        batches_are_exact(&text, &settings)?;
    }

    #[test]
    fn batched_replays_of_generated_work_are_exact(text in generated_scenario(), settings in settings()) {
        batches_are_exact(&text, &settings)?;
    }

    #[test]
    fn batched_replays_of_varied_work_are_exact(text in varied_scenario(), settings in settings()) {
        batches_are_exact(&text, &settings)?;
    }

    #[test]
    fn batched_replays_of_a_few_days_are_exact(text in short_scenario(), settings in settings()) {
        batches_are_exact(&text, &settings)?;
    }

    #[test]
    fn batched_replays_of_work_that_fails_are_exact(text in flaky_scenario(), settings in settings()) {
        batches_are_exact(&text, &settings)?;
    }
}
