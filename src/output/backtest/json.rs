//! `backtest.json`.

use super::sentences::sentences;
use super::table::values;
use crate::experiment::backtest::{Backtest, Score, Scored};
use serde_json::{Map, Value, json};
use std::io;

/// Every score by forecast and quantity, with the sentences, as one object; ends with a line break.
///
/// # Errors
/// None that a back-test can cause; passed on from the serializer.
pub fn backtest_json(backtest: &Backtest) -> io::Result<Vec<u8>> {
    let value = json!({
        "schema": 1,
        "forecasts": backtest.forecasts.iter().map(scored).collect::<Vec<_>>(),
        "sentences": sentences(backtest),
    });
    let mut bytes = serde_json::to_vec_pretty(&value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn scored(scored: &Scored) -> Value {
    let names = |quantities: &[crate::experiment::backtest::Quantity]| {
        quantities.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    json!({
        "name": scored.name,
        "relative_loss": scored.relative_loss,
        "scores": scored.scores.iter().map(score).collect::<Vec<_>>(),
        "without_forecast": names(&scored.lacks),
        "without_actual": names(&scored.unasked),
    })
}

fn score(score: &Score) -> Value {
    let values: Map<String, Value> =
        values(score).into_iter().map(|(name, value)| (name, json!(value))).collect();
    json!({
        "segment": score.quantity.segment,
        "metric": score.quantity.metric,
        "months": score.months,
        "without_forecast": score.without_forecast,
        "without_actual": score.without_actual,
        "values": values,
    })
}
