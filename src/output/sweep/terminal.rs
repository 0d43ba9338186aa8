//! What a person reads first of a sweep.

use super::super::aligned::{plain_table, right_aligned};
use super::super::number::counted;
use super::sentences::sentences;
use super::table::{cell_name, settings};
use super::unit::{Unit, setting};
use crate::experiment::Estimate;
use crate::experiment::sweep::{Analysis, Candidate, Point, Study, measure_name};

/// Cells shown.
const BEST: usize = 10;

/// Sentences and the best cells; ends with a line break.
pub fn sweep_report(study: &Study, analysis: Option<&Analysis>) -> String {
    let mut parts = vec![heading(study)];
    match analysis {
        None => {
            parts.extend(left_out(study));
            parts.push(String::new());
            parts.push("What to choose".to_owned());
            parts.push("  • Nothing is to be optimised: say what in [sweep.recommend], such as".to_owned());
            parts.push("    minimize = \"spend\" and subject_to = { blocked_share = 0.01 }.".to_owned());
        }
        Some(analysis) => {
            parts.push(String::new());
            parts.push("What to choose".to_owned());
            parts.extend(sentences(study, analysis).into_iter().map(|sentence| format!("  • {sentence}")));
            parts.push(String::new());
            parts.push("Best cells".to_owned());
            parts.push(best(study, analysis));
        }
    }
    parts.push(String::new());
    parts.join("\n")
}

fn heading(study: &Study) -> String {
    let names: Vec<&str> = study.organisations.iter().map(|member| member.name.as_str()).collect();
    let cells = u64::try_from(study.cells.points.len()).unwrap_or(u64::MAX);
    let (cells, replications) = (counted(cells, "cell"), counted(study.replications.into(), "replication"));
    format!("{}: {cells}, {replications}", names.join(", "))
}

fn left_out(study: &Study) -> Option<String> {
    let left_out = Some(study.cells.left_out).filter(|&left_out| left_out > 0)?;
    Some(format!(
        "{} outside of the policy's ranges left out (R-RANGES)",
        counted(left_out.into(), "combination")
    ))
}

fn best(study: &Study, analysis: &Analysis) -> String {
    let name = measure_name;
    let goal = &analysis.goal;
    let shown: Vec<usize> =
        std::iter::once(goal.objective).chain(goal.limits.iter().map(|&(index, _)| index)).collect();
    let mut table = plain_table();
    let axes = study.grid.axes();
    let mut head = vec!["  cell".to_owned()];
    head.extend(axes.iter().map(|axis| axis.key.clone()));
    head.extend(shown.iter().flat_map(|&measure| [name(measure).to_owned(), "±".to_owned()]));
    head.push(String::new());
    table.set_header(head);
    for candidate in analysis.ranked().into_iter().take(BEST) {
        let point = study.cells.points.get(candidate.cell).copied().unwrap_or(Point::Own);
        let mut row = vec![format!("  {}", cell_name(point))];
        row.extend(settings(&study.grid, point).iter().map(|value| setting(value)));
        let estimates = std::iter::once(&candidate.objective).chain(&candidate.limited);
        for (&measure, estimate) in shown.iter().zip(estimates) {
            row.extend(figures(Unit::of(name(measure)), estimate));
        }
        row.push(remark(study, analysis, candidate).to_owned());
        table.add_row(row);
    }
    let numbers = 1 + axes.len() + 2 * shown.len();
    right_aligned(table, 1..numbers)
}

fn figures(unit: Unit, estimate: &Estimate) -> [String; 2] {
    [unit.show(estimate.mean), estimate.half_width.map(|half| unit.show(half)).unwrap_or_default()]
}

fn remark(study: &Study, analysis: &Analysis, candidate: &Candidate) -> &'static str {
    let chosen = analysis.recommendation.chosen.as_ref().is_some_and(|chosen| chosen.cell == candidate.cell);
    match (chosen, candidate.cell == study.cells.baseline, analysis.goal.is_met(candidate)) {
        (true, true, _) => "recommended, as it is now",
        (true, false, _) => "recommended",
        (false, true, true) => "as it is now",
        (false, true, false) => "as it is now; a limit is not met",
        (false, false, true) => "",
        (false, false, false) => "a limit is not met",
    }
}
