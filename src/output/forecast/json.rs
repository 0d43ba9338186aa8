//! `forecast.json`: what was asked, the headline figures, and how they were made.

use super::amount::written;
use super::csv::named;
use super::sentences::{notes, what_if_sentences};
use crate::experiment::forecast::{Forecast, MEASURES, Precision, Statistics, Unit, measure};
use serde_json::{Map, Value, json};
use std::io;

/// Figures of every month and of the whole horizon that `forecast.json` has; `forecast.csv` has all.
const HEADLINES: [&str; 12] = [
    "money.auto_recharge",
    "money.top_up",
    "money.subscription",
    "money.total",
    "auto_recharge.cap_hit",
    "auto_recharge.cap_denied_credits",
    "tasks.paused_ms.credits",
    "blocked",
    "work.blocked_credits",
    "organisations.active",
    "deferred.sold",
    "deferred.end",
];

/// The object; ends with a line break.
///
/// # Errors
/// None that figures can cause; passed on from the serializer.
pub fn forecast_json(forecast: &Forecast) -> io::Result<Vec<u8>> {
    let study = &forecast.study;
    let periods = forecast.periods().enumerate();
    let months: Vec<Value> = periods
        .map(|(period, month)| json!({ "month": month.to_string(), "segments": of_groups(forecast, period) }))
        .collect();
    let mut bytes = serde_json::to_vec_pretty(&json!({
        "schema": 1,
        "version": study.version,
        "scenario": study.name,
        "policy": study.policy,
        "command": study.command,
        "seed": study.seed,
        "organisations": study.organisations,
        "replications": study.replications,
        "segments": study.segments,
        "drawn_keys": study.drawn_keys,
        "confidence": study.confidence,
        "quantiles": {
            "total": if study.replications > 1 { "replications" } else { "normal" },
            "each": precision(forecast.precision),
        },
        "notes": notes(forecast),
        "months": months,
        "variants": variants(forecast),
    }))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn precision(precision: Precision) -> Value {
    match precision {
        Precision::Exact => json!({ "method": "exact", "relative_error": 0.0 }),
        Precision::Sketched { relative_error } => {
            json!({ "method": "sketch", "relative_error": relative_error })
        }
    }
}

/// The headline figures of a period, by segment.
fn of_groups(forecast: &Forecast, period: usize) -> Value {
    let mut groups = Map::new();
    for (group, name) in forecast.groups().enumerate() {
        let mut figures = Map::new();
        for name in HEADLINES {
            let Some(place) = measure(name) else { continue };
            let Some(spread) = forecast.spread(period, group, place) else { continue };
            let unit = MEASURES[place].unit;
            let each = spread.each.map(|each| statistics(unit, each));
            let figure = json!({ "total": statistics(unit, spread.total), "each": each });
            figures.insert(name.to_owned(), figure);
        }
        groups.insert(name.to_owned(), Value::Object(figures));
    }
    Value::Object(groups)
}

/// Exact, so as text.
fn statistics(unit: Unit, statistics: Statistics) -> Value {
    named(statistics)
        .map(|(name, amount)| (name, Value::String(written(unit, amount))))
        .collect::<Map<_, _>>()
        .into()
}

fn variants(forecast: &Forecast) -> Vec<Value> {
    let sentences = what_if_sentences(forecast);
    let names = forecast.study.variants.iter().map(|variant| &variant.name);
    names.zip(sentences).map(|(name, sentence)| json!({ "variant": name, "sentence": sentence })).collect()
}
