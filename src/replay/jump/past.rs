//! The state of a free run before any of its events.

use super::counts::{Counts, sum};
use super::free_run::{Checkpoint, FEW_FLIGHTS, FreeRun, Pause, STRIDE, Stands, credits};
use super::what::What;
use crate::demand::{Demand, SourceId};
use crate::policy::{PauseReason, TaskState};
use crate::pool::{Book, Parts};
use crate::replay::Rules;
use crate::replay::number::index;
use crate::replay::streams::Draws;
use crate::units::{Credits, Instant};

/// A task's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TaskPast {
    pub(super) state: TaskState,
    pub(super) failures: u32,
    /// When the review of a pause is due.
    pub(super) due: Option<Instant>,
    /// The event of the pause.
    pub(super) paused: u32,
    pub(super) draws: Draws,
    /// When it breaks next.
    pub(super) breaks: Instant,
}

impl FreeRun {
    /// The work in flight before an event, by the events of its starts, in order.
    pub(super) fn flights_at(&self, position: usize) -> Vec<usize> {
        let mut checkpoint = self.checkpoint_before(position);
        let (from, to) = loop {
            match self.checkpoints[checkpoint].flights {
                Some((from, to)) => break (index(from), index(to)),
                // The first one has a list.
                None => checkpoint -= 1,
            }
        };
        let mut flights = Vec::with_capacity(to - from + FEW_FLIGHTS);
        flights.extend(self.flights[from..to].iter().map(|&start| index(start)));
        let events = checkpoint * STRIDE..position;
        for (event, what) in events.clone().zip(&self.what[events]) {
            if what.is(What::FLIES) {
                flights.push(event);
            } else if !what.is(What::RECORD.with(What::RARE).with(What::RESUMED)) {
                let record = self.subject[event];
                let ended = flights.iter().position(|&start| self.subject[start] == record);
                ended.map(|place| flights.remove(place));
            }
        }
        flights
    }

    /// The last checkpoint that is not after an event.
    fn checkpoint_before(&self, position: usize) -> usize {
        (position / STRIDE).min(self.checkpoints.len() - 1)
    }

    /// What a flight that started in this event holds before another one, by what it was drawn from.
    pub(super) fn parts(&self, demand: &Demand, rules: &Rules, start: usize, position: usize) -> Parts {
        let Some(record) = demand.get(index(self.subject[start])) else { return Parts::default() };
        if self.what[start].is(What::PAID) {
            return Parts::default();
        }
        let total = record.reserve.unwrap_or(rules.work[record.source.index()].reserve);
        let included = self.included_before(start) - credits(self.included[start]);
        let purchased = total - included;
        let rare = self.rare.partition_point(|rare| index(rare.position) < position);
        let renewed = self.rare[..rare].iter().rev().find(|rare| rare.ends_allowance);
        if renewed.is_some_and(|rare| index(rare.position) > start) {
            Parts { included: Credits::ZERO, ended: included, purchased }
        } else {
            Parts { included, ended: Credits::ZERO, purchased }
        }
    }

    /// A task's state before an event.
    pub(super) fn task_at(&self, source: usize, position: usize) -> TaskPast {
        let health = &self.health[source];
        let last = health.changes.count_before(position).checked_sub(1);
        let (failures, stands) = last.map_or((0, Stands::Active), |last| health.after[last]);
        let pauses = &self.pauses[source];
        let begun = |pause: &Pause| index(pause.position) < position;
        let place = 1 + pauses[1..].partition_point(begun);
        let last = &pauses[place - 1];
        let state = match stands {
            Stands::Active => TaskState::Active,
            Stands::PausedForFailures => {
                TaskState::Paused { reason: PauseReason::Failures, since: last.since }
            }
            Stands::Completed => TaskState::Completed,
        };
        if place == 1 || index(last.resumed) < position {
            return TaskPast {
                state,
                failures,
                due: None,
                paused: 0,
                draws: last.draws.1,
                breaks: last.breaks,
            };
        }
        let breaks = pauses[place - 2].breaks;
        TaskPast { state, failures, due: last.due, paused: last.position, draws: last.draws.0, breaks }
    }

    /// Runs that a task had started before an event.
    pub(super) fn started_at(&self, demand: &Demand, source: usize, position: usize) -> u64 {
        if let Some(starts) = &self.health[source].starts {
            return u64::try_from(starts.count_before(position)).unwrap_or(u64::MAX);
        }
        let rare = self.rare.partition_point(|rare| index(rare.position) < position);
        let (from, mut started) = match self.rare[..rare].last() {
            Some(rare) => (index(rare.position), rare.started.get(source).copied().unwrap_or(0)),
            None => (0, 0),
        };
        for event in from..position {
            let is_start = self.what[event].is(What::STARTED);
            let of = |id: SourceId| id.index() == source;
            started += u64::from(is_start && self.source(demand, event).is_some_and(of));
        }
        started
    }

    /// What has passed through its pool before an event.
    pub(super) fn book_at(&self, demand: &Demand, rules: &Rules, position: usize) -> Book {
        let checkpoint = self.checkpoint_before(position);
        let mut from = checkpoint * STRIDE;
        let rare = self.rare.partition_point(|rare| index(rare.position) < position);
        let mut book = match self.rare[..rare].last() {
            None => self.first_book,
            Some(rare) => {
                from = from.max(index(rare.position) + 1);
                rare.after
            }
        };
        if from == checkpoint * STRIDE {
            // Nothing but work since the last rare event.
            let Checkpoint { spent_included, spent_purchased, expired_included, .. } =
                self.checkpoints[checkpoint];
            book = Book { spent_included, spent_purchased, expired_included, ..book };
        }
        let sum_of = |column: &[u32]| sum(column[from..position].iter().copied());
        let (spent, included) = (sum_of(&self.spent), sum_of(&self.spent_included));
        book.spent_included += included;
        book.spent_purchased += spent - included;
        let next = self.checkpoints.get(checkpoint + 1);
        if next.is_none_or(|next| next.expired_included != book.expired_included) {
            let expired = (from..position).map(|event| self.expired_in(demand, rules, event));
            book.expired_included += expired.sum();
        }
        book
    }

    /// What returned to an ended included lot in the event of an end.
    fn expired_in(&self, demand: &Demand, rules: &Rules, event: usize) -> Credits {
        let what = self.what[event];
        if what.is(What::RECORD.with(What::RARE).with(What::RESUMED)) {
            return Credits::ZERO;
        }
        let Some(record) = demand.get(index(self.subject[event])) else { return Credits::ZERO };
        let reserved = rules.work[record.source.index()].reservation(&record).unwrap_or_default();
        let unused = reserved - credits(self.spent[event]);
        let returned = self.usable_after(event) - self.usable_before(event);
        if unused.is_positive() { unused - returned } else { Credits::ZERO }
    }

    /// What all work did before an event.
    pub(super) fn counts_at(&self, rules: &Rules, position: usize) -> Counts {
        let checkpoint = self.checkpoint_before(position);
        let mut counts = self.checkpoints[checkpoint].counts;
        let events = checkpoint * STRIDE..position;
        let seen = counts.add_all(&self.what[events.clone()], &self.spent[events.clone()]);
        if !seen.is(What::RESUMED) {
            return counts;
        }
        for event in events.filter(|&event| self.what[event].is(What::RESUMED)) {
            if let Some(pause) = self.pause_ended_by(index(self.subject[event]), event) {
                let since = pause.since.max(rules.measured_from);
                if since < self.times[event] {
                    counts.add_paused(self.times[event] - since);
                }
            }
        }
        counts
    }

    /// The pause that a resume ends.
    pub(super) fn pause_ended_by(&self, source: usize, event: usize) -> Option<&Pause> {
        let pauses = &self.pauses[source];
        pauses[1..pauses.partition_point(|pause| index(pause.resumed) <= event)].last()
    }
}
