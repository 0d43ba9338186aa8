//! The totals of the whole horizon.

use crate::experiment::forecast::{Amount, Forecast, MEASURES, Spread, Statistics, Unit, measure};
use crate::metrics::Figure;
use crate::output::forecast::shown;
use crate::output::report::html::Html;
use crate::output::report::tile::Tile;
use crate::units::{Credits, Money, Span, half_even};

/// Shown in any case.
const MONEY: &str = "money.auto_recharge";

/// Label, dotted name, unit.
const TILES: [(&str, &str, &str); 6] = [
    ("Auto-recharge, all organisations", MONEY, ""),
    ("All money", "money.total", ""),
    ("Subscriptions", "money.subscription", ""),
    ("Manual top-ups", "money.top_up", ""),
    ("Organisations at their limit", "auto_recharge.cap_hit", ""),
    ("Outstanding at the end", "deferred.end", "credits"),
];

/// The median of each total, with where 8 of 10 populations end.
pub(super) fn tiles(forecast: &Forecast) -> Html {
    let mut html = Html::new();
    html.markup("<ul class=\"tiles\">\n");
    for (label, name, unit) in TILES {
        let Some(place) = measure(name) else { continue };
        let Some(spread) = forecast.spread(forecast.whole(), forecast.everyone(), place) else { continue };
        if spread.total == Statistics::default() && name != MONEY {
            continue; // nobody has any of it
        }
        let kind = MEASURES[place].unit;
        let quantile = |percent| spread.total.at(percent).unwrap_or_default();
        let show = |percent| shown(kind, quantile(percent));
        let tile = Tile {
            label,
            name,
            figure: figure(kind, quantile(50)),
            unit,
            detail: format!("P50; P10 {}, P90 {}", show(10), show(90)),
            spread: Some(about(kind, spread)),
            is_bad: name == "auto_recharge.cap_hit" && spread.total.mean > Amount::ZERO,
        };
        html.append(&tile.to_html());
    }
    html.markup("</ul>\n");
    html
}

/// The mean, and what one organisation has of it.
fn about(unit: Unit, spread: &Spread) -> String {
    let mean = format!("mean {}", shown(unit, spread.total.mean));
    match spread.each.filter(|_| unit != Unit::Count) {
        Some(each) => {
            let at = |percent| shown(unit, each.at(percent).unwrap_or_default());
            format!("{mean}; one organisation: P50 {}, P90 {}", at(50), at(90))
        }
        None => mean,
    }
}

/// The nearest whole of what a tile shows; money as it is.
fn figure(unit: Unit, amount: Amount) -> Figure {
    let whole = i64::try_from(half_even(amount.millionths(), 1_000_000)).unwrap_or(i64::MAX);
    match unit {
        Unit::Money => Figure::Money(Money::from_micros(amount.millionths())),
        Unit::Credits => Figure::Credits(Credits::new(whole)),
        Unit::Count => Figure::Count(whole.unsigned_abs()),
        Unit::Time => Figure::Time(Span::from_ms(whole)),
    }
}
