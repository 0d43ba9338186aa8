//! Floor 4: what wants to happen, as time-sorted columns. Knows no money rules (R-CRN).
//!
//! [`Plan`] says how every source makes work; [`generate`] turns it, for one replication, into [`Demand`].
//! Window of time by window, each of the plan's `sources` says when it wants to work (tasks by `occurrences`,
//! activities by `process` and `rate`, traces by `trace`). `wanted` puts that in order: `order` and `runs` sort what
//! comes unsorted, `merged` merges it with the hourly tasks, which take turns in a `ring`. Then each source draws what
//! its work costs and how it ends (`draw`, `outcomes`), straight into the `columns`.

mod arrivals;
mod capacity;
mod columns;
mod distribution;
mod draw;
mod failure;
mod generate;
mod merged;
mod occurrences;
mod offsets;
mod order;
mod outcomes;
mod plan;
mod process;
mod profile;
mod rate;
mod ring;
mod runs;
mod schedule;
mod sources;
mod trace;
mod wanted;

pub use arrivals::{Arrivals, BurstSize, Surge};
pub(crate) use columns::index;
pub use columns::{Demand, Outcome, Record, SourceId};
pub use distribution::{CostDraw, Distribution, SpanDraw};
pub use draw::{Contradiction, Copula, RankCorrelation, Sampler, Score, happens, part};
pub use failure::{FailureModel, RunningFailures};
pub use generate::{generate, generate_into, generate_while};
pub use occurrences::Occurrences;
pub use plan::{ActivityPlan, Plan, TaskPlan, TracePlan};
pub use profile::Profile;
pub use schedule::{Schedule, Weekdays};
pub use trace::{LeftOut, TraceColumns, TraceError, TraceRows, TraceSource, read_trace};
pub(crate) use trace::{line_of, other_separator};
