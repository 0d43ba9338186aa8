//! One replication: its demand, replayed.

use crate::demand::{Plan, generate};
use crate::replay::{Observer, Replayed, Rules, replay_observed};

/// Draws the demand of `replication` and replays it, told to `observer` (R-CRN).
pub fn replay_replication(
    plan: &Plan,
    rules: &Rules,
    replication: u32,
    observer: &mut impl Observer,
) -> Replayed {
    replay_observed(&generate(plan, replication), rules, replication, observer)
}
