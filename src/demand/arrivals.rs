//! How an activity's work arrives (R-BURST).

use super::{CostDraw, SpanDraw};
use crate::calendar::Window;

/// How an activity's work arrives.
#[derive(Clone, Debug, PartialEq)]
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

impl Arrivals {
    /// Mean arrivals of the Poisson process a day: of single pieces of work, or of bursts.
    pub(super) fn per_day(&self) -> f64 {
        match *self {
            Self::Poisson { per_day } | Self::Bursts { per_day, .. } => per_day,
        }
    }

    /// Mean pieces of work for each arrival of the Poisson process.
    pub(super) fn mean_size(&self) -> f64 {
        match self {
            Self::Poisson { .. } => 1.0,
            Self::Bursts { size, .. } => size.0.mean(),
        }
    }
}

/// Messages in a burst: a whole number, drawn values rounded up, at most 10,000,000; a burst of none is silent.
pub type BurstSize = CostDraw;

/// A span of time with a multiplied rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surge {
    /// When.
    pub window: Window,
    /// The factor, finite, not negative.
    pub times: f64,
}
