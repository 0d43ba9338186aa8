//! Credits by source and calendar month.

use super::spend::{coordinate, months};
use crate::output::chart::{Hue, Story};
use crate::output::number::{grouped, percent};
use crate::output::report::data::{Bars, Chart, Panel, Part};
use crate::units::{Credits, Decimal};

/// `None` where nothing was used.
pub(super) fn chart(story: &Story<'_>) -> Option<Chart> {
    let usage = story.usage();
    let hues = (0..Hue::SOURCES).map(Hue::Source).chain([Hue::OtherSources]);
    let part = |(source, hue): (crate::output::chart::Usage, Hue)| Part {
        name: source.label,
        hue,
        values: source.spent.iter().map(|&spent| Some(coordinate(spent.into()))).collect(),
    };
    let stack: Vec<Part> = usage.into_iter().zip(hues).map(part).collect();
    if stack.is_empty() {
        return None;
    }
    let panel = Panel {
        title: "",
        unit: "credits",
        digits: 0,
        stack,
        limit: None,
        top: 1.0,
        points: false,
        whiskers: None,
    };
    Some(Chart::Bars(Bars { months: months(story), panels: vec![panel], shade: None }))
}

/// The chart in words.
pub(super) fn summary(story: &Story<'_>) -> String {
    let usage = story.usage();
    let total = story.metrics.summary.figures.credits.spent;
    let Some(largest) = usage.first() else { return String::new() };
    let spent: Credits = largest.spent.iter().copied().sum();
    let share = Decimal::from(spent.get()).checked_div(Decimal::from(total.get())).unwrap_or_default();
    format!(
        "{} credits were spent; {} is the largest source with {} ({}).",
        grouped(&total.to_string()),
        largest.label,
        grouped(&spent.to_string()),
        percent(share)
    )
}
