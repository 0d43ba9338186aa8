//! Checked sweeps and expectations: data for later commands.

use super::figure_name::FigureName;
use crate::units::Decimal;
use serde::{Deserialize, Serialize};

/// A sweep over settings: every combination of the axes' values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// By key; none empty.
    pub axes: Vec<SweepAxis>,
    /// Replications of each combination, at least 1.
    pub replications: u32,
    /// Only so many combinations, at least 1; `None`: all of them.
    pub sample: Option<u32>,
    /// Of confidence intervals, above 0 and below 1.
    pub confidence: f64,
    /// What to recommend.
    pub recommend: Option<Recommend>,
}

/// One axis of a sweep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepAxis {
    /// A dotted key of the scenario, as `--set` takes it.
    pub key: String,
    /// Values as TOML text, as `--set` takes them: `KEY=VALUE`.
    pub values: Vec<String>,
}

/// Which combination of a sweep to recommend.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommend {
    /// The metric to optimise.
    pub metric: FigureName,
    /// Whether less of it is better.
    pub direction: Direction,
    /// Metrics and the most that each may be.
    pub subject_to: Vec<(FigureName, f64)>,
}

/// Which end of a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Less is better.
    Minimize,
    /// More is better.
    Maximize,
}

impl Direction {
    /// As scenarios write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Minimize => "minimize",
            Self::Maximize => "maximize",
        }
    }
}

/// A figure that a run must reproduce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Which figure.
    pub figure: FigureName,
    /// What it must be.
    pub must: Must,
}

/// What a figure must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Must {
    /// This number.
    Equal(Decimal),
    /// At most `most` away from `value`.
    Near {
        /// The value.
        value: Decimal,
        /// The greatest distance, not negative: absolute, or already multiplied by |value|.
        most: Decimal,
    },
    /// From `min` to `max`, both included.
    Between {
        /// The least.
        min: Option<Decimal>,
        /// The greatest.
        max: Option<Decimal>,
    },
    /// Its mean over replications 0, 1, …: from `least` to `most`, both included.
    MeanWithin {
        /// The least.
        least: Decimal,
        /// The greatest.
        most: Decimal,
        /// How many replications, at least 1.
        replications: u32,
    },
}
