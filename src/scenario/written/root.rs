//! The top of a scenario file.

use super::{
    Activity, AutoRecharge, Figure, ManualTopUp, Moment, Number, Payment, Plan, Population, Prices, Review,
    Scalar, Sweep, Task, TopUp, Trace,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A creditsim scenario: one organisation, its plan, its work, and what to measure.
///
/// Durations are strings ("90s", "15m", "6h", "30d", "1h30m") or numbers of seconds. Instants without an offset are
/// civil times in the scenario's zone. `until` and `to` are exclusive.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Scenario")]
pub(crate) struct Scenario {
    /// The version of this format: 1.
    pub(crate) schema: Option<Number>,
    /// The scenario's name, in outputs. Default: the file's name.
    pub(crate) name: Option<String>,
    /// An embedded preset ("ampere", "taskade"), or a path to a policy file, relative to this file.
    #[schemars(required)]
    pub(crate) policy: Option<String>,
    /// False turns values outside the policy's ranges into warnings (R-RANGES). Default: true.
    pub(crate) strict: Option<bool>,
    /// What time the simulation covers, and its random seed.
    #[schemars(required)]
    pub(crate) clock: Option<Clock>,
    /// The subscription.
    pub(crate) plan: Option<Plan>,
    /// Auto-recharge (auto top-up); without this table it is off.
    pub(crate) auto_recharge: Option<AutoRecharge>,
    /// Prices of purchased credits. Default: the policy's.
    pub(crate) prices: Option<Prices>,
    /// How payments fail (R-PAYMENT).
    pub(crate) payment: Option<Payment>,
    /// The reactive manual top-up, ordered when work is blocked or a task pauses for lack of credits (R-TOPUP). Absent: never.
    pub(crate) manual_top_up: Option<ManualTopUp>,
    /// Declared manual top-ups (R-TOPUP).
    #[serde(default)]
    pub(crate) top_ups: Vec<TopUp>,
    /// How people resume paused tasks, for every task (R-REVIEW).
    pub(crate) review: Option<Review>,
    /// Scheduled work.
    #[serde(default)]
    pub(crate) tasks: Vec<Task>,
    /// Work of people and background AI.
    #[serde(default)]
    pub(crate) activities: Vec<Activity>,
    /// Recorded work from CSV files (R-TRACE).
    #[serde(default)]
    pub(crate) traces: Vec<Trace>,
    /// What to measure.
    pub(crate) report: Option<Report>,
    /// A sweep over settings.
    pub(crate) sweep: Option<Sweep>,
    /// A population of organisations, for forecasts.
    pub(crate) population: Option<Population>,
    /// Figures that a run must reproduce, by their dotted output name.
    #[serde(default)]
    pub(crate) expect: BTreeMap<String, Figure>,
}

/// What time the simulation covers, and its random seed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Clock {
    /// The first instant (R-HORIZON).
    #[schemars(required)]
    pub(crate) start: Option<Moment>,
    /// The first instant after the simulation; at most 200 years after `start`.
    #[schemars(required)]
    pub(crate) until: Option<Moment>,
    /// The organisation's IANA time zone. Default: "UTC".
    pub(crate) timezone: Option<String>,
    /// Keys all random streams (R-CRN); a whole number from 0. Default: 0.
    pub(crate) seed: Option<Number>,
    /// Independent replications; a whole number from 1. Default: 1.
    pub(crate) replications: Option<Number>,
}

/// What to measure.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Report {
    /// A warning is counted when usable goes below this many credits (R-WARN). Default: the auto-recharge threshold.
    pub(crate) low_balance_warning: Option<Number>,
    /// Figures are measured from this long after `start`; the state carries over. Default: "0s".
    pub(crate) warm_up: Option<Scalar>,
}

/// How often a subscription renews.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Cadence {
    /// Every month.
    Monthly,
    /// Every year, with twelve monthly allowances up front (R-INCLUDED).
    Annual,
}
