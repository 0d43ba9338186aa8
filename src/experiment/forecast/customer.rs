//! One organisation of a population.

use crate::scenario::Scenario;
use crate::units::Instant;

/// One organisation, drawn.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Of [`Customers::segments`](super::Customers::segments).
    pub segment: usize,
    /// When it joins; this may be at the end of the population's time or after it.
    pub joins: Instant,
    /// When it leaves; `None` if it stays to the end of the population's time.
    pub churns: Option<Instant>,
    /// The keys that it drew and their values as TOML text, sorted by key; keys at which it keeps what its segment's scenario
    /// says are left out.
    pub drawn: Vec<(String, String)>,
    /// From when it joins to when it leaves, with a seed of its own, so that its work is drawn as replication 0;
    /// `None` if that is no time.
    pub scenario: Option<Scenario>,
}
