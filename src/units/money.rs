//! Exact money (R-MONEY).

use super::{Credits, Decimal, half_even};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// An integer count of micro-units of one currency: 1 USD is 1,000,000 (R-MONEY).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// `micros` micro-units.
    pub const fn from_micros(micros: i128) -> Self {
        Self(micros)
    }

    /// Micro-units.
    pub const fn micros(self) -> i128 {
        self.0
    }

    /// The exact amount of `units` of currency; `None` if it has more than 6 decimals.
    pub fn from_decimal(units: Decimal) -> Option<Self> {
        let micros = units.checked_mul(Decimal::from(1_000_000))?;
        if micros.is_integer() { Some(Self(micros.normalize().mantissa())) } else { None }
    }

    /// `credits × per_1000 / 1000`, rounded half-even to a micro-unit (R-MONEY).
    pub fn of_credits(credits: Credits, per_1000: Self) -> Self {
        Self(half_even(i128::from(credits.get()) * per_1000.0, 1_000))
    }

    /// That many times as much.
    #[must_use]
    pub fn times(self, count: i64) -> Self {
        Self(self.0 * i128::from(count))
    }

    /// With exactly two decimals, rounded half-even: for people.
    pub fn to_cents(self) -> String {
        Self(half_even(self.0, 10_000) * 10_000).to_string()
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// Exact, with at least two and at most six decimals: for files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let (units, mut fraction, mut digits) = (micros / 1_000_000, micros % 1_000_000, 6);
        while digits > 2 && fraction % 10 == 0 {
            fraction /= 10;
            digits -= 1;
        }
        write!(f, "{sign}{units}.{fraction:0digits$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_round_half_even_to_a_micro_unit() {
        let per_1000 = Money::from_micros(1);
        for (credits, micros) in [(499, 0), (500, 0), (501, 1), (1_500, 2), (2_500, 2)] {
            assert_eq!(
                Money::of_credits(Credits::new(credits), per_1000).micros(),
                micros,
                "{credits} credits"
            );
        }
    }

    #[test]
    fn files_print_exact_and_reports_two_decimals() {
        for (micros, exact, cents) in [
            (0, "0.00", "0.00"),
            (1_234_500, "1.2345", "1.23"),
            (-5_000, "-0.005", "0.00"),
            (15_000, "0.015", "0.02"),
            (99_000_000, "99.00", "99.00"),
        ] {
            assert_eq!(Money::from_micros(micros).to_string(), exact);
            assert_eq!(Money::from_micros(micros).to_cents(), cents);
        }
    }

    #[test]
    fn a_seventh_decimal_is_refused() {
        let parse = |text: &str| Money::from_decimal(text.parse().unwrap());
        assert_eq!(parse("0.000001"), Some(Money::from_micros(1)));
        assert_eq!(parse("0.0000010"), Some(Money::from_micros(1)));
        assert_eq!(parse("0.0000001"), None);
    }
}
