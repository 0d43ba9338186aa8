//! How a task's runs fail (R-FAIL, R-OUTAGE).

use super::context::Context;
use crate::demand::{FailureModel, RunningFailures, SpanDraw};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written;
use crate::units::Ratio;

/// The most that `failed_charge` may be.
const MOST_CHARGED: i64 = 1_000;

/// A task's failures and what a failed run is charged.
pub(super) struct Failures {
    pub(super) model: FailureModel,
    pub(super) failed_charge: Ratio,
    /// Where only a review repairs the task: time from start or review to the next break.
    pub(super) time_to_break: Option<SpanDraw>,
}

/// An up/down process changes no faster than this on average: a year of milliseconds would never end.
const SHORTEST_CYCLE_MS: f64 = 1_000.0;

/// `failure`; nothing fails without it.
pub(super) fn check_failure(
    written: Option<&written::Failure>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Failures {
    let failed_charge = context.policy.tasks.failed_charge;
    let Some(failure) = written else {
        return Failures { model: FailureModel::never(), failed_charge, time_to_break: None };
    };
    let windows = context.windows(&failure.windows, &place.key("windows"));
    let at_start = place.key("start").probability(failure.start).unwrap_or(0.0);
    let charged = check_failed_charge(failure.failed_charge, context, &place.key("failed_charge"));
    let running = match failure.model {
        Some(written::FailureModel::Outage) => outage(failure, place),
        Some(written::FailureModel::Independent) | None => independent(failure, place),
    };
    if matches!(running, RunningFailures::Independent(run) if run <= 0.0) && windows.is_empty() {
        place.key("failed_charge").without_effect("no run fails while running");
    }
    let time_to_break = match &running {
        RunningFailures::UpDown { time_to_break, time_to_repair: None, .. } => Some(time_to_break.clone()),
        RunningFailures::UpDown { .. } | RunningFailures::Independent(_) => None,
    };
    Failures { model: FailureModel { at_start, running, windows }, failed_charge: charged, time_to_break }
}

/// The exact share of a failed run's cost that is charged.
pub(super) fn check_failed_charge(
    number: Option<written::Number>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Ratio {
    place.ratio(number, MOST_CHARGED).unwrap_or(context.policy.tasks.failed_charge)
}

fn independent(failure: &written::Failure, place: &Place<'_>) -> RunningFailures {
    for key in ["time_to_break", "time_to_repair", "repair", "up", "down"] {
        let key_at = place.key(key);
        if key_at.is_given() {
            let problem = Problem::new(format!("`{key}` needs `model = \"outage\"` (R-OUTAGE)"));
            key_at.refuse(problem.label("only for outages").help("add `model = \"outage\"`"));
        }
    }
    RunningFailures::Independent(place.key("run").probability(failure.run).unwrap_or(0.0))
}

fn outage(failure: &written::Failure, place: &Place<'_>) -> RunningFailures {
    let run_at = place.key("run");
    if run_at.is_given() {
        let problem = Problem::new("`run` is for independent failures (R-OUTAGE)");
        run_at.refuse(problem.label("not with `model = \"outage\"`").help("use `up` and `down` instead"));
    }
    let break_at = place.key("time_to_break");
    if failure.time_to_break.is_none() {
        break_at.missing("an outage needs the time from start or repair to the next break");
    }
    let repair_at = place.key("repair");
    match (&failure.time_to_repair, failure.repair) {
        (Some(_), Some(_)) => {
            let problem = Problem::new("`repair` and `time_to_repair` exclude each other (R-OUTAGE)");
            repair_at.refuse(problem.label("leave one of them out"));
        }
        (None, None) => {
            place
                .key("time_to_repair")
                .missing("an outage needs `time_to_repair`, or `repair = \"review\"` (R-OUTAGE)");
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
    let down_at = place.key("down");
    let up = place.key("up").probability(failure.up).unwrap_or(0.0);
    let down = down_at.probability(failure.down).unwrap_or(1.0);
    if down < up {
        down_at.not_allowed("at least `up`");
    }
    let nothing = SpanDraw::constant(crate::units::Span::DAY);
    let time_to_break = failure.time_to_break.as_ref().and_then(|time| break_at.time(time));
    let time_to_repair =
        failure.time_to_repair.as_ref().and_then(|time| place.key("time_to_repair").time(time));
    let cycle = |time: &SpanDraw| time.0.mean();
    if let (Some(up_for), Some(down_for)) = (&time_to_break, &time_to_repair)
        && cycle(up_for) + cycle(down_for) < SHORTEST_CYCLE_MS
    {
        break_at.not_allowed("at least 1 s on average, together with `time_to_repair`");
    }
    RunningFailures::UpDown { up, down, time_to_break: time_to_break.unwrap_or(nothing), time_to_repair }
}
