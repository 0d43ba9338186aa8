//! `[sweep]`, `[population]` and `[expect]`: data for later commands, checked now.

use super::context::Context;
use super::scalar::real;
use crate::policy::LimitTerms;
use crate::scenario::experiment::{
    Direction, Expectation, Must, Override, OverrideValue, Population, Recommend, Segment, Sweep, SweepAxis,
};
use crate::scenario::node::Node;
use crate::scenario::overlay::lay_over;
use crate::scenario::place::Place;
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::read::read;
use crate::scenario::text::Text;
use crate::scenario::written::{self, Anything, Axis, Drawn, Figure, Number, Scalar};
use crate::units::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// The most values of one axis.
const MOST_VALUES: usize = 100_000;

/// `[sweep]`.
pub(super) fn check_sweep(
    written: Option<&written::Sweep>,
    replications: u32,
    context: &Context<'_>,
    root: &Place<'_>,
) -> Option<Sweep> {
    let sweep = written?;
    let place = root.key("sweep");
    let table = place.key("axes");
    let mut axes = Vec::new();
    for (key, axis) in &sweep.axes {
        let at = table.key(key);
        let Some(values) = check_axis(key, axis, context, &at) else { continue };
        // Listed values are few and of any type; others are numbers like the first.
        let probes = if matches!(axis, Axis::List(_)) { values.len() } else { 1 };
        for (index, value) in values.iter().take(probes).enumerate() {
            if !check_key(key, value, root, &at, &at.item(index)) {
                break;
            }
        }
        axes.push(SweepAxis { key: key.clone(), values });
    }
    let count = place.key("replications").whole(sweep.replications, 1..=1_000_000);
    let confidence = place
        .key("confidence")
        .real(sweep.confidence, "above 0 and below 1", |value| value > 0.0 && value < 1.0);
    Some(Sweep {
        axes,
        replications: count.and_then(|count| u32::try_from(count).ok()).unwrap_or(replications),
        confidence: confidence.unwrap_or(0.95),
        recommend: sweep
            .recommend
            .as_ref()
            .and_then(|written| check_recommend(written, &place.key("recommend"))),
    })
}

fn check_axis(key: &str, axis: &Axis, context: &Context<'_>, place: &Place<'_>) -> Option<Vec<String>> {
    match axis {
        Axis::List(values) if values.is_empty() => {
            place.refuse(Problem::new("an axis needs at least one value").label("an empty list"));
            None
        }
        Axis::List(values) => Some(values.iter().map(|Anything(text)| text.clone()).collect()),
        Axis::Table(steps) => {
            let needed = |key: &str, number: Option<Number>| {
                if number.is_none() {
                    place.key(key).missing("steps are `{ from, to, step }`");
                }
                number.map(|Number(exact)| exact)
            };
            let (from, to, step) =
                (needed("from", steps.from), needed("to", steps.to), needed("step", steps.step));
            check_steps(from?, to?, step?, place)
        }
        Axis::Text(word) if word == "legal" => {
            let legal = legal_values(key, context);
            if legal.is_none() {
                let title = format!("the policy `{}` has no range for `{key}`", context.policy.name);
                let problem = Problem::new(title).label("`legal` needs a range with an end (R-RANGES)");
                place.refuse(problem.help("list the values instead"));
            }
            legal
        }
        Axis::Text(_) => {
            place.not_allowed("a list, `{ from, to, step }`, or \"legal\"");
            None
        }
    }
}

fn check_steps(from: Decimal, to: Decimal, step: Decimal, place: &Place<'_>) -> Option<Vec<String>> {
    if step <= Decimal::ZERO {
        place.key("step").not_allowed("above 0");
        return None;
    }
    if from > to {
        place.key("to").not_allowed("at least `from`");
        return None;
    }
    let mut values = Vec::new();
    let mut value = from;
    while value <= to {
        if values.len() == MOST_VALUES {
            place.not_allowed("more than 100_000 values");
            return None;
        }
        values.push(value.normalize().to_string());
        value = value.checked_add(step)?;
    }
    Some(values)
}

/// Every legal value of a key, where the policy says which those are.
fn legal_values(key: &str, context: &Context<'_>) -> Option<Vec<String>> {
    let recharge = &context.policy.recharge;
    let range = match key {
        "auto_recharge.threshold" => recharge.threshold.range,
        "auto_recharge.amount" | "auto_recharge.refill_to" => recharge.purchase.terms().range,
        "auto_recharge.monthly_limit" => recharge.limit.map(|LimitTerms { terms, .. }| terms.range)?,
        "plan.tier" => {
            return Some(context.policy.tiers.iter().map(|tier| format!("\"{}\"", tier.name)).collect());
        }
        _ if key.ends_with(".auto_pause_after") => context.policy.tasks.auto_pause_range,
        _ => return None,
    };
    Some(range.values()?.map(|value| value.to_string()).collect())
}

/// Reports a dotted key that no scenario has or that fits nothing in this one at `key_at`, and a value that
/// cannot be read at `value_at`; true if all is well.
fn check_key(key: &str, value: &str, root: &Place<'_>, key_at: &Place<'_>, value_at: &Place<'_>) -> bool {
    let Some(document) = root.document() else { return true };
    let mut probe = document.clone();
    let mut problems = Vec::new();
    lay_over(&mut probe, &[format!("{key}={value}")], &mut problems);
    if let Some(problem) = problems.pop() {
        key_at.refuse_key(problem.nowhere());
        return false;
    }
    read::<written::Scenario>(&probe, &mut problems);
    // Problems of the scenario itself are told where they are.
    let of_the_probe = |problem: &Problem| problem.origin().is_some_and(|origin| origin.text.name == "--set");
    let Some(problem) = problems.into_iter().find(of_the_probe) else { return true };
    match problem.kind() {
        ProblemKind::UnknownKey => key_at.refuse_key(problem.nowhere()),
        ProblemKind::OutOfRange | ProblemKind::Other => value_at.refuse(problem.nowhere()),
    }
    false
}

fn check_recommend(written: &written::Recommend, place: &Place<'_>) -> Option<Recommend> {
    let (metric, direction) = match (&written.minimize, &written.maximize) {
        (Some(metric), None) => (metric, Direction::Minimize),
        (None, Some(metric)) => (metric, Direction::Maximize),
        (None, None) => {
            place.key("minimize").missing("the metric to minimise, such as \"spend\"");
            return None;
        }
        (Some(_), Some(_)) => {
            let problem = Problem::new("`minimize` and `maximize` exclude each other");
            place.key("maximize").refuse(problem.label("leave one of them out"));
            return None;
        }
    };
    let subject_to = written.subject_to.iter().map(|(metric, most)| (metric.clone(), real(most.0))).collect();
    Some(Recommend { metric: metric.clone(), direction, subject_to })
}

/// `[population]`.
pub(super) fn check_population(
    written: Option<&written::Population>,
    root: &Place<'_>,
) -> Option<Population> {
    let population = written?;
    let place = root.key("population");
    let count_at = place.key("organisations");
    if population.organisations.is_none() {
        count_at.missing("how many organisations to draw");
    }
    let organisations = count_at.whole(population.organisations, 1..=100_000_000);
    let list = place.key("segments");
    if population.segments.is_empty() {
        list.missing("a population needs at least one of `[[population.segments]]`");
    }
    let mut names = BTreeSet::new();
    let mut segments = Vec::new();
    for (index, written) in population.segments.iter().enumerate() {
        let item = list.item(index);
        if let Some(segment) = check_segment(index, written, root, &item) {
            if !names.insert(segment.name.clone()) {
                let problem = Problem::new(format!("two segments are named `{}`", segment.name));
                item.key("name").refuse(problem.label("names of segments are unique"));
            }
            segments.push(segment);
        }
    }
    Some(Population { organisations: u32::try_from(organisations?).ok()?, segments })
}

fn check_segment(
    index: usize,
    written: &written::Segment,
    root: &Place<'_>,
    place: &Place<'_>,
) -> Option<Segment> {
    let weight =
        place
            .key("weight")
            .real(Some(written.weight.unwrap_or(Number(Decimal::ONE))), "above 0", |weight| weight > 0.0);
    let overrides_at = place.key("overrides");
    let mut overrides = Vec::new();
    for (key, Anything(text)) in &written.overrides {
        let key_at = overrides_at.key(key);
        let value = check_override(text, &key_at)?;
        if written.scenario.is_none() {
            let example = match &value {
                OverrideValue::Same(text) => text.as_str(),
                // Any number: only the key is looked at.
                OverrideValue::Drawn(_) => "1",
            };
            check_key(key, example, root, &key_at, &key_at);
        }
        overrides.push(Override { key: key.clone(), value });
    }
    Some(Segment {
        name: written.name.clone().unwrap_or_else(|| format!("segment-{}", index + 1)),
        weight: weight?,
        scenario: written.scenario.clone(),
        overrides,
    })
}

/// A table with `dist` is a distribution over organisations; anything else is the same for all.
fn check_override(text: &str, place: &Place<'_>) -> Option<OverrideValue> {
    let same = OverrideValue::Same(text.to_owned());
    let value = Text::new("override", text, 0);
    let Ok(node) = Node::value_at(&value, 0) else { return Some(same) };
    if node.get("dist").is_none() {
        return Some(same);
    }
    let mut problems = Vec::new();
    let (drawn, _) = read::<Drawn>(&node, &mut problems);
    for problem in problems {
        place.refuse(problem.nowhere());
    }
    place.number_drawn(&drawn?).map(OverrideValue::Drawn)
}

/// `[expect]`, tables of figures flattened to dotted names.
pub(super) fn check_expect(written: &BTreeMap<String, Figure>, place: &Place<'_>) -> Vec<Expectation> {
    let mut found = Vec::new();
    for (name, figure) in written {
        check_figure(name.clone(), figure, &place.key(name), &mut found);
    }
    found
}

fn check_figure(name: String, figure: &Figure, place: &Place<'_>, found: &mut Vec<Expectation>) {
    const FORMS: [&str; 5] = ["value", "abs", "rel", "min", "max"];
    let must = match figure {
        Figure::Number(Number(exact)) | Figure::Text(Scalar::Number(Number(exact))) => {
            Some(Must::Equal(*exact))
        }
        // Money is printed as a decimal string: it is compared as a number.
        Figure::Text(Scalar::Text(text)) => Some(match Number::parse(text) {
            Ok(Number(exact)) => Must::Equal(exact),
            Err(_) => Must::Read(text.clone()),
        }),
        Figure::Table(table) if table.keys().any(|key| FORMS.contains(&key.as_str())) => {
            check_bounds(table, place)
        }
        Figure::Table(table) => {
            for (key, figure) in table {
                check_figure(format!("{name}.{key}"), figure, &place.key(key), found);
            }
            None
        }
    };
    if let Some(must) = must {
        found.push(Expectation { figure: name, must });
    }
}

fn check_bounds(table: &BTreeMap<String, Figure>, place: &Place<'_>) -> Option<Must> {
    let number = |key: &str| match table.get(key) {
        Some(Figure::Number(Number(exact))) => Some(*exact),
        Some(Figure::Text(Scalar::Text(text))) => Number::parse(text).ok().map(|Number(exact)| exact),
        Some(Figure::Text(Scalar::Number(_)) | Figure::Table(_)) | None => None,
    };
    let keys: Vec<&str> = table.keys().map(String::as_str).collect();
    let form = "figures are exact, `{ value, abs }`, `{ value, rel }`, or `{ min, max }`";
    let must = match keys.as_slice() {
        ["value"] => number("value").map(Must::Equal),
        ["abs", "value"] => {
            let (value, most) = (number("value"), number("abs"));
            value.zip(most).map(|(value, most)| Must::Near { value, most })
        }
        ["rel", "value"] => number("value")
            .zip(number("rel"))
            .and_then(|(value, share)| Some(Must::Near { value, most: value.abs().checked_mul(share)? })),
        ["max" | "min"] | ["max", "min"] => {
            let (min, max) = (number("min"), number("max"));
            let complete =
                min.is_some() == table.contains_key("min") && max.is_some() == table.contains_key("max");
            complete.then_some(Must::Between { min, max })
        }
        _ => None,
    };
    let sane = match &must {
        Some(Must::Near { most, .. }) => *most >= Decimal::ZERO,
        Some(Must::Between { min: Some(min), max: Some(max) }) => min <= max,
        Some(Must::Between { .. } | Must::Equal(_) | Must::Read(_)) => true,
        None => false,
    };
    if !sane {
        place.refuse(
            Problem::new(format!("`{}` is no expectation", place.name())).label("not understood").note(form),
        );
        return None;
    }
    must
}
