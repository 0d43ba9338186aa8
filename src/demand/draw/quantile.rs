//! Quantiles of every distribution, so that draws can be correlated by rank.
//!
//! A draw from a [`Score`] and a draw by a [`Sampler`](super::Sampler) follow the same distribution, by other means:
//! a sampler is quicker, a score says at which quantile the draw lies.

use super::incomplete_gamma::{gamma_quantile, poisson_quantile};
use super::score::Score;
use super::{ceil_within, floor, real};
use crate::demand::{Distribution, Sampler, SpanDraw};
use crate::units::Span;

impl Distribution {
    /// The quantile at `score`: it never falls when the score rises.
    pub fn quantile(&self, score: Score) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::UniformInteger { min, max } => uniform_integer(min, max, score),
            Self::Uniform { min, max } => min + (max - min) * score.below(),
            Self::Exponential { mean } => mean * score.exponential(),
            Self::Lognormal { mean, sigma } => mean * libm::exp(sigma * score.z() - sigma * sigma / 2.0),
            Self::Normal { mean, sd } => truncated_normal(mean, sd, score),
            Self::Gamma { mean, shape } => mean / shape * gamma_quantile(shape, score),
            Self::Pareto { min, alpha } => min * libm::exp(score.exponential() / alpha),
            Self::Poisson { mean } => poisson_quantile(mean, score),
            Self::Geometric { mean } if mean > 1.0 => {
                1.0 + (score.exponential() / -libm::log1p(-1.0 / mean)).floor()
            }
            Self::Geometric { .. } => 1.0,
            Self::Triangular { min, mode, max } => triangular(min, mode, max, score),
            Self::Empirical { ref values, ref weights } => empirical(values, weights, score),
            Self::Scaled { by, ref of } => by * of.quantile(score),
        }
    }
}

impl SpanDraw {
    /// The quantile at `score`, rounded up to a millisecond, at most [`Sampler::MAX_SPAN`].
    pub fn quantile(&self, score: Score) -> Span {
        Span::from_ms(ceil_within(self.0.quantile(score), Sampler::MAX_SPAN.ms()))
    }
}

/// The index of the part in which the quantile lies: parts follow each other and have these weights, none negative,
/// not all 0.
pub fn part(weights: &[f64], score: Score) -> usize {
    let target = score.below() * weights.iter().sum::<f64>();
    let mut sum = 0.0;
    let mut last = 0;
    for (index, &weight) in weights.iter().enumerate() {
        sum += weight;
        if weight > 0.0 {
            last = index;
            if target < sum {
                break;
            }
        }
    }
    last
}

fn uniform_integer(min: i64, max: i64, score: Score) -> f64 {
    let width = real(max - min) + 1.0;
    real(min.saturating_add(floor(width * score.below())).min(max))
}

/// The quantile of what lies above 0: all of the probability there is shared out.
fn truncated_normal(mean: f64, sd: f64, score: Score) -> f64 {
    if sd <= 0.0 {
        return mean;
    }
    let zero = Score::new(-mean / sd);
    let above = score.above() * zero.above();
    let below = zero.below() + score.below() * zero.above();
    (mean + sd * Score::of(below, above).z()).max(0.0)
}

/// By inversion of the distribution function, a parabola on either side of the mode.
fn triangular(min: f64, mode: f64, max: f64, score: Score) -> f64 {
    let width = max - min;
    let (below, above) = ((mode - min) / width, (max - mode) / width);
    if score.below() < below {
        min + width * (score.below() * below).sqrt()
    } else {
        max - width * (score.above() * above).sqrt()
    }
}

/// In the order of the values, not of the list.
fn empirical(values: &[f64], weights: &[f64], score: Score) -> f64 {
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let weights: Vec<f64> = pairs.iter().map(|(_, weight)| *weight).collect();
    pairs.get(part(&weights, score)).map_or(0.0, |(value, _)| *value)
}
