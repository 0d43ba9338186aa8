//! Floor 5: one demand against one policy, event by event (R-STEP).
//!
//! [`replay()`] walks the demand and a queue of the events that it causes itself. `World` holds the state;
//! the files beside it are what can happen to it.

mod batch;
mod clockwork;
mod conditions;
mod flight;
mod hours;
mod jump;
mod measure;
mod number;
mod observe;
mod patience;
mod queue;
mod quiet;
mod recharge;
mod review;
mod rules;
mod snapshot;
mod source;
mod step;
mod streams;
mod tally;
mod work;
mod world;

pub use batch::Course;
pub use conditions::Conditions;
pub use jump::{FreeRun, Keyed};
pub use observe::{Entry, Happening, Movement, Note, Observer, Unobserved};
pub use rules::{
    ActivityKind, ActivityRules, OpeningBalance, ReactiveTopUp, Repair, Review, Reviews, Rules, TaskRules,
    Trigger, WorkKind, WorkRules,
};
pub use snapshot::{Snapshot, TaskSnapshot};
pub use step::{explain, replay, replay_observed, replay_while};
pub use tally::{Brief, Closing, MonthTally, Replayed, Tally, WorkSums, WorkTally};
