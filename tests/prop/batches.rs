//! Batched replays come to the same as the replay event by event.

use crate::jumps::settings;
use crate::properties::load_with;
use crate::scenarios::any_scenario;
use creditsim::demand::generate;
use creditsim::replay::{Course, replay};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Any settings of money on one course.
    #[test]
    fn batched_replays_are_exact(text in any_scenario(), cells in prop::collection::vec(settings(), 1..6)) {
        let own = load_with(&text, &[]);
        let demand = generate(&own.plan, 0);
        if let Some(course) = Course::of(&demand, &own.rules, 0) {
            for cell in [vec![]].into_iter().chain(cells) {
                let scenario = load_with(&text, &cell);
                prop_assert!(course.suits(&scenario.rules), "{cell:?}");
                let plain = replay(&demand, &scenario.rules, 0).into_brief(&scenario.rules);
                prop_assert_eq!(course.brief(&demand, &scenario.rules, 0), plain, "{:?}", cell);
            }
        }
    }
}
