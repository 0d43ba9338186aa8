//! When organisations join and how long they stay.

use super::context::Context;
use super::scalar::real;
use crate::scenario::place::Place;
use crate::scenario::population::{Joins, Lifetime};
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Drawn, Moment, Number};

/// From 0, which is the default, to 10: eleven times as many every month.
pub(super) fn check_growth(growth: Option<Number>, place: &Place<'_>) -> f64 {
    let Some(growth) = growth else { return 0.0 };
    if real(growth.0) < 0.0 {
        let problem =
            Problem::new("`growth_per_month` cannot be negative: it counts organisations that ever joined");
        let problem = problem.label("must be 0 or more");
        place.refuse(problem.help("for organisations that leave set `churn_per_month` of the segments"));
        return 0.0;
    }
    place.real(Some(growth), "from 0 to 10: 0.05 is 5 % a month", |growth| growth <= 10.0).unwrap_or(0.0)
}

/// When the organisations of a segment join; `growth` is the population's.
pub(super) fn check_joins(
    written: &written::Segment,
    growth: f64,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<Joins> {
    let (joins_at, growth_at) = (place.key("joins"), place.key("growth_per_month"));
    let own = written.growth_per_month.map(|own| check_growth(Some(own), &growth_at));
    let Some(joins) = &written.joins else {
        let growth = own.unwrap_or(growth);
        return Some(if growth > 0.0 { Joins::Growing(growth) } else { Joins::AtStart });
    };
    if own.is_some() {
        let problem = Problem::new("`joins` and `growth_per_month` exclude each other");
        growth_at.refuse_key(problem.label("leave one of them out"));
        return None;
    }
    let after = match joins {
        // Durations have no hyphen, dates have.
        written::Joins::Text(at) if at.0.contains('-') => return check_instant(at, context, &joins_at),
        written::Joins::Text(Moment(duration)) => Drawn::Text(duration.clone()),
        written::Joins::Number(seconds) => Drawn::Number(*seconds),
        written::Joins::Table(table) => Drawn::Table(table.clone()),
    };
    joins_at.time(&after).map(Joins::After)
}

/// An instant at which organisations join, not before the start.
fn check_instant(at: &Moment, context: &Context<'_>, place: &Place<'_>) -> Option<Joins> {
    let at = place.instant(Some(at), &context.zone)?;
    if at < context.horizon.from {
        place.not_allowed("at or after `clock.start`; organisations that are there already need no `joins`");
        return None;
    }
    if at >= context.horizon.to {
        let problem = Problem::new("these organisations never join: it is after the simulation").warning();
        place.refuse(problem.label("outside [clock.start, clock.until)"));
    }
    Some(Joins::At(at))
}

/// How long the organisations of a segment stay.
pub(super) fn check_lifetime(written: &written::Segment, place: &Place<'_>) -> Option<Lifetime> {
    let (churn_at, lifetime_at) = (place.key("churn_per_month"), place.key("lifetime"));
    match (written.churn_per_month, &written.lifetime) {
        (None, None) => Some(Lifetime::Endless),
        (Some(churn), None) => {
            let allowed = "a probability from 0 to below 1: 0.03 is 3 % a month";
            let churn = churn_at.real(Some(churn), allowed, |churn| (0.0..1.0).contains(&churn))?;
            Some(if churn > 0.0 { Lifetime::Churn(churn) } else { Lifetime::Endless })
        }
        (None, Some(drawn)) => lifetime_at.time(drawn).map(Lifetime::Drawn),
        (Some(_), Some(_)) => {
            let problem = Problem::new("`churn_per_month` and `lifetime` exclude each other");
            lifetime_at.refuse_key(problem.label("leave one of them out"));
            None
        }
    }
}
