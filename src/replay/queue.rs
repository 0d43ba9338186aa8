//! The queue of events that the replay itself causes, in the one total order of R-STEP.
#![expect(
    clippy::inline_always,
    reason = "measured: calls for each end of work are a twentieth of a replay's time"
)]

use crate::pool::LotId;
use crate::units::Instant;
use std::cmp::{Ordering, Reverse};
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
    pub(super) const fn number(self) -> Option<u8> {
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
    /// The number of the declared top-up.
    DeclaredTopUpLands(u32),
    RechargeLands,
    ReactiveTopUpLands,
    /// The place of the work in flight.
    WorkEnds(u32),
    /// The source number of the task.
    TaskResumes(u32),
}

impl Caused {
    /// The place of the work in flight that ends.
    pub(super) fn ends(self) -> Option<u32> {
        if let Self::WorkEnds(place) = self { Some(place) } else { None }
    }

    /// The source number of the task that resumes.
    pub(super) fn resumes(self) -> Option<u32> {
        if let Self::TaskResumes(source) = self { Some(source) } else { None }
    }

    /// The class it belongs to (R-STEP).
    pub(super) const fn class(self) -> Class {
        match self {
            Self::MeasurementBegins => Class::Measurement,
            Self::MonthBegins | Self::RechargeWakes => Class::Month,
            Self::LotExpires(_) => Class::Expiry,
            Self::PeriodEnds => Class::Renewal,
            Self::LapseBegins
            | Self::LapseEnds
            | Self::OutageBegins
            | Self::OutageEnds
            | Self::TroubleEnds => Class::Change,
            Self::DeclaredTopUpLands(_) | Self::RechargeLands | Self::ReactiveTopUpLands => Class::Landing,
            Self::WorkEnds(_) => Class::End,
            Self::TaskResumes(_) => Class::Resume,
        }
    }
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
///
/// The soonest few wait in a sorted row, where most ends of work go in and out near its end; all others
/// wait in a heap. No event of the row comes after one of the heap.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    /// Soonest last, at most `ROW` of them; none only if there are none in the heap.
    row: Vec<Scheduled>,
    /// The time of the soonest, [`Instant::FAR_FUTURE`] without one: asked for at every record of the demand.
    next: Instant,
    heap: BinaryHeap<Reverse<Scheduled>>,
    scheduled: u32,
    end: Instant,
}

/// The most events that the sorted row holds.
const ROW: usize = 32;

/// One scheduled event. Orders by instant, then by class (8 bits), rank (24) and order of scheduling (32).
#[derive(Clone, Copy, Debug)]
struct Scheduled {
    time: Instant,
    order: u64,
    what: Caused,
}

impl Scheduled {
    /// One number to compare instead of two.
    #[inline]
    fn key(&self) -> i128 {
        i128::from(self.time.ms()) << 64 | i128::from(self.order)
    }
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Scheduled {}

impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Queue {
    /// An empty queue; what lies at or after `end` never happens (R-HORIZON).
    pub(super) fn new(end: Instant) -> Self {
        Self {
            row: Vec::with_capacity(ROW + 1),
            next: Instant::FAR_FUTURE,
            heap: BinaryHeap::new(),
            scheduled: 0,
            end,
        }
    }

    /// Schedules an event, unless it lies beyond the horizon.
    #[inline(always)]
    pub(super) fn push(&mut self, time: Instant, rank: Rank, what: Caused) {
        if time < self.end {
            if self.scheduled == u32::MAX {
                self.renumber();
            }
            self.scheduled += 1;
            self.insert(Scheduled { time, order: Self::order(rank, what, self.scheduled), what });
        }
    }

    /// Schedules events in this order, as one [`push`](Self::push) for each would.
    pub(super) fn push_all(&mut self, events: &[(Instant, Rank, Caused)]) {
        if usize::try_from(u32::MAX - self.scheduled).is_ok_and(|left| left < events.len()) {
            self.renumber();
        }
        let from = self.row.len();
        for &(time, rank, what) in events.iter().filter(|(time, ..)| *time < self.end) {
            self.scheduled += 1;
            self.row.push(Scheduled { time, order: Self::order(rank, what, self.scheduled), what });
        }
        let new = &mut self.row[from..];
        if !new.is_sorted() {
            new.sort_unstable();
        }
        if new.last().zip(self.heap.peek()).is_some_and(|(latest, Reverse(waiting))| latest > waiting) {
            self.row.split_off(from).into_iter().for_each(|entry| self.insert(entry));
            return;
        }
        new.reverse();
        // Nearly always they fit between two others.
        let (before, new) = self.row.split_at(from);
        let sooner = before.iter().rev().take_while(|other| Some(*other) < new.first()).count();
        if sooner == 0 || before.get(from - sooner) < new.last() {
            self.row[from - sooner..].rotate_left(sooner);
        } else {
            self.row.sort_unstable_by(|a, b| b.cmp(a));
        }
        self.next = self.row.last().map_or(Instant::FAR_FUTURE, |entry| entry.time);
    }

    #[inline(always)]
    fn order(rank: Rank, what: Caused, number: u32) -> u64 {
        u64::from(what.class() as u8) << 56 | u64::from(rank.0) << 32 | u64::from(number)
    }

    #[inline(always)]
    fn insert(&mut self, entry: Scheduled) {
        if self.row.first().is_some_and(|latest| entry > *latest) {
            // After the latest of the row: the heap, which holds nothing before that either, takes it.
            self.heap.push(Reverse(entry));
            return;
        }
        self.next = self.next.min(entry.time);
        self.row.push(entry);
        // Most events come soon: they pass few others on their way in.
        let mut row = &mut self.row[..];
        while let Some((place, sooner)) = row.split_last_mut() {
            match sooner.last() {
                Some(&before) if before < entry => *place = before,
                Some(_) | None => {
                    *place = entry;
                    break;
                }
            }
            row = sooner;
        }
        if self.row.len() > ROW {
            self.heap.push(Reverse(self.row.remove(0)));
        }
    }

    /// Numbers the events still to come from 1, in their order: 2³² have been scheduled.
    #[cold]
    fn renumber(&mut self) {
        let mut entries = std::mem::take(&mut self.row);
        entries.extend(self.heap.drain().map(|Reverse(entry)| entry));
        entries.sort_unstable_by_key(|entry| entry.order & u64::from(u32::MAX));
        self.scheduled = 0;
        for entry in &mut entries {
            self.scheduled += 1;
            entry.order = entry.order >> 32 << 32 | u64::from(self.scheduled);
        }
        self.heap.extend(entries.into_iter().map(Reverse));
        self.refill();
    }

    /// Moves the soonest half row from the heap to the row, which is empty.
    #[inline(never)]
    fn refill(&mut self) {
        for _ in 0..ROW / 2 {
            let Some(Reverse(entry)) = self.heap.pop() else { break };
            self.row.push(entry);
        }
        self.row.reverse();
        self.next = self.row.last().map_or(Instant::FAR_FUTURE, |entry| entry.time);
    }

    /// The time of the next event; [`Instant::FAR_FUTURE`] if there is none.
    #[inline]
    pub(super) fn next_time(&self) -> Instant {
        self.next
    }

    /// The next event.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(Instant, Caused)> {
        let entry = self.row.pop()?;
        match self.row.last() {
            Some(next) => self.next = next.time,
            None => self.refill(),
        }
        Some((entry.time, entry.what))
    }

    /// What comes next.
    #[inline]
    pub(super) fn peek(&self) -> Option<Caused> {
        self.row.last().map(|entry| entry.what)
    }

    /// Drops the events that are not to be kept.
    pub(super) fn retain(&mut self, keep: impl Fn(Caused) -> bool) {
        self.row.retain(|entry| keep(entry.what));
        self.heap.retain(|Reverse(entry)| keep(entry.what));
        match self.row.last() {
            Some(next) => self.next = next.time,
            None => self.refill(),
        }
    }

    /// Events still to come that `choose` takes, in the order in which they were scheduled.
    pub(super) fn scheduled<T>(&self, choose: impl Fn(Instant, Caused) -> Option<T>) -> Vec<T> {
        let waiting = self.heap.iter().map(|Reverse(entry)| entry);
        let all = self.row.iter().chain(waiting);
        let mut chosen: Vec<(u64, T)> = all
            .filter_map(|entry| Some((entry.order & u64::from(u32::MAX), choose(entry.time, entry.what)?)))
            .collect();
        chosen.sort_unstable_by_key(|&(order, _)| order);
        chosen.into_iter().map(|(_, chosen)| chosen).collect()
    }

    /// Every event still to come, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Instant, Caused)> + '_ {
        let waiting = self.heap.iter().map(|Reverse(entry)| entry);
        self.row.iter().chain(waiting).map(|entry| (entry.time, entry.what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Instant = Instant::from_ms(5);

    #[test]
    fn r_step_events_of_an_instant_go_by_class_then_rank_then_order_of_scheduling() {
        let mut queue = Queue::new(Instant::FAR_FUTURE);
        queue.push(T, Rank(1), Caused::WorkEnds(1));
        queue.push(T, Rank(0), Caused::WorkEnds(2));
        queue.push(T, Rank::ONLY, Caused::MonthBegins);
        queue.push(T, Rank(0), Caused::WorkEnds(3));
        queue.push(Instant::from_ms(4), Rank(9), Caused::TaskResumes(9));
        let order: Vec<Caused> = std::iter::from_fn(|| queue.pop().map(|(_, what)| what)).collect();
        let ends = [2, 3, 1].map(Caused::WorkEnds);
        assert_eq!(order, [&[Caused::TaskResumes(9), Caused::MonthBegins], &ends[..]].concat());
    }

    #[test]
    fn r_step_a_long_queue_comes_out_as_a_sorted_one() {
        let mut queue = Queue::new(Instant::FAR_FUTURE);
        let (mut out, mut pushed, mut number) = (Vec::new(), Vec::new(), 1_u32);
        for place in 0..5_000_u32 {
            // A linear congruential generator; times go on as events do, many of them equal.
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let time = Instant::from_ms(i64::from(place / 100 + (number >> 16) % 12));
            let what = if number % 5 == 0 { Caused::TaskResumes(place) } else { Caused::WorkEnds(place) };
            queue.push(time, Rank(number % 3), what);
            pushed.push((time, what.class(), number % 3, place));
            if place % 2 == 1 {
                let (time, what) = queue.pop().unwrap();
                let soonest = *pushed.iter().min().unwrap();
                pushed.retain(|&other| other != soonest);
                assert_eq!((time, what.class()), (soonest.0, soonest.1));
                out.push(what);
            }
        }
        assert_eq!(out.len(), 2_500);
        pushed.sort_unstable();
        let rest = std::iter::from_fn(|| queue.pop());
        for (place, (time, what)) in rest.enumerate() {
            assert_eq!((time, what.class()), (pushed[place].0, pushed[place].1));
        }
    }

    #[test]
    fn r_step_events_scheduled_together_come_as_if_one_by_one() {
        for waiting in [0, 3, 40, 200] {
            let mut number = 11_u32;
            let mut random = |below: u32| {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (number >> 16) % below
            };
            let mut event = |place: u32, among: u32| {
                let time = Instant::from_ms(i64::from(random(among)));
                (time, Rank(random(4)), Caused::TaskResumes(place))
            };
            let before: Vec<_> = (0..waiting).map(|place| event(place, 100)).collect();
            for among in [1, 10, 300] {
                let together: Vec<_> = (0..60).map(|place| event(1_000 + place, among)).collect();
                let mut queues = [Queue::new(Instant::from_ms(280)), Queue::new(Instant::from_ms(280))];
                for queue in &mut queues {
                    for &(time, rank, what) in &before {
                        queue.push(time, rank, what);
                    }
                }
                queues[0].push_all(&together);
                for &(time, rank, what) in &together {
                    queues[1].push(time, rank, what);
                }
                assert_eq!(queues[0].next_time(), queues[1].next_time());
                let [all, each] = queues.map(|mut queue| std::iter::from_fn(move || queue.pop()));
                assert_eq!(all.collect::<Vec<_>>(), each.collect::<Vec<_>>(), "{waiting} {among}");
            }
        }
    }

    #[test]
    fn numbering_anew_keeps_the_order() {
        let mut queue = Queue::new(Instant::FAR_FUTURE);
        queue.scheduled = u32::MAX - 2;
        for place in 0..5 {
            queue.push(T, Rank::ONLY, Caused::WorkEnds(place));
        }
        assert_eq!(queue.scheduled, 5);
        let order: Vec<Caused> = std::iter::from_fn(|| queue.pop().map(|(_, what)| what)).collect();
        assert_eq!(order, [0, 1, 2, 3, 4].map(Caused::WorkEnds));
    }

    #[test]
    fn r_horizon_nothing_is_scheduled_at_or_after_the_end() {
        let mut queue = Queue::new(T);
        queue.push(T, Rank::ONLY, Caused::MonthBegins);
        assert_eq!(queue.next_time(), Instant::FAR_FUTURE);
    }
}
