//! A product's rules as data, checked: what a policy file comes to.

use super::{
    ActivityKind, Admission, DeclineChance, FailureReset, FireWhen, LimitWindow, Overrun, Prices, Range,
    RearmWhen, Terms, Trigger,
};
use crate::calendar::Cadence;
use crate::pool::DrawOrder;
use crate::units::{Credits, Money, Ratio, Span};

/// One product's rules: ranges and defaults of every key that a scenario may set.
///
/// Policies are data: the embedded ones are files beside this one, and a third product needs only a new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// In outputs.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// Plans, by rising price.
    pub tiers: Vec<Tier>,
    /// A tier's name: of scenarios that name none.
    pub default_tier: String,
    /// How often a subscription renews, where a scenario does not say.
    pub cadence: Cadence,
    /// Which lots are drawn first (R-ORDER).
    pub draw_order: DrawOrder,
    /// Purchased lots expire so long after they land; `None`: never (R-PURCHASED).
    pub purchased_expire_after: Option<Span>,
    /// Auto-recharge: ranges and defaults.
    pub recharge: RechargeTerms,
    /// Prices of purchased credits.
    pub prices: Prices,
    /// Credits per request, by model name (R-PRICE).
    pub models: Vec<Model>,
    /// Which model `auto` picks (R-PRICE).
    pub routes: Vec<Route>,
    /// How each kind of activity is admitted, in the order of [`ActivityKind::ALL`] (R-ADMIT).
    pub admission: [Admission; 6],
    /// The chance that a purchase attempt is declined (R-PAYMENT).
    pub decline: DeclineChance,
    /// How long the trouble that a random decline opens lasts (R-PAYMENT).
    pub repair: Span,
    /// Credits of a reactive manual top-up (R-TOPUP).
    pub top_up_amount: Credits,
    /// From its order to its landing (R-TOPUP).
    pub top_up_delay: Span,
    /// Defaults of tasks.
    pub tasks: TaskTerms,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// Credits of one monthly allowance.
    pub included: Credits,
    /// Price of a month.
    pub monthly_price: Money,
    /// Price of a year.
    pub annual_price: Money,
    /// False on a free plan: chooses the text shown with blocked work (R-ADMIT).
    pub paid: bool,
    /// Who bears cost that the pool cannot (R-OVERRUN).
    pub overrun: Overrun,
}

/// Ranges and defaults of auto-recharge (R-RANGES).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RechargeTerms {
    /// Whether it is on in a scenario that has the table and does not say.
    pub enabled: bool,
    /// The balance that it watches.
    pub threshold: Terms,
    /// How usable compares to the threshold to fire (R-LATCH 2).
    pub fire_when: FireWhen,
    /// How usable compares to the threshold to arm (R-LATCH 1).
    pub rearm_when: RearmWhen,
    /// What a fire buys.
    pub purchase: PurchaseTerms,
    /// The limit; `None` where the product has none.
    pub limit: Option<LimitTerms>,
    /// A purchase lands this long after it fired (R-DELAY).
    pub settlement_delay: Span,
    /// A start that is short of credits tries it first (R-PRERUN).
    pub pre_run: bool,
    /// After a fire it does not try again for this long.
    pub cooldown: Span,
    /// After so many declined payments in a row it never tries again.
    pub give_up_after: Option<u32>,
}

/// What a fire buys, with its range and default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurchaseTerms {
    /// Always the same amount.
    Amount(Terms),
    /// What is missing to this usable balance.
    RefillTo(Terms),
}

/// The limit's ranges and default (R-CAP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitTerms {
    /// Legal values and default: credits, or whole units of money.
    pub terms: Terms,
    /// True if a scenario without a limit of its own has none.
    pub none_by_default: bool,
    /// True if it counts money instead of credits.
    pub in_money: bool,
    /// The time over which it counts.
    pub window: LimitWindow,
}

/// A model's price (R-PRICE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// Credits per request.
    pub credits: Credits,
}

/// A row of the routing table (R-PRICE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The plan tier; `None`: tiers without a row for this complexity.
    pub tier: Option<String>,
    /// The request's complexity.
    pub complexity: String,
    /// The index in [`Policy::models`] of the model that answers.
    pub model: usize,
}

/// Defaults of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskTerms {
    /// Legal values of the failures in a row that pause a task.
    pub auto_pause_range: Range,
    /// Where a scenario does not say.
    pub auto_pause_after: u32,
    /// What resets their count (R-RESET).
    pub failure_reset: FailureReset,
    /// The share of a failed run's cost that is charged (R-FAIL).
    pub failed_charge: Ratio,
    /// Minutes past the hour that the product's schedule picker offers; empty: any (R-SCHEDULE).
    pub picker_minutes: Vec<u8>,
    /// Reviews of tasks paused for credits: trigger and delay (R-REVIEW).
    pub credits_review: (Trigger, Span),
    /// Reviews of tasks paused for failures: trigger and delay (R-REVIEW).
    pub failures_review: (Trigger, Span),
}

/// One legal combination of auto-recharge settings (R-RANGES).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LegalSetting {
    /// The balance that it watches.
    pub threshold: Credits,
    /// Credits bought each time, or the balance refilled to.
    pub amount: Credits,
    /// The limit, in its unit; `None` where the policy has none.
    pub limit: Option<Credits>,
}

impl PurchaseTerms {
    /// Its range and default.
    pub const fn terms(self) -> Terms {
        match self {
            Self::Amount(terms) | Self::RefillTo(terms) => terms,
        }
    }
}

impl Policy {
    /// The tier of that name.
    pub fn tier(&self, name: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.name == name)
    }

    /// How a kind of activity is admitted (R-ADMIT).
    pub const fn admission_of(&self, kind: ActivityKind) -> Admission {
        let [joule, ai_tool, workflow, browser_session, background, custom] = self.admission;
        match kind {
            ActivityKind::Joule => joule,
            ActivityKind::AiTool => ai_tool,
            ActivityKind::Workflow => workflow,
            ActivityKind::BrowserSession => browser_session,
            ActivityKind::Background => background,
            ActivityKind::Custom => custom,
        }
    }

    /// The model that `auto` picks on `tier` for requests of `complexity` (R-PRICE): the tier's own row, else
    /// the row of tiers without one.
    pub fn route(&self, tier: &str, complexity: &str) -> Option<&Model> {
        let row = |of: Option<&str>| {
            self.routes.iter().find(|route| route.tier.as_deref() == of && route.complexity == complexity)
        };
        self.models.get(row(Some(tier)).or_else(|| row(None))?.model)
    }

    /// Every legal combination of threshold, amount and limit (R-RANGES), rising; `None` where a range has no
    /// greatest value. Ampere has 2,002.
    pub fn legal_settings(&self) -> Option<impl Iterator<Item = LegalSetting>> {
        let purchase = self.recharge.purchase.terms();
        let thresholds = self.recharge.threshold.range.values()?;
        let amounts = purchase.range.values()?;
        let limits: Vec<Option<i64>> = match self.recharge.limit {
            Some(limit) => limit.terms.range.values()?.map(Some).collect(),
            None => vec![None],
        };
        let limit_above = self.recharge.limit.is_some_and(|limit| limit.terms.at_least_previous);
        let settings = thresholds.flat_map(move |threshold| {
            let limits = limits.clone();
            let amounts =
                amounts.clone().filter(move |&amount| !purchase.at_least_previous || amount >= threshold);
            amounts.flat_map(move |amount| {
                let high =
                    move |limit: &Option<i64>| !limit_above || limit.is_none_or(|limit| limit >= amount);
                limits.clone().into_iter().filter(high).map(move |limit| LegalSetting {
                    threshold: Credits::new(threshold),
                    amount: Credits::new(amount),
                    limit: limit.map(Credits::new),
                })
            })
        });
        Some(settings)
    }
}
