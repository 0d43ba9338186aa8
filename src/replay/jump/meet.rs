//! Leaving a free run, stepping event by event, and meeting it again.

use super::follower::{Detail, Follower, Gap, Stepped};
use super::free_run::FreeRun;
use super::lag::Lag;
use super::past::TaskPast;
use super::what::What;
use crate::demand::SourceId;
use crate::pool::Parts;
use crate::replay::number::{index, number};
use crate::replay::patience::Patience;
use crate::replay::queue::{Caused, Rank};
use crate::replay::source::{Source, SourceKind};
use crate::units::{Credits, Instant};

/// Records up to the first try to meet the free run again, and the most up to another.
const SOONEST: usize = 8;
const LATEST: usize = 256;

/// To leave a free run and to meet it again takes as long as to step so many records.
const PARTING: usize = 256;

/// Work in flight, as far as it decides what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct InFlight {
    source: SourceId,
    ends: Instant,
    fails: bool,
    charge: Credits,
    parts: Parts,
}

impl Follower<'_> {
    /// Takes up the free run's state before the event at `position`, to step on alone.
    #[inline(never)]
    pub(super) fn leave(&mut self) {
        let (position, run, rules) = (self.position, self.run, self.world.rules);
        self.left = position;
        self.steps_left = self.steps_left.saturating_sub(PARTING);
        self.keep_book(&run.book_at(self.demand, rules, position));
        self.world.pool.regroup();
        let rare = run.rare.partition_point(|rare| index(rare.position) < position);
        let last = rare.checked_sub(1).map(|last| &run.rare[last].subscription);
        self.world.subscription.stand_as(last.unwrap_or(&run.template.subscription));
        self.world.sources = std::mem::take(&mut self.sources);
        if self.world.sources.is_empty() {
            self.world.sources = Source::all(rules);
            self.more_started = vec![0; rules.work.len()];
        }
        self.world.measure.make_room(self.world.sources.len());
        let mut reviews = Vec::new();
        self.take_up_starts();
        for &source in &run.eventful {
            let past = run.task_at(source, position);
            self.take_up_task(source, &past);
            reviews.extend(past.due.map(|due| (past.paused, due, source)));
        }
        for lag in std::mem::take(&mut self.lags) {
            let more = lag.more_at(self, position);
            let failures = &mut self.world.sources[lag.source].health.consecutive_failures;
            *failures = failures.saturating_add_signed(i32::try_from(more).unwrap_or(0));
        }
        reviews.sort_unstable();
        for (_, due, source) in reviews {
            let source = SourceId(number(source));
            let rank = Rank(rules.work[source.index()].rank);
            self.world.queue.push(due, rank, Caused::TaskResumes(source.0));
        }
        for start in run.flights_at(position) {
            let flight = self.free_flight(start, position);
            let reservation = self.world.pool.hold(flight.parts);
            let place = self.world.flights.add(flight.source, flight.charge, reservation, flight.fails);
            let rank = self.world.sources[flight.source.index()].rank;
            self.world.queue.push(flight.ends, rank, Caused::WorkEnds(place));
        }
    }

    /// How many runs tasks have started.
    fn take_up_starts(&mut self) {
        for &source in &self.counted {
            let free = self.run.started_at(self.demand, source, self.position);
            self.world.sources[source].health.started = free.saturating_add_signed(self.more_started[source]);
        }
    }

    fn take_up_task(&mut self, source: usize, past: &TaskPast) {
        let health = &mut self.world.sources[source].health;
        (health.state, health.consecutive_failures) = (past.state, past.failures);
        if let Some(task) = self.world.task_rules(SourceId(number(source))) {
            let name = &self.world.rules.work[source].name;
            self.world.streams.skip_to(source, name, task, past.draws);
        }
        if let Some(breaks) = self.world.breaks.get_mut(source) {
            *breaks = past.breaks;
        }
    }

    /// A flight of the free run before an event.
    fn free_flight(&self, start: usize, position: usize) -> InFlight {
        let (run, rules) = (self.run, self.world.rules);
        let row = index(run.subject[start]);
        let record = self.demand.row(row);
        let fails = run.what[start].is(What::FAILS);
        let charge =
            if run.what[start].is(What::PAID) { Credits::ZERO } else { self.world.charge(record, fails) };
        InFlight {
            source: record.source,
            ends: record.time + record.duration,
            fails,
            charge,
            parts: run.parts(self.demand, rules, start, position),
        }
    }

    /// Steps event by event until it meets the free run.
    pub(super) fn step(&mut self) -> Stepped {
        let end = self.world.rules.horizon.to;
        let records = self.demand.count_before(end);
        let first = self.run.record_from(self.left).map_or(records, |(_, record)| record);
        let mut patience = Patience::new(SOONEST, LATEST);
        let mut awake = None;
        let mut row = first;
        let refusals = self.run.refusals(self.demand, self.world.rules);
        while row < records {
            let record = self.demand.row(row);
            while self.world.queue.next_time() <= record.time {
                if let Some(Caused::TaskResumes(_)) = self.world.queue.peek() {
                    awake = None;
                }
                self.handle_caused();
            }
            if self.world.is_shut(refusals) {
                let next = self.refuse_from(refusals, (row, records), &mut awake);
                if next > row {
                    row = next;
                    patience.restart();
                    continue;
                }
            } else if patience.is_over()
                && let Some((position, lags)) = self.meets(row)
            {
                self.meet(position);
                self.lags = lags;
                return Stepped::Met;
            }
            let Some(left) = self.steps_left.checked_sub(1) else { return Stepped::TooFar };
            self.steps_left = left;
            self.world.now = record.time;
            if self.world.demand(record) {
                self.world.end_event();
            }
            row += 1;
        }
        while self.world.queue.next_time() < end {
            self.handle_caused();
        }
        Stepped::ToTheEnd
    }

    /// The free run's event of this record, if all before it has left the same state, so that the same follows; with tasks
    /// whose counts of failures differ, but will be reset before that matters.
    #[inline(never)]
    fn meets(&self, row: usize) -> Option<(usize, Vec<Lag>)> {
        let (world, run) = (&self.world, self.run);
        if !world.waiting.is_empty() || world.pool.debt().is_positive() {
            return None;
        }
        let (position, its_row) = run.record_from(run.position_at(self.demand.row(row).time))?;
        let position = if its_row == row { position } else { self.position_of(position, row)? };
        if world.pool.included() != run.included_before(position) {
            return None;
        }
        let flights = run.flights_at(position);
        self.has_flights(&flights, position).then_some(())?;
        Some((position, self.lags_at(position, (&flights, row))?))
    }

    /// The event of a record, which lies at `from` or after it at the same instant, if it is one.
    fn position_of(&self, from: usize, row: usize) -> Option<usize> {
        let mut position = from;
        loop {
            let (at, record) = self.run.record_from(position)?;
            if record >= row {
                return (record == row).then_some(at);
            }
            position = at + 1;
        }
    }

    fn has_flights(&self, flights: &[usize], position: usize) -> bool {
        let world = &self.world;
        let own = world.queue.scheduled(|time, what| Some((time, what.ends()?)));
        let end = world.rules.horizon.to;
        // Ends beyond the horizon are in no queue.
        let free = flights.iter().map(|&start| self.free_flight(start, position));
        let mut within = free.filter(|flight| flight.ends < end);
        let same = own.iter().all(|&(ends, place)| {
            let flight = world.flights.get(place);
            let parts = world.pool.parts(&flight.reservation);
            let (source, fails, charge) = (flight.source, flight.fails, flight.charge);
            within.next() == Some(InFlight { source, ends, fails, charge, parts })
        });
        let count = world.flights.iter().count();
        same && within.next().is_none()
            && count == flights.len()
            && (own.len() == count || self.has_late_flights(own, flights, position))
    }

    /// True if what ends beyond the horizon, and not `within` it, is of the same sources and holds the same.
    fn has_late_flights(&self, within: Vec<(Instant, u32)>, flights: &[usize], position: usize) -> bool {
        let (world, end) = (&self.world, self.world.rules.horizon.to);
        let mut within: Vec<u32> = within.into_iter().map(|(_, place)| place).collect();
        within.sort_unstable();
        let holds = |source: SourceId, parts: Parts| (source, parts.included, parts.ended, parts.purchased);
        let late = world.flights.places().filter(|place| within.binary_search(place).is_err());
        let own = late.map(|place| world.flights.get(place));
        let mut own: Vec<_> =
            own.map(|flight| holds(flight.source, world.pool.parts(&flight.reservation))).collect();
        let free = flights.iter().map(|&start| self.free_flight(start, position));
        let late = free.filter(|flight| flight.ends >= end);
        let mut free: Vec<_> = late.map(|flight| holds(flight.source, flight.parts)).collect();
        own.sort_unstable();
        free.sort_unstable();
        own == free
    }

    /// Tasks whose counts of failures differ; `None` if anything else of a task does, or this may matter.
    fn lags_at(&self, position: usize, (flights, row): (&[usize], usize)) -> Option<Vec<Lag>> {
        let (world, run) = (&self.world, self.run);
        let mut eventful = run.eventful.iter().copied().peekable();
        let (mut reviews, mut lags) = (Vec::new(), Vec::new());
        for (source, own) in world.sources.iter().enumerate() {
            let SourceKind::Task(rules) = own.kind else { continue };
            let id = SourceId(number(source));
            let failures = own.health.consecutive_failures;
            let free = if eventful.next_if_eq(&source).is_some() {
                let past = run.task_at(source, position);
                reviews.extend(past.due.map(|due| (past.paused, due, id.0)));
                let same = own.health.state == past.state
                    && world.streams.drawn(source) == past.draws
                    && world.breaks.get(source).is_none_or(|&breaks| breaks == past.breaks);
                same.then_some(past.failures)?
            } else {
                own.health.state.is_active().then_some(0)?
            };
            if failures != free {
                own.health.state.is_active().then_some(())?;
                lags.push(Lag::of(self, (source, rules), (failures, free), (flights, row))?);
            }
            if rules.max_runs.is_some() && own.health.started != run.started_at(self.demand, source, position)
            {
                return None;
            }
        }
        reviews.sort_unstable();
        let end = world.rules.horizon.to;
        let own = world.queue.scheduled(|time, what| Some((time, what.resumes()?)));
        let free = reviews.into_iter().map(|(_, due, source)| (due, source)).filter(|&(due, _)| due < end);
        own.into_iter().eq(free).then_some(lags)
    }

    /// Is in step again: what it counted alone is kept, and its work is the free run's.
    #[inline(never)]
    fn meet(&mut self, position: usize) {
        let free = self.run.book_at(self.demand, self.world.rules, position);
        self.gap = Gap::between(self.world.pool.book(), &free);
        self.offset = self.world.pool.usable() - self.run.usable_before(position);
        debug_assert_eq!(self.world.pool.held(), FreeRun::held(&free, self.run.usable_before(position)));
        for &source in &self.counted {
            let own = self.world.sources[source].health.started;
            let free = self.run.started_at(self.demand, source, position);
            self.more_started[source] = own.cast_signed() - free.cast_signed();
        }
        self.sources = std::mem::take(&mut self.world.sources);
        if self.detail == Detail::BySource {
            self.world.measure.book_work(&mut self.sources);
        }
        self.world.flights.clear();
        self.world.queue.retain(|what| what.ends().or(what.resumes()).is_none());
        self.absences.push((self.left, position));
        self.position = position;
    }
}
