//! What came: `month,metric,value`, and `segment` where it is not of all.

use super::table::{Quantity, TableError, each_row};
use std::collections::BTreeMap;

/// Actual totals of the population, by quantity and month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actuals(pub(super) BTreeMap<Quantity, BTreeMap<String, f64>>);

/// Reads actual months.
///
/// # Errors
/// The first row that cannot be read or stands twice.
pub fn read_actuals(csv: &[u8]) -> Result<Actuals, TableError> {
    let mut actuals = Actuals::default();
    let mut lines: BTreeMap<(Quantity, String), u64> = BTreeMap::new();
    each_row(csv, &["month", "metric", "value"], |row| {
        let segment =
            Some(row.text("segment")).filter(|segment| !segment.is_empty()).unwrap_or(Quantity::ALL);
        let quantity = Quantity { segment: segment.to_owned(), metric: row.text("metric").to_owned() };
        if quantity.metric.is_empty() {
            return Err(row.error("metric", "is empty; every row names its figure".to_owned()));
        }
        let (month, value) = (row.month("month")?, row.number("value")?);
        if let Some(first) = lines.insert((quantity.clone(), month.clone()), row.line) {
            let message = format!("{quantity} in {month} stands in line {first} already");
            return Err(row.error("month", message));
        }
        actuals.0.entry(quantity).or_default().insert(month, value);
        Ok(())
    })?;
    Ok(actuals)
}
