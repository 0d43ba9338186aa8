//! How sure an interval is, and how wide that makes it.

use crate::units::Decimal;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::fmt;

/// The share of intervals that would hold the true value: above 0 and below 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// 95 %.
    pub const DEFAULT: Self = Self(0.95);

    /// `None` unless above 0 and below 1.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level, between 0 and 1.
    pub const fn level(self) -> f64 {
        self.0
    }

    /// The level that each of `comparisons` intervals needs so that all hold together with this one
    /// (Bonferroni's inequality).
    #[must_use]
    pub fn shared_by(self, comparisons: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a count of comparisons, far below 2^53")]
        let comparisons = comparisons.max(1) as f64;
        Self(1.0 - (1.0 - self.0) / comparisons)
    }

    /// Student's t with `degrees` of freedom, at least 1, between whose positive and negative the distribution
    /// has this share.
    pub fn two_sided_t(self, degrees: u32) -> f64 {
        StudentsT::new(0.0, 1.0, f64::from(degrees.max(1)))
            .map_or(f64::INFINITY, |t| t.inverse_cdf(f64::midpoint(1.0, self.0)))
    }
}

impl fmt::Display for Confidence {
    /// `95 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = Decimal::try_from(self.0 * 100.0).unwrap_or_default();
        write!(f, "{} %", level.round_dp(2).normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_is_that_of_the_published_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, "Critical Values of the Student's t".
        let table = [
            (0.90, 1, 6.314),
            (0.95, 1, 12.706),
            (0.99, 1, 63.657),
            (0.90, 4, 2.132),
            (0.95, 4, 2.776),
            (0.99, 4, 4.604),
            (0.90, 9, 1.833),
            (0.95, 9, 2.262),
            (0.98, 9, 2.821),
            (0.95, 19, 2.093),
            (0.99, 29, 2.756),
            (0.95, 99, 1.984),
            (0.95, 100, 1.984),
        ];
        for (level, degrees, t) in table {
            let computed = Confidence::new(level).unwrap().two_sided_t(degrees);
            assert!((computed - t).abs() < 1.1e-3, "{level} {degrees}: {computed} is not {t}");
        }
    }

    #[test]
    fn a_level_is_a_share() {
        assert_eq!(Confidence::new(1.0), None);
        assert_eq!(Confidence::new(0.0), None);
        assert_eq!(Confidence::new(f64::NAN), None);
        let each = Confidence::new(0.9).unwrap().shared_by(4).level();
        assert!((each - 0.975).abs() < 1e-12);
    }
}
