//! How good a forecast of one quantity was.

use super::binomial::Counted;
use super::forecast::{LEVELS, Predicted};
use super::table::Quantity;
use crate::experiment::{Confidence, Estimate};

/// The bands that are scored: numbers of two of [`LEVELS`], narrow to wide.
pub const BANDS: [(usize, usize); 3] = [(2, 4), (1, 5), (0, 6)];

/// A month with its forecast.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Month {
    pub(super) name: String,
    pub(super) actual: f64,
    pub(super) predicted: Predicted,
}

/// A forecast's scores.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The forecast's name.
    pub name: String,
    /// By quantity, in their order.
    pub scores: Vec<Score>,
    /// Quantities of the actuals that the forecast lacks.
    pub lacks: Vec<Quantity>,
    /// Quantities of the forecast without actuals.
    pub unasked: Vec<Quantity>,
    /// Mean of the quantities' relative losses; `None` of none.
    pub relative_loss: Option<f64>,
    /// Months inside of the bands, in the order of [`BANDS`], over all quantities.
    pub inside: [Counted; 3],
}

/// Scores of one quantity. Values are in its own unit.
#[derive(Clone, Debug)]
pub struct Score {
    /// Which.
    pub quantity: Quantity,
    /// Months with a forecast and an actual value, in order.
    pub months: Vec<String>,
    /// Months with an actual value only.
    pub without_forecast: Vec<String>,
    /// Months with a forecast only.
    pub without_actual: Vec<String>,
    /// In the order of [`BANDS`]; `None` where the forecast lacks an end.
    pub bands: [Option<Band>; 3],
    /// Mean pinball loss of each quantile, in the order of [`LEVELS`].
    pub losses: [Option<f64>; 7],
    /// Their mean.
    pub loss: Option<f64>,
    /// The loss over the mean size of the actual values: comparable between quantities; `None` where that is 0.
    pub relative_loss: Option<f64>,
    /// The relative loss of each month, in their order.
    pub monthly: Vec<f64>,
    /// Months at or below each quantile, in the order of [`LEVELS`].
    pub below: [Option<Counted>; 7],
    /// Mean absolute error of the median, or of the mean without one, relative to the actual value.
    pub mape: Option<Mape>,
    /// Mean error of the mean, or of the median without one.
    pub bias: Option<Bias>,
}

/// Coverage of a band, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The share of months that should lie inside.
    pub nominal: f64,
    /// Those that did.
    pub inside: Counted,
    /// Those below it, and above it.
    pub beside: (u32, u32),
}

/// Mean absolute percentage error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mape {
    /// As a share.
    pub value: f64,
    /// Months whose actual value is 0, which have none.
    pub left_out: u32,
}

/// Forecast less actual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    /// The mean error; positive where too much was forecast.
    pub mean: f64,
    /// The same over the mean actual value; `None` where that is 0.
    pub relative: Option<f64>,
    /// Half the width of its 95 % interval; `None` of one month.
    pub half_width: Option<f64>,
}

impl Score {
    /// Of months in order, at least one.
    pub(super) fn of(quantity: Quantity, months: &[Month], lone: (Vec<String>, Vec<String>)) -> Self {
        let each_level = |of: &dyn Fn(usize) -> Option<f64>| -> [Option<f64>; 7] { std::array::from_fn(of) };
        let losses = each_level(&|level| mean(months.iter().map(|month| month.loss(level))));
        let size = mean(months.iter().map(|month| Some(month.actual.abs()))).filter(|&size| size > 0.0);
        let loss = mean(losses.iter().copied().flatten().map(Some));
        let relative_loss = loss.zip(size).map(|(loss, size)| loss / size);
        let monthly = |month: &Month| {
            let losses = (0..LEVELS.len()).filter_map(|level| month.loss(level)).map(Some);
            mean(losses).zip(size).map(|(loss, size)| loss / size)
        };
        Self {
            quantity,
            months: months.iter().map(|month| month.name.clone()).collect(),
            without_forecast: lone.0,
            without_actual: lone.1,
            bands: BANDS.map(|ends| band(months, ends)),
            losses,
            loss,
            relative_loss,
            monthly: months.iter().filter_map(monthly).collect(),
            below: std::array::from_fn(|level| below(months, level)),
            mape: mape(months),
            bias: bias(months),
        }
    }
}

impl Month {
    /// Pinball loss of a quantile (R. Koenker and G. Bassett, "Regression Quantiles", Econometrica 46, 1978; proper by T.
    /// Gneiting and A. E. Raftery, "Strictly Proper Scoring Rules, Prediction, and Estimation", JASA 102, 2007).
    fn loss(&self, level: usize) -> Option<f64> {
        let share = f64::from(LEVELS[level]) / 100.0;
        let over = self.actual - self.predicted.at[level]?;
        Some(if over >= 0.0 { share * over } else { (share - 1.0) * over })
    }
}

/// The mean, if there are values and all are known.
fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let known: Vec<f64> = values.collect::<Option<_>>()?;
    let count = u32::try_from(known.len()).ok().filter(|&count| count > 0)?;
    Some(known.iter().sum::<f64>() / f64::from(count))
}

fn counted(of: usize, all: usize) -> Counted {
    let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Counted { of: whole(of), all: whole(all) }
}

fn band(months: &[Month], (low, high): (usize, usize)) -> Option<Band> {
    let (mut under, mut over) = (0, 0);
    for month in months {
        under += u32::from(month.actual < month.predicted.at[low]?);
        over += u32::from(month.actual > month.predicted.at[high]?);
    }
    let outside = usize::try_from(under + over).unwrap_or(usize::MAX);
    let inside = counted(months.len().saturating_sub(outside), months.len());
    let nominal = f64::from(LEVELS[high] - LEVELS[low]) / 100.0;
    Some(Band { nominal, inside, beside: (under, over) })
}

fn below(months: &[Month], level: usize) -> Option<Counted> {
    let each: Option<Vec<bool>> = months
        .iter()
        .map(|month| month.predicted.at[level].map(|quantile| month.actual <= quantile))
        .collect();
    each.map(|each| counted(each.iter().filter(|below| **below).count(), months.len()))
}

fn mape(months: &[Month]) -> Option<Mape> {
    let with_size: Vec<&Month> = months.iter().filter(|month| month.actual.abs() > 0.0).collect();
    let error = |month: &&Month| {
        let forecast = month.predicted.at[3].or(month.predicted.mean)?;
        Some(((forecast - month.actual) / month.actual).abs())
    };
    let value = mean(with_size.iter().map(error))?;
    Some(Mape { value, left_out: counted(months.len() - with_size.len(), months.len()).of })
}

fn bias(months: &[Month]) -> Option<Bias> {
    let error = |month: &Month| {
        let forecast = month.predicted.mean.or(month.predicted.at[3])?;
        Some(forecast - month.actual)
    };
    let errors: Vec<f64> = months.iter().map(error).collect::<Option<_>>()?;
    let Estimate { mean: error, half_width, .. } = Estimate::of(&errors, Confidence::DEFAULT)?;
    let size = mean(months.iter().map(|month| Some(month.actual))).filter(|size| size.abs() > 0.0);
    Some(Bias { mean: error, relative: size.map(|size| error / size), half_width })
}
