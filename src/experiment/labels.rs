//! What a result says of its origin.

use crate::metrics::Labels;
use crate::scenario::Scenario;

/// The labels of a scenario's replication.
pub fn labels(scenario: &Scenario, replication: u32) -> Labels {
    let horizon = scenario.rules.horizon;
    Labels {
        scenario: scenario.name.clone(),
        policy: scenario.policy.name.clone(),
        seed: scenario.seed,
        replication,
        start: horizon.from,
        until: horizon.to,
    }
}
