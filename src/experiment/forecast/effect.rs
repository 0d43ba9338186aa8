//! What a variant changes: the same organisations with the same demand, pair by pair (R-CRN).

use super::amount::Amount;
use super::measure::Unit;
use super::moments::{covariance, variance};
use crate::experiment::Confidence;

/// A figure of all organisations in a period, with a variant's settings beside the forecast's own.
///
/// Amounts are totals of a population, means over replications. Intervals are Student's t over pairs of organisations,
/// which are independent draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effect {
    /// With the forecast's own settings.
    pub base: Amount,
    /// With the variant's.
    pub own: Amount,
    /// The variant's less the forecast's own.
    pub difference: Amount,
    /// Half the width of the interval around the difference; `None` of a single organisation.
    pub half_width: Option<Amount>,
    /// The difference relative to `base`; `None` where that is 0.
    pub relative: Option<Relative>,
}

/// A difference relative to what it is a difference from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relative {
    /// The share: 0.03 is 3 % more.
    pub share: f64,
    /// Half the width of its interval; `None` of a single organisation.
    pub half_width: Option<f64>,
}

impl Effect {
    /// The ends of the interval around the difference.
    pub fn interval(&self) -> Option<(Amount, Amount)> {
        self.half_width.map(|half| (self.difference.less(half), self.difference.plus(half)))
    }

    /// True if the interval is known and zero lies outside of it.
    pub fn differs_from_zero(&self) -> bool {
        self.half_width.is_some_and(|half| self.difference.millionths().abs() > half.millionths())
    }
}

/// Sums over pairs of organisations; those that are not there in a period are pairs of zeros.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pairs {
    base: i128,
    difference: i128,
    squares: i128,
    base_squares: i128,
    products: i128,
}

impl Pairs {
    pub(super) fn add(&mut self, base: i64, own: i64) {
        let (base, difference) = (i128::from(base), i128::from(own) - i128::from(base));
        self.base += base;
        self.difference += difference;
        self.squares = self.squares.saturating_add(difference * difference);
        self.base_squares = self.base_squares.saturating_add(base * base);
        self.products = self.products.saturating_add(base * difference);
    }

    /// What `count` pairs of `replications` populations say.
    pub(super) fn effect(&self, unit: Unit, count: u64, replications: u32, confidence: Confidence) -> Effect {
        let populations = i128::from(replications.max(1));
        let total = |sum: i128| Amount::quotient(unit, sum, populations);
        let degrees = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
        let t = confidence.two_sided_t(degrees);
        #[expect(clippy::cast_precision_loss, reason = "a count")]
        let pairs = count as f64;
        // The standard deviation of a sum of independent pairs; of its mean over populations.
        let half = |variance: f64| t * (pairs * variance).sqrt();
        let half_width = variance(count, self.difference, self.squares)
            .map(|variance| Amount::nearest(unit, half(variance) / f64::from(replications.max(1))));
        Effect {
            base: total(self.base),
            own: total(self.base + self.difference),
            difference: total(self.difference),
            half_width,
            relative: self.relative(count, half),
        }
    }

    /// The ratio of the sums with its interval by the delta method: the variance of R = Σd / Σb is that of d − R b,
    /// n / (Σb)² times (W. G. Cochran, Sampling Techniques, 3rd edition 1977, section 6.3).
    #[expect(clippy::cast_precision_loss, reason = "a statistic")]
    fn relative(&self, count: u64, half: impl Fn(f64) -> f64) -> Option<Relative> {
        if self.base == 0 {
            return None;
        }
        let base = self.base as f64;
        let share = self.difference as f64 / base;
        let of_ratio = || {
            let differences = variance(count, self.difference, self.squares)?;
            let both = covariance(count, (self.base, self.difference), self.products)?;
            let bases = variance(count, self.base, self.base_squares)?;
            Some((differences - 2.0 * share * both + share * share * bases).max(0.0))
        };
        Some(Relative { share, half_width: of_ratio().map(|variance| half(variance) / base.abs()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(pairs: &[(i64, i64)]) -> Effect {
        let mut sums = Pairs::default();
        for &(base, own) in pairs {
            sums.add(base, own);
        }
        sums.effect(Unit::Count, u64::try_from(pairs.len()).unwrap(), 1, Confidence::DEFAULT)
    }

    fn whole(number: i128) -> Amount {
        Amount::from_millionths(number * 1_000_000)
    }

    #[test]
    fn the_same_settings_differ_by_exactly_nothing() {
        let effect = effect(&[(3, 3), (1_000_003, 1_000_003), (0, 0)]);
        assert_eq!((effect.difference, effect.half_width), (Amount::ZERO, Some(Amount::ZERO)));
        assert_eq!(effect.relative, Some(Relative { share: 0.0, half_width: Some(0.0) }));
        assert!(!effect.differs_from_zero());
    }

    #[test]
    fn a_doubled_price_doubles_exactly() {
        let effect = effect(&[(3, 6), (1_000_003, 2_000_006), (17, 34)]);
        assert_eq!(effect.relative, Some(Relative { share: 1.0, half_width: Some(0.0) }));
        assert_eq!(effect.own, whole(2_000_046));
    }

    #[test]
    fn intervals_are_those_of_the_textbook() {
        // Differences 1, 3, 2, of 10, 20, 30: mean 2, deviation 1, t(2) = 4.302653; the total's is 3 times the mean's.
        let effect = effect(&[(10, 11), (20, 23), (30, 32)]);
        assert_eq!((effect.base, effect.own, effect.difference), (whole(60), whole(66), whole(6)));
        let half = effect.half_width.unwrap().approximate();
        assert!((half - 4.302_653 * 3.0_f64.sqrt()).abs() < 1e-5, "{half}");
        // R = 0.1: d − R b is 0, 1, −1: variance 1, so that the ratio's half width is t √3 / 60.
        let relative = effect.relative.unwrap();
        assert!((relative.share - 0.1).abs() < 1e-12);
        assert!((relative.half_width.unwrap() - 4.302_653 * 3.0_f64.sqrt() / 60.0).abs() < 1e-6);
        assert!(!effect.differs_from_zero());
    }

    #[test]
    fn nothing_is_relative_to_nothing_and_one_pair_has_no_interval() {
        let effect = effect(&[(0, 5)]);
        assert_eq!((effect.relative, effect.half_width, effect.difference), (None, None, whole(5)));
    }
}
