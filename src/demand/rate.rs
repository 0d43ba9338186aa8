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
    /// Where the last segment ended, and the factor of growth there: mostly the next one begins there.
    reached: (Instant, f64),
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
            reached: (horizon.from, 1.0),
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
        let grown = if at == self.reached.0 { self.reached.1 } else { self.grown(self.elapsed(at)) };
        self.reached = (end, self.grown(self.elapsed(end)));
        let (first, last) = (base * grown, base * self.reached.1);
        Segment { end, peak: first.max(last), least: first.min(last), base }
    }

    /// Milliseconds since the start.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::draw::real_count;
    use crate::demand::{Arrivals, CostDraw, Profile, SpanDraw};
    use crate::units::Credits;
    use proptest::prelude::*;

    /// One arrival a day, with a weight for each hour of the week that tells it from all others.
    fn plan(surges: Vec<Surge>, growth_per_month: f64) -> ActivityPlan {
        ActivityPlan {
            name: "tool".to_owned(),
            arrivals: Arrivals::Poisson { per_day: 1.0 },
            profile: Profile::from_weights(std::array::from_fn(real_count)).unwrap(),
            growth_per_month,
            surges,
            cost: CostDraw::constant(Credits::ZERO),
            duration: SpanDraw::constant(Span::ZERO),
        }
    }

    proptest! {
        #[test]
        fn r_burst_the_profile_follows_the_zones_clock_through_its_changes(
            zone in prop::sample::select(vec!["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
            after in 1_100_000_000_i64..2_000_000_000,
            minutes in 0_i64..1_000,
        ) {
            let zone = Zone::named(zone).unwrap();
            let change = zone.time_zone().following(Zone::timestamp(Instant::from_ms(after * 1_000))).next();
            let near = change.map_or(after, |change| change.timestamp().as_second());
            let from = Instant::from_ms((near - minutes * 60) * 1_000);
            let horizon = Window { from, to: from + Span::DAY };
            let plan = plan(Vec::new(), 0.0);
            let mut rate = Rate::new(&plan, &zone, horizon);
            let mut segment = rate.segment(from);
            for minute in 0..1_440 {
                let at = from + Span::from_ms(minute * 60_000);
                while segment.end <= at {
                    segment = rate.segment(segment.end);
                }
                let civil = zone.civil(at);
                let hour = i32::from(civil.weekday().to_monday_zero_offset()) * 24 + i32::from(civil.hour());
                let expected = plan.profile.weights()[usize::try_from(hour).unwrap()] / 86_400_000.0;
                prop_assert!((segment.peak - expected).abs() <= expected * 1e-12, "{} at {}", civil, at);
            }
        }
    }

    #[test]
    fn r_burst_surges_cut_segments_and_multiply_where_they_overlap() {
        let at = |minute: i64| Instant::from_ms(minute * 60_000);
        let surge = |from, to, times| Surge { window: Window { from: at(from), to: at(to) }, times };
        let surges = vec![surge(10, 40, 2.0), surge(30, 90, 3.0)];
        let mut rate = Rate::new(&plan(surges, 0.0), &Zone::UTC, Window { from: at(0), to: at(1_440) });
        let base = rate.segment(at(0)).base;
        let mut segments = Vec::new();
        let mut from = at(0);
        while from < at(60) {
            let segment = rate.segment(from);
            segments.push((segment.end.ms() / 60_000, segment.base / base));
            from = segment.end;
        }
        assert_eq!(segments, [(10, 1.0), (30, 2.0), (40, 6.0), (60, 3.0)]);
    }

    #[test]
    fn r_burst_growth_is_one_at_the_start_and_compounds_by_the_month() {
        let start = Instant::from_ms(0);
        let mut rate =
            Rate::new(&plan(Vec::new(), 0.5), &Zone::UTC, Window { from: start, to: start + Span::DAY });
        assert_eq!(rate.grown(0.0).to_bits(), 1.0_f64.to_bits());
        assert!((rate.grown(2.0 * MONTH_DAYS * 86_400_000.0) - 2.25).abs() < 1e-12);
        let Segment { peak, least, base, .. } = rate.segment(start);
        assert!(least.to_bits() == base.to_bits() && peak > base && peak < base * 1.001);
    }
}
