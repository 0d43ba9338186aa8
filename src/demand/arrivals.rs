//! Poisson arrivals and bursts with a weekly profile, growth and surges (R-BURST).

use super::{CostDraw, SpanDraw};
use crate::calendar::Window;

/// How an activity's work arrives.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// A Poisson process of single pieces of work.
    Poisson {
        /// Mean arrivals a day over a week of the profile; finite, not negative.
        per_day: f64,
    },
    /// A Poisson process of bursts, each a row of messages (R-BURST).
    Bursts {
        /// Mean bursts a day over a week of the profile; finite, not negative.
        per_day: f64,
        /// Messages in a burst.
        size: BurstSize,
        /// Time from one message of a burst to the next.
        gap: SpanDraw,
    },
}

/// Messages in a burst: a whole number, drawn values rounded up.
pub type BurstSize = CostDraw;

/// A span of time with a multiplied rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surge {
    /// When.
    pub window: Window,
    /// The factor, finite, not negative.
    pub times: f64,
}

/// Weights by hour of the week in the organisation's zone, from Monday 00:00; mean 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    weights: Box<[f64; 168]>,
}

impl Profile {
    /// The same rate always.
    pub fn flat() -> Self {
        Self { weights: Box::new([1.0; 168]) }
    }

    /// The 168 weights, mean 1, from Monday 00:00.
    pub fn weights(&self) -> &[f64; 168] {
        &self.weights
    }
}
