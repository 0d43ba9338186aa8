//! Names of figures that a scenario mentions, checked against those that its replays have.

use crate::metrics::FigureNames;
use crate::replay::Rules;
use crate::scenario::{Expectation, FigureName, Problem, Problems, Recommend, Scenario};

/// Figures of the combinations of a sweep, beside those of a run.
const OF_SWEEPS: [&str; 1] = ["spend_per_month"];

/// Checks every figure that a scenario names, in `[expect]` and `[sweep.recommend]`.
///
/// # Errors
/// The names that are no figures', each with its place and the nearest that are.
pub fn check_figures(scenario: &Scenario) -> Result<(), Problems> {
    let names = FigureNames::of(&scenario.rules);
    let recommend = scenario.sweep.as_ref().and_then(|sweep| sweep.recommend.as_ref());
    let unknown = unknown(&scenario.expect, &names).chain(unknown_metrics(recommend, &names));
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

fn unknown_metrics<'a>(
    recommend: Option<&'a Recommend>,
    names: &'a FigureNames,
) -> impl Iterator<Item = Problem> + 'a {
    let mentioned = |recommend: &'a Recommend| {
        std::iter::once(&recommend.metric).chain(recommend.subject_to.iter().map(|(metric, _)| metric))
    };
    let known = |metric: &FigureName| OF_SWEEPS.contains(&metric.as_str()) || names.contains(metric.as_str());
    let metrics = recommend.into_iter().flat_map(mentioned).filter(move |metric| !known(metric));
    metrics.map(|metric| metric.unknown(OF_SWEEPS.map(str::to_owned).into_iter().chain(names.iter())))
}
