//! Floor 5: one demand against one policy, event by event (R-STEP).

mod observe;
mod rules;
mod step;
mod tally;

pub use observe::{Entry, Happening, Movement, Note, Observer, Unobserved};
pub use rules::{
    ActivityKind, ActivityRules, OpeningBalance, ReactiveTopUp, Repair, Review, Reviews, Rules, TaskRules,
    Trigger, WorkKind, WorkRules,
};
pub use step::{replay, replay_observed};
pub use tally::{Closing, MonthTally, Replayed, Tally, WorkTally};
