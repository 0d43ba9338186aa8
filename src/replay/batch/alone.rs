//! Leaving the course, stepping event by event, and meeting it again.

use super::course::Course;
use super::lane::{Draws, Lane, Mode};
use super::strand::NOWHERE;
use super::stray::Stray;
use crate::pool::Parts;
use crate::replay::number::{index, number};
use crate::replay::patience::Patience;
use crate::replay::queue::Caused;
use crate::replay::source::SourceKind;
use crate::units::Credits;

/// Records up to the first try to meet the course again, and the most up to another.
const SOONEST: usize = 8;
const LATEST: usize = 32;

impl Lane<'_> {
    /// Steps event by event until the state is simple again; false at the end of the horizon.
    pub(super) fn step_alone(&mut self) -> bool {
        self.take_off();
        let end = self.world.rules.horizon.to;
        let records = self.course.positions.len();
        let first = self.course.record_from(self.position).unwrap_or(records);
        let mut patience = Patience::new(SOONEST, LATEST);
        for row in first..records {
            let record = self.demand.row(row);
            while self.world.queue.next_time() <= record.time {
                self.world.handle_caused();
            }
            if patience.is_over() && self.meets() {
                self.land(index(self.course.positions[row]));
                return true;
            }
            let place = self.world.flights.next_place();
            self.world.now = record.time;
            if self.world.demand(record) {
                self.world.end_event();
            }
            if self.world.flights.next_place() != place {
                self.rows_in_flight.put(place, number(row));
            }
        }
        while self.world.queue.next_time() < end {
            self.world.handle_caused();
        }
        false
    }

    /// Takes up the state before the event in hand, with all work in flight.
    pub(super) fn take_off(&mut self) {
        self.count_all();
        self.hand_over();
        let rows = self.flights();
        let held = rows.iter().map(|&row| self.reserved(row)).sum();
        self.keep_book(held);
        self.strays.clear();
        self.world.pool.regroup();
        self.world.flights.clear();
        for (own, source) in self.own.iter().zip(&mut self.world.sources) {
            if let (Mode::Runs, SourceKind::Task(_)) = (own.mode, source.kind) {
                source.health.consecutive_failures = own.failures;
            }
        }
        for row in rows {
            self.fly(row);
        }
    }

    /// Puts work of a record in flight, as it has been since it started.
    fn fly(&mut self, row: u32) {
        let record = self.demand.row(index(row));
        let work = &self.world.rules.work[record.source.index()];
        let fails = Course::fails(&record);
        let (reserved, charge) = match work.reservation(&record) {
            Some(reserved) => (reserved, self.world.charge(record, fails)),
            None => (Credits::ZERO, Credits::ZERO),
        };
        let parts = match self.draws {
            Draws::Included => Parts { included: reserved, ..Parts::default() },
            Draws::Purchased => Parts { purchased: reserved, ..Parts::default() },
        };
        let reservation = self.world.pool.hold(parts);
        let place = self.world.flights.add(record.source, charge, reservation, fails);
        let rank = self.world.sources[record.source.index()].rank;
        self.world.queue.push(record.time + record.duration, rank, Caused::WorkEnds(place));
        self.rows_in_flight.put(place, row);
    }

    /// True if the state is simple: nothing follows quiet events, and all work in flight draws on one kind of lots.
    fn meets(&self) -> bool {
        let pool = &self.world.pool;
        if !self.world.quiet.holds(pool.usable()) || pool.debt().is_positive() {
            return false;
        }
        let included = pool.included().is_positive();
        self.world.flights.iter().all(|flight| {
            let Parts { included: of_included, ended, purchased } = pool.parts(&flight.reservation);
            let other = if included { purchased } else { of_included };
            (ended + other).is_zero()
        })
    }

    /// Is on the course again, before the event at `position`.
    fn land(&mut self, position: usize) {
        self.position = position;
        self.find_draws();
        let course = self.course;
        let mut flights: Vec<u32> =
            self.world.flights.places().map(|place| self.rows_in_flight.get(place)).collect();
        flights.sort_unstable();
        self.world.flights.clear();
        self.world.queue.retain(|what| what.ends().is_none());
        self.running = 0;
        for source in 0..self.own.len() {
            let count = course.index(source, position);
            self.own[source].next = count;
            self.own[source].failures = self.world.sources[source].health.consecutive_failures;
            let mode = match self.world.sources[source].kind {
                SourceKind::Task(_) => self.mode_of(source),
                SourceKind::Activity(_) => Mode::Runs,
            };
            self.own[source].mode = mode;
            let runs = mode == Mode::Runs;
            self.masks[source] = if runs { -1 } else { 0 };
            if runs {
                self.running |= super::blocks::bit(source);
                for row in course.in_flight(source, count, position) {
                    if flights.binary_search(&row).is_err() {
                        self.strays.toggle(Stray { end: course.ends[index(row)], row, started: false });
                    }
                }
            }
        }
        for row in flights {
            let end = course.ends[index(row)];
            debug_assert!(end != NOWHERE, "work in flight ends");
            if self.masks[self.demand.row(index(row)).source.index()] == 0 {
                self.strays.toggle(Stray { end, row, started: true });
            }
        }
        for source in 0..self.own.len() {
            self.find_stop(source);
        }
        self.looked();
    }
}
