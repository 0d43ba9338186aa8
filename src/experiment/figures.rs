//! Names of figures that a scenario mentions, checked against those that its replays have.

use super::sweep::{measure, measures};
use crate::metrics::FigureNames;
use crate::replay::Rules;
use crate::scenario::{Expectation, FigureName, Problem, Problems, Recommend, Scenario};

/// Checks every figure that a scenario names, in `[expect]` and `[sweep.recommend]`.
///
/// # Errors
/// The names that are no figures', each with its place and the nearest that are.
pub fn check_figures(scenario: &Scenario) -> Result<(), Problems> {
    let names = FigureNames::of(&scenario.rules);
    let recommend = scenario.sweep.as_ref().and_then(|sweep| sweep.recommend.as_ref());
    let unknown = unknown(&scenario.expect, &names).chain(unknown_metrics(recommend));
    all_known(unknown.collect())
}

/// Checks the figures of expectations from elsewhere, for replays by `rules`.
///
/// # Errors
/// The names that are no figures'.
pub fn check_expectations(expect: &[Expectation], rules: &Rules) -> Result<(), Problems> {
    all_known(unknown(expect, &FigureNames::of(rules)).collect())
}

fn all_known(problems: Vec<Problem>) -> Result<(), Problems> {
    if problems.is_empty() { Ok(()) } else { Err(Problems::new(problems)) }
}

fn unknown<'a>(expect: &'a [Expectation], names: &'a FigureNames) -> impl Iterator<Item = Problem> + 'a {
    let figures = expect.iter().map(|expect| &expect.figure);
    figures.filter(|figure| !names.contains(figure.as_str())).map(|figure| figure.unknown(names.iter()))
}

/// Sweeps compare figures of whole runs only.
fn unknown_metrics(recommend: Option<&Recommend>) -> impl Iterator<Item = Problem> {
    let mentioned = |recommend: &'_ Recommend| -> Vec<FigureName> {
        let limited = recommend.subject_to.iter().map(|(metric, _)| metric);
        std::iter::once(&recommend.metric).chain(limited).cloned().collect()
    };
    let metrics = recommend.map(mentioned).unwrap_or_default();
    let unknown = metrics.into_iter().filter(|metric| measure(metric.as_str()).is_none());
    unknown.map(|metric| metric.unknown(measures().map(str::to_owned)))
}
