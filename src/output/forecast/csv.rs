//! `forecast.csv`, `what-if.csv` and `cap-exposure.csv`: tidy tables.

use super::amount::written;
use crate::experiment::forecast::{Amount, Effect, Forecast, MEASURES, PERCENTS, Statistics, Unit};
use std::io::{self, Write};

/// Writes `forecast.csv`: one row a month, segment, metric and statistic.
///
/// # Errors
/// Those of `out`.
pub fn forecast_csv(out: impl Write, forecast: &Forecast) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["month", "segment", "metric", "statistic", "value"])?;
    for (period, month) in forecast.periods().enumerate() {
        let month = month.to_string();
        for (group, segment) in forecast.groups().enumerate() {
            for (index, measure) in MEASURES.iter().enumerate() {
                let Some(spread) = forecast.spread(period, group, index) else { continue };
                for (what, statistics) in [("total", Some(spread.total)), ("each", spread.each)] {
                    for (name, amount) in statistics.into_iter().flat_map(named) {
                        let (statistic, value) = (format!("{what}_{name}"), written(measure.unit, amount));
                        rows.write_record([month.as_str(), segment, measure.name, &statistic, &value])?;
                    }
                }
            }
        }
    }
    rows.flush()
}

/// A mean and quantiles by name: `mean`, `p5`, …, `p95`.
pub(super) fn named(statistics: Statistics) -> impl Iterator<Item = (String, Amount)> {
    let quantiles = PERCENTS.into_iter().zip(statistics.quantiles);
    std::iter::once(("mean".to_owned(), statistics.mean))
        .chain(quantiles.map(|(percent, amount)| (format!("p{percent}"), amount)))
}

const WHAT_IF: [&str; 11] = [
    "variant",
    "month",
    "metric",
    "base",
    "value",
    "difference",
    "low",
    "high",
    "relative",
    "relative_low",
    "relative_high",
];

/// Writes `what-if.csv`: one row a variant, month and metric of all organisations; empty where a number is unknown.
///
/// # Errors
/// Those of `out`.
pub fn what_if_csv(out: impl Write, forecast: &Forecast) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(WHAT_IF)?;
    for (index, variant) in forecast.study.variants.iter().enumerate() {
        for (period, month) in forecast.periods().enumerate() {
            for (place, measure) in MEASURES.iter().enumerate() {
                let Some(effect) = forecast.effect(index, period, place) else { continue };
                let first = [variant.name.clone(), month.to_string(), measure.name.to_owned()];
                rows.write_record(first.into_iter().chain(effect_cells(measure.unit, effect)))?;
            }
        }
    }
    rows.flush()
}

fn effect_cells(unit: Unit, effect: &Effect) -> impl Iterator<Item = String> {
    let ends = effect.interval();
    let amounts = [
        Some(effect.base),
        Some(effect.own),
        Some(effect.difference),
        ends.map(|(low, _)| low),
        ends.map(|(_, high)| high),
    ];
    let share = effect.relative.map(|relative| relative.share);
    let ends = effect.relative.and_then(|relative| Some((relative.share, relative.half_width?)));
    let shares = [share, ends.map(|(share, half)| share - half), ends.map(|(share, half)| share + half)];
    let amount = move |amount: Option<Amount>| amount.map(|amount| written(unit, amount)).unwrap_or_default();
    let share = |share: Option<f64>| share.map(|share| share.to_string()).unwrap_or_default();
    amounts.into_iter().map(amount).chain(shares.into_iter().map(share))
}

/// Writes `cap-exposure.csv`: for each segment and each per cent of the monthly limit, how many organisation-months
/// reached it.
///
/// # Errors
/// Those of `out`.
pub fn cap_exposure_csv(out: impl Write, forecast: &Forecast) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(["segment", "percent_of_limit", "organisation_months", "reached", "share_reached"])?;
    for (segment, used) in forecast.groups().zip(&forecast.cap_used) {
        for percent in 0..=100 {
            rows.write_record([
                segment,
                &percent.to_string(),
                &used.at(percent).to_string(),
                &used.reached(percent).to_string(),
                &used.share(percent).map(|share| share.to_string()).unwrap_or_default(),
            ])?;
        }
    }
    rows.flush()
}
