//! Batched replays come to the same as replays event by event, on the shipped scenarios.

use super::jumping::legal_settings;
use super::shipped::{SHIPPED, load};
use creditsim::demand::generate;
use creditsim::replay::{Course, replay};
use creditsim::scenario::Scenario;

/// Events replayed event by event for one scenario.
const EVENTS: u64 = 3_000_000;

#[test]
fn shipped_scenarios_come_to_the_same_in_batches_in_every_legal_setting_tried() {
    let mut compared = 0;
    for name in SHIPPED {
        for failing in [&[][..], &["tasks.*.failure.run=0.3".to_owned()]] {
            // Not every scenario has tasks of its own.
            let Ok(own) = load(name, &[]).with(failing) else { continue };
            let demand = generate(&own.plan, 0);
            let Some(course) = Course::of(&demand, &own.rules, 0) else {
                assert!(["taskade-free", "ampere-flaky-tasks"].contains(&name), "{name} has no course");
                continue;
            };
            let events = replay(&demand, &own.rules, 0).tally.events;
            let cells: Vec<Scenario> = legal_settings(&own, name, EVENTS / 2 / events.max(1));
            let rules: Vec<_> = cells.iter().map(|cell| &cell.rules).collect();
            for (brief, cell) in course.briefs(&demand, &rules, 0).into_iter().zip(&cells) {
                assert!(course.suits(&cell.rules), "{name}");
                let plain = replay(&demand, &cell.rules, 0).into_brief(&cell.rules);
                assert_eq!(brief, plain, "{name} {failing:?} {:?}", cell.rules.auto_recharge);
                compared += 1;
            }
        }
    }
    assert!(compared >= 200, "{compared}");
}
