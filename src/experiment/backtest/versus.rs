//! Several forecasts of the same months, beside each other.

use super::actuals::Actuals;
use super::binomial::Counted;
use super::forecast::Forecast;
use super::score::{Month, Score, Scored};
use super::table::Quantity;
use crate::experiment::{Confidence, Estimate, differences};

/// Scores of forecasts, the best first.
#[derive(Clone, Debug)]
pub struct Backtest {
    /// By relative loss, the least first.
    pub forecasts: Vec<Scored>,
    /// The best against each other one, in their order.
    pub versus: Vec<Versus>,
}

/// The best forecast against another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Versus {
    /// The other one's name.
    pub name: String,
    /// Its relative loss less the best one's, by month, over the quantities and months that both have; `None` where these
    /// are none.
    pub worse_by: Option<Estimate>,
}

/// No month of a forecast has an actual value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{name} has no month and figure in common with the actuals: it forecasts {forecast}, and the actuals are of {actual}"
)]
pub struct NothingInCommon {
    /// The forecast's name.
    pub name: String,
    /// Its figures and months, shortened.
    pub forecast: String,
    /// Those of the actuals.
    pub actual: String,
}

/// Scores each of the named forecasts.
///
/// # Errors
/// One of them has nothing in common with the actuals.
pub fn backtest(actuals: &Actuals, forecasts: &[(String, Forecast)]) -> Result<Backtest, NothingInCommon> {
    let mut scored = forecasts
        .iter()
        .map(|(name, forecast)| score(name, forecast, actuals))
        .collect::<Result<Vec<_>, _>>()?;
    let loss = |scored: &Scored| scored.relative_loss.unwrap_or(f64::INFINITY);
    scored.sort_by(|a, b| loss(a).total_cmp(&loss(b)));
    let versus = match scored.split_first() {
        Some((best, others)) => others.iter().map(|other| against(best, other)).collect(),
        None => Vec::new(),
    };
    Ok(Backtest { forecasts: scored, versus })
}

fn score(name: &str, forecast: &Forecast, actuals: &Actuals) -> Result<Scored, NothingInCommon> {
    let (mut scores, mut lacks) = (Vec::new(), Vec::new());
    for (quantity, actual) in &actuals.0 {
        let Some(predicted) = forecast.0.get(quantity) else {
            lacks.push(quantity.clone());
            continue;
        };
        let both = actual.iter().filter_map(|(month, &actual)| {
            Some(Month { name: month.clone(), actual, predicted: *predicted.get(month)? })
        });
        let months: Vec<Month> = both.collect();
        let lone = (
            actual.keys().filter(|month| !predicted.contains_key(*month)).cloned().collect(),
            predicted.keys().filter(|month| !actual.contains_key(*month)).cloned().collect(),
        );
        if !months.is_empty() {
            scores.push(Score::of(quantity.clone(), &months, lone));
        }
    }
    if scores.is_empty() {
        return Err(NothingInCommon {
            name: name.to_owned(),
            forecast: told(forecast.0.iter().map(|(quantity, months)| (quantity, months.keys()))),
            actual: told(actuals.0.iter().map(|(quantity, months)| (quantity, months.keys()))),
        });
    }
    let unasked = forecast.0.keys().filter(|quantity| !actuals.0.contains_key(quantity)).cloned().collect();
    let losses: Option<Vec<f64>> = scores.iter().map(|score| score.relative_loss).collect();
    let relative_loss =
        losses.and_then(|losses| Estimate::of(&losses, Confidence::DEFAULT)).map(|all| all.mean);
    let inside = std::array::from_fn(|band| {
        let bands = scores.iter().filter_map(|score: &Score| score.bands[band]);
        bands.fold(Counted { of: 0, all: 0 }, |sum, band| Counted {
            of: sum.of + band.inside.of,
            all: sum.all + band.inside.all,
        })
    });
    Ok(Scored { name: name.to_owned(), scores, lacks, unasked, relative_loss, inside })
}

/// `credits.spent (2026-01 to 2026-12)`, and how many more.
fn told<'a, M: Iterator<Item = &'a String> + Clone>(all: impl Iterator<Item = (&'a Quantity, M)>) -> String {
    let all: Vec<String> = all
        .map(|(quantity, months)| {
            let (first, last) = (months.clone().next(), months.last());
            let ends = first.zip(last).map(|(first, last)| format!(" ({first} to {last})"));
            format!("{quantity}{}", ends.unwrap_or_default())
        })
        .collect();
    match all.as_slice() {
        [] => "nothing".to_owned(),
        all if all.len() <= 3 => all.join(", "),
        all => format!("{} and {} more", all[..3].join(", "), all.len() - 3),
    }
}

/// Paired by month: the mean over the quantities that both have in that month.
fn against(best: &Scored, other: &Scored) -> Versus {
    let mut by_month: std::collections::BTreeMap<&String, (f64, f64, f64)> =
        std::collections::BTreeMap::new();
    for score in &best.scores {
        let Some(theirs) = other.scores.iter().find(|theirs| theirs.quantity == score.quantity) else {
            continue;
        };
        for (month, own) in score.months.iter().zip(&score.monthly) {
            let place = theirs.months.iter().position(|other| other == month);
            if let Some(theirs) = place.and_then(|place| theirs.monthly.get(place)) {
                let sum = by_month.entry(month).or_default();
                *sum = (sum.0 + own, sum.1 + theirs, sum.2 + 1.0);
            }
        }
    }
    let mean = |which: fn(&(f64, f64, f64)) -> f64| {
        by_month.values().map(|sum| which(sum) / sum.2).collect::<Vec<f64>>()
    };
    let worse = differences(&mean(|sum| sum.1), &mean(|sum| sum.0));
    Versus { name: other.name.clone(), worse_by: Estimate::of(&worse, Confidence::DEFAULT) }
}
