//! What each task went through, by column.

use super::columns::{Columns, Marks};
use crate::policy::PauseReason;
use crate::units::Instant;

/// One task's pauses and end.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) credits: Marks,
    pub(super) failures: Marks,
    /// When it completed its `max_runs`.
    pub(super) completed: Option<Instant>,
    open: Option<(PauseReason, Instant)>,
}

impl Lane {
    pub(super) fn new(columns: Columns) -> Self {
        Self { credits: Marks::new(columns), failures: Marks::new(columns), completed: None, open: None }
    }

    pub(super) fn pause(&mut self, reason: PauseReason, at: Instant) {
        self.open = Some((reason, at));
    }

    /// The pause, if there is one, ends.
    pub(super) fn resume(&mut self, at: Instant) {
        match self.open.take() {
            Some((PauseReason::Credits { .. }, since)) => self.credits.add(since, at),
            Some((PauseReason::Failures, since)) => self.failures.add(since, at),
            None => {}
        }
    }
}
