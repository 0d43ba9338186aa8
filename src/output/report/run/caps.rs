//! Auto-recharge against its limit.

use super::spend::{coordinate, hit, months, part};
use crate::metrics::Figure;
use crate::output::chart::{Hue, Story};
use crate::output::number::{counted, grouped, time};
use crate::output::report::data::{Bars, Chart, Line, Panel, Part};
use crate::policy::Denial;
use crate::units::Decimal;

/// `None` without auto-recharge.
pub(super) fn chart(story: &Story<'_>) -> Option<Chart> {
    if !story.rules.auto_recharge.enabled {
        return None;
    }
    let hours = |span: crate::units::Span| Figure::Ratio(Decimal::from(span.ms()) / Decimal::from(3_600_000));
    let others = |month: &crate::replay::MonthTally| {
        month.denied[Denial::Payment.index()] + month.denied[Denial::NoSubscription.index()]
    };
    let bought = part(story, "bought by auto-recharge", Hue::Purchased, |month| month.fired_credits.into());
    let capped = part(story, "hours capped", Hue::Capped, |month| hours(month.capped));
    let for_cap =
        part(story, "denied for the limit", Hue::Capped, |month| month.denied[Denial::Cap.index()].into());
    let for_others =
        part(story, "denied for payment or a lapse", Hue::OtherDenials, |month| others(month).into());
    let limit = story.credit_limit().map(|limit| Line {
        name: format!("monthly limit, {} credits", grouped(&limit.to_string())),
        hue: Hue::Setting,
        value: coordinate(limit.into()),
    });
    let mut panels = vec![Panel { limit, ..panel("Credits bought", "credits", 0, bought) }];
    if hit(story).is_some() {
        let days = Panel {
            top: 31.0,
            points: true,
            whiskers: None,
            ..panel("Day the limit first stopped it", "day", 0, Some(days(story)))
        };
        panels.push(days);
        panels.push(panel("Time capped", "hours", 1, capped));
    }
    if for_cap.is_some() || for_others.is_some() {
        panels.push(panel("Purchases denied", "count", 0, for_cap.into_iter().chain(for_others)));
    }
    Some(Chart::Bars(Bars { months: months(story), panels, shade: hit(story) }))
}

fn panel(
    title: &'static str,
    unit: &'static str,
    digits: u8,
    stack: impl IntoIterator<Item = Part>,
) -> Panel {
    let stack = stack.into_iter().collect();
    Panel { title, unit, digits, stack, limit: None, top: 1.0, points: false, whiskers: None }
}

fn days(story: &Story<'_>) -> Part {
    let day = |month: &crate::replay::MonthTally| {
        let at = story.first_stop(month.month)?;
        Some(f64::from(story.rules.zone.civil(at).day()))
    };
    Part {
        name: "day of the first denial".to_owned(),
        hue: Hue::Capped,
        values: story.replayed.tally.months.iter().map(day).collect(),
    }
}

/// The chart in words.
pub(super) fn summary(story: &Story<'_>) -> String {
    let recharge = &story.metrics.summary.figures.auto_recharge;
    let months = story.metrics.summary.figures.basis.months;
    let fired = counted(recharge.fired, "time");
    match (story.rules.auto_recharge.limit.is_some(), recharge.cap_hit_months) {
        (false, _) => format!("Auto-recharge has no limit here and fired {fired}."),
        (true, 0) => format!("Auto-recharge fired {fired}; its limit never stopped it."),
        (true, hit) => format!(
            "Auto-recharge fired {fired}. Its limit stopped it in {hit} of {}, for {} in all.",
            counted(months, "month"),
            time(recharge.capped)
        ),
    }
}
