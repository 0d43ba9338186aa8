//! Policy files as written.

use super::{Admission, Cadence, FailureReset, Number, Overrun, Prices, Review, Scalar};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A billing policy: one product's rules as data.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Policy")]
pub(crate) struct Policy {
    /// The version of this format: 1.
    pub(crate) schema: Option<Number>,
    /// In outputs.
    #[schemars(required)]
    pub(crate) name: Option<String>,
    /// One sentence.
    pub(crate) description: Option<String>,
    /// An embedded preset, or a path relative to this file: its keys hold where this file has none.
    #[expect(dead_code, reason = "read before the policies are merged")]
    pub(crate) extends: Option<String>,
    /// A tier of `tiers`, a paid one: of scenarios that name none.
    pub(crate) default_tier: Option<String>,
    /// How often a subscription renews, where a scenario does not say.
    pub(crate) cadence: Option<Cadence>,
    /// Which lots are drawn first (R-ORDER).
    pub(crate) draw_order: Option<Order>,
    /// Purchased credits expire this long after they land, or "none" (R-PURCHASED).
    pub(crate) purchased_expire_after: Option<Scalar>,
    /// Plans by name.
    #[serde(default)]
    pub(crate) tiers: BTreeMap<String, Tier>,
    /// Auto-recharge: ranges and defaults (R-RANGES).
    pub(crate) auto_recharge: Option<RechargeTerms>,
    /// Prices of purchased credits.
    pub(crate) prices: Option<Prices>,
    /// Credits per request, by model (R-PRICE).
    #[serde(default)]
    pub(crate) models: BTreeMap<String, Number>,
    /// By plan tier, or "default", then by request complexity: the model that `auto` picks (R-PRICE).
    #[serde(default)]
    pub(crate) routing: BTreeMap<String, BTreeMap<String, String>>,
    /// How each kind of activity is admitted (R-ADMIT).
    pub(crate) admission: Option<Kinds>,
    /// How payments fail.
    pub(crate) payment: Option<PaymentTerms>,
    /// Defaults of `[manual_top_up]`.
    pub(crate) manual_top_up: Option<ManualTerms>,
    /// Defaults of tasks.
    pub(crate) tasks: Option<TaskTerms>,
    /// How people resume tasks (R-REVIEW); delays are durations here.
    pub(crate) review: Option<Review>,
}

/// Which lots are drawn first.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Order {
    /// Included lots, then purchased ones.
    IncludedFirst,
    /// Purchased lots, then included ones.
    PurchasedFirst,
}

/// A plan.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Tier {
    /// Credits of one monthly allowance.
    #[schemars(required)]
    pub(crate) included_credits: Option<Number>,
    /// Money per month.
    #[schemars(required)]
    pub(crate) price: Option<Number>,
    /// Money per year. Default: 12 × `price`.
    pub(crate) annual_price: Option<Number>,
    /// False for a free plan: chooses the text shown with blocked work (R-ADMIT). Default: true.
    pub(crate) paid: Option<bool>,
    /// Who bears cost that the pool cannot (R-OVERRUN).
    #[schemars(required)]
    pub(crate) overrun: Option<Overrun>,
}

/// Auto-recharge: ranges and defaults.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct RechargeTerms {
    /// Whether a scenario with an `[auto_recharge]` table has it on. Default: true.
    pub(crate) enabled: Option<bool>,
    /// The balance that it watches.
    pub(crate) threshold: Option<Range>,
    /// How usable compares to the threshold to fire (R-LATCH 2). Default: "below".
    pub(crate) fire_when: Option<FireWhen>,
    /// How usable compares to the threshold to arm (R-LATCH 1). Default: "above".
    pub(crate) rearm_when: Option<RearmWhen>,
    /// Whether a purchase is of an amount or refills to a balance. Default: "amount".
    pub(crate) purchase: Option<Purchase>,
    /// Credits bought each time.
    pub(crate) amount: Option<Range>,
    /// The balance refilled to.
    pub(crate) refill_to: Option<Range>,
    /// The limit's ranges and default; without `from` the policy has no limit.
    pub(crate) monthly_limit: Option<Range>,
    /// What the limit counts. Default: "credits".
    pub(crate) limit_unit: Option<LimitUnit>,
    /// The time over which it counts: `"calendar_month"`, or a duration for a rolling window. Default: `"calendar_month"`.
    pub(crate) limit_window: Option<LimitWindow>,
    /// A purchase lands this long after it fired (R-DELAY).
    pub(crate) settlement_delay: Option<Scalar>,
    /// A start that is short of credits tries it first (R-PRERUN).
    pub(crate) pre_run: Option<bool>,
    /// After a fire it does not try again for this long. Default: "0s".
    pub(crate) cooldown: Option<Scalar>,
    /// After so many declined payments in a row it never tries again; 0: it always does. Default: 0.
    pub(crate) give_up_after: Option<Number>,
}

/// The legal values of a key and its default.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Range {
    /// Where a scenario does not say; "none" for a limit that is not there.
    #[schemars(required)]
    pub(crate) default: Option<Scalar>,
    /// The least. Default: 1; for a limit: none is allowed.
    pub(crate) from: Option<Number>,
    /// The greatest. Default: any.
    pub(crate) to: Option<Number>,
    /// From one legal value to the next. Default: 1.
    pub(crate) step: Option<Number>,
    /// At least the value of the key before it: the amount at least the threshold, the limit at least the amount. Default: false.
    pub(crate) at_least_previous: Option<bool>,
}

/// How usable compares to the threshold to fire.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum FireWhen {
    /// `usable < threshold`.
    Below,
    /// `usable ≤ threshold`.
    AtOrBelow,
}

/// How usable compares to the threshold to arm.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum RearmWhen {
    /// `usable > threshold`.
    Above,
    /// `usable ≥ threshold`.
    AtOrAbove,
}

/// What a fire buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Purchase {
    /// Always the same amount.
    Amount,
    /// What is missing to a balance.
    RefillTo,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum LimitUnit {
    /// Credits bought.
    Credits,
    /// Their price.
    Money,
}

/// The time over which a limit counts.
pub(crate) type LimitWindow = Scalar;

/// How each kind of activity is admitted.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Kinds {
    /// Chat messages.
    pub(crate) joule: Option<Admission>,
    /// Runs of an AI Tool.
    pub(crate) ai_tool: Option<Admission>,
    /// Workflow runs.
    pub(crate) workflow: Option<Admission>,
    /// Browser sessions.
    pub(crate) browser_session: Option<Admission>,
    /// Background AI.
    pub(crate) background: Option<Admission>,
    /// Anything else.
    pub(crate) custom: Option<Admission>,
}

/// How payments fail.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PaymentTerms {
    /// The probability that a purchase attempt is declined, 0 to 1. Default: 0.
    pub(crate) decline_probability: Option<Number>,
    /// How long the trouble that a random decline opens lasts.
    pub(crate) repair: Option<Scalar>,
}

/// Defaults of the reactive manual top-up.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ManualTerms {
    /// Credits bought.
    pub(crate) amount: Option<Number>,
    /// From order to landing.
    pub(crate) delay: Option<Scalar>,
}

/// Defaults of tasks.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct TaskTerms {
    /// Failures in a row that pause a task.
    pub(crate) auto_pause_after: Option<CountRange>,
    /// What resets their count (R-RESET).
    pub(crate) failure_reset: Option<FailureReset>,
    /// The share of a failed run's cost that is charged.
    pub(crate) failed_charge: Option<Number>,
    /// Minutes past the hour that the product's schedule picker offers; empty: any.
    #[serde(default)]
    pub(crate) picker_minutes: Option<Vec<Number>>,
}

/// The legal values of a count and its default.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct CountRange {
    /// Where a scenario does not say.
    #[schemars(required)]
    pub(crate) default: Option<Number>,
    /// The least.
    #[schemars(required)]
    pub(crate) from: Option<Number>,
    /// The greatest.
    #[schemars(required)]
    pub(crate) to: Option<Number>,
}
