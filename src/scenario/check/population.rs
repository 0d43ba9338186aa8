//! `[population]`: kinds of organisations, for forecasts.

use super::sweep::check_key;
use super::task::check_shown;
use crate::scenario::experiment::{Override, OverrideValue, Population, Segment};
use crate::scenario::files::{Files, beside};
use crate::scenario::node::Node;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::read::read;
use crate::scenario::text::Text;
use crate::scenario::written::{self, Anything, Drawn, Number};
use crate::units::Decimal;
use std::collections::BTreeSet;
use std::path::Path;

/// `[population]`.
pub(super) fn check_population(
    written: Option<&written::Population>,
    files: &dyn Files,
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
        check_file(written.scenario.as_deref(), files, &item.key("scenario"));
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

/// A segment's scenario must be there; what is in it is checked by whoever loads it.
fn check_file(path: Option<&str>, files: &dyn Files, place: &Place<'_>) {
    let Some(path) = path else { return };
    if let Err(why) = files.read(&beside(Path::new(""), path)) {
        let problem = Problem::new(format!("cannot read the scenario `{path}`: {why}"));
        place.refuse(problem.label("named here").note("paths are relative to this file"));
    }
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
    if let Some(name) = &written.name {
        check_shown(name, &place.key("name"));
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
