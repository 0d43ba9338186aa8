//! `fit.json`.

use super::doubts::doubts;
use super::words::NINETY_FIVE;
use crate::experiment::fit::{
    Fit, FittedActivity, FittedDraw, FittedTask, Goodness, Growth, Parameter, Share,
};
use serde_json::{Map, Value, json};
use std::io;

/// Every estimate with its standard error, as one object; times in seconds where a key says so, else as the scenario's
/// unit is. Ends with a line break.
///
/// # Errors
/// None that a fit can cause; passed on from the serializer.
pub fn fit_json(fit: &Fit) -> io::Result<Vec<u8>> {
    let value = json!({
        "schema": 1,
        "from": fit.window.from.to_string(),
        "until": fit.window.to.to_string(),
        "timezone": fit.zone.name(),
        "rows": fit.rows,
        "left_out": fit.left_out,
        "tasks": fit.tasks.iter().map(task).collect::<Vec<_>>(),
        "activities": fit.activities.iter().map(activity).collect::<Vec<_>>(),
        "not_told": doubts(fit),
    });
    let mut bytes = serde_json::to_vec_pretty(&value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn task(task: &FittedTask) -> Value {
    let schedule = &task.schedule;
    json!({
        "name": task.name,
        "rows": task.rows,
        "schedule": super::written::spoken_schedule(schedule.schedule),
        "timezone": schedule.zone.name(),
        "on_schedule": schedule.on,
        "off_schedule": schedule.off,
        "missing": schedule.missing(),
        "longest_gap": schedule.longest_gap,
        "cost": draw(&task.cost, 1.0),
        "duration_seconds": task.duration.as_ref().map(|duration| draw(duration, 0.001)),
        "failed_at_start": share(task.failures.at_start),
        "failed_running": share(task.failures.running),
        "failures_clustered_p": task.failures.clustered.map(rounded),
    })
}

fn activity(activity: &FittedActivity) -> Value {
    let arrivals = &activity.arrivals;
    let growth = match arrivals.growth {
        Growth::TooShort => Value::Null,
        Growth::Unclear { estimate, error } | Growth::Told { estimate, error } => {
            json!({ "estimate": rounded(estimate), "error": rounded(error), "stated": rounded(arrivals.growth.stated()) })
        }
    };
    json!({
        "name": activity.name,
        "kind": activity.source.kind,
        "rows": activity.rows,
        "per_day": parameter(&arrivals.per_day, 1.0),
        "burst_size": arrivals.bursts.as_ref().map(|bursts| draw(&bursts.size, 1.0)),
        "gap_seconds": arrivals.bursts.as_ref().map(|bursts| draw(&bursts.gap, 0.001)),
        "bic_gain_of_bursts": arrivals.gain.map(rounded),
        "goodness": goodness(&arrivals.goodness),
        "dispersion": arrivals.dispersion.map(rounded),
        "weights": arrivals.weights.map(rounded).to_vec(),
        "growth_per_month": growth,
        "cost": draw(&activity.cost, 1.0),
        "duration_seconds": activity.duration.as_ref().map(|duration| draw(duration, 0.001)),
        "failed": share(activity.failed),
    })
}

fn draw(draw: &FittedDraw, scale: f64) -> Value {
    let parameters: Map<String, Value> = draw
        .parameters
        .iter()
        .map(|one| {
            let scale = if matches!(one.name, "sigma" | "shape" | "alpha") { 1.0 } else { scale };
            (one.name.to_owned(), parameter(one, scale))
        })
        .collect();
    json!({
        "family": draw.family(),
        "rows": draw.rows,
        "mean": rounded(draw.mean() * scale),
        "parameters": parameters,
        "goodness": draw.goodness.as_ref().map(goodness),
    })
}

fn parameter(parameter: &Parameter, scale: f64) -> Value {
    json!({ "value": rounded(parameter.value * scale), "error": parameter.error.map(|error| rounded(error * scale)) })
}

fn goodness(goodness: &Goodness) -> Value {
    json!({ "p": goodness.p.map(rounded), "distance": rounded(goodness.distance) })
}

fn share(share: Share) -> Value {
    let (low, high) = share.wilson(NINETY_FIVE);
    json!({ "of": share.of, "all": share.all, "low": rounded(low), "high": rounded(high) })
}

/// Six significant digits: what follows differs between machines, and means nothing.
fn rounded(value: f64) -> Value {
    let exact = crate::units::Decimal::try_from(value).unwrap_or_default();
    let short = exact.round_sf(6).unwrap_or(exact);
    f64::try_from(short).map_or(Value::Null, Value::from)
}
