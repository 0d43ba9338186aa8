//! The state of a free run before any of its events.

use super::free_run::{FreeRun, HealthPoint, Pause, STRIDE, credits, index};
use super::what::What;
use crate::demand::{Demand, SourceId};
use crate::policy::TaskState;
use crate::pool::{Book, Parts};
use crate::replay::streams::Draws;
use crate::replay::{Rules, WorkKind, WorkSums};
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
        let checkpoint = (position / STRIDE).min(self.checkpoints.len() - 1);
        let from = index(self.checkpoints[checkpoint].flights);
        let to = self.checkpoints.get(checkpoint + 1).map_or(self.flights.len(), |next| index(next.flights));
        let mut flights: Vec<usize> = self.flights[from..to].iter().map(|&start| index(start)).collect();
        for event in checkpoint * STRIDE..position {
            let what = self.what[event];
            if what.is(What::FLIES) {
                flights.push(event);
            } else if !what.is(What::RECORD.with(What::RARE).with(What::RESUMED)) {
                let record = self.subject[event];
                flights.retain(|&start| self.subject[start] != record);
            }
        }
        flights
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
        let points = &self.health[source];
        let before = |point: &HealthPoint| index(point.position) < position;
        let (state, failures) = match points[..points.partition_point(before)].last() {
            Some(point) => (point.state, point.failures),
            None => (TaskState::Active, 0),
        };
        let pauses = &self.pauses[source];
        let begun = |pause: &Pause| index(pause.position) < position;
        let place = 1 + pauses[1..].partition_point(begun);
        let last = &pauses[place - 1];
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
    pub(super) fn started_at(&self, demand: &Demand, source: SourceId, position: usize) -> u64 {
        let rare = self.rare.partition_point(|rare| index(rare.position) < position);
        let (from, mut started) = match self.rare[..rare].last() {
            Some(rare) => (index(rare.position), rare.started.get(source.index()).copied().unwrap_or(0)),
            None => (0, 0),
        };
        for event in from..position {
            let is_start = self.what[event].is(What::STARTED);
            started += u64::from(is_start && self.source(demand, event) == Some(source));
        }
        started
    }

    /// What has passed through its pool before an event.
    pub(super) fn book_at(&self, demand: &Demand, rules: &Rules, position: usize) -> Book {
        let checkpoint = (position / STRIDE).min(self.checkpoints.len() - 1);
        let mut from = checkpoint * STRIDE;
        let mut book = self.checkpoints[checkpoint].book;
        let rare = self.rare.partition_point(|rare| index(rare.position) < position);
        if let Some(rare) = self.rare[..rare].last().filter(|rare| index(rare.position) >= from) {
            from = index(rare.position) + 1;
            book = rare.after;
        }
        for event in from..position {
            let (spent, included) = (self.spent[event], self.spent_included[event]);
            book.spent_included += credits(included);
            book.spent_purchased += credits(spent - included);
            book.expired_included += self.expired_in(demand, rules, event);
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
        let returned = self.usable[event] - self.usable_before(event);
        if unused.is_positive() { unused - returned } else { Credits::ZERO }
    }

    /// Sums of all work before an event.
    pub(super) fn sums_at(&self, demand: &Demand, rules: &Rules, position: usize) -> WorkSums {
        let checkpoint = (position / STRIDE).min(self.checkpoints.len() - 1);
        let mut sums = self.checkpoints[checkpoint].sums;
        for event in checkpoint * STRIDE..position {
            let Some(source) = self.source(demand, event) else { continue };
            let of = match rules.work[source.index()].kind {
                WorkKind::Task(_) => &mut sums.tasks,
                WorkKind::Activity(_) => &mut sums.activities,
            };
            self.what[event].add_to(of, self.spent[event]);
            if self.what[event].is(What::RESUMED)
                && let Some(pause) = self.pause_ended_by(source.index(), event)
            {
                let since = pause.since.max(rules.measured_from);
                if since < self.times[event] {
                    of.paused_time_for_failures += self.times[event] - since;
                }
            }
        }
        sums
    }

    /// The pause that a resume ends.
    pub(super) fn pause_ended_by(&self, source: usize, event: usize) -> Option<&Pause> {
        let pauses = &self.pauses[source];
        pauses[1..pauses.partition_point(|pause| index(pause.resumed) <= event)].last()
    }
}
