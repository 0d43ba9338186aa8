//! Reviews (R-REVIEW).

use super::context::Context;
use super::word;
use crate::demand::SpanDraw;
use crate::policy::Trigger;
use crate::replay::{Review, Reviews};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written;
use crate::units::Span;

/// The policy's reviews.
pub(super) fn default_reviews(context: &Context<'_>) -> Reviews {
    let review = |(trigger, delay): (Trigger, Span)| Review { trigger, delay: SpanDraw::constant(delay) };
    let tasks = &context.policy.tasks;
    Reviews { credits: review(tasks.credits_review), failures: review(tasks.failures_review) }
}

/// What is written, over `base`.
pub(super) fn check_reviews(written: Option<&written::Review>, base: &Reviews, place: &Place<'_>) -> Reviews {
    let Some(written) = written else { return base.clone() };
    let failures_at = place.key("failures");
    let trigger_at = failures_at.key("trigger");
    let failures = written.failures.as_ref();
    if failures
        .and_then(|rule| rule.trigger)
        .is_some_and(|trigger| matches!(trigger, written::Trigger::Funded))
    {
        let problem = Problem::new("R-REVIEW: failures cannot wait for credits");
        let problem = problem.label("must be `timer` or `never`");
        trigger_at.refuse(
            problem.note("`funded` is for tasks paused for lack of credits").help("did you mean `timer`?"),
        );
    }
    Reviews {
        credits: check_rule(written.credits.as_ref(), &base.credits, &place.key("credits")),
        failures: check_rule(failures, &base.failures, &failures_at),
    }
}

fn check_rule(written: Option<&written::ReviewRule>, base: &Review, place: &Place<'_>) -> Review {
    let Some(rule) = written else { return base.clone() };
    let delay = rule.delay.as_ref().and_then(|delay| place.key("delay").time(delay));
    let trigger = rule.trigger.map_or(base.trigger, word::trigger);
    if trigger == Trigger::Never {
        place.key("delay").without_effect("nobody reviews: the trigger is `never` (R-REVIEW)");
    }
    Review { trigger, delay: delay.unwrap_or_else(|| base.delay.clone()) }
}
