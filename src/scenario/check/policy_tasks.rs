//! A policy's defaults of tasks and their reviews.

use super::policy::needed;
use super::word;
use crate::policy::{Range, TaskTerms, Trigger};
use crate::scenario::place::Place;
use crate::scenario::written::{self, Drawn, Number, Scalar};
use crate::units::Span;

/// `[tasks]` and `[review]` of a policy file; `None` where a problem was reported.
pub(super) fn check_tasks(written: &written::Policy, root: &Place<'_>) -> Option<TaskTerms> {
    let place = root.key("tasks");
    let tasks = needed(written.tasks.as_ref(), &place)?;
    let pause_at = place.key("auto_pause_after");
    let pause = needed(tasks.auto_pause_after.as_ref(), &pause_at);
    let failure_reset = needed(tasks.failure_reset, &place.key("failure_reset"));
    let charge_at = place.key("failed_charge");
    let failed_charge = charge_at.ratio(needed(tasks.failed_charge, &charge_at), 1_000);
    let minutes_at = place.key("picker_minutes");
    let minute = |(index, minute): (usize, &Number)| {
        minutes_at.item(index).whole(Some(*minute), 0..=59).and_then(|minute| u8::try_from(minute).ok())
    };
    let picker_minutes = tasks.picker_minutes.iter().flatten().enumerate().filter_map(minute).collect();
    let part = |key: &str, number: Option<Number>| {
        let place = pause_at.key(key);
        place.whole(needed(number, &place), 1..=1_000_000)
    };
    let (default, from, to) =
        (part("default", pause?.default), part("from", pause?.from), part("to", pause?.to));
    let range = Range { from: from?, to: Some(to?), step: 1 };
    if !range.contains(default?) {
        pause_at.key("default").not_allowed("within the range");
    }
    let review_at = root.key("review");
    let review = needed(written.review.as_ref(), &review_at)?;
    Some(TaskTerms {
        auto_pause_range: range,
        auto_pause_after: u32::try_from(default?).ok()?,
        failure_reset: word::failure_reset(failure_reset?),
        failed_charge: failed_charge?,
        picker_minutes,
        credits_review: check_review(review.credits.as_ref(), &review_at.key("credits"))?,
        failures_review: check_review(review.failures.as_ref(), &review_at.key("failures"))?,
    })
}

fn check_review(written: Option<&written::ReviewRule>, place: &Place<'_>) -> Option<(Trigger, Span)> {
    let rule = needed(written, place)?;
    let trigger = needed(rule.trigger, &place.key("trigger"));
    let delay_at = place.key("delay");
    if place.name() == "failures" && matches!(rule.trigger, Some(written::Trigger::Funded)) {
        place.key("trigger").not_allowed("`timer` or `never`: failures do not wait for credits (R-REVIEW)");
    }
    let delay = match needed(rule.delay.as_ref(), &delay_at)? {
        Drawn::Number(seconds) => delay_at.span(Some(&Scalar::Number(*seconds))),
        Drawn::Text(text) => delay_at.span(Some(&Scalar::Text(text.clone()))),
        Drawn::Table(_) => {
            delay_at.not_allowed("a duration in a policy file");
            None
        }
    };
    Some((word::trigger(trigger?), delay?))
}
