//! `[population]`: kinds of organisations, for forecasts.

use super::context::Context;
use super::correlate::{Pair, check_copula, check_pairs};
use super::drawn_key::check_overrides;
use super::task::check_shown;
use super::tenure::{check_growth, check_joins, check_lifetime};
use crate::scenario::files::{Files, beside};
use crate::scenario::place::Place;
use crate::scenario::population::{DrawnKey, Population, Segment};
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Number};
use crate::units::Decimal;
use std::collections::BTreeSet;
use std::path::Path;

/// `[population]`.
pub(super) fn check_population(
    written: Option<&written::Population>,
    files: &dyn Files,
    context: &Context<'_>,
    root: &Place<'_>,
) -> Option<Population> {
    let population = written?;
    let place = root.key("population");
    let count_at = place.key("organisations");
    if population.organisations.is_none() {
        count_at.missing("how many organisations to draw");
    }
    let organisations = count_at.whole(population.organisations, 1..=100_000_000);
    let growth = check_growth(population.growth_per_month, &place.key("growth_per_month"));
    let list = place.key("segments");
    if population.segments.is_empty() {
        list.missing("a population needs at least one of `[[population.segments]]`");
    }
    let common_at = place.key("correlate");
    let common = check_pairs(&population.correlate, &common_at);
    let mut names = BTreeSet::new();
    let mut segments: Vec<Segment> = Vec::new();
    for (index, written) in population.segments.iter().enumerate() {
        let item = list.item(index);
        check_file(written.scenario.as_deref(), files, &item.key("scenario"));
        if let Some(segment) = check_segment(index, written, growth, &common, context, root, &item) {
            if !names.insert(segment.name.clone()) {
                let problem = Problem::new(format!("two segments are named `{}`", segment.name));
                item.key("name").refuse(problem.label("names of segments are unique"));
            }
            segments.push(segment);
        }
    }
    if segments.len() == population.segments.len() {
        let all: Vec<&str> = segments.iter().flat_map(|segment| keys(&segment.drawn)).collect();
        for pair in &common {
            pair.check_drawn(&all, "in any segment", &common_at);
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
    growth: f64,
    common: &[Pair],
    context: &Context<'_>,
    root: &Place<'_>,
    place: &Place<'_>,
) -> Option<Segment> {
    let weight = written.weight.unwrap_or(Number(Decimal::ONE));
    let weight = place.key("weight").real(Some(weight), "above 0", |weight| weight > 0.0);
    let overrides = check_overrides(written, root, &place.key("overrides"));
    if let Some(name) = &written.name {
        check_shown(name, &place.key("name"));
    }
    let joins = check_joins(written, growth, context, place);
    let lifetime = check_lifetime(written, place);
    let (constants, drawn) = overrides?;
    let pairs_at = place.key("correlate");
    let own = check_pairs(&written.correlate, &pairs_at);
    let names = keys(&drawn);
    let known = own.iter().all(|pair| pair.check_drawn(&names, "in this segment", &pairs_at));
    let copula = if known { check_copula(&drawn, common, &own, place, root) } else { None };
    Some(Segment {
        name: written.name.clone().unwrap_or_else(|| format!("segment-{}", index + 1)),
        weight: weight?,
        scenario: written.scenario.clone(),
        constants,
        drawn,
        copula: copula.unwrap_or_default(),
        joins: joins?,
        lifetime: lifetime?,
    })
}

fn keys(drawn: &[DrawnKey]) -> Vec<&str> {
    drawn.iter().map(|drawn| drawn.key.as_str()).collect()
}
