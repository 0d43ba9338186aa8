//! `[auto_recharge]` within the policy's ranges (R-RANGES).

use super::context::Context;
use crate::policy::{AutoRecharge, Limit, LimitTerms, LimitUnit, Purchase, PurchaseTerms, Terms};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Number, Scalar};
use crate::units::{Credits, Decimal, Money};

/// Without the table auto-recharge is off, with the policy's figures.
pub(super) fn check_recharge(
    written: Option<&written::AutoRecharge>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> AutoRecharge {
    let terms = &context.policy.recharge;
    let nothing = written::AutoRecharge::default();
    let table = written.unwrap_or(&nothing);
    let threshold = figure(table.threshold, terms.threshold, context, &place.key("threshold"));
    let purchase = check_purchase(table, threshold, context, place);
    let bought = match purchase {
        Purchase::Amount(credits) | Purchase::RefillTo(credits) => credits,
    };
    let limit = check_limit(table.monthly_limit.as_ref(), bought, context, place);
    let delay = place.key("settlement_delay").span(table.settlement_delay.as_ref());
    AutoRecharge {
        enabled: written.is_some() && table.enabled.unwrap_or(terms.enabled),
        threshold,
        fire_when: terms.fire_when,
        rearm_when: terms.rearm_when,
        purchase,
        limit,
        settlement_delay: delay.unwrap_or(terms.settlement_delay),
        pre_run: table.pre_run.unwrap_or(terms.pre_run),
        cooldown: terms.cooldown,
        give_up_after: terms.give_up_after,
    }
}

/// A figure in credits, within its range; 0 turns the key off where the scenario is not strict.
fn figure(number: Option<Number>, terms: Terms, context: &Context<'_>, place: &Place<'_>) -> Credits {
    let found = context.ranged(place, number, terms.range, 0..=Credits::MAX_INPUT.get());
    found.map_or(terms.default, Credits::new)
}

fn check_purchase(
    table: &written::AutoRecharge,
    threshold: Credits,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Purchase {
    let policy = &context.policy.name;
    let (key, number, other, what) = match context.policy.recharge.purchase {
        PurchaseTerms::Amount(_) => ("amount", table.amount, "refill_to", "buys an amount"),
        PurchaseTerms::RefillTo(_) => ("refill_to", table.refill_to, "amount", "refills to a balance"),
    };
    let other_at = place.key(other);
    if other_at.is_given() {
        let title = format!("`{other}` does not apply: the policy `{policy}` {what}");
        other_at
            .refuse(Problem::new(title).label("not for this policy").help(format!("set `{key}` instead")));
    }
    let terms = context.policy.recharge.purchase.terms();
    let key_at = place.key(key);
    let credits = figure(number, terms, context, &key_at);
    if terms.at_least_previous {
        context.check_at_least(&key_at, credits.get(), threshold.get(), "threshold", terms.range);
    }
    match context.policy.recharge.purchase {
        PurchaseTerms::Amount(_) => Purchase::Amount(credits),
        PurchaseTerms::RefillTo(_) => Purchase::RefillTo(credits),
    }
}

fn check_limit(
    written: Option<&Scalar>,
    bought: Credits,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<Limit> {
    let place = place.key("monthly_limit");
    let terms = context.policy.recharge.limit;
    let number = match written {
        None => None,
        Some(Scalar::Text(none)) if none == "none" => {
            if terms.is_some_and(|limit| !limit.none_by_default) {
                let title = format!("R-RANGES: the policy `{}` needs a limit", context.policy.name);
                let problem = Problem::new(title).label("must be a number of credits");
                context.out_of_range(&place, problem);
            }
            return None;
        }
        Some(Scalar::Text(text)) => {
            let number = Number::parse(text).ok();
            if number.is_none() {
                place.not_allowed("a number of credits, or \"none\" where the policy has no cap");
            }
            number
        }
        Some(Scalar::Number(number)) => Some(*number),
    };
    match (terms, number) {
        (None, None) => None,
        (None, Some(number)) => {
            let title = format!("R-RANGES: the policy `{}` has no limit", context.policy.name);
            context.out_of_range(&place, Problem::new(title).label("must be \"none\", or left out"));
            let credits = place.credits(Some(number))?;
            Some(Limit {
                most: LimitUnit::Credits(credits),
                window: crate::policy::LimitWindow::CalendarMonth,
            })
        }
        (Some(terms), None) if terms.none_by_default => None,
        (Some(terms), number) => {
            let most = if terms.in_money {
                LimitUnit::Money(money_limit(number, terms, context, &place))
            } else {
                let credits = figure(number, terms.terms, context, &place);
                if terms.terms.at_least_previous {
                    let (least, range) = (bought.get(), terms.terms.range);
                    context.check_at_least(&place, credits.get(), least, "amount", range);
                }
                LimitUnit::Credits(credits)
            };
            Some(Limit { most, window: terms.window })
        }
    }
}

/// A limit of money: whole units of currency within the range, or any amount within it where the step is 1.
fn money_limit(number: Option<Number>, limit: LimitTerms, context: &Context<'_>, place: &Place<'_>) -> Money {
    let units = |units: i64| Money::from_decimal(Decimal::from(units)).unwrap_or_default();
    let Some(money) = place.money(number) else { return units(limit.terms.default.get()) };
    let range = limit.terms.range;
    let within = money >= units(range.from) && range.to.is_none_or(|to| money <= units(to));
    if !(within && range.step == 1) {
        let whole = i64::try_from(money.micros().div_euclid(1_000_000)).unwrap_or(i64::MAX);
        context.check_range(place, whole, range);
    }
    money
}
