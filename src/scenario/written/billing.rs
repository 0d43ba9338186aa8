//! Plan, purchases, payments and reviews as written.

use super::{Cadence, Drawn, Moment, Number, Scalar};
use schemars::JsonSchema;
use serde::Deserialize;

/// The subscription.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Plan {
    /// A tier of the policy; its figures are defaults for the keys below. Default: the policy's default tier, a paid one.
    pub(crate) tier: Option<String>,
    /// How often it renews. Default: the policy's ("monthly").
    pub(crate) cadence: Option<Cadence>,
    /// Credits of one monthly allowance. Default: the tier's.
    pub(crate) included_credits: Option<Number>,
    /// Money per billing period, at most 6 decimals. Default: the tier's.
    pub(crate) price: Option<Number>,
    /// Periods start at anchor + k periods for every whole k, before it too (R-PERIOD). Default: `clock.start`.
    pub(crate) anchor: Option<Moment>,
    /// Included credits at `start`. Default: the full allowance (annual: twelve monthly ones).
    pub(crate) opening_included: Option<Number>,
    /// Purchased credits at `start`; they count as landed then. Default: 0.
    pub(crate) opening_purchased: Option<Number>,
    /// Who bears cost that the pool cannot (R-OVERRUN). Default: the tier's.
    pub(crate) overrun: Option<Overrun>,
    /// Purchased credits expire this long after they land, or "none". Default: the policy's (R-PURCHASED).
    pub(crate) purchased_expire_after: Option<Scalar>,
    /// Spans without a subscription (R-LAPSE).
    #[serde(default)]
    pub(crate) lapses: Vec<Window>,
}

/// Who bears cost that the pool cannot.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Overrun {
    /// The vendor.
    Absorb,
    /// The pool owes it: usable goes negative.
    Debt,
    /// The work is cut off.
    Stop,
}

/// The instants in `[from, to)`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Window {
    /// The first instant inside.
    #[schemars(required)]
    pub(crate) from: Option<Moment>,
    /// The first instant after it.
    #[schemars(required)]
    pub(crate) to: Option<Moment>,
}

/// Auto-recharge (auto top-up).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct AutoRecharge {
    /// A disabled recharge never tries. Default: true.
    pub(crate) enabled: Option<bool>,
    /// The balance that it watches, in credits, within the policy's range (R-RANGES). Default: the policy's.
    pub(crate) threshold: Option<Number>,
    /// Credits bought each time, within the policy's range. Default: the policy's.
    pub(crate) amount: Option<Number>,
    /// Where the policy refills to a balance instead of buying an amount: that balance, in credits. Default: the policy's.
    pub(crate) refill_to: Option<Number>,
    /// The most bought in a calendar month (R-CAP), in credits (or money, or another window, where the policy says so);
    /// "none" where the policy has no cap. Default: the policy's.
    pub(crate) monthly_limit: Option<Scalar>,
    /// A purchase lands this long after it fired (R-DELAY). Default: the policy's ("0s").
    pub(crate) settlement_delay: Option<Scalar>,
    /// Whether a start that is short of credits tries it first (R-PRERUN). Default: the policy's.
    pub(crate) pre_run: Option<bool>,
}

/// Prices of purchased credits.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Prices {
    /// Money for 1,000 credits, at most 6 decimals. Default: the policy's.
    pub(crate) per_1000: Option<Number>,
    /// Volume tiers; the highest `from` not above the purchase applies. Default: the policy's.
    pub(crate) tiers: Option<Vec<PriceTier>>,
}

/// A price for large purchases.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct PriceTier {
    /// The least purchase that it applies to, in credits.
    #[schemars(required)]
    pub(crate) from: Option<Number>,
    /// Money for 1,000 credits. Default: the price without tiers.
    pub(crate) per_1000: Option<Number>,
    /// Bonus credits for each bought, floored to whole credits (R-BONUS). Default: 0.
    pub(crate) bonus: Option<Number>,
}

/// How payments fail (R-PAYMENT).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Payment {
    /// The probability that a purchase attempt is declined, 0 to 1. Default: the policy's (0).
    pub(crate) decline_probability: Option<Number>,
    /// How long the trouble that a random decline opens lasts: a duration or a distribution. Default: the policy's ("8h").
    pub(crate) repair: Option<Drawn>,
    /// Spans in which every purchase is declined.
    #[serde(default)]
    pub(crate) outages: Vec<Window>,
}

/// The reactive manual top-up (R-TOPUP).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ManualTopUp {
    /// Credits bought. Default: the policy's.
    pub(crate) amount: Option<Number>,
    /// From order to landing. Default: the policy's.
    pub(crate) delay: Option<Scalar>,
}

/// A declared manual top-up (R-TOPUP).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct TopUp {
    /// When it lands.
    #[schemars(required)]
    pub(crate) at: Option<Moment>,
    /// Credits bought, at least 1.
    #[schemars(required)]
    pub(crate) credits: Option<Number>,
}

/// How people resume paused tasks (R-REVIEW).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Review {
    /// Of tasks paused for lack of credits. Default: the policy's (funded, no delay).
    pub(crate) credits: Option<ReviewRule>,
    /// Of tasks paused for failures. Default: the policy's (timer, one day).
    pub(crate) failures: Option<ReviewRule>,
}

/// When a paused task is resumed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct ReviewRule {
    /// What starts the delay.
    pub(crate) trigger: Option<Trigger>,
    /// From there to the resume: a duration or a distribution.
    pub(crate) delay: Option<Drawn>,
}

/// What starts a review's delay.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Trigger {
    /// The first instant at which usable covers the reservation that was refused; only for `credits`.
    Funded,
    /// The pause.
    Timer,
    /// Nothing: the task stays paused.
    Never,
}
