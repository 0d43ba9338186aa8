//! The column store that a replay reads.

use crate::units::{Credits, Instant, Span};
use std::ops::Range;

/// The number of a source: tasks in file order (copies one after the other), then activities, then the
/// sources of each trace in the order of their first rows in time. Indexes every per-source array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

impl SourceId {
    /// As an array index.
    #[inline]
    pub fn index(self) -> usize {
        index(self.0)
    }
}

/// A number kept in 32 bits as an array index.
#[inline]
pub(crate) fn index(number: u32) -> usize {
    // A u32 fits a usize on every target that the library builds for.
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// How a piece of work will end if it is admitted (R-FAIL, R-OUTAGE).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// It completes.
    #[default]
    Completes,
    /// It fails at start: nothing is charged.
    FailsAtStart,
    /// It fails while running.
    FailsRunning,
    /// It fails while running if its task is broken then, else completes: whether the task is still broken
    /// depends on its last review, so the replay decides (R-OUTAGE with `repair = "review"`).
    FailsIfBroken,
}

/// One occurrence of a task or one arrival of activity work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When it wants to start.
    pub time: Instant,
    /// Who wants it.
    pub source: SourceId,
    /// The drawn cost, not negative.
    pub cost: Credits,
    /// How long it runs, not negative.
    pub duration: Span,
    /// How it will end.
    pub outcome: Outcome,
    /// What a trace row reserves: `None` where the source's rules decide, which is all work but traced work.
    pub reserve: Option<Credits>,
}

/// All demand of one replication, sorted by time, then class (task occurrences before activity arrivals),
/// then source order in the file, then the source's own order (R-STEP).
///
/// Columns of equal length, one row a record: 29 bytes, and 8 more if there is a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    pub(crate) times: Vec<Instant>,
    pub(crate) sources: Vec<SourceId>,
    pub(crate) costs: Vec<Credits>,
    pub(crate) durations: Vec<Span>,
    pub(crate) outcomes: Vec<Outcome>,
    /// Empty without traces; [`Demand::NO_RESERVE`] where a record has none of its own.
    pub(crate) reserves: Vec<Credits>,
}

/// The columns of records that are not yet filled in.
#[derive(Debug)]
pub(super) struct Blank<'a> {
    pub(super) times: &'a [Instant],
    pub(super) sources: &'a mut [SourceId],
    pub(super) costs: &'a mut [Credits],
    pub(super) durations: &'a mut [Span],
    pub(super) outcomes: &'a mut [Outcome],
    /// Empty without traces.
    pub(super) reserves: &'a mut [Credits],
}

impl Demand {
    /// Marks a record of the `reserves` column without a reservation of its own.
    pub(crate) const NO_RESERVE: Credits = Credits::new(-1);

    /// The number of records.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// True without any record.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Record `index`; `None` past the end.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Record> {
        Some(Record {
            time: *self.times.get(index)?,
            source: self.sources[index],
            cost: self.costs[index],
            duration: self.durations[index],
            outcome: self.outcomes[index],
            reserve: self.own_reserve(index),
        })
    }

    /// Record `index`.
    ///
    /// # Panics
    /// If there are fewer.
    #[inline]
    pub(crate) fn row(&self, index: usize) -> Record {
        Record {
            time: self.times[index],
            source: self.sources[index],
            cost: self.costs[index],
            duration: self.durations[index],
            outcome: self.outcomes[index],
            reserve: self.own_reserve(index),
        }
    }

    /// All records in order.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Record> + '_ {
        self.traced_rows(0..self.len())
    }

    /// How many records there are before `until`.
    pub fn count_before(&self, until: Instant) -> usize {
        self.times.partition_point(|&time| time < until)
    }

    /// True if records may have reservations of their own.
    pub(crate) fn is_traced(&self) -> bool {
        !self.reserves.is_empty()
    }

    /// The records of `range` in order, with the reservations of traced ones.
    ///
    /// # Panics
    /// If `range` goes past the end.
    #[inline]
    pub(crate) fn traced_rows(&self, range: Range<usize>) -> impl Iterator<Item = Record> + '_ {
        range
            .clone()
            .zip(self.rows(range))
            .map(|(index, record)| Record { reserve: self.own_reserve(index), ..record })
    }

    /// The records of `range` in order, where none [is traced](Self::is_traced).
    ///
    /// # Panics
    /// If `range` goes past the end.
    #[inline]
    pub(crate) fn rows(&self, range: Range<usize>) -> impl Iterator<Item = Record> + '_ {
        // Zipped slices: one counter for all, and no bounds checks.
        let (times, sources) = (&self.times[range.clone()], &self.sources[range.clone()]);
        let (costs, durations) = (&self.costs[range.clone()], &self.durations[range.clone()]);
        let placed = times.iter().copied().zip(sources.iter().copied());
        let drawn = costs.iter().copied().zip(durations.iter().copied());
        let ways = self.outcomes[range].iter().copied();
        placed.zip(drawn).zip(ways).map(|(((time, source), (cost, duration)), outcome)| Record {
            time,
            source,
            cost,
            duration,
            outcome,
            reserve: None,
        })
    }

    /// The reservation of a traced record.
    #[inline]
    pub(crate) fn own_reserve(&self, index: usize) -> Option<Credits> {
        self.reserves.get(index).copied().filter(|&reserve| reserve != Self::NO_RESERVE)
    }

    /// Without records, keeping the memory.
    pub(super) fn clear(&mut self) {
        self.times.clear();
        self.sources.clear();
        self.costs.clear();
        self.durations.clear();
        self.outcomes.clear();
        self.reserves.clear();
    }

    /// Room for `records` in all, with or without a `reserves` column.
    pub(super) fn reserve(&mut self, records: usize, with_reserves: bool) {
        self.times.reserve_exact(records);
        self.sources.reserve_exact(records);
        self.costs.reserve_exact(records);
        self.durations.reserve_exact(records);
        self.outcomes.reserve_exact(records);
        if with_reserves {
            self.reserves.reserve_exact(records);
        }
    }

    /// Room for `more` records. Where it was underestimated it grows by a sixteenth, not by doubling, as the
    /// columns are most of a program's memory.
    pub(super) fn make_room(&mut self, more: usize, with_reserves: bool) {
        if self.times.capacity() - self.len() < more {
            self.reserve(more + self.len() / 16, with_reserves);
        }
    }

    /// The records from `first` on, of which there are times and sources only: they cost nothing, take no time and
    /// complete until somebody says otherwise.
    pub(super) fn blank(&mut self, first: usize, with_reserves: bool) -> Blank<'_> {
        let records = self.times.len();
        self.costs.resize(records, Credits::ZERO);
        self.durations.resize(records, Span::ZERO);
        self.outcomes.resize(records, Outcome::Completes);
        if with_reserves {
            self.reserves.resize(records, Self::NO_RESERVE);
        }
        Blank {
            times: &self.times[first..],
            sources: &mut self.sources[first..],
            costs: &mut self.costs[first..],
            durations: &mut self.durations[first..],
            outcomes: &mut self.outcomes[first..],
            reserves: self.reserves.get_mut(first..).unwrap_or_default(),
        }
    }

    /// Demand made by hand, of records that are in order already.
    pub fn from_records(records: impl IntoIterator<Item = Record>) -> Self {
        let mut demand = Self::default();
        for record in records {
            demand.push(record);
        }
        demand
    }

    /// Appends a record; the caller keeps the order.
    pub(crate) fn push(&mut self, record: Record) {
        if record.reserve.is_some() && self.reserves.is_empty() {
            self.reserves.resize(self.len(), Self::NO_RESERVE);
        }
        if record.reserve.is_some() || !self.reserves.is_empty() {
            self.reserves.push(record.reserve.unwrap_or(Self::NO_RESERVE));
        }
        self.times.push(record.time);
        self.sources.push(record.source);
        self.costs.push(record.cost);
        self.durations.push(record.duration);
        self.outcomes.push(record.outcome);
    }
}
