//! What made a trace: tasks and activities, estimated from recorded work.
//!
//! [`fit`] splits a trace into its sources. Those that lie on a schedule are tasks (`schedule`), the others activities,
//! whose times are a Poisson process or overlapping bursts of one (`bursts`, `em`, `regular`) with a weekly `shape` and
//! growth (`intensity`). Costs and times are fitted by maximum likelihood, families compared by the Bayesian information
//! criterion (`draw`, `family`). Every number comes with how sure it is. Pure; sources are fitted side by side.

mod activity;
mod arrivals;
mod bursts;
mod clock;
mod draw;
mod em;
mod family;
mod goodness;
mod intensity;
mod laws;
mod messages;
mod number;
mod optimum;
mod regular;
mod sample;
mod schedule;
mod shape;
mod share;
mod source;
mod task;
mod trace;
mod zones;

#[cfg(test)]
mod tests;

pub use activity::FittedActivity;
pub use arrivals::{FittedArrivals, FittedBursts};
pub use draw::{Choice, FEW_ROWS, FittedDraw, Parameter};
pub use goodness::Goodness;
pub use intensity::{GROWTH_MONTHS, Growth};
pub use schedule::{FittedSchedule, ZoneIs};
pub use shape::Shape;
pub use share::Share;
pub use task::{FittedFailures, FittedTask};
pub use trace::{Fit, covered, covers_little, fit};
