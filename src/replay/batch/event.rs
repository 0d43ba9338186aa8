//! Single events that are not quiet, by the rules' own code.

use super::lane::{Draws, Lane, Mode, id};
use super::strand::NOWHERE;
use super::stray::Stray;
use crate::demand::SourceId;
use crate::replay::number::index;
use crate::replay::queue::Caused;
use crate::units::Credits;

impl Lane<'_> {
    /// True if the balance covers what an event needs, from the lots that work draws on.
    fn covers(&self, position: usize) -> bool {
        self.usable - i64::from(self.course.events[position].need) >= self.floor
    }

    /// True if a record can be handled alone, whatever comes of it: it draws on one kind of lots.
    pub(super) fn can_take_up(&self, position: usize) -> bool {
        let rules = &self.world.rules.auto_recharge;
        let one_kind = match self.draws {
            Draws::Purchased => true,
            // R-PRERUN must not buy.
            Draws::Included => self.floor == 0 && rules.tries_as_latch(Credits::new(self.usable)),
        };
        self.course.is_record(position) && (one_kind || self.covers(position))
    }

    /// True if a record is refused without a purchase.
    fn is_refused_quietly(&self, source: usize, row: u32) -> bool {
        let record = self.demand.row(index(row));
        let reserved = self.world.rules.work[source].reservation(&record);
        let lacks = reserved.is_some_and(|reserved| reserved.is_positive() && reserved.get() > self.usable);
        let rules = &self.world.rules.auto_recharge;
        lacks && rules.tries_as_latch(Credits::new(self.usable))
    }

    /// Handles one record; false if it came to the end of the horizon.
    pub(super) fn take_up(&mut self, position: usize) -> bool {
        let event = self.course.events[position];
        let (source, row) = (event.source(), event.row);
        self.position = position;
        self.count_to(source, self.course.index(source, position));
        self.hand_over();
        let failures = self.own[source].failures;
        let is_refused = self.is_refused_quietly(source, row);
        let world = &mut self.world;
        if !is_refused {
            // It draws on lots.
            world.pool.regroup();
        }
        world.sources[source].health.consecutive_failures = failures;
        world.flights.clear();
        let record = self.demand.row(index(row));
        world.now = record.time;
        let place = world.flights.next_place();
        let is_event = world.demand(record);
        let flew = world.flights.next_place() != place;
        if flew {
            world.flights.clear();
            world.queue.retain(|what| what.ends().is_none());
        }
        if is_event {
            world.measure.count_event();
            world.settle_event();
        }
        self.position = position + 1;
        let failures = self.world.sources[source].health.consecutive_failures;
        let own = &mut self.own[source];
        own.next += 1;
        own.failures = failures;
        let (was, mode) = (self.own[source].mode, self.mode_of(source));
        let end = self.course.ends[index(row)];
        if was == Mode::Runs && mode != Mode::Runs && !flew {
            // What was in flight before goes on; this record would only cancel.
            self.own[source].next -= 1;
            self.set_mode(source, mode, position);
            self.own[source].next += 1;
        } else {
            // What the source's mode makes of it.
            let flies = was == Mode::Runs && end != NOWHERE;
            if flew != flies {
                self.strays.toggle(Stray { end, row, started: flew });
            }
            self.set_mode(source, mode, position + 1);
        }
        self.looked();
        true
    }

    /// Work of a stray ends, or would end if it had started.
    pub(super) fn stray(&mut self) -> bool {
        let Some(stray) = self.strays.first() else { return true };
        let position = index(stray.end);
        let event = self.course.events[position];
        let source = event.source();
        let at = self.course.index(source, position);
        if !stray.started {
            self.strays.remove_first();
            self.count_to(source, at);
            self.own[source].next = at + 1;
            self.position = position + 1;
            return true;
        }
        if !self.covers(position) {
            return self.step_alone();
        }
        self.strays.remove_first();
        self.usable += i64::from(event.change);
        let sums = self.course.strands[source].sums(at, at + 1);
        let tally = &mut self.world.sources[source].sums;
        tally.completed += u64::from(sums.completed);
        tally.failed_running += u64::from(sums.failed);
        tally.spent += Credits::new(i64::from(sums.spent));
        self.world.measure.count_events(1);
        self.look(position);
        true
    }

    /// A task that runs pauses for failures, or completes its last run.
    pub(super) fn stop(&mut self, position: usize, task: usize) -> bool {
        if self.course.is_record(position) {
            return if self.covers(position) || self.can_take_up(position) {
                self.take_up(position)
            } else {
                self.step_alone()
            };
        }
        if !self.covers(position) {
            return self.step_alone();
        }
        self.usable += i64::from(self.course.events[position].change);
        self.position = position + 1;
        self.count_to(task, self.course.index(task, position + 1));
        self.hand_over();
        self.world.now = self.course.times[position];
        // The failure that pauses the task counts once more.
        self.world.sources[task].health.consecutive_failures = self.own[task].failures - 1;
        self.world.count_failure(id(task));
        self.set_mode(task, self.mode_of(task), self.position);
        self.world.settle_event();
        self.looked();
        true
    }

    /// A caused event; false if it came to the end of the horizon.
    pub(super) fn caused(&mut self) -> bool {
        let Some(what) = self.world.queue.peek() else { return true };
        let renews = matches!(what, Caused::PeriodEnds | Caused::LapseEnds);
        self.hand_over();
        if renews || matches!(what, Caused::MonthBegins | Caused::MeasurementBegins) {
            let held = self.flights().into_iter().map(|row| self.reserved(row)).sum::<Credits>();
            // What work in flight returns would go to another lot than what it draws on comes from.
            if renews && held.is_positive() {
                return self.step_alone();
            }
            self.keep_book(held);
        }
        if what == Caused::MeasurementBegins {
            self.count_all();
        }
        if let Some(task) = what.resumes() {
            let task = SourceId(task).index();
            self.count_to(task, self.course.index(task, self.position));
        }
        let Some((time, what)) = self.world.queue.pop() else { return true };
        self.world.now = time;
        if self.world.handle_rare(what) {
            self.world.measure.count_event();
            self.world.settle_event();
        }
        if renews {
            self.find_draws();
        }
        if let Some(task) = what.resumes() {
            let task = SourceId(task).index();
            self.own[task].failures = self.world.sources[task].health.consecutive_failures;
            self.set_mode(task, self.mode_of(task), self.position);
        }
        self.looked();
        true
    }
}
