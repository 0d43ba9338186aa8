//! Drawn settings of auto-recharge that do not fit together, made to fit (R-RANGES).

use crate::policy::{Limit, LimitTerms, LimitUnit, Purchase, PurchaseTerms, Range};
use crate::scenario::Scenario;
use crate::units::{Credits, Decimal};

/// What auto-recharge buys and at most buys, raised where the keys before them are drawn above them.
///
/// Where the policy says that the amount is at least the threshold, and the limit at least the amount, and a draw
/// breaks this, the amount becomes the least legal one that is not below the threshold, then the limit the least legal one that
/// is not below the amount. The threshold is never changed. Scenarios that are not strict keep what was drawn, and so do
/// values for which no legal one is high enough: those are refused later.
pub(super) struct Repair<'a> {
    scenario: &'a Scenario,
    bought_key: &'static str,
}

const THRESHOLD: &str = "auto_recharge.threshold";
const LIMIT: &str = "auto_recharge.monthly_limit";

/// The values of drawn keys.
pub(super) trait Settings {
    /// The value of a key as TOML text; `None` if it was not drawn, or is kept.
    fn get(&self, key: &str) -> Option<&str>;
    /// Gives a key another value.
    fn set(&mut self, key: &str, value: String);
}

impl<'a> Repair<'a> {
    /// For organisations of this scenario.
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let bought_key = match scenario.policy.recharge.purchase {
            PurchaseTerms::Amount(_) => "auto_recharge.amount",
            PurchaseTerms::RefillTo(_) => "auto_recharge.refill_to",
        };
        Self { scenario, bought_key }
    }

    /// Raises what must be raised.
    pub(super) fn apply(&self, settings: &mut impl Settings) {
        if !self.scenario.strict
            || [THRESHOLD, self.bought_key, LIMIT].iter().all(|key| settings.get(key).is_none())
        {
            return;
        }
        let terms = &self.scenario.policy.recharge;
        let own = self.scenario.rules.auto_recharge;
        let own_bought = match own.purchase {
            Purchase::Amount(credits) | Purchase::RefillTo(credits) => credits,
        };
        // A value that is no whole number is refused later.
        let Some(threshold) = value(settings, THRESHOLD, own.threshold) else { return };
        let Some(mut bought) = value(settings, self.bought_key, own_bought) else { return };
        let purchase = terms.purchase.terms();
        if purchase.at_least_previous && bought < threshold {
            let Some(raised) = raised(threshold, purchase.range) else { return };
            bought = raised;
            settings.set(self.bought_key, bought.to_string());
        }
        let Some(LimitTerms { terms, in_money: false, .. }) = terms.limit else { return };
        let own_limit = match own.limit {
            Some(Limit { most: LimitUnit::Credits(credits), .. }) => Some(credits),
            Some(Limit { most: LimitUnit::Money(_), .. }) | None => None,
        };
        let limit = match settings.get(LIMIT) {
            None => own_limit.map(Credits::get),
            Some(text) => whole(text),
        };
        if terms.at_least_previous
            && limit.is_some_and(|limit| limit < bought)
            && let Some(raised) = raised(bought, terms.range)
        {
            settings.set(LIMIT, raised.to_string());
        }
    }
}

fn value(settings: &impl Settings, key: &str, own: Credits) -> Option<i64> {
    match settings.get(key) {
        None => Some(own.get()),
        Some(text) => whole(text),
    }
}

/// A whole number written as TOML; a word such as "none" is none.
fn whole(text: &str) -> Option<i64> {
    let exact = Decimal::from_str_exact(text).ok()?;
    i64::try_from(exact.normalize()).ok().filter(|_| exact.is_integer())
}

/// The least legal value not below `least`.
fn raised(least: i64, range: Range) -> Option<i64> {
    range.around(least).1
}
