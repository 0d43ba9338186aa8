//! Recorded work: CSV rows to columns (R-TRACE).

use super::{Outcome, SourceId};
use crate::calendar::Zone;
use crate::units::{Credits, Decimal, Instant, Span};
use std::collections::BTreeMap;

/// The rows of a trace as columns of equal length, sorted by time, then by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceRows {
    pub(crate) times: Vec<Instant>,
    /// Index into `who`, not yet a [`SourceId`] of a scenario.
    pub(crate) sources: Vec<u32>,
    pub(crate) costs: Vec<Credits>,
    pub(crate) durations: Vec<Span>,
    pub(crate) outcomes: Vec<Outcome>,
    /// `Demand::NO_RESERVE` for activity work admitted as `any`.
    pub(crate) reserves: Vec<Credits>,
    /// The distinct (name, kind, audience), in order of their first row.
    pub(crate) who: Vec<TraceSource>,
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

/// A trace that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TraceError {
    /// The line in the file, from 1 (the header).
    pub line: u64,
    /// The column's name in the file, where one column is to blame.
    pub column: Option<String>,
    /// The offending text.
    pub found: Option<String>,
    /// What is wrong and what is allowed.
    pub message: String,
}

/// Reads a trace; times without an offset are civil times in `zone`.
///
/// # Errors
/// The first bad row or a missing column; nothing is skipped.
pub fn read_trace(csv: &[u8], columns: &TraceColumns, zone: &Zone) -> Result<TraceRows, TraceError> {
    let _ = (csv, columns, zone, SourceId(0));
    todo!()
}
