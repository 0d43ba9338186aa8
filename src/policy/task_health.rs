//! Consecutive failures, pauses and completion of a task (R-FAIL, R-RESET, R-PAUSE, R-REVIEW).

use crate::units::{Credits, Instant, count};

/// What resets the count of consecutive failures (R-RESET).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureReset {
    /// A run that completes.
    Completion,
    /// A run that starts, literally as the help page words it.
    Start,
}

/// When a task pauses and completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealthRules {
    /// Failures in a row that pause the task, at least 1.
    pub auto_pause_after: u32,
    /// What resets their count.
    pub failure_reset: FailureReset,
    /// Started runs after which the task is completed, at least 1.
    pub max_runs: Option<u64>,
}

/// Why a task is paused (R-PAUSE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReason {
    /// Its reservation was refused.
    Credits {
        /// The reservation that was refused: what a `funded` review waits for (R-REVIEW).
        needed: Credits,
    },
    /// Too many failures in a row.
    Failures,
}

/// What a task's dashboard shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// Its occurrences start.
    Active,
    /// Its occurrences are missed until it is resumed.
    Paused {
        /// Why.
        reason: PauseReason,
        /// Since when.
        since: Instant,
    },
    /// It has started `max_runs` runs: no further occurrences.
    Completed,
}

impl TaskState {
    /// True if its occurrences start.
    #[inline]
    pub const fn is_active(self) -> bool {
        match self {
            Self::Active => true,
            Self::Paused { .. } | Self::Completed => false,
        }
    }
}

/// A task's machine.
///
/// | state | a run starts | a failure counts | credits refused | resume |
/// |---|---|---|---|---|
/// | `Active` | `Completed` at `max_runs` | `Paused` at `auto_pause_after` | `Paused` | – |
/// | `Paused` | – | counts only | – | `Active`, count 0 |
/// | `Completed` | – | counts only | – | – |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskHealth {
    /// Where it stands.
    pub state: TaskState,
    /// Failures in a row.
    pub consecutive_failures: u32,
    /// Runs started, over the whole simulation.
    pub started: u64,
}

impl TaskHealth {
    /// A new task.
    pub const NEW: Self = Self { state: TaskState::Active, consecutive_failures: 0, started: 0 };

    /// A run starts (R-RESET, R-SCHEDULE `max_runs`); true if that completes the task.
    #[inline]
    pub fn run_starts(&mut self, rules: HealthRules) -> bool {
        count(&mut self.started);
        match rules.failure_reset {
            FailureReset::Start => self.consecutive_failures = 0,
            FailureReset::Completion => {}
        }
        let completes = rules.max_runs.is_some_and(|most| self.started >= most);
        if completes {
            self.state = TaskState::Completed;
        }
        completes
    }

    /// A run completes (R-RESET).
    pub fn run_completes(&mut self, rules: HealthRules) {
        match rules.failure_reset {
            FailureReset::Completion => self.consecutive_failures = 0,
            FailureReset::Start => {}
        }
    }

    /// A run fails, at start or later (R-FAIL); true if that pauses the task.
    pub fn run_fails(&mut self, rules: HealthRules, now: Instant) -> bool {
        self.consecutive_failures += 1;
        match self.state {
            TaskState::Active if self.consecutive_failures >= rules.auto_pause_after => {
                self.state = TaskState::Paused { reason: PauseReason::Failures, since: now };
                true
            }
            TaskState::Active | TaskState::Paused { .. } | TaskState::Completed => false,
        }
    }

    /// An active task's reservation is refused (R-START). Lack of credits is not a failure and leaves the count.
    pub fn credits_refused(&mut self, needed: Credits, now: Instant) {
        self.state = TaskState::Paused { reason: PauseReason::Credits { needed }, since: now };
    }

    /// A person resumes it (R-REVIEW); what it was paused for and since when, if it was.
    pub fn resume(&mut self) -> Option<(PauseReason, Instant)> {
        match self.state {
            TaskState::Paused { reason, since } => {
                *self = Self { state: TaskState::Active, consecutive_failures: 0, ..*self };
                Some((reason, since))
            }
            TaskState::Active | TaskState::Completed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: HealthRules =
        HealthRules { auto_pause_after: 5, failure_reset: FailureReset::Completion, max_runs: None };
    const NOW: Instant = Instant::from_ms(7);

    #[test]
    fn r_fail_five_failures_with_a_success_between_do_not_pause() {
        let mut task = TaskHealth::NEW;
        for _ in 0..4 {
            assert!(!task.run_fails(RULES, NOW));
        }
        task.run_completes(RULES);
        for _ in 0..4 {
            assert!(!task.run_fails(RULES, NOW));
        }
        assert!(task.run_fails(RULES, NOW));
        assert_eq!(task.state, TaskState::Paused { reason: PauseReason::Failures, since: NOW });
    }

    #[test]
    fn r_reset_read_literally_a_start_resets_and_only_start_failures_add_up() {
        let rules = HealthRules { failure_reset: FailureReset::Start, ..RULES };
        let mut task = TaskHealth::NEW;
        for _ in 0..20 {
            assert!(!task.run_starts(rules));
            assert!(!task.run_fails(rules, NOW));
        }
        for _ in 0..3 {
            assert!(!task.run_fails(rules, NOW));
        }
        assert!(task.run_fails(rules, NOW));
    }

    #[test]
    fn r_pause_a_paused_or_completed_task_counts_failures_but_cannot_pause() {
        let rules = HealthRules { max_runs: Some(1), auto_pause_after: 1, ..RULES };
        let mut completed = TaskHealth::NEW;
        assert!(completed.run_starts(rules));
        assert!(!completed.run_fails(rules, NOW));
        assert_eq!((completed.state, completed.consecutive_failures), (TaskState::Completed, 1));
        assert_eq!(completed.resume(), None);
        let mut paused = TaskHealth::NEW;
        paused.credits_refused(Credits::new(40), NOW);
        assert!(!paused.run_fails(rules, NOW));
        assert_eq!(paused.consecutive_failures, 1);
    }

    #[test]
    fn r_review_resuming_resets_the_failure_count() {
        let mut task = TaskHealth::NEW;
        assert!(!task.run_fails(RULES, NOW));
        task.credits_refused(Credits::new(40), NOW);
        assert_eq!(task.consecutive_failures, 1);
        assert_eq!(task.resume(), Some((PauseReason::Credits { needed: Credits::new(40) }, NOW)));
        assert_eq!((task.state, task.consecutive_failures), (TaskState::Active, 0));
    }
}
