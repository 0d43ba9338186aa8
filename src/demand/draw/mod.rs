//! Every draw of the simulator: the same bits on every machine (R-CRN).
//!
//! Only IEEE 754 basic operations, square roots and libm are used: the platform's `exp` and `log` differ from
//! machine to machine, and so do crates that reach them.

mod alias;
mod copula;
mod exp;
mod fill;
mod float;
mod gamma;
mod incomplete_gamma;
mod poisson;
mod quantile;
mod score;
mod ziggurat;

use super::Distribution;
use crate::rng::Stream;
use crate::units::{Credits, Span};
use alias::Alias;
pub use copula::{Contradiction, Copula, RankCorrelation};
use exp::Exp;
pub(super) use fill::Block;
pub(super) use float::{ceil_within, floor, real, real_count, unit, without_noise};
use gamma::Gamma;
use poisson::Poisson;
pub use quantile::part;
use rand::distr::{Distribution as _, Uniform};
pub use score::Score;
use ziggurat::Ziggurat;

/// True with `probability`; takes one number from the stream, whatever the probability.
#[inline]
pub fn happens(probability: f64, stream: &mut Stream) -> bool {
    unit(stream) < probability
}

/// An exponential draw of mean 1, prepared.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitExponential(&'static Ziggurat);

impl UnitExponential {
    pub(super) fn new() -> Self {
        Self(Ziggurat::exponential_tables())
    }

    #[inline]
    pub(super) fn draw(self, stream: &mut Stream) -> f64 {
        self.0.exponential(stream)
    }
}

/// A [`Distribution`] prepared for drawing: a draw allocates nothing.
#[derive(Clone, Debug)]
pub struct Sampler(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Constant(f64),
    /// Whole numbers by rand's widening multiplication: integer arithmetic only.
    Whole(Uniform<i64>),
    Uniform {
        min: f64,
        width: f64,
    },
    Exponential {
        mean: f64,
        unit: &'static Ziggurat,
    },
    Lognormal {
        /// Of the underlying normal.
        mu: f64,
        sigma: f64,
        unit: &'static Ziggurat,
        exp: Exp,
    },
    Normal {
        mean: f64,
        sd: f64,
        unit: &'static Ziggurat,
    },
    Gamma(Gamma),
    Pareto {
        min: f64,
        inverse_alpha: f64,
        unit: &'static Ziggurat,
        exp: Exp,
    },
    Poisson(Poisson),
    Geometric {
        /// −1 / ln(1 − p).
        scale: f64,
        unit: &'static Ziggurat,
    },
    Triangular {
        min: f64,
        max: f64,
        /// (mode − min) / (max − min): the chance to lie below the mode.
        below: f64,
    },
    Empirical(Alias),
    Scaled {
        by: f64,
        of: Box<Kind>,
    },
}

impl Sampler {
    /// The longest time that is drawn, 10¹⁵ ms: about 31,700 years, past any calendar.
    pub const MAX_SPAN: Span = Span::from_ms(1_000_000_000_000_000);

    pub(super) fn new(distribution: &Distribution) -> Self {
        Self(Kind::new(distribution))
    }

    /// A draw in the distribution's own unit, not rounded.
    #[inline]
    pub fn real(&self, stream: &mut Stream) -> f64 {
        self.0.real(stream)
    }

    /// A draw of credits: rounded up, from 0 to [`Credits::MAX_INPUT`].
    #[inline]
    pub fn credits(&self, stream: &mut Stream) -> Credits {
        Credits::new(self.0.whole(stream, Credits::MAX_INPUT.get()))
    }

    /// A draw of milliseconds: rounded up, from 0 to [`Sampler::MAX_SPAN`].
    #[inline]
    pub fn span(&self, stream: &mut Stream) -> Span {
        Span::from_ms(self.0.whole(stream, Self::MAX_SPAN.ms()))
    }
}

impl Kind {
    fn new(distribution: &Distribution) -> Self {
        match *distribution {
            Distribution::Constant(value) => Self::Constant(without_noise(value)),
            Distribution::UniformInteger { min, max } => whole(min, max),
            Distribution::Uniform { min, max } => Self::Uniform { min, width: max - min },
            Distribution::Exponential { mean } => {
                Self::Exponential { mean, unit: Ziggurat::exponential_tables() }
            }
            Distribution::Lognormal { mean, sigma } => lognormal(mean, sigma),
            Distribution::Normal { mean, sd } if sd > 0.0 => {
                Self::Normal { mean, sd, unit: Ziggurat::normal_tables() }
            }
            Distribution::Normal { mean, .. } => Self::Constant(without_noise(mean)),
            Distribution::Gamma { mean, shape } => Self::Gamma(Gamma::new(mean, shape)),
            Distribution::Pareto { min, alpha } => {
                let (unit, exp) = (Ziggurat::exponential_tables(), Exp::new());
                Self::Pareto { min, inverse_alpha: 1.0 / alpha, unit, exp }
            }
            Distribution::Poisson { mean } => Self::Poisson(Poisson::new(mean)),
            Distribution::Geometric { mean } => geometric(mean),
            Distribution::Triangular { min, mode, max } => {
                Self::Triangular { min, max, below: (mode - min) / (max - min) }
            }
            Distribution::Empirical { ref values, ref weights } => {
                let values: Vec<f64> = values.iter().copied().map(without_noise).collect();
                Self::Empirical(Alias::new(&values, weights))
            }
            Distribution::Scaled { by, ref of } => Self::Scaled { by, of: Box::new(Self::new(of)) },
        }
    }

    #[inline]
    fn real(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Whole(uniform) => real(uniform.sample(stream)),
            Self::Uniform { min, width } => min + width * unit(stream),
            Self::Exponential { mean, unit } => mean * unit.exponential(stream),
            Self::Lognormal { mu, sigma, unit, exp } => exp.of(mu + sigma * unit.normal(stream)),
            Self::Normal { mean, sd, unit } => truncated_normal(*mean, *sd, unit, stream),
            Self::Gamma(gamma) => gamma.draw(stream),
            // min × U^(−1/alpha), where −ln U is exponential.
            Self::Pareto { min, inverse_alpha, unit, exp } => {
                min * exp.of(unit.exponential(stream) * inverse_alpha)
            }
            Self::Poisson(poisson) => poisson.draw(stream),
            // P(X > k) = (1 − p)^k = P(E ≥ k / scale) for an exponential E.
            Self::Geometric { scale, unit } => 1.0 + (scale * unit.exponential(stream)).floor(),
            Self::Triangular { min, max, below } => triangular(*min, *max, *below, stream),
            Self::Empirical(alias) => alias.draw(stream),
            Self::Scaled { by, of } => by * of.real(stream),
        }
    }

    /// Rounded up, from 0 to `max`.
    #[inline]
    fn whole(&self, stream: &mut Stream, max: i64) -> i64 {
        if let Self::Whole(uniform) = self {
            return uniform.sample(stream).clamp(0, max);
        }
        ceil_within(self.real(stream), max)
    }
}

/// Whole numbers from `min` to `max`; a range without any choice takes nothing from the stream.
fn whole(min: i64, max: i64) -> Kind {
    match Uniform::new_inclusive(min, max) {
        Ok(uniform) if min < max => Kind::Whole(uniform),
        Ok(_) | Err(_) => Kind::Constant(real(min)),
    }
}

/// The mean of exp(mu + sigma Z) is exp(mu + sigma² / 2).
fn lognormal(mean: f64, sigma: f64) -> Kind {
    if sigma > 0.0 {
        let mu = libm::log(mean) - sigma * sigma / 2.0;
        Kind::Lognormal { mu, sigma, unit: Ziggurat::normal_tables(), exp: Exp::new() }
    } else {
        Kind::Constant(without_noise(mean))
    }
}

/// Success has probability 1 / mean; a mean of 1 always succeeds at once.
fn geometric(mean: f64) -> Kind {
    if mean > 1.0 {
        Kind::Geometric { scale: -1.0 / libm::log1p(-1.0 / mean), unit: Ziggurat::exponential_tables() }
    } else {
        Kind::Constant(1.0)
    }
}

/// By rejection: the mean is positive, so at least every second draw is kept.
fn truncated_normal(mean: f64, sd: f64, unit: &Ziggurat, stream: &mut Stream) -> f64 {
    loop {
        let value = mean + sd * unit.normal(stream);
        if value >= 0.0 {
            return value;
        }
    }
}

/// By inversion of the distribution function, a parabola on either side of the mode.
fn triangular(min: f64, max: f64, below: f64, stream: &mut Stream) -> f64 {
    let u = unit(stream);
    if u < below {
        min + (max - min) * (u * below).sqrt()
    } else {
        max - (max - min) * ((1.0 - u) * (1.0 - below)).sqrt()
    }
}

#[cfg(test)]
mod tests;
