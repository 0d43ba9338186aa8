//! What a result says of its origin.

use crate::units::Instant;

/// Which run a result belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The scenario's name.
    pub scenario: String,
    /// The policy's name.
    pub policy: String,
    /// The scenario's seed.
    pub seed: u64,
    /// The replication, from 0.
    pub replication: u32,
    /// The first instant of the horizon (R-HORIZON).
    pub start: Instant,
    /// The first instant after it.
    pub until: Instant,
}
