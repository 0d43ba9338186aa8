//! `[sweep]`: axes of settings to try, and what to recommend.

use super::context::Context;
use super::scalar::real;
use crate::scenario::experiment::{Direction, Recommend, Sweep, SweepAxis};
use crate::scenario::grain::policy_range;
use crate::scenario::overlay::{SETTING, lay_over};
use crate::scenario::place::Place;
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::read::read;
use crate::scenario::written::{self, Anything, Axis, Number};
use crate::units::Decimal;

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
        let Some(values) = check_axis(key, axis, context, root, &at) else { continue };
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
    let sample = place.key("sample").whole(sweep.sample, 1..=10_000_000);
    let confidence = place
        .key("confidence")
        .real(sweep.confidence, "above 0 and below 1", |value| value > 0.0 && value < 1.0);
    Some(Sweep {
        axes,
        replications: count.and_then(|count| u32::try_from(count).ok()).unwrap_or(replications),
        sample: sample.and_then(|count| u32::try_from(count).ok()),
        confidence: confidence.unwrap_or(0.95),
        recommend: sweep
            .recommend
            .as_ref()
            .and_then(|written| check_recommend(written, &place.key("recommend"))),
    })
}

fn check_axis(
    key: &str,
    axis: &Axis,
    context: &Context<'_>,
    root: &Place<'_>,
    place: &Place<'_>,
) -> Option<Vec<String>> {
    match axis {
        Axis::List(values) if values.is_empty() => {
            place.refuse(Problem::new("an axis needs at least one value").label("an empty list"));
            None
        }
        Axis::List(values) => {
            let values: Vec<String> = values.iter().map(|Anything(text)| text.clone()).collect();
            let twice = (0..values.len()).find(|&index| values[..index].contains(&values[index]));
            if let Some(index) = twice {
                let problem = Problem::new(format!("the axis has the value {} twice", values[index]));
                place.item(index).refuse(problem.label("here again"));
                return None;
            }
            Some(values)
        }
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
            // Any value tells whether there is such a key.
            if let (None, Err(Unfit::Key(problem))) = (&legal, probe(key, "0", root)) {
                place.refuse_key(problem);
            } else if legal.is_none() {
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
            place.not_allowed("at most 100_000 values");
            return None;
        }
        values.push(value.normalize().to_string());
        value = value.checked_add(step)?;
    }
    Some(values)
}

/// Every legal value of a key, where the policy says which those are.
fn legal_values(key: &str, context: &Context<'_>) -> Option<Vec<String>> {
    if key == "plan.tier" {
        return Some(context.policy.tiers.iter().map(|tier| format!("\"{}\"", tier.name)).collect());
    }
    let range = policy_range(key, context.policy)?;
    Some(range.values()?.map(|value| value.to_string()).collect())
}

/// Reports a dotted key that no scenario has or that fits nothing in this one at `key_at`, and a value that
/// cannot be read at `value_at`; true if all is well.
pub(super) fn check_key(
    key: &str,
    value: &str,
    root: &Place<'_>,
    key_at: &Place<'_>,
    value_at: &Place<'_>,
) -> bool {
    match probe(key, value, root) {
        Ok(()) => return true,
        Err(Unfit::Key(problem)) => key_at.refuse_key(problem),
        Err(Unfit::Value(problem)) => value_at.refuse(problem),
    }
    false
}

/// Why a setting does not fit a scenario: nothing has the key, or the value cannot be read.
enum Unfit {
    Key(Problem),
    Value(Problem),
}

/// Lays a setting over a scenario, to see whether it fits.
fn probe(key: &str, value: &str, root: &Place<'_>) -> Result<(), Unfit> {
    let Some(document) = root.document() else { return Ok(()) };
    let mut probe = document.clone();
    let mut problems = Vec::new();
    lay_over(&mut probe, &[format!("{key}={value}")], SETTING, &mut problems);
    if let Some(problem) = problems.pop() {
        return Err(Unfit::Key(problem.nowhere()));
    }
    read::<written::Scenario>(&probe, &mut problems);
    // Problems of the scenario itself, and of what is laid over it, are told where they are.
    let of_the_probe = |problem: &Problem| problem.origin().is_some_and(|origin| origin.text.name == SETTING);
    let Some(problem) = problems.into_iter().find(of_the_probe) else { return Ok(()) };
    Err(match problem.kind() {
        ProblemKind::UnknownKey => Unfit::Key(problem.nowhere()),
        ProblemKind::OutOfRange | ProblemKind::Other => Unfit::Value(problem.nowhere()),
    })
}

fn check_recommend(written: &written::Recommend, place: &Place<'_>) -> Option<Recommend> {
    let (key, metric, direction) = match (&written.minimize, &written.maximize) {
        (Some(metric), None) => ("minimize", metric, Direction::Minimize),
        (None, Some(metric)) => ("maximize", metric, Direction::Maximize),
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
    let limits_at = place.key("subject_to");
    let limit =
        |(metric, most): (&String, &Number)| (limits_at.key(metric).figure_key(metric.clone()), real(most.0));
    let subject_to = written.subject_to.iter().map(limit).collect();
    Some(Recommend { metric: place.key(key).figure(metric.clone()), direction, subject_to })
}
