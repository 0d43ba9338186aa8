//! A linear axis that need not begin at zero.

use super::axis::Axis;
use super::real::{real, whole};
use crate::output::number::grouped;

/// From `low` to `high`, with a tick at every multiple of `step`, which is 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
}

impl Range {
    /// Covers the values and no more, with at most `most` ticks or so.
    pub(super) fn tight(values: impl IntoIterator<Item = f64>, most: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        // Sums of the same numbers in another order differ in the last bits, which is no range.
        let is_flat = high - low <= low.abs().max(high.abs()) * 1e-9;
        let least = if is_flat { high.abs().max(1.0) / 10.0 } else { (high - low) / most };
        let mut power = 1.0;
        while power > least {
            power /= 10.0;
        }
        while power * 10.0 <= least {
            power *= 10.0;
        }
        let rounds = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
        let step = rounds.into_iter().find(|&step| step >= least).unwrap_or(power * 10.0);
        Self { low, high, step }
    }

    /// The same, from tick to tick, with room between the values and the ends.
    pub(super) fn roomy(values: impl IntoIterator<Item = f64>, most: f64) -> Self {
        let Self { low, high, step } = Self::tight(values, most);
        let ends = |low: f64, high: f64| ((low / step).floor() * step, (high / step).ceil() * step);
        let (mut from, mut to) = ends(low, high);
        let least = (to - from).max(step) * 0.02;
        if low - from < least && low != 0.0 {
            from -= step;
        }
        if to - high < least {
            to += step;
        }
        Self { low: if low >= 0.0 { from.max(0.0) } else { from }, high: to, step }
    }

    /// True if all values are the same.
    pub(super) fn is_flat(self) -> bool {
        self.high - self.low <= self.low.abs().max(self.high.abs()) * 1e-9
    }

    /// With a tenth of the step: for values between ticks.
    pub(super) const fn finer(self) -> Self {
        Self { step: self.step / 10.0, ..self }
    }

    /// A value with as many digits as the step has.
    pub(super) fn text(self, value: f64) -> String {
        let (mut digits, mut step) = (0_usize, self.step);
        while step < 0.999 && digits < 9 {
            step *= 10.0;
            digits += 1;
        }
        let text = format!("{value:.digits$}");
        let is_zero = text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.'));
        grouped(if is_zero { text.trim_start_matches('-') } else { &text })
    }
}

impl Axis for Range {
    /// In the middle where the range is flat.
    fn share(&self, value: f64) -> f64 {
        if self.is_flat() { 0.5 } else { (value - self.low) / (self.high - self.low) }
    }

    fn labels(&self) -> Vec<(f64, String)> {
        if self.is_flat() {
            return vec![(self.low, self.finer().text(self.low))];
        }
        let slack = self.step * 1e-6;
        let (mut tick, last) = (
            whole(((self.low - slack) / self.step).ceil()),
            whole(((self.high + slack) / self.step).floor()),
        );
        let mut labels = Vec::new();
        while tick <= last {
            let value = real(tick) * self.step;
            labels.push((value, self.text(value)));
            tick += 1;
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64) -> Vec<String> {
        Range::roomy([low, high], 5.0).labels().into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round_and_have_the_digits_that_tell_them_apart() {
        assert_eq!(texts(8_120.0, 8_950.0), ["8,000", "8,200", "8,400", "8,600", "8,800", "9,000"]);
        assert_eq!(texts(0.0, 0.31), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(texts(0.0012, 0.0018), ["0.0010", "0.0012", "0.0014", "0.0016", "0.0018", "0.0020"]);
        assert_eq!(texts(5.0, 5.0).len(), 3);
        for (low, high) in [(0.0, 0.0), (1e-9, 2e-9), (-5.0, 7e12), (3.0, 3.000_000_000_000_1)] {
            let range = Range::roomy([low, high], 6.0);
            assert!(range.low <= low && range.high >= high && range.high > range.low, "{range:?}");
            assert!((2..=10).contains(&range.labels().len()), "{range:?}");
        }
        let flat = Range::tight([7.0, 7.0], 5.0);
        assert!(flat.is_flat() && flat.labels().len() == 1);
    }
}
