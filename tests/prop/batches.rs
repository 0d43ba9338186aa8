//! Batched replays come to the same as the replay event by event.

use crate::jumps::settings;
use crate::properties::load_with;
use crate::scenarios::{Text, any_scenario, generated_scenario};
use creditsim::demand::generate;
use creditsim::replay::{Course, Rules, replay};
use proptest::prelude::*;

/// Replays of any settings of money on one course are those event by event.
fn batches_are_exact(text: &Text, cells: Vec<Vec<String>>) -> Result<(), TestCaseError> {
    let own = load_with(text, &[]);
    let demand = generate(&own.plan, 0);
    let Some(course) = Course::of(&demand, &own.rules, 0) else { return Ok(()) };
    let cells: Vec<_> = [vec![]].into_iter().chain(cells).map(|cell| load_with(text, &cell)).collect();
    let rules: Vec<&Rules> = cells.iter().map(|scenario| &scenario.rules).collect();
    prop_assert!(rules.iter().all(|rules| course.suits(rules)));
    let batched = course.briefs(&demand, &rules, 0);
    prop_assert_eq!(batched.len(), rules.len());
    for (brief, rules) in batched.into_iter().zip(rules) {
        prop_assert_eq!(brief, replay(&demand, rules, 0).into_brief(rules), "{:?}", rules.auto_recharge);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn batched_replays_are_exact(text in any_scenario(), cells in prop::collection::vec(settings(), 1..6)) {
        batches_are_exact(&text, cells)?;
    }

    #[test]
    fn batched_replays_of_generated_work_are_exact(
        text in generated_scenario(),
        cells in prop::collection::vec(settings(), 1..6),
    ) {
        batches_are_exact(&text, cells)?;
    }
}
