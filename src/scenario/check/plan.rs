//! `[plan]`, `[payment]` and manual top-ups.

use super::context::Context;
use super::policy::check_expiry;
use super::word;
use crate::calendar::{BillingPeriods, Cadence, CivilTime};
use crate::demand::SpanDraw;
use crate::policy::{DeclineChance, Overrun, PaymentRules, Subscription};
use crate::replay::{OpeningBalance, ReactiveTopUp, Repair};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written;
use crate::units::{Credits, Instant, Span};

/// The subscription side of the rules.
pub(super) struct Subscribed {
    pub(super) subscription: Subscription,
    pub(super) opening: OpeningBalance,
    pub(super) overrun: Overrun,
    pub(super) purchased_expire_after: Option<Span>,
}

/// `[plan]`: the tier's figures where the scenario has none.
pub(super) fn check_plan(
    written: Option<&written::Plan>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Subscribed {
    let nothing = written::Plan::default();
    let plan = written.unwrap_or(&nothing);
    let (policy, tier, zone) = (context.policy, context.tier, &context.zone);
    let cadence = plan.cadence.map_or(policy.cadence, word::cadence);
    let monthly = place.key("included_credits").credits(plan.included_credits).unwrap_or(tier.included);
    let grant = Credits::new(monthly.get() * cadence.allowances());
    let tier_price = match cadence {
        Cadence::Monthly => tier.monthly_price,
        Cadence::Annual => tier.annual_price,
    };
    let start: CivilTime = zone.civil(context.horizon.from);
    let anchor = place.key("anchor").moment(plan.anchor.as_ref(), zone).map_or(start, |(civil, _)| civil);
    let expiry = plan.purchased_expire_after.as_ref();
    let expiry = expiry.and_then(|expiry| check_expiry(expiry, &place.key("purchased_expire_after")).ok());
    Subscribed {
        subscription: Subscription {
            periods: BillingPeriods::new(anchor, cadence, zone.clone()),
            grant,
            price: place.key("price").money(plan.price).unwrap_or(tier_price),
            lapses: context.windows(&plan.lapses, &place.key("lapses")),
        },
        opening: OpeningBalance {
            included: place.key("opening_included").credits(plan.opening_included).unwrap_or(grant),
            purchased: place.key("opening_purchased").credits(plan.opening_purchased).unwrap_or_default(),
        },
        overrun: plan.overrun.map_or(tier.overrun, word::overrun),
        purchased_expire_after: expiry.unwrap_or(policy.purchased_expire_after),
    }
}

/// `[payment]`: the rules, and how long trouble lasts.
pub(super) fn check_payment(
    written: Option<&written::Payment>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> (PaymentRules, Repair) {
    let nothing = written::Payment::default();
    let payment = written.unwrap_or(&nothing);
    place.key("decline_probability").probability(payment.decline_probability);
    let repair = payment.repair.as_ref().and_then(|repair| place.key("repair").time(repair));
    let rules = PaymentRules {
        decline: payment.decline_probability.map_or(context.policy.decline, word::decline_chance),
        outages: context.windows(&payment.outages, &place.key("outages")),
    };
    if rules.decline == DeclineChance::Never && payment.decline_probability.is_none() {
        place
            .key("repair")
            .without_effect("only with `decline_probability`: an outage ends by itself (R-PAYMENT)");
    }
    (rules, repair.unwrap_or_else(|| SpanDraw::constant(context.policy.repair)))
}

/// `[manual_top_up]`; `None` without the table.
pub(super) fn check_manual(
    written: Option<&written::ManualTopUp>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<ReactiveTopUp> {
    let manual = written?;
    Some(ReactiveTopUp {
        credits: place.key("amount").positive_credits(manual.amount).unwrap_or(context.policy.top_up_amount),
        delay: place.key("delay").span(manual.delay.as_ref()).unwrap_or(context.policy.top_up_delay),
    })
}

/// `[[top_ups]]`, in the order of the file.
pub(super) fn check_top_ups(
    written: &[written::TopUp],
    context: &Context<'_>,
    place: &Place<'_>,
) -> Vec<(Instant, Credits)> {
    let top_up = |(index, top_up): (usize, &written::TopUp)| {
        let place = place.item(index);
        let at_key = place.key("at");
        let credits_key = place.key("credits");
        let at = at_key.needed_instant(top_up.at.as_ref(), &context.zone);
        if top_up.credits.is_none() {
            credits_key.missing("how many credits are bought");
        }
        let credits = credits_key.positive_credits(top_up.credits);
        if at.is_some_and(|at| at < context.horizon.from || at >= context.horizon.to) {
            let problem = Problem::new("this top-up never lands: it lies outside [clock.start, clock.until)");
            at_key.refuse(problem.warning().label("outside the simulation"));
        }
        Some((at?, credits?))
    };
    written.iter().enumerate().filter_map(top_up).collect()
}
