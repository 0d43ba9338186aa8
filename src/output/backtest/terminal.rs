//! What a person reads first of a back-test.

use super::super::aligned::{plain_table, right_aligned};
use super::sentences::sentences;
use super::words::{figure, percent};
use crate::experiment::backtest::{Backtest, Band, Scored};

/// A table for each forecast, the best first, then what they say; ends with a line break.
pub fn backtest_report(backtest: &Backtest) -> String {
    let mut parts = Vec::new();
    if backtest.forecasts.len() > 1 {
        parts.push(format!("Forecasts, the best first\n{}\n", ranked(backtest)));
    }
    for scored in &backtest.forecasts {
        parts.push(format!("{}\n{}\n", scored.name, table(scored)));
    }
    parts.push("What to do".to_owned());
    parts.extend(sentences(backtest).into_iter().map(|sentence| format!("  • {sentence}")));
    parts.push(String::new());
    parts.join("\n")
}

fn ranked(backtest: &Backtest) -> String {
    let mut table = plain_table();
    table.set_header(["  forecast", "relative loss", "behind by", "in P25–P75", "in P10–P90", "in P5–P95"]);
    for (place, scored) in backtest.forecasts.iter().enumerate() {
        let versus = place.checked_sub(1).and_then(|place| backtest.versus.get(place));
        let behind = versus.and_then(|versus| versus.worse_by).map(|worse| match worse.half_width {
            Some(half) => format!("{} ± {}", percent(worse.mean), percent(half)),
            None => percent(worse.mean),
        });
        let inside = scored.inside.map(|inside| format!("{} of {}", inside.of, inside.all));
        let [narrow, spoken, wide] = inside;
        let loss = scored.relative_loss.map(percent).unwrap_or_default();
        table.add_row([format!("  {}", scored.name), loss, behind.unwrap_or_default(), narrow, spoken, wide]);
    }
    right_aligned(table, 1..6)
}

fn table(scored: &Scored) -> String {
    let mut table = plain_table();
    table.set_header([
        "  figure",
        "months",
        "P25–P75",
        "P10–P90",
        "95 % interval",
        "P5–P95",
        "loss",
        "relative",
        "MAPE",
        "bias",
    ]);
    for score in &scored.scores {
        let inside = |band: Option<Band>| {
            band.map(|band| format!("{} of {}", band.inside.of, band.inside.all)).unwrap_or_default()
        };
        let [narrow, spoken, wide] = score.bands;
        let interval = spoken.map(|band| {
            let (low, high) = band.inside.interval();
            format!("{} to {}", percent(low), percent(high))
        });
        let bias = score.bias.map(|bias| {
            let relative = bias.relative.map(|share| format!(" ({})", percent(share))).unwrap_or_default();
            format!("{}{relative}", figure(bias.mean))
        });
        table.add_row([
            format!("  {}", score.quantity),
            score.months.len().to_string(),
            inside(narrow),
            inside(spoken),
            interval.unwrap_or_default(),
            inside(wide),
            score.loss.map(figure).unwrap_or_default(),
            score.relative_loss.map(percent).unwrap_or_default(),
            score.mape.map(|mape| percent(mape.value)).unwrap_or_default(),
            bias.unwrap_or_default(),
        ]);
    }
    right_aligned(table, 1..10)
}
