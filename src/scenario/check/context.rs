//! What every check of a scenario knows.

use super::scalar::grouped;
use crate::calendar::{Window, Windows, Zone};
use crate::policy::{Policy, Range, Tier};
use crate::scenario::place::Place;
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::written::{self, Number};
use std::ops::RangeInclusive;

/// What every check of a scenario knows.
pub(super) struct Context<'a> {
    pub(super) policy: &'a Policy,
    pub(super) tier: &'a Tier,
    pub(super) zone: Zone,
    /// A stand-in where the clock is wrong, which has been reported.
    pub(super) horizon: Window,
    /// R-RANGES: false makes values outside the policy's ranges warnings.
    pub(super) strict: bool,
}

impl Context<'_> {
    /// Warns of a window that lies outside the simulation.
    pub(super) fn outside(&self, window: Window, place: &Place<'_>) {
        if window.to <= self.horizon.from || window.from >= self.horizon.to {
            let problem =
                Problem::new("this window has no effect: it lies outside [clock.start, clock.until)");
            place.refuse(problem.warning().label("outside the simulation"));
        }
    }

    /// A list of windows as one union; warns of those outside the simulation.
    pub(super) fn windows(&self, windows: &[written::Window], place: &Place<'_>) -> Windows {
        let read = |(index, window): (usize, &written::Window)| {
            let place = place.item(index);
            let window = place.window(window.from.as_ref(), window.to.as_ref(), &self.zone)?;
            self.outside(window, &place);
            Some(window)
        };
        Windows::union(windows.iter().enumerate().filter_map(read).collect())
    }

    /// A value outside the policy's ranges: an error, or a warning where the scenario is not strict (R-RANGES).
    pub(super) fn out_of_range(&self, place: &Place<'_>, problem: Problem) {
        let problem = problem.of_kind(ProblemKind::OutOfRange);
        if self.strict {
            place.refuse(problem.note("`strict = false` turns this into a warning (R-RANGES)"));
        } else {
            place.refuse(problem.warning());
        }
    }

    /// A whole number that the engine can run, within the policy's `range` (R-RANGES).
    pub(super) fn ranged(
        &self,
        place: &Place<'_>,
        number: Option<Number>,
        range: Range,
        runnable: RangeInclusive<i64>,
    ) -> Option<i64> {
        let Number(exact) = number?;
        let whole = i64::try_from(exact.normalize()).ok().filter(|_| exact.is_integer());
        match whole {
            Some(value) if self.strict || runnable.contains(&value) => {
                self.check_range(place, value, range);
                Some(value)
            }
            Some(_) | None => place.whole(number, runnable),
        }
    }

    /// Reports a value outside `range`, with the nearest legal values.
    pub(super) fn check_range(&self, place: &Place<'_>, value: i64, range: Range) {
        if range.contains(value) {
            return;
        }
        let name = place.name();
        let problem = Problem::new(format!(
            "R-RANGES: `{name}` is {}, which the policy `{}` does not allow",
            grouped(value),
            self.policy.name
        ));
        let problem = problem.label(format!("must be {}", described(range)));
        let nearest = match range.around(value) {
            (Some(below), Some(above)) => format!("values: {} and {}", grouped(below), grouped(above)),
            (Some(only), None) | (None, Some(only)) => format!("value: {}", grouped(only)),
            (None, None) => return self.out_of_range(place, problem),
        };
        self.out_of_range(place, problem.help(format!("nearest legal {nearest}")));
    }

    /// Reports a value below `least`, the value of the key `other`, with the nearest legal one.
    pub(super) fn check_at_least(
        &self,
        place: &Place<'_>,
        value: i64,
        least: i64,
        other: &str,
        range: Range,
    ) {
        if value >= least {
            return;
        }
        let name = place.name();
        let by = if place.is_given() { "" } else { ", by default," };
        let problem = Problem::new(format!(
            "R-RANGES: `{name}` is {}{by} and below `{other}`, {}",
            grouped(value),
            grouped(least)
        ));
        let problem = problem.label(format!("`{name}` must be at least `{other}`")).following();
        match range.around(least) {
            (_, Some(above)) => {
                self.out_of_range(place, problem.help(format!("nearest legal value: {}", grouped(above))));
            }
            (_, None) => self.out_of_range(place, problem),
        }
    }
}

fn described(range: Range) -> String {
    let (from, step) = (grouped(range.from), grouped(range.step));
    match (range.to, range.step) {
        (Some(to), 1) => format!("{from} to {}", grouped(to)),
        (Some(to), _) => format!("{from} to {} in steps of {step}", grouped(to)),
        (None, 1) => format!("{from} or more"),
        (None, _) => format!("{from} or more in steps of {step}"),
    }
}
