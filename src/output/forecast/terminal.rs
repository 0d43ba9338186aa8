//! What a person reads first of a forecast.

use super::super::aligned::{plain_table, right_aligned};
use super::super::number::grouped;
use super::amount::{shown, shown_share};
use super::sentences::{asked, notes, sentences, what_if_sentences};
use crate::experiment::forecast::{Forecast, MEASURES, Spread, Statistics, Unit, measure};

/// Sentences, then tables; no colours, ends with a line break.
pub fn forecast_report(forecast: &Forecast) -> String {
    let bullets = |all: Vec<String>| all.into_iter().map(|sentence| format!("  • {sentence}"));
    let mut parts = vec![asked(forecast), String::new(), "What to look at first".to_owned()];
    parts.extend(bullets(sentences(forecast)));
    if !forecast.study.variants.is_empty() {
        parts.extend([String::new(), "What if".to_owned()]);
        parts.extend(bullets(what_if_sentences(forecast)));
    }
    for (title, table) in [
        ("Auto-recharge by month: money of all organisations", months(forecast)),
        ("All organisations, whole horizon", figures(forecast, |spread| Some(spread.total))),
        ("One organisation, whole horizon", figures(forecast, |spread| spread.each)),
        ("Months in which auto-recharge used so much of its limit, or more", exposure(forecast)),
    ] {
        parts.extend([String::new(), title.to_owned(), table]);
    }
    parts.push(String::new());
    parts.extend(notes(forecast).into_iter().map(|note| format!("  {note}")));
    parts.push(String::new());
    parts.join("\n")
}

/// Quantiles shown, in per cent.
const SHOWN: [u32; 3] = [10, 50, 90];

fn months(forecast: &Forecast) -> String {
    let mut table = plain_table();
    table.set_header(["  month", "P10", "P50", "P90", "mean", "organisations", "at their limit"]);
    let of = |period: usize, name: &str| forecast.spread(period, forecast.everyone(), measure(name)?);
    for (period, month) in forecast.periods().enumerate() {
        let Some(recharge) = of(period, "money.auto_recharge") else { continue };
        let count = |name: &str| of(period, name).map(|spread| shown(Unit::Count, spread.total.mean));
        let mut row = vec![format!("  {month}")];
        row.extend(SHOWN.iter().filter_map(|&at| Some(shown(Unit::Money, recharge.total.at(at)?))));
        row.push(shown(Unit::Money, recharge.total.mean));
        row.extend(count("organisations.active"));
        row.extend(count("auto_recharge.cap_hit"));
        table.add_row(row);
    }
    right_aligned(table, 1..)
}

/// The figures of the tables over the whole horizon.
const FIGURES: [(&str, &str); 9] = [
    ("money.total", "all money"),
    ("money.subscription", "subscriptions"),
    ("money.auto_recharge", "auto-recharge"),
    ("money.top_up", "manual top-ups"),
    ("credits.auto_recharged", "credits auto-recharged"),
    ("credits.spent", "credits spent"),
    ("auto_recharge.cap_denied_credits", "credits denied by caps"),
    ("tasks.paused_ms.credits", "task time paused for credits"),
    ("deferred.end", "credits outstanding at the end"),
];

fn figures(forecast: &Forecast, of: fn(&Spread) -> Option<Statistics>) -> String {
    let mut table = plain_table();
    table.set_header(["", "P10", "P50", "P90", "mean"]);
    for (name, words) in FIGURES {
        let Some(place) = measure(name) else { continue };
        let Some(spread) = forecast.spread(forecast.whole(), forecast.everyone(), place) else { continue };
        let Some(statistics) = of(spread) else { continue };
        let unit = MEASURES[place].unit;
        let quantiles = SHOWN.iter().filter_map(|&at| Some(shown(unit, statistics.at(at)?)));
        let row = std::iter::once(format!("  {words}")).chain(quantiles);
        table.add_row(row.chain([shown(unit, statistics.mean)]));
    }
    right_aligned(table, 1..)
}

/// Per cents of the limit shown.
pub(in crate::output) const REACHED: [u8; 5] = [1, 25, 50, 80, 100];

fn exposure(forecast: &Forecast) -> String {
    let mut table = plain_table();
    let head = std::iter::once("  segment".to_owned()).chain(REACHED.map(|percent| format!("{percent} %")));
    table.set_header(head.chain(["months with a limit".to_owned()]));
    for (segment, used) in forecast.groups().zip(&forecast.cap_used) {
        let row =
            std::iter::once(format!("  {segment}")).chain(REACHED.map(|at| shown_share(used.share(at))));
        table.add_row(row.chain([grouped(&used.months().to_string())]));
    }
    right_aligned(table, 1..)
}
