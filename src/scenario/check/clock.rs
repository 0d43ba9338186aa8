//! `[clock]` and `[report]`.

use super::context::Context;
use crate::calendar::{Window, Zone};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written;
use crate::units::{Credits, Instant, Span};

/// The longest simulation: 200 years of 366 days.
const LONGEST: Span = Span::from_ms(200 * 366 * 86_400_000);

/// `[clock]`, checked.
pub(super) struct Clock {
    pub(super) zone: Zone,
    /// `None` where it is wrong, which has been reported.
    pub(super) horizon: Option<Window>,
    pub(super) seed: u64,
    pub(super) replications: u32,
}

pub(super) fn check_clock(written: Option<&written::Clock>, place: &Place<'_>) -> Clock {
    let Some(clock) = written else {
        place.missing("`[clock]` with `start` and `until` says what time the simulation covers");
        return Clock { zone: Zone::UTC, horizon: None, seed: 0, replications: 1 };
    };
    let zone_named = place.key("timezone").zone(clock.timezone.as_deref());
    let zone = zone_named.unwrap_or(Zone::UTC);
    let start = place.key("start").needed_instant(clock.start.as_ref(), &zone);
    let until_at = place.key("until");
    let until = until_at.needed_instant(clock.until.as_ref(), &zone);
    let seed = clock.seed.and_then(|written::Number(seed)| {
        let found = u64::try_from(seed.normalize()).ok().filter(|_| seed.is_integer());
        if found.is_none() {
            place.key("seed").not_allowed("a whole number from 0 to 18446744073709551615");
        }
        found
    });
    let replications = place.key("replications").whole(clock.replications, 1..=1_000_000);
    Clock {
        zone,
        horizon: start.zip(until).and_then(|(from, to)| check_horizon(from, to, &until_at)),
        seed: seed.unwrap_or(0),
        replications: replications.and_then(|count| u32::try_from(count).ok()).unwrap_or(1),
    }
}

fn check_horizon(from: Instant, to: Instant, until_at: &Place<'_>) -> Option<Window> {
    if from >= to {
        let problem = Problem::new("`until` must be after `start` (R-HORIZON)");
        until_at.refuse(
            problem.label(format!("{to} is not after {from}")).note("a simulation covers [start, until)"),
        );
        return None;
    }
    if to - from > LONGEST {
        until_at.not_allowed("at most 200 years after `start`");
        return None;
    }
    Some(Window { from, to })
}

/// `[report]`: the low-balance warning, and from when figures are measured.
pub(super) fn check_report(
    written: Option<&written::Report>,
    threshold: Credits,
    context: &Context<'_>,
    place: &Place<'_>,
) -> (Credits, Instant) {
    let nothing = written::Report::default();
    let report = written.unwrap_or(&nothing);
    let warning = place.key("low_balance_warning").credits(report.low_balance_warning);
    let warm_up_at = place.key("warm_up");
    let warm_up = warm_up_at.span(report.warm_up.as_ref()).unwrap_or_default();
    let measured_from = context.horizon.from + warm_up;
    if measured_from >= context.horizon.to {
        warm_up_at.not_allowed("shorter than the simulation");
    }
    (warning.unwrap_or(threshold), measured_from)
}
