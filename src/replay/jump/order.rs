//! The order in which settings are replayed beside a free run, for the sake of what the processor has at hand.

use super::free_run::FreeRun;
use crate::policy::LimitUnit;
use crate::replay::Rules;
use crate::units::Credits;

/// Neighbours in this order look at the same events of a free run one after the other.
///
/// Where the limit is within reach, credits run out when all that it lets a month buy is used up, whatever the threshold:
/// what is looked at then is most of what is looked at. Elsewhere recharge fires at the same events for one threshold and
/// amount, whatever the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Nearness {
    /// What the limit lets a month buy, if that is less than any month uses.
    bought: Option<Credits>,
    threshold: Credits,
    amount: Credits,
}

impl FreeRun {
    /// Where settings belong in the order.
    pub(super) fn nearness(&self, rules: &Rules) -> Nearness {
        let recharge = &rules.auto_recharge;
        let amount = recharge.amount(Credits::ZERO);
        let bought = match recharge.limit.map(|limit| limit.most) {
            Some(LimitUnit::Credits(most)) if amount.is_positive() => {
                Some(amount.times(most.get() / amount.get()))
            }
            Some(LimitUnit::Credits(_) | LimitUnit::Money(_)) | None => None,
        };
        let used =
            self.replayed.tally.months.iter().map(|month| month.spent_included + month.spent_purchased);
        let bought = bought.filter(|&bought| used.max().is_some_and(|most| bought < most));
        Nearness { bought, threshold: recharge.threshold, amount }
    }
}
