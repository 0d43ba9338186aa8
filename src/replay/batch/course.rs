//! The events of one demand in which all work starts, in the order of R-STEP.

use super::blocks::Blocks;
use super::strand::Strand;
use crate::demand::{Demand, Outcome, Record};
use crate::replay::hours::Hours;
use crate::replay::number::index;
use crate::replay::source::Source;
use crate::replay::world::Template;
use crate::replay::{FreeRun, Rules};
use crate::units::Instant;

/// The course of one demand: every record of it, and the end of its work as if all of it started.
///
/// A replay's own records and ends are among them, in the same order, whatever it refuses and misses: ends of work
/// are ordered by instant, source and start. Replays whose rules differ in settings of money only share one.
#[derive(Debug)]
pub struct Course {
    pub(super) key: [u8; 32],
    pub(super) events: Vec<Event>,
    pub(super) times: Vec<Instant>,
    /// Of each record: its event.
    pub(super) positions: Vec<u32>,
    /// Of each record: the event in which its work ends, [`LATE`] beyond the horizon, [`NOWHERE`](super::strand::NOWHERE)
    /// for work that has no end of its own.
    pub(super) ends: Vec<u32>,
    /// By source.
    pub(super) strands: Vec<Strand>,
    pub(super) blocks: Blocks,
    /// Sources that are activities.
    pub(super) activities: Vec<usize>,
    /// Of `times`.
    pub(super) hours: Hours,
    /// What every replay begins with.
    pub(super) template: Template,
    pub(super) sources: Vec<Source>,
}

/// A record, or the end of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) source: u32,
    /// The record.
    pub(super) row: u32,
    /// Of usable, if the work starts.
    pub(super) change: i32,
    /// What must be usable before, lest anything be refused or fall short; sometimes more than that.
    pub(super) need: i32,
}

impl Event {
    #[inline]
    pub(super) fn source(&self) -> usize {
        index(self.source)
    }
}

/// Work that ends beyond the horizon ends here.
pub(super) const LATE: u32 = u32::MAX - 1;

impl Course {
    /// The course of `demand`, where replays by `rules` can follow one: purchased lots never expire and are drawn last,
    /// no task stays broken until a review, and no work costs or reserves millions of credits.
    pub fn of(demand: &Demand, rules: &Rules, replication: u32) -> Option<Self> {
        super::record::record(demand, rules, replication)
    }

    /// True if replays by `rules` follow this course: they differ in settings of money only.
    pub fn suits(&self, rules: &Rules) -> bool {
        FreeRun::key(rules) == Some(self.key)
    }

    /// Whether work that starts fails while running.
    pub(super) fn fails(record: &Record) -> bool {
        record.outcome == Outcome::FailsRunning
    }

    /// How many events.
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// True for a record, false for an end.
    #[inline]
    pub(super) fn is_record(&self, position: usize) -> bool {
        index(self.positions[index(self.events[position].row)]) == position
    }

    /// The number of a source's events before `position`.
    #[inline]
    pub(super) fn index(&self, source: usize, position: usize) -> usize {
        let (from, to) = self.blocks.counts(source, position);
        self.strands[source].index(index(from), index(to), position)
    }

    /// The records of a source whose work is in flight before `position`, the source's `count`th event, latest first.
    #[inline]
    pub(super) fn in_flight(
        &self,
        source: usize,
        count: usize,
        position: usize,
    ) -> impl Iterator<Item = u32> + '_ {
        let before = self.strands[source].entries[..count].iter().rev();
        before.take_while(move |entry| index(entry.latest_end) >= position.max(1)).filter_map(move |entry| {
            let at = index(entry.position);
            let row = self.events[at].row;
            let end = self.ends[index(row)];
            let flies = end != super::strand::NOWHERE && index(end) >= position;
            (flies && index(self.positions[index(row)]) == at).then_some(row)
        })
    }

    /// The first event at or after `time`.
    pub(super) fn position_at(&self, time: Instant) -> usize {
        self.hours.first_at(&self.times, time)
    }

    /// The event before which something caused at `time` happens.
    pub(super) fn caused_at(&self, time: Instant, resumes: bool) -> usize {
        if time == Instant::FAR_FUTURE {
            return usize::MAX;
        }
        let mut position = self.position_at(time);
        // Work ends before a task resumes, and after all else that is caused (R-STEP).
        let ends_now = |position: usize| self.times.get(position) == Some(&time) && !self.is_record(position);
        while resumes && ends_now(position) {
            position += 1;
        }
        position
    }

    /// The first record from `position` on; `None` if there is no other.
    pub(super) fn record_from(&self, position: usize) -> Option<usize> {
        (position..self.len()).find(|&position| self.is_record(position)).map(|at| index(self.events[at].row))
    }
}
