//! Lengths of elapsed time.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// Elapsed milliseconds; never negative where a scenario states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(i64);

impl Span {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// One second.
    pub const SECOND: Self = Self(1_000);
    /// One minute.
    pub const MINUTE: Self = Self(60_000);
    /// One hour.
    pub const HOUR: Self = Self(3_600_000);
    /// 24 elapsed hours.
    pub const DAY: Self = Self(86_400_000);

    /// `ms` milliseconds.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds.
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// True for exactly no time.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Span {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Span {
    /// As scenario files write durations: `"1d2h3m4s"`, with milliseconds as a fraction of the seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            write!(f, "-")?;
        }
        let ms = self.0.unsigned_abs();
        let mut wrote = false;
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)] {
            let count = match unit {
                "d" => ms / size,
                "h" => ms / size % 24,
                _ => ms / size % 60,
            };
            if count > 0 {
                write!(f, "{count}{unit}")?;
                wrote = true;
            }
        }
        let (seconds, fraction) = (ms / 1_000 % 60, ms % 1_000);
        if fraction > 0 {
            write!(f, "{seconds}.{fraction:03}s")
        } else if seconds > 0 || !wrote {
            write!(f, "{seconds}s")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_scenario_files_write_durations() {
        for (ms, text) in [(0, "0s"), (90_000, "1m30s"), (86_400_000, "1d"), (93_784_005, "1d2h3m4.005s")] {
            assert_eq!(Span::from_ms(ms).to_string(), text);
        }
    }
}
