//! Money by calendar month.

use crate::metrics::Figure;
use crate::output::chart::{Hue, Story};
use crate::output::number::{counted, grouped, shown};
use crate::output::report::data::{Bars, Chart, Line, Panel, Part, Shade};
use crate::replay::MonthTally;
use crate::units::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// A figure as a place on an axis; nothing is computed from it.
pub(super) fn coordinate(figure: Figure) -> f64 {
    figure.value().to_f64().unwrap_or_default()
}

/// A part of every bar. One that is nothing in all of them is left out.
pub(super) fn part(
    story: &Story<'_>,
    name: &str,
    hue: Hue,
    of: impl Fn(&MonthTally) -> Figure,
) -> Option<Part> {
    let figures: Vec<Figure> = story.replayed.tally.months.iter().map(of).collect();
    let is_there = figures.iter().any(|figure| figure.value() != Decimal::ZERO);
    let values = figures.into_iter().map(|figure| Some(coordinate(figure))).collect();
    is_there.then(|| Part { name: name.to_owned(), hue, values })
}

/// The months that hit the limit.
pub(super) fn hit(story: &Story<'_>) -> Option<Shade> {
    let months = story.replayed.tally.months.iter().enumerate().filter(|(_, month)| month.cap_hit);
    let months: Vec<usize> = months.map(|(index, _)| index).collect();
    let name = "month that hit the limit";
    (!months.is_empty()).then_some(Shade { name, hue: Hue::Capped, tint: Hue::CappedTint, months })
}

/// The names of the months.
pub(super) fn months(story: &Story<'_>) -> Vec<String> {
    story.replayed.tally.months.iter().map(|month| month.month.to_string()).collect()
}

pub(super) fn chart(story: &Story<'_>) -> Chart {
    let parts = [
        part(story, "auto-recharge", Hue::Purchased, |month| month.auto_recharge_money.into()),
        part(story, "subscription", Hue::Subscription, |month| month.subscription_money.into()),
        part(story, "manual top-ups", Hue::TopUp, |month| month.top_up_money.into()),
    ];
    let limit = story.money_limit().map(|limit| Line {
        name: format!("limit of auto-recharge, {} at base price", grouped(&limit.to_cents())),
        hue: Hue::Setting,
        value: coordinate(limit.into()),
    });
    let panel = Panel {
        title: "",
        unit: "money",
        digits: 2,
        stack: parts.into_iter().flatten().collect(),
        limit,
        top: 1.0,
        points: false,
        whiskers: None,
    };
    Chart::Bars(Bars { months: months(story), panels: vec![panel], shade: hit(story) })
}

/// The chart in words.
pub(super) fn summary(story: &Story<'_>) -> String {
    let dearest = story.metrics.months.iter().rev().max_by_key(|row| row.figures.money.total);
    let months = story.metrics.months.len();
    let count = u64::try_from(months).unwrap_or(u64::MAX);
    let total = shown(story.metrics.summary.figures.money.total.into());
    match dearest.filter(|_| months > 1) {
        Some(row) => format!(
            "{total} in {}; the most in one month is {} ({}).",
            counted(count, "month"),
            shown(row.figures.money.total.into()),
            row.month
        ),
        None => format!("{total} in all."),
    }
}
