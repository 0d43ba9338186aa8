//! What a replay counts on a course, and what its pool holds and has spent.

use super::lane::{Draws, Lane, Mode};
use crate::pool::Book;
use crate::replay::number::index;
use crate::replay::source::SourceKind;
use crate::units::Credits;

impl Lane<'_> {
    /// Counts what a source did before one of its events.
    pub(super) fn count_to(&mut self, source: usize, to: usize) {
        let own = &mut self.own[source];
        let strand = &self.course.strands[source];
        let from = std::mem::replace(&mut own.next, to);
        if from == to {
            return;
        }
        let sums = strand.sums(from, to);
        let records = u64::from(sums.records);
        let state = &mut self.world.sources[source];
        let tally = &mut state.sums;
        let events = match own.mode {
            Mode::Runs => {
                tally.started += u64::from(sums.started);
                tally.completed += u64::from(sums.completed);
                tally.failed_running += u64::from(sums.failed);
                tally.failed_at_start += u64::from(sums.records - sums.started);
                tally.spent += Credits::new(i64::from(sums.spent));
                state.health.started += u64::from(sums.started);
                if let SourceKind::Task(_) = state.kind {
                    own.failures = strand.failures(from, to, own.failures);
                }
                u64::try_from(to - from).unwrap_or(u64::MAX)
            }
            Mode::MissesForCredits => {
                tally.missed_for_credits += records;
                tally.blocked_credits += Credits::new(i64::from(sums.lost));
                records
            }
            Mode::MissesForFailures => {
                tally.missed_for_failures += records;
                records
            }
            Mode::Blocked => {
                tally.refused += records;
                tally.blocked_credits += Credits::new(i64::from(sums.lost));
                records
            }
            Mode::Completed => 0,
        };
        self.world.measure.count_events(events);
    }

    /// Counts what all sources did before the event in hand.
    pub(super) fn count_all(&mut self) {
        for source in 0..self.own.len() {
            self.count_to(source, self.course.index(source, self.position));
        }
    }

    /// The records of all work in flight, in the order in which it started.
    pub(super) fn flights(&self) -> Vec<u32> {
        let mut rows = Vec::new();
        for (source, own) in self.own.iter().enumerate() {
            if own.mode == Mode::Runs {
                let count = self.course.index(source, self.position);
                rows.extend(self.course.in_flight(source, count, self.position));
            }
        }
        for stray in self.strays.iter() {
            if stray.started {
                rows.push(stray.row);
            } else {
                rows.retain(|&row| row != stray.row);
            }
        }
        rows.sort_unstable();
        rows
    }

    /// The credits that a record reserves.
    pub(super) fn reserved(&self, row: u32) -> Credits {
        let record = self.demand.row(index(row));
        self.world.rules.work[record.source.index()].reservation(&record).unwrap_or_default()
    }

    /// Brings the pool's book up to date: what is neither usable nor held was spent (R-CONSERVE).
    pub(super) fn keep_book(&mut self, held: Credits) {
        let pool = &mut self.world.pool;
        let book = *pool.book();
        let spent = book.came_in() - book.went_out() - (pool.usable() + pool.debt()) - held;
        let book = match self.draws {
            Draws::Included => Book { spent_included: book.spent_included + spent, ..book },
            Draws::Purchased => Book { spent_purchased: book.spent_purchased + spent, ..book },
        };
        pool.keep_book(book, held);
    }
}
