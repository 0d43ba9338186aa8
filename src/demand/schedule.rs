//! Schedules and their occurrences (R-SCHEDULE).

use super::Occurrences;
use super::draw::real;
use crate::calendar::{Window, Zone};
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

impl Schedule {
    /// Shifted by `copy` × `stagger`, wrapping within the hour where hourly, else within the day: the day of
    /// the week or of the month stays (SCENARIO.md, `stagger`).
    #[must_use]
    pub fn shifted(self, copy: u32, stagger: Span) -> Self {
        let wrapped = |time: Span, cycle: Span| {
            let shift = i128::from(copy) * i128::from(stagger.ms());
            let shifted = (i128::from(time.ms()) + shift).rem_euclid(i128::from(cycle.ms()));
            // Below a day's milliseconds, so that it always fits.
            i64::try_from(shifted).map_or(time, Span::from_ms)
        };
        match self {
            Self::Hourly { past } => Self::Hourly { past: wrapped(past, Span::HOUR) },
            Self::Daily { at } => Self::Daily { at: wrapped(at, Span::DAY) },
            Self::Weekly { days, at } => Self::Weekly { days, at: wrapped(at, Span::DAY) },
            Self::Monthly { day, at } => Self::Monthly { day, at: wrapped(at, Span::DAY) },
        }
    }

    /// Every occurrence of the schedule by the clock of `zone` inside `window`, in order of time (R-SCHEDULE,
    /// R-TIME).
    pub fn occurrences(self, zone: &Zone, window: Window) -> Occurrences {
        Occurrences::new(self, zone, window)
    }

    /// About how many occurrences a span of time holds.
    pub(super) fn expected_in(self, span: Span) -> f64 {
        let days = real(span.ms()) / real(Span::DAY.ms());
        match self {
            Self::Hourly { .. } => days * 24.0,
            Self::Daily { .. } => days,
            Self::Weekly { days: chosen, .. } => days * f64::from(chosen.0.count_ones()) / 7.0,
            Self::Monthly { .. } => days / 30.4375,
        }
    }
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
