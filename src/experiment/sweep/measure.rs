//! The metrics of a cell.

use crate::metrics::{DERIVED, FIGURES, Figures};

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

/// Their values, each with the error of a rounding to a binary fraction.
pub(super) fn measured(figures: &Figures) -> impl Iterator<Item = f64> {
    FIGURES.iter().chain(DERIVED).map(|(_, read)| read(figures).approximate())
}
