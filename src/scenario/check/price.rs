//! What a piece of activity work costs (R-PRICE).

use super::context::Context;
use super::scalar::real;
use crate::demand::{CostDraw, Distribution};
use crate::policy::Model;
use crate::scenario::nearest::listed;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Number};
use crate::units::Decimal;
use std::collections::BTreeMap;

/// From `cost`, or from `model`.
pub(super) fn check_cost(
    activity: &written::Activity,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<CostDraw> {
    let (cost_at, model_at, complexity_at) = (place.key("cost"), place.key("model"), place.key("complexity"));
    let auto = matches!(&activity.model, Some(written::Model::Text(name)) if name == "auto");
    if activity.complexity.is_some() && !auto {
        let problem = Problem::new("`complexity` needs `model = \"auto\"` (R-PRICE)");
        complexity_at.refuse(problem.label("only for the routing table"));
    }
    match (&activity.cost, &activity.model) {
        (None, None) => {
            cost_at
                .missing("`cost` is a number or a distribution; or name a `model` of the policy (R-PRICE)");
            None
        }
        (Some(_), Some(_)) => {
            let problem = Problem::new("`cost` and `model` exclude each other (R-PRICE)");
            model_at.refuse(problem.label("leave one of them out"));
            None
        }
        (Some(cost), None) => cost_at.cost(cost),
        (None, Some(written::Model::Text(_))) if auto => {
            let Some(weights) = activity.complexity.as_ref() else {
                complexity_at
                    .missing("`model = \"auto\"` needs the weight of each request complexity (R-PRICE)");
                return None;
            };
            routed(weights, context, &complexity_at)
        }
        (None, Some(written::Model::Text(name))) => model(name, context, |problem| model_at.refuse(problem))
            .map(|model| CostDraw::constant(model.credits)),
        (None, Some(written::Model::Table(mix))) => {
            let mix_at = model_at.key("mix");
            let Some(weights) = mix.mix.as_ref() else {
                mix_at.missing("weights by model, such as `mix = { light = 0.7, frontier = 0.3 }`");
                return None;
            };
            mixed(weights, &mix_at, |name, place| model(name, context, |problem| place.refuse_key(problem)))
        }
    }
}

fn model<'a>(name: &str, context: &Context<'a>, refuse: impl FnOnce(Problem)) -> Option<&'a Model> {
    let models = &context.policy.models;
    let found = models.iter().find(|model| model.name == name);
    if found.is_none() {
        let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
        refuse(Problem::not_one_of("model", name, &names).label("the policy has no such model"));
    }
    found
}

/// A mix over the models that the policy's table picks for each complexity.
fn routed(weights: &BTreeMap<String, Number>, context: &Context<'_>, place: &Place<'_>) -> Option<CostDraw> {
    let (policy, tier) = (context.policy, &context.tier.name);
    mixed(weights, place, |complexity, place| {
        let found = policy.route(tier, complexity);
        if found.is_none() {
            let routes = policy.routes.iter();
            let mut names: Vec<&str> = routes.map(|route| route.complexity.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            let problem =
                Problem::new(format!("the policy has no model for `{complexity}` on the tier `{tier}`"));
            let problem = problem.label("not in the routing table (R-PRICE)");
            let problem = problem.note(format!("complexities: {}", listed(names.iter().copied())));
            place.refuse_key(problem.nearest(complexity, names));
        }
        found
    })
}

/// The cost of one of several models, by weight.
fn mixed<'a>(
    weights: &BTreeMap<String, Number>,
    place: &Place<'_>,
    mut find: impl FnMut(&str, &Place<'_>) -> Option<&'a Model>,
) -> Option<CostDraw> {
    let (mut values, mut read) = (Vec::new(), Vec::new());
    for (name, weight) in weights {
        let place = place.key(name);
        let weight = place.real(Some(*weight), "a weight, 0 or more", |weight| weight >= 0.0);
        if let (Some(model), Some(weight)) = (find(name, &place), weight) {
            values.push(real(Decimal::from(model.credits.get())));
            read.push(weight);
        }
    }
    if read.len() != weights.len() {
        return None;
    }
    if read.iter().sum::<f64>() <= 0.0 {
        place.refuse(Problem::new("all weights are 0").label("at least one must be above 0"));
        return None;
    }
    Some(CostDraw(Distribution::Empirical { values, weights: read }))
}
