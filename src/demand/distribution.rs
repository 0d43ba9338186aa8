//! Distributions of costs, sizes and times, with parameters already checked.

use crate::units::{Credits, Span};

/// A distribution of a non-negative number, as SCENARIO.md lists them; parameters already checked.
///
/// Units are the user's: credits for costs, milliseconds for times.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Constant(f64),
    /// Whole numbers from `min` to `max`, both included: costs.
    UniformInteger {
        /// The least.
        min: i64,
        /// The greatest, not below `min`.
        max: i64,
    },
    /// Real numbers in `[min, max)`: times.
    Uniform {
        /// The least.
        min: f64,
        /// The upper end.
        max: f64,
    },
    /// Density exp(−x/mean)/mean.
    Exponential {
        /// Positive.
        mean: f64,
    },
    /// exp of a normal variable.
    Lognormal {
        /// The arithmetic mean of the values, positive.
        mean: f64,
        /// The standard deviation of the underlying normal, not negative.
        sigma: f64,
    },
    /// A normal variable, given that it is not negative.
    Normal {
        /// Of the untruncated normal, positive.
        mean: f64,
        /// Of the untruncated normal, not negative.
        sd: f64,
    },
    /// The gamma distribution of that mean; scale is mean / shape.
    Gamma {
        /// Positive.
        mean: f64,
        /// Positive.
        shape: f64,
    },
    /// P(X > x) = (min/x)^alpha for x ≥ min.
    Pareto {
        /// Positive.
        min: f64,
        /// Positive; the mean is infinite for alpha ≤ 1.
        alpha: f64,
    },
    /// Poisson counts.
    Poisson {
        /// Positive.
        mean: f64,
    },
    /// Trials up to the first success: 1, 2, 3, …
    Geometric {
        /// At least 1.
        mean: f64,
    },
    /// Triangular on `[min, max]` with its peak at `mode`.
    Triangular {
        /// The least.
        min: f64,
        /// The peak.
        mode: f64,
        /// The greatest, above `min`.
        max: f64,
    },
    /// One of `values`, drawn by `weights`.
    Empirical {
        /// Not empty, each finite and not negative.
        values: Vec<f64>,
        /// As many as `values`, each finite and not negative, sum positive.
        weights: Vec<f64>,
    },
}

impl Distribution {
    /// The arithmetic mean; infinite for a Pareto tail with alpha ≤ 1.
    pub fn mean(&self) -> f64 {
        todo!()
    }
}

/// Draws whole credits: each value rounded up, at most [`Credits::MAX_INPUT`].
#[derive(Clone, Debug, PartialEq)]
pub struct CostDraw(pub Distribution);

impl CostDraw {
    /// The same cost always.
    pub fn constant(credits: Credits) -> Self {
        Self(Distribution::UniformInteger { min: credits.get(), max: credits.get() })
    }

    /// The mean rounded up, which is the default reservation (R-START); `None` if it is not finite or
    /// above [`Credits::MAX_INPUT`].
    pub fn reservation(&self) -> Option<Credits> {
        todo!()
    }
}

/// Draws times: values in milliseconds, each rounded up to a whole one.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanDraw(pub Distribution);

impl SpanDraw {
    /// The same time always.
    pub fn constant(span: Span) -> Self {
        Self(Distribution::UniformInteger { min: span.ms(), max: span.ms() })
    }
}
