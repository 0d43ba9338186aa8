//! Scheduled work as written.

use super::{Drawn, Moment, Number, Review, Scalar, Window};
use schemars::JsonSchema;
use serde::Deserialize;

/// A saved task that runs on a schedule (R-SCHEDULE, R-START).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Task {
    /// Unique among tasks, activities and traced tasks.
    #[schemars(required)]
    pub(crate) name: Option<String>,
    /// That many independent copies, NAME-1 … NAME-count; at least 1. Absent: one task named NAME.
    pub(crate) count: Option<Number>,
    /// When it occurs.
    #[schemars(required)]
    pub(crate) schedule: Option<Schedule>,
    /// Copy k is shifted by (k − 1) × this, wrapping within the hour (hourly) or the day. Default: "0s".
    pub(crate) stagger: Option<Scalar>,
    /// The IANA zone of its schedule. Default: the organisation's.
    pub(crate) timezone: Option<String>,
    /// Credits a run costs: a number or a distribution, rounded up to whole credits.
    #[schemars(required)]
    pub(crate) cost: Option<Drawn>,
    /// Credits that a run reserves. Default: the mean cost, rounded up.
    pub(crate) reserve: Option<Number>,
    /// How long a run takes: a duration or a distribution. Default: 0.
    pub(crate) duration: Option<Drawn>,
    /// How runs fail (R-FAIL, R-OUTAGE). Default: never.
    pub(crate) failure: Option<Failure>,
    /// Failures in a row that pause it, 1 to 20. Default: the policy's (5).
    pub(crate) auto_pause_after: Option<Number>,
    /// What resets the count of failures (R-RESET). Default: the policy's ("completion").
    pub(crate) failure_reset: Option<FailureReset>,
    /// Started runs after which it is completed, at least 1. Default: none.
    pub(crate) max_runs: Option<Number>,
    /// Occurrences lie at or after this. Default: `clock.start`.
    pub(crate) starts: Option<Moment>,
    /// Occurrences lie before this. Default: `clock.until`.
    pub(crate) ends: Option<Moment>,
    /// How people resume it (R-REVIEW). Default: `[review]`.
    pub(crate) review: Option<Review>,
}

/// When a task occurs (R-SCHEDULE).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Schedule {
    /// "hour" needs `minute`; "day" needs `at`; "week" needs `days` and `at`; "month" needs `day` and `at`.
    #[schemars(required)]
    pub(crate) every: Option<Every>,
    /// Minutes past the hour, 0 to 59.
    pub(crate) minute: Option<Number>,
    /// A time of day, such as "07:30".
    pub(crate) at: Option<Moment>,
    /// Days of the week: "mon", "tue", "wed", "thu", "fri", "sat", "sun"; at least one.
    pub(crate) days: Option<Vec<String>>,
    /// The day of the month, 1 to 31; the last day of a shorter month.
    pub(crate) day: Option<Number>,
}

/// A schedule's unit.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Every {
    /// Hourly at a minute.
    Hour,
    /// Daily at a time.
    Day,
    /// Weekly on chosen days at a time.
    Week,
    /// Monthly on a day at a time.
    Month,
}

/// How a task's runs fail (R-FAIL, R-OUTAGE).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Failure {
    /// "independent": each run on its own (`run`); "outage": the task goes up and down (`time_to_break`,
    /// `time_to_repair` or `repair`, `up`, `down`). Default: "independent".
    pub(crate) model: Option<FailureModel>,
    /// The probability that a run fails at start, 0 to 1. Default: 0.
    pub(crate) start: Option<Number>,
    /// The probability that a started run fails, 0 to 1. Default: 0.
    pub(crate) run: Option<Number>,
    /// The share of a failed run's cost that is charged, 0 or more, exact. Default: the policy's (1.0).
    pub(crate) failed_charge: Option<Number>,
    /// Outage: time from start or repair to the next break.
    pub(crate) time_to_break: Option<Drawn>,
    /// Outage: time from a break to its repair.
    pub(crate) time_to_repair: Option<Drawn>,
    /// Outage: "review" instead of `time_to_repair`: broken until a person reviews the task.
    pub(crate) repair: Option<Repair>,
    /// Outage: the probability of failure while up. Default: 0.
    pub(crate) up: Option<Number>,
    /// Outage: the probability of failure while down, at least `up`. Default: 1.
    pub(crate) down: Option<Number>,
    /// Every run that starts inside one of these fails while running.
    #[serde(default)]
    pub(crate) windows: Vec<Window>,
}

/// How failures come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum FailureModel {
    /// Each run on its own.
    Independent,
    /// An up/down process of the task.
    Outage,
}

/// What repairs a broken task.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Repair {
    /// A person's review.
    Review,
}

/// What resets the count of consecutive failures (R-RESET).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum FailureReset {
    /// A run that completes.
    Completion,
    /// A run that starts.
    Start,
}
