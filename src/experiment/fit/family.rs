//! The families of distributions that scenarios have, each fitted by maximum likelihood.

use super::laws::within;
use super::number::real;
use super::optimum::{maximum, standard_errors};
use super::sample::{Cell, Moments, Sample};
use crate::demand::Distribution;

/// A family with parameters that are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Exponential,
    Lognormal,
    Normal,
    Gamma,
    Pareto,
    Poisson,
    Geometric,
    Triangular,
}

/// The most likely distribution of a family.
#[derive(Clone, Debug)]
pub(super) struct Likeliest {
    pub(super) law: Distribution,
    pub(super) log_likelihood: f64,
    /// Parameters that were fitted, as the Bayesian information criterion counts them.
    pub(super) free: usize,
    /// Of the parameters in the order of [`parameters`]; `None` where theory gives none (ends of a range).
    pub(super) errors: Vec<Option<f64>>,
}

impl Family {
    pub(super) const ALL: [Self; 8] = [
        Self::Exponential,
        Self::Lognormal,
        Self::Normal,
        Self::Gamma,
        Self::Pareto,
        Self::Poisson,
        Self::Geometric,
        Self::Triangular,
    ];

    /// True of counts, which are fitted to whole units only.
    pub(super) const fn is_of_counts(self) -> bool {
        match self {
            Self::Poisson | Self::Geometric => true,
            Self::Exponential
            | Self::Lognormal
            | Self::Normal
            | Self::Gamma
            | Self::Pareto
            | Self::Triangular => false,
        }
    }

    /// Fits the family to `sample`; `unit` is what a Poisson or geometric number counts. `None` where no member
    /// can have made the sample.
    pub(super) fn likeliest(self, sample: &Sample, unit: f64) -> Option<Likeliest> {
        let (first, last) = (*sample.cells.first()?, *sample.cells.last()?);
        let frame = Frame { first, last, unit };
        let of =
            |at: &[f64]| self.law(at, &frame).map_or(f64::NEG_INFINITY, |law| log_likelihood(&law, sample));
        let (at, log_likelihood) = maximum(&self.start(&sample.moments(), &frame), of)?;
        let law = self.law(&at, &frame)?;
        Some(Likeliest { errors: self.errors(&at, &of, &frame), law, log_likelihood, free: at.len() })
    }

    /// Where the search starts: near the moments.
    fn start(self, moments: &Moments, frame: &Frame) -> Vec<f64> {
        let Moments { mean, variance, log_mean, log_variance } = *moments;
        let (mean, spread) = (mean.max(1e-9), variance.max(mean * mean * 1e-6).max(1e-12));
        match self {
            Self::Exponential => vec![libm::log(mean)],
            Self::Lognormal => vec![libm::log(mean), 0.5 * libm::log(log_variance.max(1e-6))],
            Self::Normal => vec![libm::log(mean), 0.5 * libm::log(spread)],
            Self::Gamma => vec![libm::log(mean), libm::log(mean * mean / spread)],
            Self::Pareto => {
                let least = libm::log(frame.first.to.max(1e-9));
                vec![1.0, -libm::log((log_mean - least).max(1e-3))]
            }
            Self::Poisson => vec![libm::log(mean / frame.unit)],
            Self::Geometric => vec![libm::log((mean / frame.unit - 1.0).max(1e-6))],
            Self::Triangular => vec![3.0, -3.0, 0.0],
        }
    }

    /// The member at a point of the search; `None` outside of what a scenario may state.
    fn law(self, at: &[f64], frame: &Frame) -> Option<Distribution> {
        let Frame { first, last, unit } = *frame;
        let (one, two) = (*at.first()?, at.get(1).copied().unwrap_or_default());
        let law = match self {
            Self::Exponential => Distribution::Exponential { mean: libm::exp(one) },
            Self::Lognormal => Distribution::Lognormal { mean: libm::exp(one), sigma: libm::exp(two) },
            Self::Normal => Distribution::Normal { mean: libm::exp(one), sd: libm::exp(two) },
            Self::Gamma => Distribution::Gamma { mean: libm::exp(one), shape: libm::exp(two) },
            Self::Pareto => {
                let least = first.from.max(0.0);
                let min = least + (first.to - least) * logistic(one);
                Distribution::Pareto { min, alpha: libm::exp(two) }
            }
            Self::Poisson => counted(unit, Distribution::Poisson { mean: libm::exp(one) }),
            Self::Geometric => counted(unit, Distribution::Geometric { mean: 1.0 + libm::exp(one) }),
            Self::Triangular => {
                let width = (last.to - first.from).max(1e-9);
                let (min, max) = (first.from.max(0.0) * logistic(one), last.to + width * libm::exp(two));
                // A peak at an end is there exactly, not a rounding away.
                let mode = match logistic(*at.get(2)?) {
                    share if share < 1e-6 => min,
                    share if share > 1.0 - 1e-6 => max,
                    share => min + (max - min) * share,
                };
                Distribution::Triangular { min, mode, max }
            }
        };
        at.iter().all(|coordinate| coordinate.abs() < 40.0).then_some(law)
    }

    fn errors(self, at: &[f64], of: &impl Fn(&[f64]) -> f64, frame: &Frame) -> Vec<Option<f64>> {
        let names = self.law(at, frame).map(|law| parameters(&law).len()).unwrap_or_default();
        match self {
            // The ends are where the data end, not at a smooth maximum.
            Self::Triangular => vec![None; names],
            Self::Pareto => {
                let error = standard_errors(&at[1..], |alpha| of(&[at[0], alpha[0]]));
                vec![None, error.map(|error| error[0] * libm::exp(at[1]))]
            }
            Self::Exponential
            | Self::Lognormal
            | Self::Normal
            | Self::Gamma
            | Self::Poisson
            | Self::Geometric => {
                let errors = standard_errors(at, of);
                let one = |(axis, place): (usize, &f64)| {
                    // Every coordinate is the logarithm of its parameter, or of the excess of a mean over one.
                    let scale = if self.is_of_counts() { frame.unit } else { 1.0 };
                    errors.as_ref().map(|errors| errors[axis] * libm::exp(*place) * scale)
                };
                at.iter().enumerate().map(one).collect()
            }
        }
    }
}

/// Where the sample lies.
#[derive(Clone, Copy, Debug)]
struct Frame {
    first: Cell,
    last: Cell,
    unit: f64,
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

fn counted(unit: f64, law: Distribution) -> Distribution {
    if unit > 1.0 { Distribution::Scaled { by: unit, of: Box::new(law) } } else { law }
}

/// Σ ln P(from < X ≤ to), each cell as often as it has rows.
pub(super) fn log_likelihood(law: &Distribution, sample: &Sample) -> f64 {
    let one = |cell: &Cell| cell.weight * libm::log(within(law, cell.from, cell.to).max(0.0));
    sample.cells.iter().map(one).sum()
}

/// The parameters as a scenario names them; values of times in milliseconds.
pub(super) fn parameters(law: &Distribution) -> Vec<(&'static str, f64)> {
    match *law {
        Distribution::Constant(value) => vec![("value", value)],
        Distribution::UniformInteger { min, max } if min == max => vec![("value", real(min))],
        Distribution::UniformInteger { min, max } => vec![("min", real(min)), ("max", real(max))],
        Distribution::Uniform { min, max } => vec![("min", min), ("max", max)],
        Distribution::Exponential { mean }
        | Distribution::Poisson { mean }
        | Distribution::Geometric { mean } => {
            vec![("mean", mean)]
        }
        Distribution::Lognormal { mean, sigma } => vec![("mean", mean), ("sigma", sigma)],
        Distribution::Normal { mean, sd } => vec![("mean", mean), ("sd", sd)],
        Distribution::Gamma { mean, shape } => vec![("mean", mean), ("shape", shape)],
        Distribution::Pareto { min, alpha } => vec![("min", min), ("alpha", alpha)],
        Distribution::Triangular { min, mode, max } => vec![("min", min), ("mode", mode), ("max", max)],
        Distribution::Empirical { .. } => Vec::new(),
        Distribution::Scaled { by, ref of } => {
            parameters(of).into_iter().map(|(name, value)| (name, value * by)).collect()
        }
    }
}

/// The family's name as a scenario writes it.
pub(super) fn name(law: &Distribution) -> &'static str {
    match law {
        Distribution::Constant(_) => "constant",
        Distribution::UniformInteger { min, max } if min == max => "constant",
        Distribution::UniformInteger { .. } | Distribution::Uniform { .. } => "uniform",
        Distribution::Exponential { .. } => "exponential",
        Distribution::Lognormal { .. } => "lognormal",
        Distribution::Normal { .. } => "normal",
        Distribution::Gamma { .. } => "gamma",
        Distribution::Pareto { .. } => "pareto",
        Distribution::Poisson { .. } => "poisson",
        Distribution::Geometric { .. } => "geometric",
        Distribution::Triangular { .. } => "triangular",
        Distribution::Empirical { .. } => "empirical",
        Distribution::Scaled { of, .. } => name(of),
    }
}
