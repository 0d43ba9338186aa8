//! The numbers and words in a trace's cells.

use crate::demand::{Outcome, Sampler};
use crate::units::{Credits, Decimal, Span};

/// Why a cell cannot be read: what is allowed instead.
pub(super) type Refused = String;

/// The kinds that a row may state.
pub(super) const KINDS: [&str; 7] =
    ["task", "joule", "ai_tool", "workflow", "browser_session", "background", "custom"];
pub(super) const AUDIENCES: [&str; 2] = ["member", "public"];
const OUTCOMES: [&str; 3] = ["ok", "start_failure", "run_failure"];

/// Up to 15 digits, which is how almost every number is written.
fn plain(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    text.iter().try_fold(0, |value, &byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
}

/// An exact decimal that is not negative.
pub(super) fn decimal(text: &[u8]) -> Result<Decimal, Refused> {
    if let Some(whole) = plain(text) {
        return Ok(Decimal::from(whole));
    }
    let written = std::str::from_utf8(text).map_err(|_| "is not UTF-8".to_owned())?;
    if written.is_empty() {
        return Err("is empty; write a number, 0 or above".to_owned());
    }
    let exact = Decimal::from_str_exact(written).or_else(|_| Decimal::from_scientific(written));
    match exact {
        Ok(value) if value < Decimal::ZERO => Err("is negative; write a number, 0 or above".to_owned()),
        Ok(value) => Ok(value),
        Err(_) => Err("is no decimal number; write digits, 0 or above, such as `12` or `0.25`".to_owned()),
    }
}

/// Whole credits, a fraction rounded up.
pub(super) fn credits(text: &[u8]) -> Result<Credits, Refused> {
    match plain(text) {
        Some(whole) if whole <= Credits::MAX_INPUT.get() => Ok(Credits::new(whole)),
        Some(_) | None => credits_of(decimal(text)?),
    }
}

/// Whole credits of an exact figure, rounded up once.
pub(super) fn credits_of(exact: Decimal) -> Result<Credits, Refused> {
    rounded_up(exact, Credits::MAX_INPUT.get())
        .map(Credits::new)
        .ok_or_else(|| format!("is too large; at most {} credits", Credits::MAX_INPUT))
}

/// Seconds, rounded up to a millisecond.
pub(super) fn seconds(text: &[u8]) -> Result<Span, Refused> {
    let most = Sampler::MAX_SPAN.ms();
    decimal(text)?
        .checked_mul(Decimal::from(1_000))
        .and_then(|ms| rounded_up(ms, most))
        .map(Span::from_ms)
        .ok_or_else(|| format!("is too large; at most {} seconds", most / 1_000))
}

fn rounded_up(exact: Decimal, most: i64) -> Option<i64> {
    i64::try_from(exact.ceil()).ok().filter(|&whole| whole <= most)
}

/// One of `allowed`, as written.
pub(super) fn word<'a>(text: &str, what: &str, allowed: &[&'a str]) -> Result<&'a str, Refused> {
    allowed.iter().find(|&&name| name == text).copied().ok_or_else(|| {
        let hint = super::error::hint(text, allowed.iter().copied());
        format!("is no {what}{hint}; allowed are {}", super::error::list(allowed.iter().copied()))
    })
}

/// How a recorded run ended.
pub(super) fn outcome(text: &[u8]) -> Result<Outcome, Refused> {
    match text {
        b"ok" => Ok(Outcome::Completes),
        b"start_failure" => Ok(Outcome::FailsAtStart),
        b"run_failure" => Ok(Outcome::FailsRunning),
        other => word(&String::from_utf8_lossy(other), "outcome", &OUTCOMES).map(|_| Outcome::Completes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_trace_numbers_are_exact_and_rounded_up_once() {
        for (text, expected) in [
            ("0", 0),
            ("12", 12),
            ("0.1", 1),
            ("12.0", 12),
            ("12.000000000000000001", 13),
            ("1e2", 100),
            ("-0", 0),
            ("1000000000000", 1_000_000_000_000),
        ] {
            assert_eq!(credits(text.as_bytes()), Ok(Credits::new(expected)), "{text}");
        }
        assert_eq!(seconds(b"1.0005"), Ok(Span::from_ms(1_001)));
        assert_eq!(seconds(b"120"), Ok(Span::from_ms(120_000)));
    }

    #[test]
    fn r_trace_bad_numbers_say_what_is_allowed() {
        for (text, part) in [
            ("-1", "negative"),
            ("NaN", "no decimal"),
            ("inf", "no decimal"),
            ("", "empty"),
            ("1000000000001", "too large"),
            ("1e40", "no decimal"),
            ("1,5", "no decimal"),
            ("0x10", "no decimal"),
            ("999999999999999999999999", "too large"),
        ] {
            let refused = credits(text.as_bytes()).unwrap_err();
            assert!(refused.contains(part), "{text}: {refused}");
        }
        assert!(seconds(b"1000000000001").unwrap_err().contains("too large"));
    }
}
