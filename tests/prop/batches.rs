//! Batched replays come to the same as the replay event by event.

use crate::jumps::settings;
use crate::properties::load_with;
use crate::scenarios::any_scenario;
use creditsim::demand::generate;
use creditsim::replay::{Course, Rules, replay};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Any settings of money on one course.
    #[test]
    fn batched_replays_are_exact(text in any_scenario(), cells in prop::collection::vec(settings(), 1..6)) {
        let own = load_with(&text, &[]);
        let demand = generate(&own.plan, 0);
        if let Some(course) = Course::of(&demand, &own.rules, 0) {
            let cells: Vec<_> = [vec![]].into_iter().chain(cells).map(|cell| load_with(&text, &cell)).collect();
            let rules: Vec<&Rules> = cells.iter().map(|scenario| &scenario.rules).collect();
            prop_assert!(rules.iter().all(|rules| course.suits(rules)));
            let batched = course.briefs(&demand, &rules, 0);
            prop_assert_eq!(batched.len(), rules.len());
            for (brief, rules) in batched.into_iter().zip(rules) {
                prop_assert_eq!(brief, replay(&demand, rules, 0).into_brief(rules), "{:?}", rules.auto_recharge);
            }
        }
    }
}
