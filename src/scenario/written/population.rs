//! Populations as written.

use super::{Anything, Distribution, Drawn, Moment, Number, Scalar};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A population of organisations, for forecasts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Population {
    /// How many organisations there are at `clock.start` or join before `clock.until`; at least 1.
    #[schemars(required)]
    #[schemars(extend("minimum" = 1))]
    pub(crate) organisations: Option<Number>,
    /// By how much the number of organisations that ever joined grows a month: 0.05 is 5 % a month. Default: 0, all are there at `clock.start`.
    #[schemars(extend("minimum" = 0, "maximum" = 10))]
    pub(crate) growth_per_month: Option<Number>,
    /// Pairs of drawn keys whose values go together, each `[key, key, correlation]`: Spearman's rank correlation, between -1 and 1.
    #[serde(default)]
    pub(crate) correlate: Vec<Vec<Scalar>>,
    /// Kinds of organisations.
    #[serde(default)]
    pub(crate) segments: Vec<Segment>,
}

/// A kind of organisation.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Segment {
    /// In outputs. Default: "segment-N".
    pub(crate) name: Option<String>,
    /// Its share of the organisations, relative to the others. Default: 1.
    pub(crate) weight: Option<Number>,
    /// A scenario file, relative to this one. Default: this scenario.
    pub(crate) scenario: Option<String>,
    /// Dotted keys of the scenario and their values. A value that is drawn for each organisation is a distribution
    /// (`{ dist = "gamma", … }`, a number), `{ share = 0.6 }` (true for that share of the organisations, else false) or
    /// `{ choice = [ … ], weights = [ … ] }` (one of these values; equal weights by default). Each of them may have
    /// `keep = 0.7`: that share of the organisations keeps what the scenario says.
    #[serde(default)]
    pub(crate) overrides: BTreeMap<String, Anything>,
    /// When an organisation joins: an instant, or a distribution of times after `clock.start`. Default: at `clock.start`, or as `growth_per_month` says.
    pub(crate) joins: Option<Joins>,
    /// As the population's, for this segment.
    #[schemars(extend("minimum" = 0, "maximum" = 10))]
    pub(crate) growth_per_month: Option<Number>,
    /// The probability that an organisation leaves within a month (30.4375 days), whenever it joined. Default: 0.
    #[schemars(extend("minimum" = 0, "exclusiveMaximum" = 1))]
    pub(crate) churn_per_month: Option<Number>,
    /// How long an organisation stays, instead of `churn_per_month`: a duration or a distribution of durations.
    pub(crate) lifetime: Option<Drawn>,
    /// More pairs of drawn keys that go together, as the population's.
    #[serde(default)]
    pub(crate) correlate: Vec<Vec<Scalar>>,
}

/// When an organisation joins.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged, inline)]
pub(crate) enum Joins {
    /// So many seconds after `clock.start`.
    Number(Number),
    /// An instant, or a duration after `clock.start` such as "30d".
    Text(Moment),
    /// A distribution of times after `clock.start`.
    Table(Box<Distribution>),
}

/// A drawn value that is true for a share of the organisations.
#[derive(Debug, Deserialize)]
pub(crate) struct Share {
    pub(crate) share: Option<Number>,
}

/// A drawn value that is one of several.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    pub(crate) choice: Option<Vec<Anything>>,
    pub(crate) weights: Option<Vec<Number>>,
}

/// What every drawn value may have.
#[derive(Debug, Deserialize)]
pub(crate) struct Keep {
    pub(crate) keep: Option<Number>,
}
