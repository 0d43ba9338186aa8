//! `compare.csv` and `compare.json`: one row a variant and metric.

use super::Comparison;
use crate::experiment::Compared;
use crate::experiment::sweep::measure_name;
use crate::output::json::estimate_json;
use serde_json::{Value, json};
use std::io;

const COLUMNS: [&str; 13] = [
    "variant",
    "metric",
    "replications",
    "first",
    "first_lo",
    "first_hi",
    "own",
    "own_lo",
    "own_hi",
    "diff",
    "diff_lo",
    "diff_hi",
    "relative",
];

/// By variant, then by size of difference; empty where a number is unknown.
///
/// # Errors
/// None that figures can cause; passed on from the writer.
pub fn compare_csv(comparison: Comparison<'_>) -> io::Result<Vec<u8>> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(COLUMNS)?;
    for (variant, all) in comparison.others() {
        for compared in all {
            rows.write_field(variant)?;
            rows.write_field(name(&compared))?;
            rows.write_field(comparison.replications().to_string())?;
            for estimate in [&compared.first, &compared.own, &compared.difference] {
                for number in [Some(estimate.mean), estimate.low(), estimate.high()] {
                    rows.write_field(text(number))?;
                }
            }
            rows.write_field(text(compared.relative()))?;
            rows.write_record(None::<&[u8]>)?;
        }
    }
    rows.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// The same as JSON; ends with a line break.
///
/// # Errors
/// None that figures can cause; passed on from the serializer.
pub fn compare_json(comparison: Comparison<'_>) -> io::Result<Vec<u8>> {
    let row = |compared: &Compared| {
        json!({
            "metric": name(compared),
            "first": estimate_json(&compared.first),
            "own": estimate_json(&compared.own),
            "difference": estimate_json(&compared.difference),
            "relative": compared.relative(),
        })
    };
    let variants: Vec<Value> = comparison
        .others()
        .map(|(name, all)| json!({ "variant": name, "metrics": all.iter().map(row).collect::<Vec<_>>() }))
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&json!({
        "schema": 1,
        "first": comparison.first(),
        "replications": comparison.replications(),
        "confidence": comparison.confidence.level(),
        "variants": variants,
    }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn name(compared: &Compared) -> &'static str {
    measure_name(compared.measure)
}

fn text(number: Option<f64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
