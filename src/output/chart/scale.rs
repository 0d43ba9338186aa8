//! A linear axis with round ticks.

use super::axis::Axis;
use super::real::{real, size, whole};

/// From `low` to `high`, with a tick at every multiple of `step`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) step: f64,
}

impl Scale {
    /// Covers zero and all values, with at most about `most` ticks at 1, 2 or 5 times a power of ten, whole.
    pub(super) fn covering(values: impl IntoIterator<Item = f64>, most: usize) -> Self {
        let (mut low, mut high) = (0.0_f64, 0.0_f64);
        for value in values {
            (low, high) = (low.min(value), high.max(value));
        }
        let least = (high - low) / size(most);
        let mut power = 1.0;
        while power * 10.0 <= least {
            power *= 10.0;
        }
        let rounds = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
        let step = rounds.into_iter().find(|&step| step >= least).unwrap_or(power * 10.0);
        let high = ((high / step).ceil() * step).max(if low < 0.0 { 0.0 } else { step });
        Self { low: (low / step).floor() * step, high, step }
    }

    /// The ticks, rising.
    pub(super) fn ticks(self) -> Vec<i64> {
        let (low, high, step) = (whole(self.low), whole(self.high), whole(self.step).max(1));
        let mut ticks = Vec::new();
        let mut tick = low;
        while tick <= high {
            ticks.push(tick);
            tick += step;
        }
        ticks
    }
}

impl Axis for Scale {
    fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    fn labels(&self) -> Vec<(f64, String)> {
        let text = |tick: i64| crate::output::number::grouped(&tick.to_string());
        self.ticks().into_iter().map(|tick| (real(tick), text(tick))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_few_and_cover_all_values() {
        for high in [0.0, 1.0, 3.0, 9.9, 10.0, 47.0, 118_000.0, 999_999.0, 2e12] {
            for low in [0.0, -high / 3.0] {
                let scale = Scale::covering([low, high], 6);
                let ticks = scale.ticks();
                assert!((2..=8).contains(&ticks.len()), "{low} {high}: {ticks:?}");
                assert!(scale.low <= low && scale.high >= high);
                assert!(ticks.contains(&0));
            }
        }
    }
}
