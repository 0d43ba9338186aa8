//! `overrides` of a segment: keys that are the same for all of its organisations, and keys that each draws.

use super::sweep::check_key;
use crate::scenario::node::{Node, Value};
use crate::scenario::overlay::parts;
use crate::scenario::place::Place;
use crate::scenario::population::{DrawnKey, DrawnValue};
use crate::scenario::problem::Problem;
use crate::scenario::read::read;
use crate::scenario::written::{self, Anything, Choice, Drawn, Keep, Share};
use serde::Deserialize;

/// The keys that say how a value is drawn; a table without any of them is an ordinary value.
const FORMS: [&str; 3] = ["dist", "share", "choice"];

/// Constants and drawn keys, both sorted by key.
type Overrides = (Vec<(String, String)>, Vec<DrawnKey>);

/// `None` if anything is wrong, which has been reported.
pub(super) fn check_overrides(
    written: &written::Segment,
    root: &Place<'_>,
    place: &Place<'_>,
) -> Option<Overrides> {
    let (mut constants, mut drawn, mut complete) = (Vec::new(), Vec::new(), true);
    for (key, Anything(text)) in &written.overrides {
        let at = place.key(key);
        if !check_owner(key, &at) {
            complete = false;
            continue;
        }
        let here = written.scenario.is_none();
        let form = at.document().filter(|node| is_drawn(node));
        if let Some(node) = form {
            match check_drawn(key, node, &at) {
                Some(one) => {
                    complete &= !here || check_values(&one, root, &at);
                    drawn.push(one);
                }
                None => complete = false,
            }
        } else {
            complete &= !here || check_key(key, text, root, &at, &at);
            constants.push((key.clone(), text.clone()));
        }
    }
    complete.then_some((constants, drawn))
}

fn is_drawn(node: &Node) -> bool {
    FORMS.iter().chain(&["keep"]).any(|form| node.get(form).is_some())
}

/// Refuses keys that the population itself decides.
fn check_owner(key: &str, place: &Place<'_>) -> bool {
    let parts = parts(key).unwrap_or_default();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let why = match parts.as_slice() {
        ["clock"] | ["clock", "start" | "until", ..] => {
            "an organisation is simulated from when it joins until it leaves: `joins`, `lifetime`, `churn_per_month`"
        }
        ["clock", "seed" | "replications", ..] => {
            "every organisation has a seed of its own, which follows from the scenario's"
        }
        ["report", "warm_up", ..] => "an organisation is measured from when it joins",
        ["population" | "sweep" | "expect" | "schema", ..] => "it says nothing of an organisation",
        _ => return true,
    };
    let problem = Problem::new(format!("`{key}` cannot differ between organisations")).label("not here");
    place.refuse_key(problem.note(why));
    false
}

fn check_drawn(key: &str, node: &Node, place: &Place<'_>) -> Option<DrawnKey> {
    let Keep { keep } = only(node, &["keep"], place)?;
    let keep = match keep {
        Some(keep) => place.key("keep").probability(Some(keep)),
        None => Some(0.0),
    };
    let node = node.without(&["keep"]);
    let value = if node.get("share").is_some() {
        let Share { share } = all(&node, place)?;
        DrawnValue::Flag(place.key("share").probability(share)?)
    } else if node.get("choice").is_some() {
        check_choice(&all(&node, place)?, place)?
    } else if node.get("dist").is_some() {
        DrawnValue::Number(place.number_drawn(&all::<Drawn>(&node, place)?)?)
    } else {
        let problem =
            Problem::new("`keep` is the share that keeps what the scenario says: what do the others draw?");
        place
            .key("keep")
            .refuse_key(problem.label("nothing is drawn here").help("add `dist`, `share` or `choice`"));
        return None;
    };
    Some(DrawnKey { key: key.to_owned(), value, keep: keep? })
}

/// The whole table as a `T`.
fn all<T: for<'de> Deserialize<'de>>(node: &Node, place: &Place<'_>) -> Option<T> {
    let mut problems = Vec::new();
    let (found, poisoned) = read::<T>(node, &mut problems);
    for problem in problems {
        place.refuse(problem);
    }
    found.filter(|_| poisoned.is_empty())
}

/// Some keys of the table as a `T`.
fn only<T: for<'de> Deserialize<'de>>(node: &Node, keys: &[&str], place: &Place<'_>) -> Option<T> {
    let Value::Table(entries) = &node.value else { return None };
    let others: Vec<&str> = entries.keys().map(String::as_str).filter(|key| !keys.contains(key)).collect();
    all(&node.without(&others), place)
}

fn check_choice(choice: &Choice, place: &Place<'_>) -> Option<DrawnValue> {
    let values_at = place.key("choice");
    let values: Vec<String> = choice.choice.iter().flatten().map(|Anything(text)| text.clone()).collect();
    if values.is_empty() {
        values_at.not_allowed("at least one value");
        return None;
    }
    for index in 0..values.len() {
        let item = values_at.item(index);
        let table =
            item.document().is_some_and(|node| matches!(node.value, Value::Table(_) | Value::List(_)));
        if table {
            item.not_allowed("a number, a string, true, false or a date");
            return None;
        }
    }
    let weights_at = place.key("weights");
    let weights = match &choice.weights {
        None => vec![1.0; values.len()],
        Some(weights) if weights.len() == values.len() => weights_at.weights(weights)?,
        Some(weights) => {
            let label = format!("{} weights for {} values", weights.len(), values.len());
            let problem = Problem::new("`weights` must be as many as the values of `choice`");
            weights_at.refuse(problem.label(label));
            return None;
        }
    };
    Some(DrawnValue::Choice { values, weights })
}

/// The key must exist, and each value must be one that can be read there.
fn check_values(drawn: &DrawnKey, root: &Place<'_>, place: &Place<'_>) -> bool {
    let one = |value: &str, at: &Place<'_>| check_key(&drawn.key, value, root, place, at);
    match &drawn.value {
        // Any number: only the key is looked at.
        DrawnValue::Number(_) => one("1", place),
        DrawnValue::Flag(_) => one("true", place),
        DrawnValue::Choice { values, .. } => {
            let choice = place.key("choice");
            values.iter().enumerate().all(|(index, value)| one(value, &choice.item(index)))
        }
    }
}
