//! Poisson counts.

use super::float::{unit, unit_open};
use super::ziggurat::Ziggurat;
use crate::rng::Stream;

/// A Poisson distribution, prepared.
#[derive(Clone, Debug)]
pub(super) enum Poisson {
    /// Counts the arrivals of a unit-rate process in `[0, mean]`; the work grows with the mean.
    Small { mean: f64, exponential: &'static Ziggurat },
    /// Transformed rejection, for means of at least [`Poisson::LARGE`].
    Large(Ptrs),
}

/// The constants of algorithm PTRS (Hörmann, "The transformed rejection method for generating Poisson random
/// variables", Insurance: Mathematics and Economics 12(1), 1993).
#[derive(Clone, Debug)]
pub(super) struct Ptrs {
    mean: f64,
    log_mean: f64,
    a: f64,
    b: f64,
    log_inverse_alpha: f64,
    quick: f64,
}

impl Poisson {
    /// PTRS is exact from a mean of 10 on.
    const LARGE: f64 = 10.0;

    /// Of that mean, positive.
    pub(super) fn new(mean: f64) -> Self {
        if mean < Self::LARGE {
            return Self::Small { mean, exponential: Ziggurat::exponential_tables() };
        }
        let b = 0.931 + 2.53 * mean.sqrt();
        Self::Large(Ptrs {
            mean,
            log_mean: libm::log(mean),
            a: -0.059 + 0.02483 * b,
            b,
            log_inverse_alpha: libm::log(1.1239 + 1.1328 / (b - 3.4)),
            quick: 0.9277 - 3.6224 / (b - 2.0),
        })
    }

    pub(super) fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Small { mean, exponential } => {
                let (mut count, mut time) = (0.0, exponential.exponential(stream));
                while time <= *mean {
                    count += 1.0;
                    time += exponential.exponential(stream);
                }
                count
            }
            Self::Large(ptrs) => ptrs.draw(stream),
        }
    }
}

impl Ptrs {
    fn draw(&self, stream: &mut Stream) -> f64 {
        loop {
            let u = unit(stream) - 0.5;
            let v = unit_open(stream);
            let us = 0.5 - u.abs();
            let k = ((2.0 * self.a / us + self.b) * u + self.mean + 0.43).floor();
            if us >= 0.07 && v <= self.quick {
                return k;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let hat = libm::log(v) + self.log_inverse_alpha - libm::log(self.a / (us * us) + self.b);
            if hat <= k * self.log_mean - self.mean - libm::lgamma(k + 1.0) {
                return k;
            }
        }
    }
}
