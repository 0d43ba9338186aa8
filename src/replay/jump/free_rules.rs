//! The rules of a free run: any rules without settings of money.

use crate::calendar::Windows;
use crate::demand::SpanDraw;
use crate::policy::{AutoRecharge, FireWhen, Overrun, PaymentRules, Purchase, RearmWhen};
use crate::replay::Rules;
use crate::units::{Credits, Money, Span};

/// What a free run opens with: no demand draws so much.
pub(super) const ENDLESS: Credits = Credits::new(1 << 61);

/// The same rules without settings of money: nobody buys, as purchased credits never run out.
pub(in crate::replay) fn free_rules(rules: &Rules) -> Rules {
    let mut free = rules.clone();
    free.opening.purchased = ENDLESS;
    free.purchased_expire_after = None;
    free.auto_recharge = AutoRecharge {
        enabled: false,
        threshold: Credits::ZERO,
        settlement_delay: Span::ZERO,
        cooldown: Span::ZERO,
        give_up_after: None,
        limit: None,
        pre_run: false,
        purchase: Purchase::Amount(Credits::ZERO),
        fire_when: FireWhen::Below,
        rearm_when: RearmWhen::Above,
    };
    free.prices.tiers.clear();
    free.prices.per_1000 = Money::ZERO;
    free.payment = PaymentRules { outages: Windows::default(), ..PaymentRules::default() };
    free.repair = SpanDraw::constant(Span::ZERO);
    free.reactive_top_up = None;
    free.top_ups.clear();
    free.low_balance_warning = Credits::ZERO;
    free.overrun = Overrun::Absorb;
    free
}
