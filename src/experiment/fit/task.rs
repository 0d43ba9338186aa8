//! A task: when it runs, what it costs, how it fails.

use super::draw::FittedDraw;
use super::schedule::FittedSchedule;
use super::share::Share;
use crate::units::Credits;

/// A source of scheduled work.
#[derive(Clone, Debug)]
pub struct FittedTask {
    /// Unique among tasks and activities.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// True where the trace says that it is a task; else its regular times do.
    pub is_stated: bool,
    /// When it occurs.
    pub schedule: FittedSchedule,
    /// Credits of a run.
    pub cost: FittedDraw,
    /// Milliseconds of a run; `None` where none were recorded.
    pub duration: Option<FittedDraw>,
    /// What every run reserves, where all reserve the same and their costs differ.
    pub reserve: Option<Credits>,
    /// How it fails.
    pub failures: FittedFailures,
}

/// How runs fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedFailures {
    /// Of all rows, those that failed at start.
    pub at_start: Share,
    /// Of the runs that started, those that failed while running.
    pub running: Share,
    /// The chance of as few changes between failure and success, if each run failed on its own (A. Wald and J. Wolfowitz,
    /// "On a Test Whether Two Samples are from the Same Population", Annals of Mathematical Statistics 11, 1940).
    /// `None` of too few failures.
    pub clustered: Option<f64>,
}
