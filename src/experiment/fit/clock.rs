//! The hours of a week, one after the other, in the organisation's zone.

use super::number::real;
use crate::calendar::{Window, Zone};
use crate::units::{Instant, Span};

/// Hours in a week.
pub(super) const HOURS: usize = 168;
/// A month of R-BURST's growth, in milliseconds.
const MONTH: f64 = 30.4375 * 86_400_000.0;

/// A span of time inside one hour of the week.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// From Monday 00:00.
    pub(super) hour: usize,
}

impl Stretch {
    /// Milliseconds.
    pub(super) fn length(&self) -> f64 {
        real((self.to - self.from).ms())
    }
}

/// The stretches of a window, in order and without space between them.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    pub(super) window: Window,
    pub(super) stretches: Vec<Stretch>,
}

impl Clock {
    pub(super) fn new(window: Window, zone: &Zone) -> Self {
        let mut stretches = Vec::new();
        let mut from = window.from;
        while from < window.to {
            let civil = zone.civil(from);
            let past = (i64::from(civil.minute()) * 60 + i64::from(civil.second())) * 1_000
                + i64::from(civil.millisecond());
            let to = (from + Span::from_ms(Span::HOUR.ms() - past)).min(window.to);
            let day = i32::from(civil.weekday().to_monday_zero_offset());
            let hour = usize::try_from(day * 24 + i32::from(civil.hour())).unwrap_or_default();
            stretches.push(Stretch { from, to, hour });
            from = to;
        }
        Self { window, stretches }
    }

    /// The number of the stretch that holds each of `times`, ascending and in the window.
    pub(super) fn places(&self, times: &[f64]) -> Vec<usize> {
        let mut at = 0;
        let last = self.stretches.len().saturating_sub(1);
        let place = |&time: &f64| {
            while at < last && time >= real(self.stretches[at].to.ms()) {
                at += 1;
            }
            at
        };
        times.iter().map(place).collect()
    }

    /// Months from the window's start to the middle of a stretch.
    pub(super) fn months(&self, stretch: &Stretch) -> f64 {
        let middle = f64::midpoint(
            real((stretch.from - self.window.from).ms()),
            real((stretch.to - self.window.from).ms()),
        );
        middle / MONTH
    }

    /// Months that the window lasts.
    pub(super) fn length_in_months(&self) -> f64 {
        real((self.window.to - self.window.from).ms()) / MONTH
    }

    /// By hour of the week, milliseconds in the window, each weighted by growth at the rate ln(1 + growth) a month.
    pub(super) fn exposure(&self, growth: f64) -> [f64; HOURS] {
        let mut exposure = [0.0; HOURS];
        for stretch in &self.stretches {
            exposure[stretch.hour] += stretch.length() * self.grown(stretch, growth);
        }
        exposure
    }

    /// The factor of growth in a stretch.
    pub(super) fn grown(&self, stretch: &Stretch, growth: f64) -> f64 {
        if growth == 0.0 { 1.0 } else { libm::exp(growth * self.months(stretch)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_with_a_change_of_the_clock_lacks_an_hour_of_sunday() {
        let zone = Zone::named("America/New_York").unwrap();
        let from = Instant::from_ms(1_772_427_600_000); // Monday 2026-03-02 00:00 in New York
        let clock = Clock::new(Window { from, to: from + Span::from_ms(167 * Span::HOUR.ms()) }, &zone);
        let exposure = clock.exposure(0.0);
        let short: Vec<usize> = (0..HOURS).filter(|&hour| exposure[hour] < 1.0).collect();
        assert_eq!(short, [6 * 24 + 2]);
        let noon = real(from.ms() + 12 * Span::HOUR.ms());
        assert_eq!(clock.stretches[clock.places(&[noon])[0]].hour, 12);
    }
}
