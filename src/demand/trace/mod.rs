//! Recorded work: CSV rows to columns (R-TRACE).

mod cell;
mod error;
mod header;
mod lines;
mod placement;
mod read;
mod time;

use super::Outcome;
use super::draw::real;
use crate::units::{Credits, Decimal, Instant, Span};
use std::collections::BTreeMap;
use std::fmt;

pub use error::TraceError;
pub(crate) use lines::{line_of, other_separator};
pub use placement::LeftOut;
pub(super) use placement::{Placed, Placement};
pub use read::read_trace;

/// The rows of a trace as columns of equal length, sorted by time, then by line.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TraceRows {
    pub(crate) times: Vec<Instant>,
    /// Index into `who`, not yet a [`SourceId`](super::SourceId) of a scenario.
    pub(crate) sources: Vec<u32>,
    pub(crate) costs: Vec<Credits>,
    pub(crate) durations: Vec<Span>,
    pub(crate) outcomes: Vec<Outcome>,
    /// `Demand::NO_RESERVE` for activity work admitted as `any`.
    pub(crate) reserves: Vec<Credits>,
    /// The distinct (name, kind, audience), in order of their first row in time.
    pub(crate) who: Vec<TraceSource>,
    /// Of the text and of how it was read.
    pub(crate) digest: [u8; 32],
    /// The file has a column `cost`, but `credits_per` makes the cost.
    pub(crate) ignores_cost: bool,
}

impl fmt::Debug for TraceRows {
    /// What tells it from other traces, not its rows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TraceRows")
            .field("rows", &self.len())
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl TraceRows {
    /// The number of rows.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// True if no row costs anything, which is rarely meant.
    pub fn is_free(&self) -> bool {
        self.costs.iter().all(|cost| cost.is_zero())
    }

    /// The costs of all rows, or what they reserve where that is more.
    pub fn credits(&self) -> f64 {
        let rows = self.costs.iter().zip(&self.reserves);
        rows.map(|(&cost, &reserve)| real(cost.max(reserve).get())).sum()
    }

    /// True if the file has a column `cost` that is not used, as `credits_per` makes the cost.
    pub fn ignores_cost(&self) -> bool {
        self.ignores_cost
    }

    /// True without any row.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The instant of the first row, before any shift.
    pub fn first(&self) -> Option<Instant> {
        self.times.first().copied()
    }

    /// Who works, in order of their first rows in time.
    pub fn who(&self) -> &[TraceSource] {
        &self.who
    }
}

/// Who works in a trace: rows of equal name, kind and audience.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraceSource {
    /// The `source` column.
    pub name: String,
    /// The `kind` column as written: `task`, or an activity kind.
    pub kind: String,
    /// The `audience` column as written: `member` or `public`.
    pub audience: String,
}

impl TraceSource {
    /// The kind that makes a row an occurrence of a task.
    pub const TASK: &str = "task";

    /// True for scheduled work of a task, which comes before activity work at the same instant (R-STEP).
    pub fn is_task(&self) -> bool {
        self.kind == Self::TASK
    }
}

/// How to read a file made by others.
#[derive(Clone, Debug, Default)]
pub struct TraceColumns {
    /// Our name = the file's name.
    pub columns: BTreeMap<String, String>,
    /// Values for columns that the file lacks, by our name.
    pub constants: BTreeMap<String, String>,
    /// Cost = Σ column × rate, exact, rounded up once; by the file's name. Empty: the `cost` column.
    pub credits_per: BTreeMap<String, Decimal>,
}

#[cfg(test)]
mod tests;
