//! Durations as scenarios write them.

use crate::units::{Decimal, Span};

/// The longest duration that a scenario may state: 1,000 years of 365.25 days.
pub(crate) const LONGEST: Span = Span::from_ms(31_557_600_000_000);

const UNITS: [(&str, i64); 6] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000)];

/// Exact milliseconds of `"90s"`, `"1h30m"`, `"0.5d"`; not rounded.
pub(crate) fn milliseconds(text: &str) -> Result<Decimal, String> {
    let bad = || format!("`{text}` is not a duration");
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(bad());
    }
    let mut total = Decimal::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let number = Decimal::from_str_exact(&number.replace('_', "")).map_err(|_| bad())?;
        let &(_, size) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(bad)?;
        let part = number.checked_mul(Decimal::from(size)).ok_or_else(bad)?;
        total = total.checked_add(part).ok_or_else(bad)?;
        rest = tail.trim_start();
    }
    Ok(total)
}

/// Milliseconds of the smallest unit that a duration is written in: a minute for `"1h30m"`.
pub(crate) fn smallest_unit(text: &str) -> Option<Span> {
    let letters = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|letters| !letters.is_empty());
    let size = |letters| UNITS.iter().find(|(name, _)| *name == letters).map(|&(_, size)| size);
    letters.filter_map(size).min().map(Span::from_ms)
}

/// Exact milliseconds of a number of seconds; `None` beyond all bounds.
pub(crate) fn of_seconds(seconds: Decimal) -> Option<Decimal> {
    seconds.checked_mul(Decimal::from(1_000))
}

/// Rounded up to a whole millisecond; `None` if it is negative or longer than [`LONGEST`].
pub(crate) fn rounded_up(milliseconds: Decimal) -> Option<Span> {
    let whole = i64::try_from(milliseconds.ceil()).ok()?;
    (milliseconds >= Decimal::ZERO && whole <= LONGEST.ms()).then_some(Span::from_ms(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact_and_rounded_up_to_a_millisecond() {
        let span = |text| milliseconds(text).ok().and_then(rounded_up).map(Span::ms);
        for (text, ms) in [
            ("90s", 90_000),
            ("15m", 900_000),
            ("6h", 21_600_000),
            ("30d", 2_592_000_000),
            ("1h30m", 5_400_000),
            ("1h 30m", 5_400_000),
            ("2w", 1_209_600_000),
            ("0.5d", 43_200_000),
            ("4.001s", 4_001),
            ("0.0001s", 1),
            ("250ms", 250),
            ("0s", 0),
        ] {
            assert_eq!(span(text), Some(ms), "{text}");
        }
        for text in ["", "90", "s", "1x", "-5s", "1h-30m", "1.2.3s", "2000000000000d"] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn the_smallest_unit_is_that_of_the_last_part() {
        for (text, ms) in
            [("90s", 1_000), ("1h30m", 60_000), ("0.5d", 86_400_000), ("250ms", 1), ("1w", 604_800_000)]
        {
            assert_eq!(smallest_unit(text), Some(Span::from_ms(ms)), "{text}");
        }
        assert_eq!(smallest_unit("90"), None);
    }

    #[test]
    fn a_printed_span_reads_back() {
        for ms in [0, 1, 90_000, 93_784_005, 86_400_000] {
            let span = Span::from_ms(ms);
            assert_eq!(rounded_up(milliseconds(&span.to_string()).unwrap()), Some(span));
        }
    }
}
