//! One replication: its demand, replayed.

use crate::demand::{Plan, generate, generate_while};
use crate::replay::{Observer, Replayed, Rules, replay_observed, replay_while};

/// Draws the demand of `replication` and replays it, told to `observer` (R-CRN).
pub fn replay_replication(
    plan: &Plan,
    rules: &Rules,
    replication: u32,
    observer: &mut impl Observer,
) -> Replayed {
    replay_observed(&generate(plan, replication), rules, replication, observer)
}

/// The same, as long as `go_on` says so, which is asked every few milliseconds.
///
/// # Errors
/// What `go_on` answered instead of going on.
pub fn replay_replication_while<E>(
    plan: &Plan,
    rules: &Rules,
    replication: u32,
    observer: &mut impl Observer,
    go_on: &dyn Fn() -> Result<(), E>,
) -> Result<Replayed, E> {
    let demand = generate_while(plan, replication, go_on)?;
    replay_while(&demand, rules, replication, observer, go_on)
}
