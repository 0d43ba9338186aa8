//! The rate of an activity's arrivals over time (R-BURST).

use super::draw::real;
use super::offsets::Offsets;
use super::{ActivityPlan, Surge};
use crate::calendar::{Window, Zone};
use crate::units::{Instant, Span};

const HOUR: i64 = Span::HOUR.ms();
/// A month of R-BURST's growth, in days.
const MONTH_DAYS: f64 = 30.4375;
/// The civil epoch, 1970-01-01, was a Thursday: that many hours after Monday 00:00.
const EPOCH_HOUR: i64 = 72;

/// rate(t) = per day × profile(hour of the week) × (1 + growth)^(months since the start) × surges.
#[derive(Clone, Debug)]
pub(super) struct Rate {
    offsets: Offsets,
    /// The span of `offsets` that the last segment lay in.
    span: usize,
    /// By hour of the week, arrivals a millisecond without growth and surges.
    weekly: Box<[f64; 168]>,
    start: Instant,
    /// ln(1 + growth) a millisecond.
    growth: f64,
    surges: Vec<Surge>,
}

/// A span of time in which only growth changes the rate. Rates are in arrivals a millisecond.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// The first instant after it.
    pub(super) end: Instant,
    /// The greatest rate inside: a majorant for thinning.
    pub(super) peak: f64,
    /// The least rate inside.
    pub(super) least: f64,
    /// The rate without growth.
    pub(super) base: f64,
}

impl Rate {
    /// Of `plan` by the clock of `zone`, growing from `horizon.from` on.
    pub(super) fn new(plan: &ActivityPlan, zone: &Zone, horizon: Window) -> Self {
        let per_ms = plan.arrivals.per_day() / real(Span::DAY.ms());
        let month_ms = MONTH_DAYS * real(Span::DAY.ms());
        Self {
            offsets: Offsets::new(zone, horizon),
            span: 0,
            weekly: Box::new(plan.profile.weights().map(|weight| weight * per_ms)),
            start: horizon.from,
            growth: libm::log1p(plan.growth_per_month) / month_ms,
            surges: plan.surges.clone(),
        }
    }

    /// The segment that contains `at`, cut at local hours, changes of offset and ends of surges; it does not
    /// depend on where the horizon ends.
    pub(super) fn segment(&mut self, at: Instant) -> Segment {
        while at.ms() >= self.offsets.span(self.span).to {
            self.span += 1;
        }
        let span = self.offsets.span(self.span);
        let hour = (at.ms() + span.offset).div_euclid(HOUR);
        let hour_end = (hour + 1) * HOUR - span.offset;
        let mut end = Instant::from_ms(hour_end.min(span.to));
        // The remainder is in [0, 168).
        let hour_of_week = usize::try_from((hour + EPOCH_HOUR).rem_euclid(168)).unwrap_or(0);
        let mut base = self.weekly[hour_of_week];
        for surge in &self.surges {
            let Window { from, to } = surge.window;
            if from <= at && at < to {
                base *= surge.times;
            }
            end = [from, to].into_iter().filter(|&bound| bound > at).fold(end, Instant::min);
        }
        let (first, last) =
            (base * self.grown(real((at - self.start).ms())), base * self.grown(self.elapsed(end)));
        Segment { end, peak: first.max(last), least: first.min(last), base }
    }

    fn elapsed(&self, at: Instant) -> f64 {
        real((at - self.start).ms())
    }

    /// The factor of growth, that many milliseconds after the start.
    pub(super) fn grown(&self, elapsed: f64) -> f64 {
        if self.growth == 0.0 { 1.0 } else { libm::exp(self.growth * elapsed) }
    }
}

/// About how many arrivals of its Poisson process `plan` has in `horizon`, and its greatest rate a millisecond.
pub(super) fn expected(plan: &ActivityPlan, horizon: Window) -> (f64, f64) {
    let growth = libm::log1p(plan.growth_per_month) / (MONTH_DAYS * real(Span::DAY.ms()));
    // The integral of exp(growth × t) from the start to `at`.
    let integral = |at: Instant| {
        let elapsed = real((at.clamp(horizon.from, horizon.to.max(horizon.from)) - horizon.from).ms());
        if growth == 0.0 { elapsed } else { libm::expm1(growth * elapsed) / growth }
    };
    let surged: f64 = plan
        .surges
        .iter()
        .map(|surge| (surge.times - 1.0) * (integral(surge.window.to) - integral(surge.window.from)))
        .sum();
    let per_ms = plan.arrivals.per_day() / real(Span::DAY.ms());
    let length = real((horizon.to - horizon.from).ms());
    let peak_weight = plan.profile.weights().iter().copied().fold(0.0, f64::max);
    let surge = plan.surges.iter().map(|surge| surge.times.max(1.0)).product::<f64>();
    let peak = per_ms * peak_weight * surge * libm::exp((growth * length).max(0.0));
    (per_ms * (integral(horizon.to) + surged).max(0.0), peak)
}
