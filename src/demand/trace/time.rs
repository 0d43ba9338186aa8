//! Times of traces: RFC 3339, or civil times without an offset.

use crate::calendar::Zone;
use crate::units::Instant;
use jiff::civil;

/// What a time may look like.
pub(super) const ALLOWED: &str =
    "RFC 3339 such as `2026-01-05T09:00:00Z`, or `YYYY-MM-DD HH:MM:SS` with an optional fraction";

/// The fields of a time as written, each in its range.
struct Fields {
    year: i64,
    month: i64,
    day: i64,
    /// Milliseconds after midnight; what is finer is cut off.
    of_day: i64,
}

/// An instant, finer than a millisecond cut off; without an offset a civil time in `zone`. `None` if `text`
/// is no time.
pub(super) fn instant(text: &[u8], zone: &Zone) -> Option<Instant> {
    let (fields, rest) = fields(text)?;
    if rest.is_empty() {
        return civil_instant(&fields, zone);
    }
    let local = days_since_epoch(fields.year, fields.month, fields.day) * 86_400_000 + fields.of_day;
    Some(Instant::from_ms(local - offset(rest)?))
}

/// Splits `YYYY-MM-DD HH:MM:SS[.fraction]` from what follows.
fn fields(text: &[u8]) -> Option<(Fields, &[u8])> {
    let (head, mut rest) = text.split_at_checked(19)?;
    let separators = head[4] == b'-' && head[7] == b'-' && head[13] == b':' && head[16] == b':';
    if !separators || !matches!(head[10], b'T' | b't' | b' ') {
        return None;
    }
    let year = number(&head[0..4])?;
    let (month, day) = (number(&head[5..7])?, number(&head[8..10])?);
    let (hour, minute, second) = (number(&head[11..13])?, number(&head[14..16])?, number(&head[17..19])?);
    let valid = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    let mut ms = 0;
    if let [b'.', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        ms = [100, 10, 1]
            .iter()
            .zip(&fraction[..digits])
            .map(|(unit, &digit)| unit * i64::from(digit - b'0'))
            .sum();
        rest = &fraction[digits..];
    }
    let of_day = ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
    valid.then_some((Fields { year, month, day, of_day }, rest))
}

/// `Z`, `+HH:MM` or `-HH:MM` in milliseconds.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, hours, minutes) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', h1, h2, b':', m1, m2] => (1, [*h1, *h2], [*m1, *m2]),
        [b'-', h1, h2, b':', m1, m2] => (-1, [*h1, *h2], [*m1, *m2]),
        _ => return None,
    };
    let (hours, minutes) = (number(&hours)?, number(&minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
}

/// A number of digits only.
fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |value, &byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms", 2021, `days_from_civil`).
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let year = if month > 2 { year } else { year - 1 };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_instant(fields: &Fields, zone: &Zone) -> Option<Instant> {
    let date = civil::Date::new(
        i16::try_from(fields.year).ok()?,
        i8::try_from(fields.month).ok()?,
        i8::try_from(fields.day).ok()?,
    )
    .ok()?;
    let part = |unit: i64, count: i64| i8::try_from(fields.of_day / unit % count).ok();
    let nanoseconds = i32::try_from(fields.of_day % 1_000 * 1_000_000).ok()?;
    let time =
        civil::Time::new(part(3_600_000, 24)?, part(60_000, 60)?, part(1_000, 60)?, nanoseconds).ok()?;
    Some(zone.instant(date.to_datetime(time)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<String> {
        let zone = Zone::named("America/New_York").unwrap();
        instant(text.as_bytes(), &zone).map(|instant| instant.to_string())
    }

    #[test]
    fn r_trace_times_may_be_written_in_these_ways() {
        for (text, expected) in [
            ("2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z"),
            ("2026-01-05t09:00:00z", "2026-01-05T09:00:00Z"),
            ("2026-01-05T09:00:00+02:00", "2026-01-05T07:00:00Z"),
            ("2026-01-05 09:00:00.5-05:30", "2026-01-05T14:30:00.5Z"),
            ("2026-01-05 09:00:00", "2026-01-05T14:00:00Z"),
            ("2026-01-05T09:00:00.1239999", "2026-01-05T14:00:00.123Z"),
            ("2024-02-29 00:00:00", "2024-02-29T05:00:00Z"),
            ("2026-03-08 02:30:00", "2026-03-08T07:30:00Z"), // in a gap
            ("2026-11-01 01:30:00", "2026-11-01T05:30:00Z"), // in a fold: the first
            ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn r_trace_anything_else_is_no_time() {
        for text in [
            "",
            "2026-01-05",
            "2026-01-05 09:00",
            "2026-13-05 09:00:00",
            "2026-02-29 09:00:00",
            "2026-01-05 24:00:00",
            "2026-01-05 09:60:00",
            "2026-01-05 09:00:60",
            "2026-01-05 09:00:00.",
            "2026-01-05 09:00:00+0200",
            "2026-01-05 09:00:00 Z",
            "2026-01-05 09:00:00+24:00",
            "2026-1-05 09:00:00",
            "05/01/2026 09:00:00",
            "2026-01-05 09:00:00Zulu",
            "+026-01-05 09:00:00",
            "2026-01-00 09:00:00",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn r_trace_instants_read_back_as_the_calendar_library_prints_them(ms in -62_000_000_000_000_i64..253_000_000_000_000) {
            let text = Instant::from_ms(ms).to_string();
            prop_assert_eq!(instant(text.as_bytes(), &Zone::UTC), Some(Instant::from_ms(ms)));
            let civil = text.trim_end_matches('Z');
            prop_assert_eq!(instant(civil.as_bytes(), &Zone::UTC), Some(Instant::from_ms(ms)));
        }
    }
}
