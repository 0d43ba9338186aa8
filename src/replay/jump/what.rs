//! What happened in one event of a free run.

use crate::replay::WorkTally;
use crate::units::Credits;

/// A set of happenings, all of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct What(u16);

impl What {
    pub(super) const NOTHING: Self = Self(0);
    pub(super) const STARTED: Self = Self(1);
    pub(super) const COMPLETED: Self = Self(1 << 1);
    pub(super) const FAILED_RUNNING: Self = Self(1 << 2);
    pub(super) const FAILED_AT_START: Self = Self(1 << 3);
    pub(super) const MISSED: Self = Self(1 << 4);
    pub(super) const PAUSED: Self = Self(1 << 5);
    pub(super) const COMPLETED_MAX_RUNS: Self = Self(1 << 6);
    /// Failures, and what they cause.
    pub(super) const SELDOM: Self = Self::FAILED_RUNNING
        .with(Self::FAILED_AT_START)
        .with(Self::MISSED)
        .with(Self::PAUSED)
        .with(Self::COMPLETED_MAX_RUNS);
    /// A review resumed the task.
    pub(super) const RESUMED: Self = Self(1 << 7);
    /// The run that started will fail while running.
    pub(super) const FAILS: Self = Self(1 << 8);
    /// The run that started ends in an event of its own.
    pub(super) const FLIES: Self = Self(1 << 9);
    /// It has paid on arrival.
    pub(super) const PAID: Self = Self(1 << 10);
    /// A record of the demand.
    pub(super) const RECORD: Self = Self(1 << 11);
    /// No work: the calendar or the subscription.
    pub(super) const RARE: Self = Self(1 << 12);
    /// Of a task.
    pub(super) const TASK: Self = Self(1 << 13);
    /// Something was refused or not paid: never in a free run.
    pub(super) const FELL_SHORT: Self = Self(1 << 14);
    /// Its work ended.
    pub(super) const ENDED: Self = Self::COMPLETED.with(Self::FAILED_RUNNING);
    /// Changes where a task stands.
    pub(super) const CHANGES_STATE: Self = Self::PAUSED.with(Self::COMPLETED_MAX_RUNS).with(Self::RESUMED);

    #[cfg(test)]
    pub(super) fn of_bits(bits: u32) -> Self {
        Self(u16::try_from(bits).unwrap())
    }

    #[must_use]
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// As much of it as is in `these`.
    pub(super) const fn only(self, these: Self) -> Self {
        Self(self.0 & these.0)
    }

    /// True if one of `any` happened.
    #[inline]
    pub(super) const fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// All that happened in some events.
    pub(super) fn all(events: &[Self]) -> Self {
        events.iter().fold(Self::default(), |all, &what| all.with(what))
    }

    /// 1 if it did, else 0.
    #[inline]
    pub(super) fn count(self, of: Self) -> u32 {
        u32::from(self.is(of))
    }

    /// In how many of fewer than 2¹⁶ events this happened to work that is, or is not, [of tasks](Self::TASK).
    pub(super) fn among(self, events: &[Self], of: Self) -> u32 {
        let (mask, wanted) = (self.with(Self::TASK).0, self.with(of).0);
        let count = |count: u16, what: &Self| count.wrapping_add(u16::from(what.0 & mask == wanted));
        u32::from(events.iter().fold(0, count))
    }

    /// What must be usable before a record, lest it be refused or fall short; sometimes more than that.
    #[inline]
    pub(super) fn need_of_record(self, reserve: Credits, cost: Credits) -> Credits {
        // What a paused task misses needs nothing.
        if self.is(Self::MISSED) { Credits::ZERO } else { reserve.max(cost) }
    }

    /// Counts it, with what it paid.
    #[inline]
    pub(super) fn add_to(self, sums: &mut WorkTally, spent: u32) {
        sums.wanted += u64::from(self.count(Self::RECORD));
        sums.started += u64::from(self.count(Self::STARTED));
        sums.completed += u64::from(self.count(Self::COMPLETED));
        sums.failed_running += u64::from(self.count(Self::FAILED_RUNNING));
        sums.failed_at_start += u64::from(self.count(Self::FAILED_AT_START));
        sums.missed_for_failures += u64::from(self.count(Self::MISSED));
        sums.paused_for_failures += u64::from(self.count(Self::PAUSED));
        sums.completed_max_runs += u64::from(self.count(Self::COMPLETED_MAX_RUNS));
        sums.spent += Credits::new(i64::from(spent));
    }
}
