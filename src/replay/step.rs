//! The replay itself.

use super::{Observer, Replayed, Rules, Unobserved};
use crate::demand::Demand;
use crate::units::Instant;

/// Replays `demand` against `rules` to the end of the horizon.
pub fn replay(demand: &Demand, rules: &Rules, replication: u32) -> Replayed {
    replay_observed(demand, rules, replication, &mut Unobserved)
}

/// The same, told to `observer`.
pub fn replay_observed(
    demand: &Demand,
    rules: &Rules,
    replication: u32,
    observer: &mut impl Observer,
) -> Replayed {
    let _ = (demand, rules, replication, observer);
    todo!()
}

/// The pool and all machines after the last event at or before `at`, for `explain`.
pub fn replay_until(
    demand: &Demand,
    rules: &Rules,
    replication: u32,
    at: Instant,
    observer: &mut impl Observer,
) {
    let _ = (demand, rules, replication, at, observer);
    todo!()
}
