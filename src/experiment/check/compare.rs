//! A figure and what it must be.

use super::Sample;
use crate::experiment::{Confidence, Estimate};
use crate::metrics::Figure;
use crate::scenario::{Expectation, FigureName, Must, Problem, Problems};
use crate::units::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What a figure was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Actual {
    /// In replication 0.
    Figure(Figure),
    /// Over replications.
    Mean {
        /// Their mean, to 28 digits.
        mean: Decimal,
        /// The same with its 95 % interval.
        estimate: Estimate,
    },
}

/// A figure beside what it must be.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Which figure, and where it is expected.
    pub figure: FigureName,
    /// What it must be.
    pub must: Must,
    /// What it was.
    pub actual: Actual,
}

/// Every expectation beside what came.
///
/// # Errors
/// The names that are no figures': they never pass.
pub fn compare(expect: &[Expectation], sample: &Sample) -> Result<Vec<Comparison>, Problems> {
    let (mut compared, mut unknown): (Vec<Comparison>, Vec<Problem>) = (Vec::new(), Vec::new());
    for Expectation { figure, must } in expect {
        match actual(figure, must, sample) {
            Some(actual) => {
                compared.push(Comparison { figure: figure.clone(), must: must.clone(), actual });
            }
            None => unknown.push(figure.unknown(sample.first.names())),
        }
    }
    if unknown.is_empty() { Ok(compared) } else { Err(Problems::new(unknown)) }
}

fn actual(figure: &FigureName, must: &Must, sample: &Sample) -> Option<Actual> {
    let found = sample.first.figure(figure.as_str())?;
    match must {
        Must::Equal(_) | Must::Near { .. } | Must::Between { .. } => Some(Actual::Figure(found)),
        &Must::MeanWithin { replications, .. } => {
            let values = sample.values(figure.as_str(), replications);
            let sum: Decimal = values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?;
            let mean = sum.checked_div(Decimal::from(values.len()))?;
            let values: Vec<f64> = values.iter().map(|value| value.to_f64().unwrap_or(f64::NAN)).collect();
            Some(Actual::Mean { mean, estimate: Estimate::of(&values, Confidence::DEFAULT)? })
        }
    }
}

impl Comparison {
    /// True if the figure is what it must be.
    pub fn holds(&self) -> bool {
        match (&self.must, self.actual) {
            (Must::Near { most, .. }, _) => self.difference().is_some_and(|apart| apart.abs() <= *most),
            (
                Must::Equal(_) | Must::Between { .. } | Must::MeanWithin { .. },
                Actual::Figure(_) | Actual::Mean { .. },
            ) => self.difference().is_some_and(|apart| apart.is_zero()),
        }
    }

    /// How far above what it must be: from the value, or else from the nearer end; `None` where that is no number.
    pub fn difference(&self) -> Option<Decimal> {
        let actual = match self.actual {
            Actual::Figure(figure) => figure.value(),
            Actual::Mean { mean, .. } => mean,
        };
        let outside = |least: Option<Decimal>, most: Option<Decimal>| match (least, most) {
            (Some(least), _) if actual < least => actual.checked_sub(least),
            (_, Some(most)) if actual > most => actual.checked_sub(most),
            (Some(_) | None, Some(_) | None) => Some(Decimal::ZERO),
        };
        match &self.must {
            Must::Equal(value) | Must::Near { value, .. } => actual.checked_sub(*value),
            &Must::Between { min, max } => outside(min, max),
            &Must::MeanWithin { least, most, .. } => outside(Some(least), Some(most)),
        }
    }
}
