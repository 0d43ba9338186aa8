//! Instants (R-TIME).

use super::Span;
use std::fmt;
use std::ops::{Add, Sub};

/// Integer milliseconds since the Unix epoch (R-TIME).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Later than anything that a simulation handles.
    pub const FAR_FUTURE: Self = Self(i64::MAX);

    /// `ms` milliseconds after the epoch, or before it where negative.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the epoch.
    pub const fn ms(self) -> i64 {
        self.0
    }
}

impl Add<Span> for Instant {
    type Output = Self;
    /// Stops at [`Instant::FAR_FUTURE`]: a duration drawn from a heavy tail may pass any horizon.
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.ms()))
    }
}

impl Sub<Span> for Instant {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.ms()))
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, other: Self) -> Span {
        Span::from_ms(self.0 - other.0)
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC; milliseconds only where there are some: `2026-01-01T05:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_milliseconds_only_where_there_are_some() {
        assert_eq!(Instant::from_ms(1_767_243_600_000).to_string(), "2026-01-01T05:00:00Z");
        assert_eq!(Instant::from_ms(1_767_243_600_120).to_string(), "2026-01-01T05:00:00.12Z");
    }

    #[test]
    fn adding_a_span_stops_at_the_far_future() {
        assert_eq!(Instant::from_ms(5) + Span::from_ms(i64::MAX), Instant::FAR_FUTURE);
    }
}
