//! A policy's ranges and defaults of auto-recharge (R-RANGES).

use super::policy::{needed, needed_span};
use super::word;
use crate::policy::{LimitTerms, LimitWindow, PurchaseTerms, Range, RechargeTerms, Terms};
use crate::scenario::place::{Place, Reported};
use crate::scenario::written::{self, Number, Purchase, Scalar};
use crate::units::{Credits, Span};

/// `[auto_recharge]` of a policy file; `None` where a problem was reported.
pub(super) fn check_recharge(written: &written::RechargeTerms, place: &Place<'_>) -> Option<RechargeTerms> {
    let threshold_at = place.key("threshold");
    let threshold = needed(written.threshold.as_ref(), &threshold_at);
    let threshold = threshold.and_then(|range| check_terms(range, &threshold_at)).map(|(terms, _)| terms);
    let refills = written.purchase == Some(Purchase::RefillTo);
    let (key, range) = if refills { ("refill_to", &written.refill_to) } else { ("amount", &written.amount) };
    let purchase_at = place.key(key);
    let purchase = needed(range.as_ref(), &purchase_at);
    let purchase = purchase.and_then(|range| check_terms(range, &purchase_at)).map(|(terms, _)| terms);
    let kind = if refills { PurchaseTerms::RefillTo } else { PurchaseTerms::Amount };
    let purchase = purchase.map(kind);
    let limit = check_limit(written, &place.key("monthly_limit"), &place.key("limit_window"));
    let settlement_delay = needed_span(written.settlement_delay.as_ref(), &place.key("settlement_delay"));
    let pre_run = needed(written.pre_run, &place.key("pre_run"));
    let give_up = place.key("give_up_after").whole(written.give_up_after, 0..=1_000_000);
    let cooldown = match written.cooldown.as_ref() {
        Some(cooldown) => place.key("cooldown").span(Some(cooldown))?,
        None => Span::ZERO,
    };
    Some(RechargeTerms {
        enabled: written.enabled.unwrap_or(true),
        threshold: threshold?,
        fire_when: written.fire_when.map(word::fire_when).unwrap_or_default(),
        rearm_when: written.rearm_when.map(word::rearm_when).unwrap_or_default(),
        purchase: purchase?,
        limit: limit.ok()?,
        settlement_delay: settlement_delay?,
        pre_run: pre_run?,
        cooldown,
        give_up_after: give_up.filter(|&count| count > 0).and_then(|count| u32::try_from(count).ok()),
    })
}

/// The terms, and whether their default is "none".
fn check_terms(written: &written::Range, place: &Place<'_>) -> Option<(Terms, bool)> {
    let most = Credits::MAX_INPUT.get();
    let part = |key: &str, number: Option<Number>| place.key(key).whole(number, 1..=most);
    let range = Range {
        from: part("from", written.from).unwrap_or(Range::POSITIVE.from),
        to: part("to", written.to),
        step: part("step", written.step).unwrap_or(Range::POSITIVE.step),
    };
    if range.to.is_some_and(|to| to < range.from) {
        place.key("to").not_allowed("at least `from`");
    }
    let default_at = place.key("default");
    let terms =
        |default| Terms { range, default, at_least_previous: written.at_least_previous.unwrap_or(false) };
    match needed(written.default.as_ref(), &default_at)? {
        Scalar::Text(none) if none == "none" => Some((terms(Credits::ZERO), true)),
        Scalar::Text(_) => {
            default_at.not_allowed("a number, or \"none\" for a limit");
            None
        }
        Scalar::Number(number) => {
            let default = default_at.positive_credits(Some(*number))?;
            if !range.contains(default.get()) {
                default_at.not_allowed("within the range");
            }
            Some((terms(default), false))
        }
    }
}

fn check_limit(
    written: &written::RechargeTerms,
    place: &Place<'_>,
    window_at: &Place<'_>,
) -> Result<Option<LimitTerms>, Reported> {
    let Some(range) = written.monthly_limit.as_ref() else { return Ok(None) };
    let (terms, none_by_default) = check_terms(range, place).ok_or(Reported)?;
    if none_by_default && range.from.is_none() && range.to.is_none() {
        return Ok(None);
    }
    let in_money = written.limit_unit == Some(written::LimitUnit::Money);
    if in_money && terms.at_least_previous {
        place.key("at_least_previous").not_allowed("true for a limit of money: the amount is in credits");
    }
    let window = match written.limit_window.as_ref() {
        None => LimitWindow::CalendarMonth,
        Some(Scalar::Text(month)) if month == "calendar_month" => LimitWindow::CalendarMonth,
        Some(span) => LimitWindow::Rolling(window_at.positive_span(Some(span)).ok_or(Reported)?),
    };
    Ok(Some(LimitTerms { terms, none_by_default, in_money, window }))
}
