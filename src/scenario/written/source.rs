//! Activities and traces as written.

use super::{Drawn, FailureReset, Moment, Number, Review, Scalar};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Work of people or background AI (R-ADMIT, R-BURST, R-PRICE).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Activity {
    /// Unique among tasks, activities and traced tasks.
    #[schemars(required)]
    pub(crate) name: Option<String>,
    /// The usage report's grouping. Default: "custom".
    pub(crate) kind: Option<Kind>,
    /// Who sees that it was blocked. Default: "member".
    pub(crate) audience: Option<Audience>,
    /// How it is admitted. Default: the policy's, by kind (R-ADMIT).
    pub(crate) admission: Option<Admission>,
    /// How it arrives.
    #[schemars(required)]
    pub(crate) arrivals: Option<Arrivals>,
    /// Compounding, continuous in time; above -1. Default: 0.
    pub(crate) growth_per_month: Option<Number>,
    /// Spans with a multiplied rate.
    #[serde(default)]
    pub(crate) surges: Vec<Surge>,
    /// Credits one piece of work costs: a number or a distribution, rounded up. Instead of `model`.
    pub(crate) cost: Option<Drawn>,
    /// A model of the policy, a mix of models, or "auto" with `complexity`. Instead of `cost`.
    pub(crate) model: Option<Model>,
    /// For `model = "auto"`: the weight of each request complexity in the policy's routing table.
    pub(crate) complexity: Option<BTreeMap<String, Number>>,
    /// How long it takes: a duration or a distribution. Default: 0.
    pub(crate) duration: Option<Drawn>,
    /// Credits that it reserves where it is admitted by "reserve". Default: the mean cost, rounded up.
    pub(crate) reserve: Option<Number>,
}

/// The usage report's grouping.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Kind {
    /// Chat messages.
    Joule,
    /// Runs of an AI Tool.
    AiTool,
    /// Workflow runs.
    Workflow,
    /// Browser sessions.
    BrowserSession,
    /// Background AI.
    Background,
    /// Anything else.
    Custom,
}

/// Who sees that work was blocked.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Audience {
    /// Someone of the organisation.
    Member,
    /// A public visitor.
    Public,
}

/// How activity work is admitted (R-ADMIT).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Admission {
    /// If usable > 0; pays at once.
    Any,
    /// If usable covers its reservation; settles when it ends.
    Reserve,
}

/// How an activity's work arrives: `per_day`, or `bursts_per_day` with `burst_size` and `gap` (R-BURST).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Arrivals {
    /// Mean arrivals a day over a week of the profile: a plain Poisson process.
    pub(crate) per_day: Option<Number>,
    /// Mean bursts a day over a week of the profile.
    pub(crate) bursts_per_day: Option<Number>,
    /// Messages in a burst: a number or a distribution, rounded up.
    pub(crate) burst_size: Option<Drawn>,
    /// From one message of a burst to the next: a duration or a distribution.
    pub(crate) gap: Option<Drawn>,
    /// The weekly shape. Default: "flat".
    pub(crate) profile: Option<Profile>,
}

/// A weekly shape in the organisation's zone, normalised to a mean of 1.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged, inline)]
pub(crate) enum Profile {
    /// `"flat"`, `"office"` (Mon–Fri 9–17 weighted 1, else 0.05) or `"always_on"` (a day/night wave).
    Text(String),
    /// 168 weights from Monday 00:00.
    List(Vec<Number>),
}

/// A span with a multiplied rate.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Surge {
    /// The first instant inside.
    #[schemars(required)]
    pub(crate) from: Option<Moment>,
    /// The first instant after it.
    #[schemars(required)]
    pub(crate) to: Option<Moment>,
    /// The factor, 0 or more.
    #[schemars(required)]
    pub(crate) times: Option<Number>,
}

/// Which model answers (R-PRICE).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged, inline)]
pub(crate) enum Model {
    /// A model of the policy, or "auto".
    Text(String),
    /// A mix.
    Table(Mix),
}

/// A mix of models by weight.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Mix {
    /// Weights by model name, 0 or more, not all 0.
    #[schemars(required)]
    pub(crate) mix: Option<BTreeMap<String, Number>>,
}

/// Recorded work from a CSV file (R-TRACE).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Trace {
    /// The file, relative to this one.
    #[schemars(required)]
    pub(crate) path: Option<String>,
    /// Tiles the trace forward at k × this, k = 0, 1, 2, …
    pub(crate) repeat_every: Option<Scalar>,
    /// Our column name = the file's, for exports made by others.
    #[serde(default)]
    pub(crate) columns: BTreeMap<String, String>,
    /// Values for columns that the file lacks, by our name.
    #[serde(default)]
    pub(crate) constants: BTreeMap<String, Constant>,
    /// Cost = Σ column × rate, exact decimals, rounded up once; by the file's column name.
    #[serde(default)]
    pub(crate) credits_per: BTreeMap<String, Number>,
    /// Shifts the trace so that its first row is here.
    pub(crate) start_at: Option<Moment>,
    /// For its tasks: failures in a row that pause one, 1 to 20. Default: the policy's (5).
    pub(crate) auto_pause_after: Option<Number>,
    /// For its tasks: what resets the count of failures (R-RESET). Default: the policy's ("completion").
    pub(crate) failure_reset: Option<FailureReset>,
    /// The share of a failed run's cost that is charged, 0 or more, exact. Default: the policy's (1.0).
    pub(crate) failed_charge: Option<Number>,
    /// For its tasks: how people resume them (R-REVIEW). Default: `[review]`.
    pub(crate) review: Option<Review>,
}

/// A value for every row.
pub(crate) type Constant = Scalar;
