//! Exact statistics of whole numbers.

use super::measure::Unit;
use crate::units::half_even;

/// A statistic of a figure, in millionths of the figure's unit, rounded half-even: of money in micro-units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many millionths.
    pub const fn from_millionths(millionths: i128) -> Self {
        Self(millionths)
    }

    /// Millionths.
    pub const fn millionths(self) -> i128 {
        self.0
    }

    /// `numerator / denominator` of what an [`Account`](super::Account) counts; `denominator` is above 0.
    pub(super) const fn quotient(unit: Unit, numerator: i128, denominator: i128) -> Self {
        Self(half_even(numerator * Self::scale(unit), denominator))
    }

    /// A number of what an account counts, to the nearest millionth.
    pub(super) fn nearest(unit: Unit, number: f64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a power of ten, exact")]
        let millionths = (number * Self::scale(unit) as f64).round_ties_even();
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        let millionths = millionths as i128;
        Self(millionths)
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// As the nearest binary fraction of the figure's unit.
    #[expect(clippy::cast_precision_loss, reason = "that is what is asked for")]
    pub fn approximate(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Millionths of the unit in one of what an account counts.
    const fn scale(unit: Unit) -> i128 {
        match unit {
            Unit::Money => 1,
            Unit::Count | Unit::Credits | Unit::Time => 1_000_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_to_a_millionth_of_the_unit() {
        assert_eq!(Amount::quotient(Unit::Money, 10, 4), Amount::from_millionths(2));
        assert_eq!(Amount::quotient(Unit::Credits, 10, 4), Amount::from_millionths(2_500_000));
        assert_eq!(Amount::nearest(Unit::Count, -1.5), Amount::from_millionths(-1_500_000));
        assert!((Amount::quotient(Unit::Money, 1_250_000, 1).approximate() - 1.25).abs() < 1e-12);
    }
}
