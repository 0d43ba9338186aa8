//! A policy file: every figure there, and all of them consistent.

use super::policy_recharge::check_recharge;
use super::policy_tasks::check_tasks;
use super::task::check_shown;
use super::word;
use crate::calendar::Cadence;
use crate::policy::{Admission, Model, Policy, PriceTier, Prices, Route, Tier};
use crate::pool::DrawOrder;
use crate::scenario::place::{Place, Reported};
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Number, Scalar};
use crate::units::{Money, Ratio, Span};
use std::collections::BTreeMap;

const NEEDED: &str = "a policy file states every figure, or extends one that does";

/// The checked form; `None` where a problem was reported.
pub(crate) fn check_policy(written: &written::Policy, root: &Place<'_>) -> Option<Policy> {
    root.key("schema").whole(written.schema, 1..=1);
    let tiers = tiers(&written.tiers, &root.key("tiers"));
    let models = models(&written.models, &root.key("models"));
    let routes = routes(&written.routing, &tiers, &models, &root.key("routing"));
    let prices = needed(written.prices.as_ref(), &root.key("prices"));
    let prices = prices.and_then(|prices| check_prices(prices, None, &root.key("prices")));
    let recharge = needed(written.auto_recharge.as_ref(), &root.key("auto_recharge"));
    let recharge = recharge.and_then(|recharge| check_recharge(recharge, &root.key("auto_recharge")));
    let payment = needed(written.payment.as_ref(), &root.key("payment"));
    let manual = needed(written.manual_top_up.as_ref(), &root.key("manual_top_up"));
    let (payment_at, manual_at) = (root.key("payment"), root.key("manual_top_up"));
    let repair = payment.and_then(|payment| needed_span(payment.repair.as_ref(), &payment_at.key("repair")));
    let decline = payment.and_then(|payment| payment.decline_probability).unwrap_or(Number(0.into()));
    payment_at.key("decline_probability").probability(Some(decline));
    let top_up = manual.and_then(|manual| {
        let amount = needed(manual.amount, &manual_at.key("amount"))?;
        manual_at.key("amount").positive_credits(Some(amount))
    });
    let top_up_delay = manual.and_then(|manual| needed_span(manual.delay.as_ref(), &manual_at.key("delay")));
    let expiry = needed(written.purchased_expire_after.as_ref(), &root.key("purchased_expire_after"));
    let admission = needed(written.admission.as_ref(), &root.key("admission"));
    let admission = admission.and_then(|kinds| check_admission(kinds, &root.key("admission")));
    let default_tier = default_tier(written, &tiers, root);
    let tasks = check_tasks(written, root);
    let name = needed(written.name.clone(), &root.key("name"));
    if let Some(name) = &name {
        check_shown(name, &root.key("name"));
    }
    let cadence = needed(written.cadence, &root.key("cadence"));
    let draw_order = needed(written.draw_order, &root.key("draw_order"));
    Some(Policy {
        name: name?,
        description: written.description.clone().unwrap_or_default(),
        default_tier: default_tier?,
        tiers,
        cadence: word::cadence(cadence?),
        draw_order: match draw_order? {
            written::Order::IncludedFirst => DrawOrder::IncludedFirst,
            written::Order::PurchasedFirst => DrawOrder::PurchasedFirst,
        },
        purchased_expire_after: check_expiry(expiry?, &root.key("purchased_expire_after")).ok()?,
        recharge: recharge?,
        prices: prices?,
        models,
        routes,
        admission: admission?,
        decline: word::decline_chance(decline),
        repair: repair?,
        top_up_amount: top_up?,
        top_up_delay: top_up_delay?,
        tasks: tasks?,
    })
}

pub(super) fn needed<T>(value: Option<T>, place: &Place<'_>) -> Option<T> {
    if value.is_none() {
        place.missing(NEEDED);
    }
    value
}

pub(super) fn needed_span(scalar: Option<&Scalar>, place: &Place<'_>) -> Option<Span> {
    place.span(Some(needed(scalar, place)?))
}

/// `"none"`, or a duration above 0.
pub(super) fn check_expiry(scalar: &Scalar, place: &Place<'_>) -> Result<Option<Span>, Reported> {
    match scalar {
        Scalar::Text(none) if none == "none" => Ok(None),
        Scalar::Text(_) | Scalar::Number(_) => place.positive_span(Some(scalar)).map(Some).ok_or(Reported),
    }
}

fn default_tier(written: &written::Policy, tiers: &[Tier], root: &Place<'_>) -> Option<String> {
    let place = root.key("default_tier");
    let name = needed(written.default_tier.as_deref(), &place)?;
    match tiers.iter().find(|tier| tier.name == name) {
        Some(tier) if tier.paid => {}
        Some(_) => place.not_allowed("a paid tier"),
        None => {
            let names: Vec<&str> = tiers.iter().map(|tier| tier.name.as_str()).collect();
            place.refuse(Problem::not_one_of("tier", name, &names));
        }
    }
    Some(name.to_owned())
}

fn tiers(written: &BTreeMap<String, written::Tier>, place: &Place<'_>) -> Vec<Tier> {
    if written.is_empty() {
        place.missing(NEEDED);
    }
    let tier = |(name, tier): (&String, &written::Tier)| {
        let place = place.key(name);
        let included = needed(tier.included_credits, &place.key("included_credits"));
        let price = needed(tier.price, &place.key("price"));
        let overrun = needed(tier.overrun, &place.key("overrun"));
        let monthly_price = place.key("price").money(price)?;
        let annual_price = match tier.annual_price {
            Some(price) => place.key("annual_price").money(Some(price))?,
            None => Money::from_micros(monthly_price.micros() * i128::from(Cadence::Annual.allowances())),
        };
        Some(Tier {
            name: name.clone(),
            included: place.key("included_credits").credits(included)?,
            monthly_price,
            annual_price,
            paid: tier.paid.unwrap_or(true),
            overrun: word::overrun(overrun?),
        })
    };
    let mut tiers: Vec<Tier> = written.iter().filter_map(tier).collect();
    tiers.sort_by_key(|tier| tier.monthly_price);
    tiers
}

fn models(written: &BTreeMap<String, Number>, place: &Place<'_>) -> Vec<Model> {
    let model = |(name, credits): (&String, &Number)| {
        let place = place.key(name);
        if name == "auto" {
            place.refuse(
                Problem::new("no model can be named `auto`").note("`auto` means the routing table (R-PRICE)"),
            );
        }
        Some(Model { name: name.clone(), credits: place.credits(Some(*credits))? })
    };
    written.iter().filter_map(model).collect()
}

fn routes(
    written: &BTreeMap<String, BTreeMap<String, String>>,
    tiers: &[Tier],
    models: &[Model],
    place: &Place<'_>,
) -> Vec<Route> {
    let mut routes = Vec::new();
    for (tier, rows) in written {
        let tier_at = place.key(tier);
        let of = Some(tier.clone()).filter(|tier| tier != "default");
        if of.is_some() && !tiers.iter().any(|known| known.name == *tier) {
            let mut names: Vec<&str> = tiers.iter().map(|tier| tier.name.as_str()).collect();
            names.push("default");
            tier_at.refuse_key(Problem::not_one_of("tier", tier, &names));
        }
        for (complexity, model) in rows {
            if let Some(model) = models.iter().position(|known| known.name == *model) {
                routes.push(Route { tier: of.clone(), complexity: complexity.clone(), model });
            } else {
                let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
                tier_at.key(complexity).refuse(Problem::not_one_of("model", model, &names));
            }
        }
    }
    routes
}

/// Prices over the policy's; a policy's own have none below them.
pub(super) fn check_prices(
    written: &written::Prices,
    base: Option<&Prices>,
    place: &Place<'_>,
) -> Option<Prices> {
    let per_1000_at = place.key("per_1000");
    let per_1000 = match (written.per_1000, base) {
        (None, Some(base)) => base.per_1000,
        (None, None) => return needed(None, &per_1000_at),
        (Some(price), _) => per_1000_at.money(Some(price))?,
    };
    let Some(rows) = written.tiers.as_deref() else {
        return Some(Prices { per_1000, tiers: base.map(|base| base.tiers.clone()).unwrap_or_default() });
    };
    let list = place.key("tiers");
    let mut tiers: Vec<PriceTier> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let row_at = list.item(index);
        let from_at = row_at.key("from");
        if row.from.is_none() {
            from_at.missing("`from` is the least purchase that the tier applies to, in credits");
        }
        let from = from_at.positive_credits(row.from);
        let price = match row.per_1000 {
            Some(price) => row_at.key("per_1000").money(Some(price)),
            None => Some(per_1000),
        };
        let bonus = match row.bonus {
            Some(bonus) => row_at.key("bonus").ratio(Some(bonus), 1_000),
            None => Some(Ratio::ZERO),
        };
        let (Some(from), Some(per_1000), Some(bonus)) = (from, price, bonus) else { continue };
        if tiers.last().is_some_and(|last| last.from >= from) {
            from_at.not_allowed("above the `from` of the tier before it");
        }
        tiers.push(PriceTier { from, per_1000, bonus });
    }
    Some(Prices { per_1000, tiers })
}

fn check_admission(written: &written::Kinds, place: &Place<'_>) -> Option<[Admission; 6]> {
    let kind = |name: &str, admission: Option<written::Admission>| {
        needed(admission, &place.key(name)).map(word::admission)
    };
    let kinds = [
        kind("joule", written.joule),
        kind("ai_tool", written.ai_tool),
        kind("workflow", written.workflow),
        kind("browser_session", written.browser_session),
        kind("background", written.background),
        kind("custom", written.custom),
    ];
    let [joule, ai_tool, workflow, browser_session, background, custom] = kinds;
    Some([joule?, ai_tool?, workflow?, browser_session?, background?, custom?])
}
