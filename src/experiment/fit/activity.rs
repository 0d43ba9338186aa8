//! An activity: how its work arrives, what it costs.

use super::arrivals::FittedArrivals;
use super::draw::FittedDraw;
use super::share::Share;
use crate::demand::TraceSource;
use crate::units::Credits;

/// A source of work that is not scheduled.
#[derive(Clone, Debug)]
pub struct FittedActivity {
    /// Unique among tasks and activities.
    pub name: String,
    /// As the trace has it; of the kind `task` where it is stated and lies on no schedule.
    pub source: TraceSource,
    /// Rows.
    pub rows: usize,
    /// How it arrives.
    pub arrivals: FittedArrivals,
    /// Credits of a piece of work.
    pub cost: FittedDraw,
    /// Milliseconds that it takes; `None` where none were recorded.
    pub duration: Option<FittedDraw>,
    /// The most common reservation of the rows that have one, and how many have.
    pub reserve: Option<(Credits, usize)>,
    /// Rows that failed, which a scenario's activities do not.
    pub failed: Share,
}
