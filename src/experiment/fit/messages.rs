//! The messages of an activity, on the clock of a window.

use super::bursts::{Chain, Hidden, Messages};
use super::clock::Clock;
use super::intensity::Intensity;
use super::number::{nearest, real};
use crate::calendar::{Window, Zone};
use crate::units::{Instant, Span};

/// Times of messages with the hours that they lie in.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    zone: Zone,
    pub(super) clock: Clock,
    /// Milliseconds, ascending.
    times: Vec<f64>,
    /// The stretch of the clock that holds each.
    places: Vec<usize>,
    gaps: Vec<f64>,
}

impl Timeline {
    /// Of `times`, ascending, all in `window`.
    pub(super) fn new(times: &[f64], window: Window, zone: &Zone) -> Self {
        let clock = Clock::new(window, zone);
        let mut before = real(window.from.ms());
        let gap = |&time: &f64| {
            let gap = time - before;
            before = time;
            gap
        };
        let (places, gaps) = (clock.places(times), times.iter().map(gap).collect());
        Self { zone: zone.clone(), places, gaps, times: times.to_vec(), clock }
    }

    /// The first messages, up to the next one.
    pub(super) fn first(&self, messages: usize) -> Self {
        match self.times.get(messages) {
            None => self.clone(),
            Some(&next) => {
                let window = Window { to: Instant::from_ms(nearest(next)), ..self.clock.window };
                Self::new(&self.times[..messages], window, &self.zone)
            }
        }
    }

    /// The messages that `are` says.
    pub(super) fn only(&self, are: &[bool]) -> Self {
        let times = self.times.iter().zip(are).filter(|(_, are)| **are).map(|(&time, _)| time);
        Self::new(&times.collect::<Vec<f64>>(), self.clock.window, &self.zone)
    }

    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    pub(super) fn gaps(&self) -> &[f64] {
        &self.gaps
    }

    /// `weights` of the messages, added up by stretch of the clock.
    pub(super) fn by_stretch(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.clock.stretches.len()];
        for (&place, weight) in self.places.iter().zip(weights) {
            sums[place] += weight;
        }
        sums
    }

    /// Hands over the messages with the rates at which bursts begin, each multiplied by `scale`.
    pub(super) fn with<T>(
        &self,
        intensity: &Intensity,
        scale: f64,
        use_of: impl FnOnce(Messages<'_>) -> T,
    ) -> T {
        let rates = intensity.in_stretches(&self.clock);
        let mut passed = Vec::with_capacity(rates.len());
        let mut all = 0.0;
        for (stretch, rate) in self.clock.stretches.iter().zip(&rates) {
            passed.push(all);
            all += rate * stretch.length();
        }
        let mut before = 0.0;
        let mut expected = Vec::with_capacity(self.times.len());
        let mut at_messages = Vec::with_capacity(self.times.len());
        for (&time, &place) in self.times.iter().zip(&self.places) {
            let until = passed[place] + rates[place] * (time - real(self.clock.stretches[place].from.ms()));
            expected.push((until - before) * scale);
            at_messages.push(rates[place] * scale);
            before = until;
        }
        let last = self.times.last().copied().unwrap_or(real(self.clock.window.from.ms()));
        let end = (real(self.clock.window.to.ms()) - last, (all - before) * scale);
        use_of(Messages { gaps: &self.gaps, rates: &at_messages, expected: &expected, end })
    }

    /// What is expected of the bursts.
    pub(super) fn hidden(&self, intensity: &Intensity, chain: Chain) -> Hidden {
        self.with(intensity, 1.0, |messages| chain.hidden(messages))
    }

    /// How the arrivals that `begins` counts vary from day to day, against what a Poisson process would: 1 is as much.
    /// `None` of less than two weeks, or of less than one a day.
    pub(super) fn dispersion(&self, intensity: &Intensity, begins: &[f64]) -> Option<f64> {
        let rates = intensity.in_stretches(&self.clock);
        let seen = self.by_stretch(begins);
        let mut days: Vec<(Instant, f64, f64)> = Vec::new();
        for ((stretch, rate), seen) in self.clock.stretches.iter().zip(&rates).zip(&seen) {
            let expected = rate * stretch.length();
            match days.last_mut() {
                Some((from, day_seen, day_expected)) if stretch.from < *from + Span::DAY => {
                    *day_seen += seen;
                    *day_expected += expected;
                }
                Some(_) | None => days.push((stretch.from, *seen, expected)),
            }
        }
        days.retain(|&(_, _, expected)| expected >= 1.0);
        let squares: f64 =
            days.iter().map(|(_, seen, expected)| (seen - expected) * (seen - expected) / expected).sum();
        (days.len() >= 14).then(|| squares / (super::number::count(days.len()) - 1.0))
    }
}
