//! The balance over time.

use super::time::axis;
use crate::output::chart::{Hue, Story};
use crate::output::number::{grouped, time};
use crate::output::report::data::{Chart, Deltas, Level, Line, Mark, Steps};
use crate::units::Credits;

pub(super) fn chart(story: &Story<'_>) -> Chart {
    let balance = story.balance();
    let level = |name, hue, of: fn(&crate::output::chart::Balance) -> Credits| Level {
        name,
        hue,
        values: Deltas::of(balance.iter().map(|step| of(step).get())),
    };
    Chart::Steps(Steps {
        axis: axis(story),
        unit: "credits",
        times: Deltas::of(balance.iter().map(|step| step.time.ms())),
        stack: vec![
            level("included", Hue::Subscription, |step| step.included),
            level("purchased", Hue::Purchased, |step| step.purchased),
        ],
        line: level("usable", Hue::Usable, |step| step.usable),
        limit: threshold(story).map(|threshold| Line {
            name: format!("threshold {}", grouped(&threshold.to_string())),
            hue: Hue::Setting,
            value: super::spend::coordinate(crate::metrics::Figure::Credits(threshold)),
        }),
        marks: marks(story),
    })
}

fn threshold(story: &Story<'_>) -> Option<Credits> {
    let recharge = &story.rules.auto_recharge;
    recharge.enabled.then_some(recharge.threshold)
}

fn marks(story: &Story<'_>) -> Vec<Mark> {
    let mark = |name, short, hue, tint, runs| Mark { name, short, hue, tint, runs: Deltas::of_runs(&runs) };
    let mut marks = Vec::new();
    if story.rules.auto_recharge.enabled {
        marks.push(mark("auto-recharge fires", "recharges", Hue::Fires, None, story.fires()));
        let tint = Some(Hue::CappedTint);
        marks.push(mark("capped by the limit", "capped", Hue::Capped, tint, story.capped()));
    }
    let tint = Some(Hue::NoCreditsTint);
    marks.push(mark("no usable credits", "no credits", Hue::NoCredits, tint, story.zero()));
    marks
}

/// The chart in words.
pub(super) fn summary(story: &Story<'_>) -> String {
    let figures = &story.metrics.summary.figures;
    let credits = |credits: Credits| grouped(&credits.to_string());
    let balance = story.balance();
    let low = balance.iter().map(|step| step.usable).min().unwrap_or_default();
    let high = balance.iter().map(|step| step.usable).max().unwrap_or_default();
    format!(
        "Usable credits ran between {} and {} and ended at {}; {} with none.",
        credits(low),
        credits(high),
        credits(figures.credits.closing),
        time(figures.work.zero)
    )
}
