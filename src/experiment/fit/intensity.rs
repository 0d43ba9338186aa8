//! The rate at which an activity's work, or its bursts, begin.

use super::clock::{Clock, HOURS};
use super::number::count;
use super::shape::Shape;

/// Months below which growth cannot be told from chance and season.
pub const GROWTH_MONTHS: f64 = 3.0;

/// Growth of a rate, compounding by the month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Growth {
    /// The trace is too short to tell.
    TooShort,
    /// Not told from none: the estimate and its standard error.
    Unclear {
        /// A share a month.
        estimate: f64,
        /// Its standard error.
        error: f64,
    },
    /// More than chance makes: the estimate and its standard error.
    Told {
        /// A share a month.
        estimate: f64,
        /// Its standard error.
        error: f64,
    },
}

impl Growth {
    /// What a scenario should state.
    pub fn stated(self) -> f64 {
        match self {
            Self::TooShort | Self::Unclear { .. } => 0.0,
            Self::Told { estimate, .. } => estimate,
        }
    }
}

/// Rates by hour of the week, a millisecond, at the start of the window, and their growth.
#[derive(Clone, Debug)]
pub(super) struct Intensity {
    pub(super) shape: Shape,
    pub(super) rates: [f64; HOURS],
    pub(super) growth: Growth,
}

impl Intensity {
    /// The most likely one, of any shape or of `shape`, for `begins`: the arrivals in each stretch of the clock.
    pub(super) fn fit(clock: &Clock, begins: &[f64], shape: Option<Shape>) -> Self {
        let mut arrivals = [0.0; HOURS];
        for (stretch, begun) in clock.stretches.iter().zip(begins) {
            arrivals[stretch.hour] += begun;
        }
        let flat = clock.exposure(0.0);
        let shape = shape.unwrap_or_else(|| Shape::likeliest(&arrivals, &flat));
        let level = Self { shape, rates: shape.rates(&arrivals, &flat), growth: Growth::TooShort };
        if clock.length_in_months() < GROWTH_MONTHS {
            return level;
        }
        let (mut slope, mut error) = (0.0, f64::INFINITY);
        let mut rates = level.rates;
        for _ in 0..12 {
            let trend = Trend::of(clock, begins, &rates, slope);
            if trend.spread <= 0.0 {
                return level;
            }
            // Newton's step on the likelihood with the level profiled out.
            slope = (slope + (trend.seen - trend.expected) / trend.spread).clamp(-3.0, 3.0);
            error = 1.0 / (trend.weight * trend.spread).sqrt();
            rates = shape.rates(&arrivals, &clock.exposure(slope));
        }
        let all: f64 = begins.iter().sum();
        let (monthly, uncertain) = (libm::expm1(slope), libm::exp(slope) * error);
        if slope * slope > error * error * libm::log(all.max(2.0)) {
            Self { shape, rates, growth: Growth::Told { estimate: monthly, error: uncertain } }
        } else {
            Self { growth: Growth::Unclear { estimate: monthly, error: uncertain }, ..level }
        }
    }

    /// Rates in each stretch of the clock, a millisecond.
    pub(super) fn in_stretches(&self, clock: &Clock) -> Vec<f64> {
        let slope = libm::log1p(self.growth.stated());
        clock.stretches.iter().map(|stretch| self.rates[stretch.hour] * clock.grown(stretch, slope)).collect()
    }

    /// The share by which the error of growth makes the rate at the start uncertain, the mean rate being known.
    pub(super) fn error_at_start(&self, clock: &Clock, begins: &[f64]) -> f64 {
        let Growth::Told { estimate, error } = self.growth else { return 0.0 };
        let trend = Trend::of(clock, begins, &self.rates, libm::log1p(estimate));
        trend.seen * error / (1.0 + estimate)
    }

    /// Numbers that were fitted.
    pub(super) fn free(&self) -> usize {
        1 + self.shape.free() + usize::from(matches!(self.growth, Growth::Told { .. }))
    }

    /// Arrivals a day, over a week of the profile, at the window's start.
    pub(super) fn per_day(&self) -> f64 {
        self.rates.iter().sum::<f64>() / count(HOURS) * 86_400_000.0
    }
}

/// Where in time arrivals lie, in months from the start.
struct Trend {
    /// The arrivals expected in all.
    weight: f64,
    /// The mean time of those seen, and of those expected.
    seen: f64,
    expected: f64,
    /// The variance of the time of those expected.
    spread: f64,
}

impl Trend {
    fn of(clock: &Clock, begins: &[f64], rates: &[f64; HOURS], slope: f64) -> Self {
        let (mut all, mut seen) = (0.0, 0.0);
        let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
        for (stretch, begun) in clock.stretches.iter().zip(begins) {
            let months = clock.months(stretch);
            let expected = rates[stretch.hour] * stretch.length() * clock.grown(stretch, slope);
            all += begun;
            seen += begun * months;
            weight += expected;
            first += expected * months;
            second += expected * months * months;
        }
        let expected = first / weight;
        Self { weight, seen: seen / all, expected, spread: second / weight - expected * expected }
    }
}
