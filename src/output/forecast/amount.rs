//! Statistics of figures, as files write them and as people read them.

use super::super::number::{grouped, percent, time};
use crate::experiment::forecast::{Amount, Unit};
use crate::units::{Decimal, Money, Span, half_even};

/// As files write it: money with at least two decimals, all else without trailing zeros; exact to a millionth.
pub(super) fn written(unit: Unit, amount: Amount) -> String {
    let money = Money::from_micros(amount.millionths()).to_string();
    match unit {
        Unit::Money => money,
        Unit::Count | Unit::Credits | Unit::Time => {
            money.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}

/// For people: money to the cent, credits and counts whole from 100 on, time in its two largest units.
pub(in crate::output) fn shown(unit: Unit, amount: Amount) -> String {
    match unit {
        Unit::Money => grouped(&Money::from_micros(amount.millionths()).to_cents()),
        Unit::Count | Unit::Credits => {
            let digits = if amount.millionths().abs() < 100 * MILLION { 100_000 } else { MILLION };
            let rounded = Amount::from_millionths(half_even(amount.millionths(), digits) * digits);
            grouped(&written(unit, rounded))
        }
        Unit::Time => {
            let ms = half_even(amount.millionths().abs(), MILLION);
            let sign = if amount.millionths() < 0 { "-" } else { "" };
            format!("{sign}{}", time(Span::from_ms(i64::try_from(ms).unwrap_or(i64::MAX))))
        }
    }
}

/// A share for people; nothing where there is none.
pub(in crate::output) fn shown_share(share: Option<f64>) -> String {
    share.and_then(|share| Decimal::try_from(share).ok()).map(percent).unwrap_or_default()
}

const MILLION: i128 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_exact_and_people_read_what_they_need() {
        let amount = Amount::from_millionths;
        assert_eq!(written(Unit::Money, amount(1_234_500_000)), "1234.50");
        assert_eq!(written(Unit::Money, amount(1)), "0.000001");
        assert_eq!(written(Unit::Credits, amount(120_000_000)), "120");
        assert_eq!(written(Unit::Count, amount(-2_500_000)), "-2.5");
        assert_eq!(written(Unit::Count, amount(0)), "0");
        assert_eq!(written(Unit::Time, amount(100_000_000)), "100");
        assert_eq!(shown(Unit::Money, amount(1_234_567_891)), "1,234.57");
        assert_eq!(shown(Unit::Credits, amount(12_345_600_000)), "12,346");
        assert_eq!(shown(Unit::Count, amount(2_345_600)), "2.3");
        assert_eq!(shown(Unit::Time, amount(-3_600_000_000_000)), "-1h");
    }
}
