//! Distributions of costs, sizes and times, with parameters already checked.

use super::draw::{Sampler, real, without_noise};
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
    /// Values of another distribution, each multiplied: counts of seconds, say, as milliseconds.
    Scaled {
        /// Positive.
        by: f64,
        /// What is drawn.
        of: Box<Distribution>,
    },
}

impl Distribution {
    /// Ready for drawing.
    pub fn prepare(&self) -> Sampler {
        Sampler::new(self)
    }

    /// The arithmetic mean of the values before any rounding; infinite for a Pareto tail with alpha ≤ 1.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::UniformInteger { min, max } => real(min) / 2.0 + real(max) / 2.0,
            Self::Uniform { min, max } => min / 2.0 + max / 2.0,
            Self::Exponential { mean }
            | Self::Lognormal { mean, .. }
            | Self::Gamma { mean, .. }
            | Self::Poisson { mean }
            | Self::Geometric { mean } => mean,
            Self::Normal { mean, sd } => truncated_normal_mean(mean, sd),
            Self::Pareto { min, alpha } if alpha > 1.0 => min * alpha / (alpha - 1.0),
            Self::Pareto { .. } => f64::INFINITY,
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Self::Empirical { ref values, ref weights } => {
                let weighted = values.iter().zip(weights).map(|(value, weight)| value * weight);
                sum(weighted) / sum(weights.iter().copied())
            }
            Self::Scaled { by, ref of } => by * of.mean(),
        }
    }
}

/// E min(X, most) = min + ∫ (min/x)^alpha dx from `min` to `most`.
fn capped_pareto_mean(min: f64, alpha: f64, most: f64) -> f64 {
    let (length, power) = (libm::log(most / min), 1.0 - alpha);
    // The limit where alpha is 1.
    let integral = if power == 0.0 { length } else { libm::expm1(power * length) / power };
    min + min * integral
}

/// mean + sd φ(a) / Φ(a) with a = mean / sd (Johnson, Kotz and Balakrishnan, "Continuous Univariate
/// Distributions" vol. 1, 2nd ed. 1994, section 13.10.1).
fn truncated_normal_mean(mean: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return mean;
    }
    let a = mean / sd;
    let density = libm::exp(-0.5 * a * a) / (2.0 * std::f64::consts::PI).sqrt();
    let above = 0.5 * libm::erfc(-a * std::f64::consts::FRAC_1_SQRT_2);
    mean + sd * density / above
}

/// The sum with its rounding errors carried along (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
/// Summation endlicher Summen", ZAMM 54, 1974).
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (total, lost) = values.fold((0.0_f64, 0.0_f64), |(total, lost), value| {
        let next = total + value;
        let error = if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        (next, lost + error)
    });
    total + lost
}

/// Draws whole credits: each value rounded up, at most [`Credits::MAX_INPUT`].
#[derive(Clone, Debug, PartialEq)]
pub struct CostDraw(pub Distribution);

impl CostDraw {
    /// The same cost always.
    pub fn constant(credits: Credits) -> Self {
        Self(Distribution::UniformInteger { min: credits.get(), max: credits.get() })
    }

    /// Ready for drawing with [`Sampler::credits`].
    pub fn prepare(&self) -> Sampler {
        self.0.prepare()
    }

    /// The number drawn where it is always the same.
    pub fn constant_size(&self) -> Option<Credits> {
        if let Distribution::UniformInteger { min, max } = self.0
            && min == max
        {
            return Some(Credits::new(min));
        }
        None
    }

    /// A bound on the expectation of what is drawn: of the values as they are capped and rounded up. Finite, though
    /// the mean of the values may not be.
    pub fn expected(&self) -> f64 {
        let most = real(Credits::MAX_INPUT.get());
        let mean = self.0.mean().min(most);
        if let Distribution::Pareto { min, alpha } = self.0
            && min < most
        {
            return (capped_pareto_mean(min, alpha, most) + 1.0).min(most);
        }
        (mean + 1.0).min(most)
    }

    /// The mean rounded up, which is the default reservation (R-START); `None` if it is not finite or
    /// above [`Credits::MAX_INPUT`].
    ///
    /// A mean that is a whole number but for floating-point noise (1 in 10¹²) is that number.
    pub fn reservation(&self) -> Option<Credits> {
        let most = Credits::MAX_INPUT.get();
        if let Distribution::UniformInteger { min, max } = self.0 {
            let credits = min.saturating_add(max).saturating_add(1).div_euclid(2);
            return (credits <= most).then_some(Credits::new(credits));
        }
        let mean = without_noise(self.0.mean());
        (mean <= real(most)).then(|| Credits::new(super::draw::ceil_within(mean, most)))
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

    /// The time that every draw is, where all are alike by construction.
    pub fn always(&self) -> Option<Span> {
        if let Distribution::UniformInteger { min, max } = self.0
            && min == max
        {
            return Some(Span::from_ms(min.clamp(0, Sampler::MAX_SPAN.ms())));
        }
        None
    }

    /// Ready for drawing with [`Sampler::span`].
    pub fn prepare(&self) -> Sampler {
        self.0.prepare()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expectation_of_a_tail_without_a_mean_is_finite() {
        let expected = |distribution| CostDraw(distribution).expected();
        let pareto = |alpha| expected(Distribution::Pareto { min: 1.0, alpha });
        // 1 + ln 10¹², and one for rounding up.
        assert!((pareto(1.0) - 29.631).abs() < 1e-3, "{}", pareto(1.0));
        assert!((pareto(1.0 + 1e-9) - pareto(1.0)).abs() < 1e-3);
        assert!((pareto(2.0) - 3.0).abs() < 1e-3);
        // 1 + (10⁶ − 1) / 0.5
        assert!((pareto(0.5) - 2e6).abs() < 1.0);
        assert!((expected(Distribution::Constant(5e12)) - 1e12).abs() < 1.0);
        assert!((expected(Distribution::Exponential { mean: 9.0 }) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn r_start_the_default_reservation_is_the_mean_rounded_up_without_noise() {
        let tenths = Distribution::Empirical { values: vec![0.1, 0.2, 29.7], weights: vec![1.0, 1.0, 1.0] };
        for (distribution, credits) in [
            (Distribution::UniformInteger { min: 20, max: 40 }, Some(30)),
            (Distribution::UniformInteger { min: 20, max: 41 }, Some(31)),
            (Distribution::UniformInteger { min: 7, max: 7 }, Some(7)),
            (Distribution::Constant(0.3), Some(1)),
            (Distribution::Lognormal { mean: 12.0, sigma: 0.8 }, Some(12)),
            (Distribution::Lognormal { mean: 12.000_001, sigma: 0.8 }, Some(13)),
            (Distribution::Normal { mean: 100.0, sd: 1.0 }, Some(100)),
            (Distribution::Normal { mean: 10.0, sd: 10.0 }, Some(13)), // 12.88
            (Distribution::Pareto { min: 1.0, alpha: 1.1 }, Some(11)), // 1.1 / 0.1 is 11 but for noise
            (Distribution::Pareto { min: 1.0, alpha: 1.0 }, None),
            (Distribution::Triangular { min: 0.1, mode: 0.2, max: 8.7 }, Some(3)),
            (tenths, Some(10)),
            (Distribution::Constant(2e12), None),
        ] {
            let reservation = CostDraw(distribution.clone()).reservation();
            assert_eq!(reservation, credits.map(Credits::new), "{distribution:?}");
        }
    }
}
