//! How runs fail (R-FAIL, R-OUTAGE).

use super::SpanDraw;
use crate::calendar::Windows;

/// How a task's runs fail (R-OUTAGE).
#[derive(Clone, Debug, PartialEq)]
pub struct FailureModel {
    /// The probability that a run fails at start, in `[0, 1]`.
    pub at_start: f64,
    /// How the runs that did start fail while running.
    pub running: RunningFailures,
    /// Every run that starts inside fails while running, whatever `running` says.
    pub windows: Windows,
}

/// How runs that started fail (R-OUTAGE).
#[derive(Clone, Debug, PartialEq)]
pub enum RunningFailures {
    /// Each run on its own, with this probability in `[0, 1]`.
    Independent(f64),
    /// The task goes up and down; a run's chance to fail depends on the state at its start.
    UpDown {
        /// The probability of failure while up, in `[0, 1]`.
        up: f64,
        /// The probability of failure while down, in `[up, 1]`.
        down: f64,
        /// Time from start or repair to the next break.
        time_to_break: SpanDraw,
        /// Time from a break to its repair; `None`: broken until a person reviews the task.
        time_to_repair: Option<SpanDraw>,
    },
}

impl FailureModel {
    /// Nothing fails.
    pub fn never() -> Self {
        Self { at_start: 0.0, running: RunningFailures::Independent(0.0), windows: Windows::default() }
    }
}
