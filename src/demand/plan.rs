//! How every source makes work: the checked form of `[[tasks]]`, `[[activities]]` and `[[traces]]`.

use super::{Arrivals, CostDraw, FailureModel, Profile, Schedule, SpanDraw, Surge, TraceRows};
use crate::calendar::{Window, Zone};
use crate::units::{Instant, Span, digest};
use std::sync::Arc;

/// Everything that [`generate`](super::generate) needs but the replication's number.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The horizon `[start, end)` (R-HORIZON).
    pub horizon: Window,
    /// The organisation's zone: profiles follow its clock.
    pub zone: Zone,
    /// The scenario's seed.
    pub seed: u64,
    /// Scheduled work, in file order, copies expanded.
    pub tasks: Vec<TaskPlan>,
    /// Activities, in file order.
    pub activities: Vec<ActivityPlan>,
    /// Recorded work, in file order.
    pub traces: Vec<TracePlan>,
}

/// A scheduled task's demand (R-SCHEDULE, R-START).
#[derive(Clone, Debug, PartialEq)]
pub struct TaskPlan {
    /// Unique; keys the task's streams.
    pub name: String,
    /// When it occurs, stagger applied.
    pub schedule: Schedule,
    /// The zone of its schedule.
    pub zone: Zone,
    /// Occurrences lie in this part of the horizon: `[starts, ends)`.
    pub active: Window,
    /// Credits a run costs.
    pub cost: CostDraw,
    /// How long a run takes.
    pub duration: SpanDraw,
    /// How runs fail.
    pub failure: FailureModel,
}

/// An activity's demand (R-BURST).
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityPlan {
    /// Unique; keys the activity's streams.
    pub name: String,
    /// How its work arrives.
    pub arrivals: Arrivals,
    /// The weekly shape of its rate.
    pub profile: Profile,
    /// Growth a month, compounding, continuous in time, −1 < g: the rate is multiplied by (1+g)^(t / 30.4375 days).
    pub growth_per_month: f64,
    /// Spans with a multiplied rate; where they overlap the factors multiply.
    pub surges: Vec<Surge>,
    /// Credits one piece of work costs (R-PRICE).
    pub cost: CostDraw,
    /// How long it takes.
    pub duration: SpanDraw,
}

/// Recorded work, placed in time (R-TRACE).
#[derive(Clone, Debug, PartialEq)]
pub struct TracePlan {
    /// The rows, shared between replications.
    pub rows: Arc<TraceRows>,
    /// Added to every row's instant (`start_at`).
    pub shift: Span,
    /// Tiles the trace forward at k × this, k = 0, 1, 2, …; positive.
    pub repeat_every: Option<Span>,
}

impl Plan {
    /// Identifies the plan within one version of the program: plans of the same digest make the same demand.
    pub fn digest(&self) -> [u8; 32] {
        digest(self)
    }
}

impl TracePlan {
    /// The instant of the first row, shifted.
    pub fn first(&self) -> Option<Instant> {
        self.rows.times.first().map(|&time| time + self.shift)
    }
}
