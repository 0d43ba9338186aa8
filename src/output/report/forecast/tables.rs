//! A forecast's tables.

use crate::experiment::forecast::{Amount, Effect, Forecast, MEASURES, Spread, Unit, measure};
use crate::output::forecast::{CHANGES, REACHED, shown, shown_share};
use crate::output::report::table::{Cell, Column, Table};
use std::borrow::Cow;

/// A column: head, what is below it, dotted name, what of it.
type Wanted = (&'static str, &'static str, &'static str, fn(&Spread) -> Option<Amount>);

fn p10(spread: &Spread) -> Option<Amount> {
    spread.total.at(10)
}

fn p50(spread: &Spread) -> Option<Amount> {
    spread.total.at(50)
}

fn p90(spread: &Spread) -> Option<Amount> {
    spread.total.at(90)
}

#[expect(clippy::unnecessary_wraps, reason = "one of several that may have nothing")]
fn mean(spread: &Spread) -> Option<Amount> {
    Some(spread.total.mean)
}

fn one_p50(spread: &Spread) -> Option<Amount> {
    spread.each?.at(50)
}

fn one_p90(spread: &Spread) -> Option<Amount> {
    spread.each?.at(90)
}

const MONEY: [Wanted; 10] = [
    ("Organisations", "mean", "organisations.active", mean),
    ("Auto-recharge", "P10", "money.auto_recharge", p10),
    ("Auto-recharge", "P50", "money.auto_recharge", p50),
    ("Auto-recharge", "P90", "money.auto_recharge", p90),
    ("Auto-recharge", "mean", "money.auto_recharge", mean),
    ("One organisation", "P50", "money.auto_recharge", one_p50),
    ("One organisation", "P90", "money.auto_recharge", one_p90),
    ("Subscriptions", "mean", "money.subscription", mean),
    ("All money", "mean", "money.total", mean),
    ("At their limit", "mean", "auto_recharge.cap_hit", mean),
];

const DEFERRED: [Wanted; 8] = [
    ("Begin", "credits", "deferred.begin", mean),
    ("Sold", "credits", "deferred.sold", mean),
    ("Used", "credits", "deferred.used", mean),
    ("Expired", "credits", "deferred.expired", mean),
    ("Forfeited", "credits", "deferred.forfeited", mean),
    ("End", "credits", "deferred.end", mean),
    ("included", "credits", "deferred.end_included", mean),
    ("purchased", "credits", "deferred.end_purchased", mean),
];

/// By month, and the whole horizon below.
pub(super) fn months(forecast: &Forecast) -> Table {
    by_month(forecast, "months-table", "Money of all organisations by month", &MONEY)
}

/// What is sold and not yet used, by month.
pub(super) fn deferred(forecast: &Forecast) -> Table {
    by_month(forecast, "deferred-table", "Expected credits of all organisations by month", &DEFERRED)
}

fn by_month(forecast: &Forecast, id: &'static str, caption: &str, wanted: &[Wanted]) -> Table {
    let row = |(period, name): (usize, String)| row(forecast, (period, forecast.everyone()), name, wanted);
    let mut rows: Vec<Vec<Cell>> =
        forecast.periods().map(|period| period.to_string()).enumerate().map(row).collect();
    let total = rows.pop().unwrap_or_default();
    Table { id, caption: caption.to_owned(), columns: columns("Month", wanted), rows, total }
}

/// The whole horizon by segment.
pub(super) fn segments(forecast: &Forecast) -> Table {
    let row =
        |(group, name): (usize, &str)| row(forecast, (forecast.whole(), group), name.to_owned(), &MONEY);
    let mut rows: Vec<Vec<Cell>> = forecast.groups().enumerate().map(row).collect();
    let total = rows.pop().unwrap_or_default();
    let caption = "Money of the whole horizon by segment".to_owned();
    Table { id: "segments-table", caption, columns: columns("Segment", &MONEY), rows, total }
}

fn columns(first: &'static str, wanted: &[Wanted]) -> Vec<Column> {
    let column = |head, unit| Column { head: Cow::Borrowed(head), unit, optional: false };
    let others = wanted.iter().map(|&(head, unit, ..)| column(head, unit));
    std::iter::once(column(first, "")).chain(others).collect()
}

fn row(forecast: &Forecast, (period, group): (usize, usize), name: String, wanted: &[Wanted]) -> Vec<Cell> {
    let cell = |&(.., name, read): &Wanted| {
        let place = measure(name)?;
        Some(amount(MEASURES[place].unit, read(forecast.spread(period, group, place)?)?))
    };
    let others = wanted.iter().map(|wanted| cell(wanted).unwrap_or(Cell::Text(String::new())));
    std::iter::once(Cell::Text(name)).chain(others).collect()
}

fn amount(unit: Unit, amount: Amount) -> Cell {
    Cell::Measured { value: amount.approximate(), shown: shown(unit, amount) }
}

fn share(share: Option<f64>) -> Cell {
    Cell::Measured { value: share.unwrap_or_default(), shown: shown_share(share) }
}

/// Shares of the organisation-months that reached so much of their limit.
pub(super) fn exposure(forecast: &Forecast) -> Table {
    let column = |head, unit| Column { head, unit, optional: false };
    let months = column(Cow::Borrowed("Months with a limit"), "organisations × months");
    let mut columns = vec![column(Cow::Borrowed("Segment"), ""), months];
    columns.extend(REACHED.map(|at| column(Cow::Owned(format!("{at} %")), "of the limit or more")));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (name, used) in forecast.groups().zip(&forecast.cap_used) {
        let mut row =
            vec![Cell::Text(name.to_owned()), Cell::of(crate::metrics::Figure::Count(used.months()))];
        row.extend(REACHED.map(|at| share(used.share(at))));
        rows.push(row);
    }
    let total = rows.pop().unwrap_or_default();
    let caption = "How much of its monthly limit auto-recharge used, by segment".to_owned();
    Table { id: "exposure-table", caption, columns, rows, total }
}

/// What each variant changes.
pub(super) fn what_if(forecast: &Forecast) -> Table {
    let heads = ["Figure", "Variant", "As it is", "With it", "Difference", "±", "Relative", "± relative"];
    let column = |head| Column { head: Cow::Borrowed(head), unit: "", optional: false };
    let mut rows = Vec::new();
    for (name, words) in CHANGES {
        let Some(place) = measure(name) else { continue };
        for (index, variant) in forecast.study.variants.iter().enumerate() {
            let Some(effect) = forecast.effect(index, forecast.whole(), place) else { continue };
            let first = [words.to_owned(), variant.title.clone()].map(Cell::Text);
            rows.push(first.into_iter().chain(effect_cells(MEASURES[place].unit, effect)).collect());
        }
    }
    let caption = "What variants change over the whole horizon".to_owned();
    Table { id: "what-if-table", caption, columns: heads.map(column).into(), rows, total: Vec::new() }
}

fn effect_cells(unit: Unit, effect: &Effect) -> [Cell; 6] {
    let known = |cell: Option<Cell>| cell.unwrap_or(Cell::Measured { value: 0.0, shown: String::new() });
    [
        amount(unit, effect.base),
        amount(unit, effect.own),
        amount(unit, effect.difference),
        known(effect.half_width.map(|half| amount(unit, half))),
        share(effect.relative.map(|relative| relative.share)),
        share(effect.relative.and_then(|relative| relative.half_width)),
    ]
}
