//! The metrics of a cell.

use crate::metrics::{DERIVED, FIGURES, Figures};
use crate::replay::{Brief, Replayed, Rules};

/// How many metrics a cell has.
pub const MEASURES: usize = FIGURES.len() + DERIVED.len();

/// Their names: the dotted numbers of `summary.json`, then the derived figures.
pub fn measures() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().chain(DERIVED).map(|&(name, _)| name)
}

/// The place of a metric among all.
pub fn measure(name: &str) -> Option<usize> {
    measures().position(|measure| measure == name)
}

/// The name of the metric at `place`; empty past the last.
pub fn measure_name(place: usize) -> &'static str {
    measures().nth(place).unwrap_or_default()
}

/// Their values of a replay by `rules`, each with the error of a rounding to a binary fraction.
pub(in crate::experiment) fn figures_of(replayed: &Replayed, rules: &Rules) -> Vec<f64> {
    figures_of_brief(&replayed.brief(rules), rules)
}

/// The same of a replay as a whole.
pub(super) fn figures_of_brief(brief: &Brief, rules: &Rules) -> Vec<f64> {
    let figures = Figures::of_brief(brief, rules);
    FIGURES.iter().chain(DERIVED).map(|(_, read)| read(&figures).approximate()).collect()
}
