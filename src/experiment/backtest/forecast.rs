//! `forecast.csv`: `month,segment,metric,statistic,value`.

use super::table::{Quantity, Row, TableError, each_row};
use std::collections::BTreeMap;

/// The quantiles that a forecast may have, in per cent.
pub const LEVELS: [u8; 7] = [5, 10, 25, 50, 75, 90, 95];

/// What was forecast of the population's total in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Predicted {
    /// The mean.
    pub mean: Option<f64>,
    /// The quantiles, in the order of [`LEVELS`].
    pub at: [Option<f64>; 7],
}

/// A forecast of totals, by quantity and month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast(pub(super) BTreeMap<Quantity, BTreeMap<String, Predicted>>);

/// What a row states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Statistic {
    Mean,
    /// The number of one of [`LEVELS`].
    Quantile(usize),
}

/// Reads a forecast. Rows of the month `all`, and of single organisations (`each_…`), are not used.
///
/// # Errors
/// The first row that cannot be read, stands twice, or has quantiles that cross.
pub fn read_forecast(csv: &[u8]) -> Result<Forecast, TableError> {
    let mut forecast = Forecast::default();
    let mut lines: BTreeMap<(Quantity, String, String), u64> = BTreeMap::new();
    each_row(csv, &["month", "segment", "metric", "statistic", "value"], |row| {
        let name = row.text("statistic");
        let statistic = statistic(row)?;
        let value = row.number("value")?;
        let month = match row.text("month") {
            Quantity::ALL => Quantity::ALL.to_owned(),
            _ => row.month("month")?,
        };
        let quantity =
            Quantity { segment: row.text("segment").to_owned(), metric: row.text("metric").to_owned() };
        if quantity.metric.is_empty() {
            return Err(row.error("metric", "is empty; every row names its figure".to_owned()));
        }
        let key = (quantity.clone(), month.clone(), name.to_owned());
        if let Some(first) = lines.insert(key, row.line) {
            let message = format!("`{name}` of {quantity} in {month} stands in line {first} already");
            return Err(row.error("statistic", message));
        }
        if let Some(statistic) = statistic.filter(|_| month != Quantity::ALL) {
            let predicted = forecast.0.entry(quantity).or_default().entry(month).or_default();
            match statistic {
                Statistic::Mean => predicted.mean = Some(value),
                Statistic::Quantile(level) => predicted.at[level] = Some(value),
            }
            check_order(predicted, row)?;
        }
        Ok(())
    })?;
    Ok(forecast)
}

/// `None` of one of a single organisation.
fn statistic(row: &Row<'_>) -> Result<Option<Statistic>, TableError> {
    let name = row.text("statistic");
    let (is_total, what) = match (name.strip_prefix("total_"), name.strip_prefix("each_")) {
        (Some(what), _) => (true, what),
        (None, Some(what)) => (false, what),
        (None, None) => (false, ""),
    };
    let level = LEVELS.iter().position(|level| what == format!("p{level}"));
    let statistic = if what == "mean" { Some(Statistic::Mean) } else { level.map(Statistic::Quantile) };
    if statistic.is_none() {
        let allowed = "`total_mean`, `total_p5`, `total_p10`, `total_p25`, `total_p50`, `total_p75`, `total_p90`, \
                       `total_p95`, and the same with `each_`";
        return Err(row.error("statistic", format!("`{name}` is no statistic; allowed are {allowed}")));
    }
    Ok(statistic.filter(|_| is_total))
}

fn check_order(predicted: &Predicted, row: &Row<'_>) -> Result<(), TableError> {
    let known: Vec<f64> = predicted.at.iter().copied().flatten().collect();
    if known.is_sorted() {
        return Ok(());
    }
    let message = format!("quantiles cross in {}: a higher one is below a lower one", row.text("month"));
    Err(row.error("value", message))
}
