//! The health of each task, as a dashboard shows it.

use super::{NamedFigure, ReasonCounts, ReasonTimes};
use crate::policy::{PauseReason, TaskState};
use crate::replay::{Replayed, Rules, WorkKind, WorkTally};
use crate::units::{Credits, Instant};

/// One line of `tasks.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// The task's name.
    pub name: String,
    /// Where it stands at the end.
    pub standing: Standing,
    /// Runs started, without failures at start.
    pub started: u64,
    /// Runs that ended without failure.
    pub succeeded: u64,
    /// Runs that failed at start.
    pub failed_start: u64,
    /// Runs that failed while running.
    pub failed_run: u64,
    /// Runs refused for lack of credits.
    pub refused: u64,
    /// Occurrences missed, by why it was paused.
    pub missed: ReasonCounts,
    /// Pauses by reason.
    pub pauses: ReasonCounts,
    /// Time paused by reason.
    pub paused: ReasonTimes,
    /// Failures in a row at the end.
    pub consecutive_failures: u32,
    /// Runs in flight at the end.
    pub in_flight: u64,
    /// Paid by the pool or owed.
    pub spent: Credits,
    /// Borne by the vendor.
    pub absorbed: Credits,
    /// Cost of runs cut off, not paid.
    pub unmet: Credits,
    /// Runs cut off.
    pub interrupted: u64,
    /// Scheduled runs that fell due.
    pub occurrences: u64,
}

/// Where a task stands at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its occurrences start.
    Active,
    /// Paused for lack of credits since then.
    PausedForCredits(Instant),
    /// Paused for failures since then.
    PausedForFailures(Instant),
    /// It has started its `max_runs`.
    Completed,
}

impl Standing {
    /// As `tasks.csv` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::PausedForCredits(_) => "paused_credits",
            Self::PausedForFailures(_) => "paused_failures",
            Self::Completed => "completed",
        }
    }

    /// Since when it is paused, if it is.
    pub const fn paused_since(self) -> Option<Instant> {
        match self {
            Self::PausedForCredits(since) | Self::PausedForFailures(since) => Some(since),
            Self::Active | Self::Completed => None,
        }
    }
}

impl From<TaskState> for Standing {
    fn from(state: TaskState) -> Self {
        match state {
            TaskState::Active => Self::Active,
            TaskState::Paused { reason: PauseReason::Credits { .. }, since } => Self::PausedForCredits(since),
            TaskState::Paused { reason: PauseReason::Failures, since } => Self::PausedForFailures(since),
            TaskState::Completed => Self::Completed,
        }
    }
}

/// The figures of `tasks.csv`, in the order of its columns.
pub const TASK_FIGURES: &[NamedFigure<TaskRow>] = &[
    ("started", |row| row.started.into()),
    ("succeeded", |row| row.succeeded.into()),
    ("failed_start", |row| row.failed_start.into()),
    ("failed_run", |row| row.failed_run.into()),
    ("refused", |row| row.refused.into()),
    ("missed_credits", |row| row.missed.credits.into()),
    ("missed_failures", |row| row.missed.failures.into()),
    ("pauses_credits", |row| row.pauses.credits.into()),
    ("pauses_failures", |row| row.pauses.failures.into()),
    ("paused_ms_credits", |row| row.paused.credits.into()),
    ("paused_ms_failures", |row| row.paused.failures.into()),
    ("consecutive_failures", |row| u64::from(row.consecutive_failures).into()),
    ("in_flight", |row| row.in_flight.into()),
    ("spent", |row| row.spent.into()),
    ("absorbed", |row| row.absorbed.into()),
    ("unmet", |row| row.unmet.into()),
    ("interrupted", |row| row.interrupted.into()),
    ("occurrences", |row| row.occurrences.into()),
];

impl TaskRow {
    /// Every task, in the order of the file.
    pub fn all(replayed: &Replayed, rules: &Rules) -> Vec<Self> {
        let mut rows = Vec::new();
        for (source, work) in rules.work.iter().enumerate() {
            match &work.kind {
                WorkKind::Task(_) => rows.push(Self::of(replayed, source, rules.work.len(), &work.name)),
                WorkKind::Activity(_) => {}
            }
        }
        rows
    }

    fn of(replayed: &Replayed, source: usize, sources: usize, name: &str) -> Self {
        let sum = total(&replayed.tally.work, source, sources);
        let health = replayed.closing.health[source];
        Self {
            name: name.to_owned(),
            standing: health.state.into(),
            started: sum.started,
            succeeded: sum.completed,
            failed_start: sum.failed_at_start,
            failed_run: sum.failed_running,
            refused: sum.refused,
            missed: ReasonCounts::missed(&sum),
            pauses: ReasonCounts::pauses(&sum),
            paused: ReasonTimes::paused(&sum),
            consecutive_failures: health.consecutive_failures,
            in_flight: replayed.closing.in_flight[source],
            spent: sum.spent,
            absorbed: sum.absorbed,
            unmet: sum.unmet,
            interrupted: sum.interrupted,
            occurrences: sum.wanted,
        }
    }
}

/// The sums of one source over all months.
pub(super) fn total(work: &[WorkTally], source: usize, sources: usize) -> WorkTally {
    let mut sum = WorkTally::default();
    for &month in work.iter().skip(source).step_by(sources) {
        sum += month;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Standing;
    use crate::metrics::fixture::metrics;

    #[test]
    fn a_task_row_shows_its_health_at_the_end() {
        let metrics = metrics();
        let row = &metrics.tasks[0];
        assert_eq!(row.standing.name(), "paused_failures");
        assert_eq!(row.standing.paused_since().unwrap().to_string(), "2026-02-01T00:00:00Z");
        assert_eq!(row.consecutive_failures, 5);
        assert_eq!(metrics.tasks[1].standing, Standing::Active);
    }
}
