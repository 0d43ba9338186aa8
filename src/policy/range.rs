//! Ranges of legal values (R-RANGES).

use crate::units::Credits;

/// The whole numbers `from`, `from + step`, … up to `to` (R-RANGES).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least, positive.
    pub from: i64,
    /// The greatest; `None`: any.
    pub to: Option<i64>,
    /// From one legal value to the next, positive.
    pub step: i64,
}

impl Range {
    /// Every positive whole number.
    pub const POSITIVE: Self = Self { from: 1, to: None, step: 1 };

    /// True for a legal value.
    pub fn contains(self, value: i64) -> bool {
        value >= self.from && self.to.is_none_or(|to| value <= to) && (value - self.from) % self.step == 0
    }

    /// The nearest legal values: the greatest not above `value` and the least not below it.
    pub fn around(self, value: i64) -> (Option<i64>, Option<i64>) {
        let last = self.to.map(|to| to - (to - self.from) % self.step);
        if value < self.from {
            return (None, Some(self.from));
        }
        if let Some(last) = last.filter(|&last| value > last) {
            return (Some(last), None);
        }
        let down = value - (value - self.from) % self.step;
        (Some(down), if down == value { Some(value) } else { Some(down + self.step) })
    }

    /// All legal values, rising; `None` if there is no greatest.
    pub fn values(self) -> Option<impl Iterator<Item = i64> + Clone> {
        let to = self.to?;
        Some(
            std::iter::successors(Some(self.from), move |value| value.checked_add(self.step))
                .take_while(move |&value| value <= to),
        )
    }
}

/// The legal values of a key that states credits (or money, in micro-units), and its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Legal values.
    pub range: Range,
    /// Where a scenario does not say.
    pub default: Credits,
    /// It is at least the key before it: the amount at least the threshold, the limit at least the amount.
    pub at_least_previous: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_ranges_names_the_legal_values_below_and_above() {
        let range = Range { from: 5_000, to: Some(50_000), step: 5_000 };
        assert_eq!(range.around(12_345), (Some(10_000), Some(15_000)));
        assert_eq!(range.around(15_000), (Some(15_000), Some(15_000)));
        assert_eq!(range.around(1), (None, Some(5_000)));
        assert_eq!(range.around(60_000), (Some(50_000), None));
        assert!(range.contains(50_000) && !range.contains(55_000) && !range.contains(5_001));
        assert_eq!(range.values().unwrap().count(), 10);
        assert_eq!(Range::POSITIVE.around(0), (None, Some(1)));
        assert!(Range::POSITIVE.values().is_none());
    }
}
