//! Schedules and their occurrences (R-SCHEDULE).

use crate::units::Span;

/// When a task occurs, in its zone (R-SCHEDULE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every instant whose local time is `past` after a full hour: 23 runs on a spring-forward day.
    Hourly {
        /// In `[0, 1h)`.
        past: Span,
    },
    /// Every day at a time.
    Daily {
        /// After midnight, in `[0, 24h)`.
        at: Span,
    },
    /// On chosen days of the week at a time.
    Weekly {
        /// Not empty.
        days: Weekdays,
        /// After midnight, in `[0, 24h)`.
        at: Span,
    },
    /// On a day of the month, or on the last day of a shorter month, at a time.
    Monthly {
        /// 1 to 31.
        day: i8,
        /// After midnight, in `[0, 24h)`.
        at: Span,
    },
}

/// A set of days of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// With `day` in it.
    #[must_use]
    pub fn with(self, day: jiff::civil::Weekday) -> Self {
        Self(self.0 | 1 << day.to_monday_zero_offset())
    }

    /// True if `day` is in it.
    pub fn contains(self, day: jiff::civil::Weekday) -> bool {
        self.0 & 1 << day.to_monday_zero_offset() != 0
    }

    /// True without any day.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
