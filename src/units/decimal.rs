//! Exact decimals and ratios of whole numbers, for figures that scale credits.

use super::Credits;
pub use rust_decimal::Decimal;

/// A non-negative ratio of whole numbers, kept exact: `failed_charge = 0.35` is 35/100 (R-FAIL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

impl Ratio {
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// Zero.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// The exact value of `decimal`; `None` if it is negative or has more digits than fit (18).
    pub fn from_decimal(decimal: Decimal) -> Option<Self> {
        let decimal = decimal.normalize();
        let numerator = i64::try_from(decimal.mantissa()).ok()?;
        let denominator = 10_i64.checked_pow(decimal.scale())?;
        (numerator >= 0).then_some(Self { numerator, denominator })
    }

    /// `ceil(credits × self)` in exact arithmetic, for credits that are not negative (R-FAIL).
    pub fn ceil_of(self, credits: Credits) -> Credits {
        if self == Self::ONE {
            return credits;
        }
        let (whole, rest) = self.divided(credits);
        Credits::new(whole + i64::from(rest))
    }

    /// `floor(credits × self)` in exact arithmetic, for credits that are not negative (R-BONUS).
    pub fn floor_of(self, credits: Credits) -> Credits {
        Credits::new(self.divided(credits).0)
    }

    /// The whole part of `credits × self`, and whether anything is left over.
    fn divided(self, credits: Credits) -> (i64, bool) {
        let product = i128::from(credits.get()) * i128::from(self.numerator);
        let denominator = i128::from(self.denominator);
        (i64::try_from(product / denominator).unwrap_or(i64::MAX - 1), product % denominator != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_up_in_exact_arithmetic() {
        let ratio = |text: &str| Ratio::from_decimal(text.parse().unwrap()).unwrap();
        // 0.07 × 100 is 7.000000000000001 in binary floating point, which would round up to 8.
        assert_eq!(ratio("0.07").ceil_of(Credits::new(100)), Credits::new(7));
        assert_eq!(ratio("0.5").ceil_of(Credits::new(7)), Credits::new(4));
        assert_eq!(ratio("0.07").floor_of(Credits::new(99_999)), Credits::new(6_999));
        assert_eq!(ratio("0").ceil_of(Credits::new(7)), Credits::ZERO);
        assert_eq!(ratio("1.0"), Ratio::ONE);
        assert_eq!(Ratio::from_decimal("-0.1".parse().unwrap()), None);
    }
}
