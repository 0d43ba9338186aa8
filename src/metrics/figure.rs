//! One figure with its unit.

use crate::units::{Credits, Decimal, Money, Span};
use rust_decimal::prelude::ToPrimitive;
use std::fmt;

/// A figure, exact, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// So many things.
    Count(u64),
    /// Whole credits.
    Credits(Credits),
    /// Money.
    Money(Money),
    /// Elapsed time; written in milliseconds.
    Time(Span),
    /// A quotient of two of the others, to 28 digits.
    Ratio(Decimal),
}

/// A figure's name and how to read it from a row.
pub type NamedFigure<Row> = (&'static str, fn(&Row) -> Figure);

impl Figure {
    /// The value: credits and counts as they are, money in units of currency, time in milliseconds.
    pub fn value(self) -> Decimal {
        match self {
            Self::Count(count) => Decimal::from(count),
            Self::Credits(credits) => Decimal::from(credits.get()),
            Self::Money(money) => {
                Decimal::try_from_i128_with_scale(money.micros(), 6).unwrap_or(Decimal::MAX).normalize()
            }
            Self::Time(span) => Decimal::from(span.ms()),
            Self::Ratio(ratio) => ratio,
        }
    }

    /// The value as the nearest binary fraction, for statistics over many runs.
    pub fn approximate(self) -> f64 {
        self.value().to_f64().unwrap_or(f64::NAN)
    }

    /// `part / whole`; zero where there is no whole to have a part of.
    pub(super) fn ratio(part: Decimal, whole: Decimal) -> Self {
        let ratio = if whole > Decimal::ZERO { part.checked_div(whole) } else { None };
        Self::Ratio(ratio.unwrap_or(Decimal::ZERO).normalize())
    }
}

impl From<u64> for Figure {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Credits> for Figure {
    fn from(credits: Credits) -> Self {
        Self::Credits(credits)
    }
}

impl From<Money> for Figure {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Span> for Figure {
    fn from(span: Span) -> Self {
        Self::Time(span)
    }
}

impl fmt::Display for Figure {
    /// As files write it: exact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Credits(credits) => credits.fmt(f),
            Self::Money(money) => money.fmt(f),
            Self::Time(span) => span.ms().fmt(f),
            Self::Ratio(ratio) => ratio.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_keeps_its_micro_units() {
        let figure = Figure::Money(Money::from_micros(1_234_567));
        assert_eq!(figure.value().to_string(), "1.234567");
        assert_eq!(Figure::Money(Money::from_micros(2_500_000)).to_string(), "2.50");
    }

    #[test]
    fn a_share_of_nothing_is_zero() {
        assert_eq!(Figure::ratio(Decimal::ONE, Decimal::ZERO), Figure::Ratio(Decimal::ZERO));
    }
}
