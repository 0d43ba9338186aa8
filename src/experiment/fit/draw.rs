//! The distribution of a cost, a time or a size, chosen among families.

use super::family::{Family, Likeliest, log_likelihood, name, parameters};
use super::goodness::Goodness;
use super::number::{count, real};
use super::sample::{Rounding, Sample};
use crate::demand::Distribution;
use crate::units::{Credits, Span};

/// Rows below which no family can be told from others.
pub const FEW_ROWS: usize = 30;
/// Values of an empirical distribution that stands for a sample of many.
const MOST_VALUES: usize = 100;
/// Distinct values up to which their own frequencies compete with the families.
const MOST_FREQUENCIES: usize = 40;

/// A fitted distribution: of credits, or of milliseconds.
#[derive(Clone, Debug)]
pub struct FittedDraw {
    /// What a scenario should draw from.
    pub law: Distribution,
    /// Rows that it was fitted to.
    pub rows: usize,
    /// The smallest step between recorded values, where it is coarser than the unit.
    pub step: Option<Span>,
    /// Name, value and standard error of each parameter.
    pub parameters: Vec<Parameter>,
    /// How well it fits; `None` where it repeats what was recorded.
    pub goodness: Option<Goodness>,
    /// Why this distribution.
    pub choice: Choice,
}

/// A fitted number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// As a scenario names it.
    pub name: &'static str,
    /// In credits or milliseconds where it is one.
    pub value: f64,
    /// Of the estimate; `None` where theory gives none, as for the ends of a range.
    pub error: Option<f64>,
}

/// Why a distribution was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// All rows are the same.
    Same,
    /// The least Bayesian information criterion; the next family, and by how much it is worse.
    Likeliest {
        /// The family's name and its distance: below 6 the two can hardly be told apart.
        next: Option<(&'static str, f64)>,
    },
    /// Part of a model of arrivals, whose fit is told for all of it.
    OfArrivals,
    /// Too few rows for any family: the rows themselves.
    FewRows,
    /// No family fits: quantiles of the rows. The best family and how badly it fits.
    NoneFits {
        /// The family's name.
        best: &'static str,
        /// Its fit.
        goodness: Goodness,
    },
}

impl FittedDraw {
    /// The distribution of costs in credits, which were rounded up (R-PRICE); `None` of none.
    pub fn of_costs(costs: impl Iterator<Item = Credits>) -> Option<Self> {
        let sample = Sample::of(costs.map(Credits::get).collect(), Rounding::Up);
        Self::of(&sample, Kind::Credits, None)
    }

    /// The distribution of counts; `None` of none.
    pub(super) fn of_counts(counts: impl Iterator<Item = i64>) -> Option<Self> {
        Self::of(&Sample::of(counts.collect(), Rounding::Up), Kind::Messages, None)
    }

    /// The distribution of times in milliseconds; times that are all whole seconds were rounded to the nearest.
    /// `None` of none.
    pub fn of_spans(spans: impl Iterator<Item = Span>) -> Option<Self> {
        let values: Vec<i64> = spans.map(Span::ms).collect();
        let second = Span::SECOND.ms();
        let in_seconds = values.len() > 1 && values.iter().all(|ms| ms % second == 0);
        let rounding = if in_seconds { Rounding::Nearest(second) } else { Rounding::Up };
        let kind = if in_seconds { Kind::Seconds } else { Kind::Milliseconds };
        Self::of(&Sample::of(values, rounding), kind, in_seconds.then_some(Span::SECOND))
    }

    fn of(sample: &Sample, kind: Kind, step: Option<Span>) -> Option<Self> {
        let rows = sample.rows;
        let made = |law: Distribution, goodness, choice| {
            let parameters = with_errors(&law, &[]);
            Self { law, rows, step, parameters, goodness, choice }
        };
        if let Some(value) = sample.only() {
            return Some(made(Distribution::UniformInteger { min: value, max: value }, None, Choice::Same));
        }
        if rows < FEW_ROWS {
            return (rows > 0).then(|| made(recorded(sample), None, Choice::FewRows));
        }
        let mut all = candidates(sample, kind);
        let criterion =
            |one: &Likeliest| count(one.free) * libm::log(sample.size()) - 2.0 * one.log_likelihood;
        all.sort_by(|a, b| criterion(a).total_cmp(&criterion(b)));
        let Some(best) = all.first() else {
            return Some(made(recorded(sample), None, Choice::FewRows));
        };
        let next = all.get(1).map(|next| (name(&next.law), criterion(next) - criterion(best)));
        if matches!(best.law, Distribution::Empirical { .. }) {
            return Some(made(best.law.clone(), None, Choice::Likeliest { next }));
        }
        let goodness = Goodness::of(&best.law, sample, best.free);
        if goodness.is_bad() {
            return Some(made(recorded(sample), None, Choice::NoneFits { best: name(&best.law), goodness }));
        }
        let parameters = with_errors(&best.law, &best.errors);
        let choice = Choice::Likeliest { next };
        Some(Self { law: best.law.clone(), rows, step, parameters, goodness: Some(goodness), choice })
    }

    /// True if a family was chosen and hardly beats the next.
    pub fn is_a_close_call(&self) -> bool {
        matches!(self.choice, Choice::Likeliest { next: Some((_, worse)) } if worse < 6.0)
    }

    /// The family's name as a scenario writes it.
    pub fn family(&self) -> &'static str {
        name(&self.law)
    }

    /// The mean of what is drawn, before it is rounded.
    pub fn mean(&self) -> f64 {
        self.law.mean()
    }
}

/// What the recorded numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Credits,
    /// Of a burst.
    Messages,
    /// Milliseconds.
    Milliseconds,
    /// Milliseconds in whole seconds.
    Seconds,
}

impl Kind {
    /// An exponential number rounded up is geometric, so that only one of them is offered where numbers are.
    fn may_be(self, family: Family) -> bool {
        match self {
            Self::Credits => family != Family::Geometric,
            Self::Messages => family != Family::Exponential,
            Self::Milliseconds => !family.is_of_counts(),
            Self::Seconds => true,
        }
    }
}

fn with_errors(law: &Distribution, errors: &[Option<f64>]) -> Vec<Parameter> {
    let one = |(index, (name, value))| Parameter { name, value, error: errors.get(index).copied().flatten() };
    parameters(law).into_iter().enumerate().map(one).collect()
}

fn candidates(sample: &Sample, kind: Kind) -> Vec<Likeliest> {
    let unit = match kind {
        Kind::Credits | Kind::Messages | Kind::Milliseconds => 1.0,
        Kind::Seconds => real(Span::SECOND.ms()),
    };
    let families = Family::ALL.into_iter().filter(|&family| kind.may_be(family));
    let mut all: Vec<Likeliest> = families.filter_map(|family| family.likeliest(sample, unit)).collect();
    all.extend(uniform(sample, kind));
    all.extend(frequencies(sample));
    all
}

/// From the least to the greatest value, which is the most likely range.
fn uniform(sample: &Sample, kind: Kind) -> Option<Likeliest> {
    let (first, last) = (sample.cells.first()?, sample.cells.last()?);
    let law = match kind {
        Kind::Credits | Kind::Messages => {
            let (&(min, _), &(max, _)) = (sample.values.first()?, sample.values.last()?);
            Distribution::UniformInteger { min, max }
        }
        Kind::Milliseconds | Kind::Seconds => {
            Distribution::Uniform { min: first.from.max(0.0), max: last.to }
        }
    };
    let log_likelihood = log_likelihood(&law, sample);
    log_likelihood.is_finite().then(|| Likeliest { law, log_likelihood, free: 2, errors: vec![None; 2] })
}

/// Every value as often as it was recorded, where there are few.
fn frequencies(sample: &Sample) -> Option<Likeliest> {
    let distinct = sample.values.len();
    (distinct <= MOST_FREQUENCIES).then(|| {
        let rows = sample.size();
        let log_likelihood =
            sample.values.iter().map(|&(_, seen)| count(seen) * libm::log(count(seen) / rows)).sum();
        Likeliest { law: recorded(sample), log_likelihood, free: distinct - 1, errors: Vec::new() }
    })
}

/// The values with their frequencies, or quantiles of them where they are many.
fn recorded(sample: &Sample) -> Distribution {
    let pairs: Vec<(i64, usize)> = if sample.values.len() <= MOST_VALUES {
        sample.values.clone()
    } else {
        let quantiles = sample.quantiles(MOST_VALUES);
        quantiles.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
    };
    Distribution::Empirical {
        values: pairs.iter().map(|&(value, _)| real(value)).collect(),
        weights: pairs.iter().map(|&(_, weight)| count(weight)).collect(),
    }
}
