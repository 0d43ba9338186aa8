//! When an organisation joins, and how long it stays.

use crate::calendar::Window;
use crate::demand::{Distribution, Score, SpanDraw};
use crate::scenario::{Joins, Lifetime};
use crate::units::Instant;

/// Milliseconds of a month of growth and churn: 30.4375 days, as for `growth_per_month` of activities.
const MONTH: f64 = 2_629_800_000.0;

/// When an organisation of this score joins.
pub(super) fn joins(how: &Joins, horizon: Window, score: Score) -> Instant {
    match how {
        Joins::AtStart => horizon.from,
        Joins::At(instant) => *instant,
        Joins::After(time) => horizon.from + time.quantile(score),
        // (1 + g)^(t − T) of all that ever join have joined t months after the start, T being the end: seen from the end
        // the times are exponential, and what lies before the start is there at the start.
        Joins::Growing(growth) => {
            let before_end = exponential(MONTH / libm::log1p(*growth)).quantile(Score::new(-score.z()));
            horizon.from.max(horizon.to - before_end)
        }
    }
}

/// When an organisation of this score leaves; `None` if not before the end.
pub(super) fn churns(how: &Lifetime, joins: Instant, horizon: Window, score: Score) -> Option<Instant> {
    let life = match how {
        Lifetime::Endless => return None,
        // (1 − p)^t of them are still there t months later.
        Lifetime::Churn(probability) => exponential(MONTH / -libm::log1p(-probability)).quantile(score),
        Lifetime::Drawn(time) => time.quantile(score),
    };
    Some(joins + life).filter(|&churns| joins < horizon.to && churns < horizon.to)
}

fn exponential(mean: f64) -> SpanDraw {
    SpanDraw(Distribution::Exponential { mean })
}
