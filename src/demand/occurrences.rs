//! The occurrences of a schedule (R-SCHEDULE).

use super::offsets::Offsets;
use super::{Schedule, Weekdays};
use crate::calendar::{Window, Zone};
use crate::units::{Instant, Span};
use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

const HOUR: i64 = Span::HOUR.ms();
const DAY: i64 = Span::DAY.ms();

/// Iterates over the occurrences of a [`Schedule`] in a window, in order of time.
///
/// Each is computed from its own civil time, never from the one before.
#[derive(Clone, Debug)]
pub struct Occurrences {
    offsets: Offsets,
    /// The offset span that the search has reached.
    span: usize,
    rule: Rule,
    window: Window,
}

/// What comes next, in milliseconds.
#[derive(Clone, Copy, Debug)]
enum Rule {
    Hourly {
        past: i64,
        /// The next instant in the current offset span, if it is not yet over.
        next: i64,
    },
    /// `day` counts days since 1970-01-01.
    Daily {
        day: i64,
        at: i64,
    },
    Weekly {
        days: Weekdays,
        day: i64,
        at: i64,
    },
    Monthly {
        first: Option<Date>,
        day: i8,
        at: i64,
    },
}

impl Occurrences {
    pub(super) fn new(schedule: Schedule, zone: &Zone, window: Window) -> Self {
        let offsets = Offsets::new(zone, window);
        let from = offsets.index_at(window.from);
        // A civil time of the day before can reach the window through a gap.
        let day = (window.from.ms() + offsets.span(from).offset).div_euclid(DAY) - 2;
        let (span, rule) = match schedule {
            Schedule::Hourly { past } => {
                let next = first_past(past.ms(), window.from.ms(), offsets.span(from).offset);
                (from, Rule::Hourly { past: past.ms(), next })
            }
            Schedule::Daily { at } => (0, Rule::Daily { day, at: at.ms() }),
            Schedule::Weekly { days, at } => (0, Rule::Weekly { days, day, at: at.ms() }),
            Schedule::Monthly { day: of_month, at } => {
                let before = zone.civil(window.from - Span::from_ms(2 * DAY)).date();
                (0, Rule::Monthly { first: Some(before.first_of_month()), day: of_month, at: at.ms() })
            }
        };
        Self { offsets, span, rule, window }
    }

    /// Of an hourly schedule, once an occurrence was given: before that instant one follows every hour.
    pub(super) fn hourly_until(&self) -> Option<Instant> {
        match self.rule {
            Rule::Hourly { .. } => {
                Some(self.window.to.min(Instant::from_ms(self.offsets.span(self.span).to)))
            }
            Rule::Daily { .. } | Rule::Weekly { .. } | Rule::Monthly { .. } => None,
        }
    }

    /// Leaves out that many hourly occurrences, all [before](Self::hourly_until).
    pub(super) fn leave_out(&mut self, hours: i64) {
        if let Rule::Hourly { next, .. } = &mut self.rule {
            *next += hours * HOUR;
        }
    }

    /// The next occurrence, in the window or before it; `None` at the calendar's end.
    #[inline]
    fn step(&mut self) -> Option<Instant> {
        let civil = match &mut self.rule {
            Rule::Hourly { past, next } => {
                return Some(next_hour(&self.offsets, &mut self.span, *past, next));
            }
            Rule::Daily { day, at } => next_day(day) + *at,
            Rule::Weekly { days, day, at } => loop {
                let midnight = next_day(day);
                if days.contains(weekday(midnight)) {
                    break midnight + *at;
                }
            },
            Rule::Monthly { first, day, at } => next_month(first, *day)? + *at,
        };
        Some(self.offsets.instant(civil, &mut self.span))
    }
}

impl Iterator for Occurrences {
    type Item = Instant;

    #[inline]
    fn next(&mut self) -> Option<Instant> {
        loop {
            let instant = self.step()?;
            if instant >= self.window.to {
                return None;
            }
            if instant >= self.window.from {
                return Some(instant);
            }
        }
    }
}

/// The first instant from `from` on whose local time, at `offset`, is `past` after a full hour.
fn first_past(past: i64, from: i64, offset: i64) -> i64 {
    from + (past - from - offset).rem_euclid(HOUR)
}

/// Takes the next hourly instant and sets the one after it.
#[inline]
fn next_hour(offsets: &Offsets, span: &mut usize, past: i64, next: &mut i64) -> Instant {
    while *next >= offsets.span(*span).to {
        let over = offsets.span(*span).to;
        *span += 1;
        *next = first_past(past, over, offsets.span(*span).offset);
    }
    let instant = Instant::from_ms(*next);
    *next += HOUR;
    instant
}

/// Takes a day; its civil midnight.
fn next_day(day: &mut i64) -> i64 {
    *day += 1;
    (*day - 1) * DAY
}

/// The day of the week of a civil midnight; 1970-01-01 was a Thursday.
fn weekday(midnight: i64) -> Weekday {
    let since_monday = (midnight.div_euclid(DAY) + 3).rem_euclid(7);
    Weekday::Monday.wrapping_add(since_monday)
}

/// Takes a month; the civil midnight of its `day`, or of its last day if it is shorter.
fn next_month(first: &mut Option<Date>, day: i8) -> Option<i64> {
    let current = (*first)?;
    *first = current.checked_add(1.month()).ok();
    let date = current.with().day(day.min(current.days_in_month())).build().ok()?;
    Some(Zone::UTC.instant(date.to_datetime(Time::midnight())).ms())
}

#[cfg(test)]
mod tests;
