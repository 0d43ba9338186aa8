//! Sweeps and expectations as written.

use super::{Anything, Number, Scalar};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A sweep over settings.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Sweep {
    /// Dotted keys of the scenario (`auto_recharge.threshold`, `tasks.*.auto_pause_after`) and the values to try.
    #[serde(default)]
    pub(crate) axes: BTreeMap<String, Axis>,
    /// Replications of each combination. Default: `clock.replications`.
    pub(crate) replications: Option<Number>,
    /// Only so many combinations, a Latin hypercube over the axes. Default: all of them.
    pub(crate) sample: Option<Number>,
    /// Of the confidence intervals, between 0 and 1. Default: 0.95.
    pub(crate) confidence: Option<Number>,
    /// Which combination to recommend.
    pub(crate) recommend: Option<Recommend>,
}

/// The values of an axis.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged, inline)]
pub(crate) enum Axis {
    /// "legal": every legal value of the policy.
    Text(String),
    /// These.
    List(Vec<Anything>),
    /// From, from + step, … up to `to`.
    Table(Steps),
}

/// An arithmetic progression.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Steps {
    /// The first value.
    #[schemars(required)]
    pub(crate) from: Option<Number>,
    /// No value is above this.
    #[schemars(required)]
    pub(crate) to: Option<Number>,
    /// Positive.
    #[schemars(required)]
    pub(crate) step: Option<Number>,
}

/// Which combination of a sweep to recommend: one that optimises a metric among those that meet the limits.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Recommend {
    /// The metric to minimise, such as "spend".
    pub(crate) minimize: Option<String>,
    /// The metric to maximise, instead.
    pub(crate) maximize: Option<String>,
    /// Metrics and the most that each may be.
    #[serde(default)]
    pub(crate) subject_to: BTreeMap<String, Number>,
}

/// An expected figure, or a table of them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged)]
pub(crate) enum Figure {
    /// Exactly this number.
    Number(Number),
    /// Exactly this number, as a decimal string: money.
    Text(Scalar),
    /// The two ends of `mean_within`.
    List(Vec<Number>),
    /// `{ value, abs }`, `{ value, rel }`, `{ min, max }`, `{ mean_within = [lo, hi], replications }`, or figures by name.
    Table(BTreeMap<String, Figure>),
}
