//! Jumping replays come to the same as the replay event by event.

use crate::properties::load_with;
use crate::scenarios::{Text, any_scenario, generated_scenario};
use creditsim::demand::generate;
use creditsim::replay::{FreeRun, replay};
use proptest::prelude::*;

/// Settings of money, from scarce to plenty.
pub(crate) fn settings() -> impl Strategy<Value = Vec<String>> {
    let scale = prop_oneof![Just(1_i64), Just(10), Just(100)];
    let recharge = (1..15_i64, 1..20_i64, 1..40_i64, scale, any::<bool>(), any::<bool>());
    let rest = (0..300_i64, 0..60_i64, prop_oneof![3 => Just(0), 1 => 1..80_i64]);
    let kind = prop_oneof![4 => Just("amount"), 1 => Just("refill")];
    (recharge, rest, kind).prop_map(|((threshold, amount, limit, scale, limited, enabled), rest, _kind)| {
        let (opening, warning, delay) = rest;
        let limit = if limited { (limit * 10 * scale).to_string() } else { "'none'".to_owned() };
        vec![
            format!("auto_recharge.threshold={}", threshold * 10 * scale),
            format!("auto_recharge.amount={}", amount * 10 * scale),
            format!("auto_recharge.monthly_limit={limit}"),
            format!("auto_recharge.settlement_delay='{delay}h'"),
            format!("auto_recharge.enabled={}", enabled || scale > 1),
            format!("plan.opening_purchased={}", opening * 10 * scale),
            format!("report.low_balance_warning={}", warning * 10),
        ]
    })
}

/// Replays of any settings of money beside one free run are those event by event.
fn jumps_are_exact(text: &Text, cells: Vec<Vec<String>>) -> Result<(), TestCaseError> {
    let own = load_with(text, &[]);
    let demand = generate(&own.plan, 0);
    let Some(run) = FreeRun::of(&demand, &own.rules, 0) else { return Ok(()) };
    for cell in [vec![]].into_iter().chain(cells) {
        let scenario = load_with(text, &cell);
        prop_assert!(run.suits(&scenario.rules), "{cell:?}");
        let plain = replay(&demand, &scenario.rules, 0);
        prop_assert_eq!(&run.replay(&demand, &scenario.rules, 0), &plain, "{:?}", cell);
        let brief = run.brief(&demand, &scenario.rules, 0, usize::MAX);
        prop_assert_eq!(brief, Some(plain.brief(&scenario.rules)), "{:?}", cell);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn jumping_replays_are_exact(text in any_scenario(), cells in prop::collection::vec(settings(), 1..6)) {
        jumps_are_exact(&text, cells)?;
    }

    #[test]
    fn jumping_replays_of_generated_work_are_exact(
        text in generated_scenario(),
        cells in prop::collection::vec(settings(), 1..6),
    ) {
        jumps_are_exact(&text, cells)?;
    }
}
