//! The queue of events that the replay itself causes, in the one total order of R-STEP.

use crate::pool::LotId;
use crate::units::{Credits, Instant};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The classes of events that are handled before others of the same instant (R-STEP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// Not an event of the rules: measurement begins.
    Measurement,
    /// 0: a calendar month starts.
    Month,
    /// 1: a purchased lot expires.
    Expiry,
    /// 2: a billing period ends.
    Renewal,
    /// 3: the subscription, then the payment state, changes.
    Change,
    /// 4: credits land.
    Landing,
    /// 5: work ends.
    End,
    /// 6: a task resumes.
    Resume,
    /// 7: a scheduled run starts.
    Run,
    /// 8: activity work arrives.
    Arrival,
}

impl Class {
    /// The rule's number; `None` for what is not an event of the rules.
    pub(super) fn number(self) -> Option<u8> {
        (self as u8).checked_sub(1)
    }
}

/// What an event does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caused {
    MeasurementBegins,
    MonthBegins,
    RechargeWakes,
    LotExpires(LotId),
    PeriodEnds,
    LapseBegins,
    LapseEnds,
    OutageBegins,
    OutageEnds,
    TroubleEnds,
    DeclaredTopUpLands(Credits),
    RechargeLands,
    ReactiveTopUpLands,
    /// The place of the work in flight.
    WorkEnds(u32),
    /// The source number of the task.
    TaskResumes(u32),
}

/// Order within a class: the source's place in the file, or the order that R-STEP names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rank(pub(super) u32);

impl Rank {
    /// Where a class has one kind of event.
    pub(super) const ONLY: Self = Self(0);
    /// Class 3: the subscription before payments.
    pub(super) const SUBSCRIPTION: Self = Self(0);
    pub(super) const PAYMENT: Self = Self(1);
    /// Class 4: declared top-ups, auto-recharge, reactive top-ups.
    pub(super) const DECLARED: Self = Self(0);
    pub(super) const RECHARGE: Self = Self(1);
    pub(super) const REACTIVE: Self = Self(2);
}

/// Caused events by instant, class, rank, and the order in which they were scheduled.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    heap: BinaryHeap<Reverse<Entry>>,
    scheduled: u64,
    end: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    time: Instant,
    class: Class,
    rank: u32,
    scheduled: u64,
    what: Caused,
}

impl Entry {
    fn key(&self) -> (Instant, Class, u32, u64) {
        (self.time, self.class, self.rank, self.scheduled)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl Queue {
    /// An empty queue; what lies at or after `end` never happens (R-HORIZON).
    pub(super) fn new(end: Instant) -> Self {
        Self { heap: BinaryHeap::with_capacity(256), scheduled: 0, end }
    }

    /// Schedules an event, unless it lies beyond the horizon.
    pub(super) fn push(&mut self, time: Instant, class: Class, rank: Rank, what: Caused) {
        if time < self.end {
            self.scheduled += 1;
            self.heap.push(Reverse(Entry { time, class, rank: rank.0, scheduled: self.scheduled, what }));
        }
    }

    /// The time of the next event; [`Instant::FAR_FUTURE`] if there is none.
    #[inline]
    pub(super) fn next_time(&self) -> Instant {
        self.heap.peek().map_or(Instant::FAR_FUTURE, |Reverse(entry)| entry.time)
    }

    /// The next event.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(Instant, Class, Caused)> {
        self.heap.pop().map(|Reverse(entry)| (entry.time, entry.class, entry.what))
    }

    /// Every event still to come, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Instant, Caused)> + '_ {
        self.heap.iter().map(|Reverse(entry)| (entry.time, entry.what))
    }
}
