//! Floor 4: what wants to happen, as time-sorted columns. Knows no money rules (R-CRN).
//!
//! [`Plan`] says how every source makes work; [`generate`] turns it, for one replication, into [`Demand`].

mod arrivals;
mod columns;
mod distribution;
mod draw;
mod failure;
mod generate;
mod plan;
mod schedule;
mod trace;

pub use arrivals::{Arrivals, BurstSize, Profile, Surge};
pub use columns::{Demand, Outcome, Record, SourceId};
pub use distribution::{CostDraw, Distribution, SpanDraw};
pub use failure::{FailureModel, RunningFailures};
pub use generate::generate;
pub use plan::{ActivityPlan, Plan, TaskPlan, TracePlan};
pub use schedule::{Schedule, Weekdays};
pub use trace::{TraceColumns, TraceError, TraceRows, TraceSource, read_trace};
