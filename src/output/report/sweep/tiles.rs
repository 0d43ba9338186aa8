//! What to choose and what that brings, at a glance.

use crate::experiment::sweep::Standing;
use crate::output::number::{counted, grouped};
use crate::output::report::html::Html;
use crate::output::sweep::{Mean, Survey, Unit};

pub(super) fn tiles(survey: &Survey<'_>) -> Html {
    let mut html = Html::new();
    html.markup("<ul class=\"tiles\">\n");
    let cell = survey.centre();
    let label = match (survey.chosen(), survey.analysis) {
        (Some(_), _) => "Recommended settings",
        (None, Some(_)) => "No cell meets every limit; the closest",
        (None, None) => "The scenario’s own settings",
    };
    tile(&mut html, label, &settings(survey, cell), survey.chosen().is_none() && survey.analysis.is_some());
    for number in 0..survey.leading {
        measure(&mut html, survey, (cell, number));
    }
    let cells = survey.count();
    let left_out = match survey.study.cells.left_out {
        0 => String::new(),
        some => format!(", {} outside of the policy’s ranges left out", counted(some.into(), "combination")),
    };
    let mut body = Html::new();
    body.element("span", &[("class", "value")], &grouped(&cells.to_string()));
    let detail = format!("{} of each{left_out}", counted(survey.study.replications.into(), "replication"));
    body.element("span", &[("class", "detail")], &detail);
    if let Some(analysis) = survey.analysis {
        let (met, open) = analysis.counts();
        let open = match open {
            0 => String::new(),
            some => format!(", of {} it is open", grouped(&some.to_string())),
        };
        let met = grouped(&met.to_string());
        body.element("span", &[("class", "spread")], &format!("{met} meet every limit{open}"));
    }
    tile(&mut html, "Cells tried", &body, false);
    html.markup("</ul>\n");
    html
}

fn tile(html: &mut Html, label: &str, body: &Html, is_bad: bool) {
    html.open("li", &[("class", if is_bad { "tile bad" } else { "tile" })]);
    html.element("span", &[("class", "label")], label).append(body).markup("</li>\n");
}

/// A line for each axis.
fn settings(survey: &Survey<'_>, cell: usize) -> Html {
    let mut body = Html::new();
    match survey.places(cell) {
        None => {
            body.element("span", &[("class", "detail")], "as the scenario has them");
        }
        Some(places) => {
            body.markup("<dl class=\"settings\">");
            for (axis, place) in survey.axes.iter().zip(places) {
                body.markup("<div>").element("dt", &[("title", &axis.key)], &axis.short);
                body.element("dd", &[], &axis.labels[place]).markup("</div>");
            }
            body.markup("</dl>");
        }
    }
    body
}

/// A measure of a cell, beside its limit and the baseline.
fn measure(html: &mut Html, survey: &Survey<'_>, (cell, number): (usize, usize)) {
    let Some(figure) = survey.figure(cell, number) else { return };
    let name = survey.name(number);
    let unit = Unit::of(name);
    let show = |value| unit.show(value);
    let mut body = Html::new();
    body.element("span", &[("class", "value"), ("data-figure", name)], &show(figure.mean));
    body.element("span", &[("class", "detail")], &interval(unit, figure));
    let mut asides = Vec::new();
    let mut is_bad = false;
    if let Some(most) = survey.limit(number) {
        let standing = survey.analysis.zip(survey.candidate(cell)).and_then(|(analysis, candidate)| {
            let goal = &analysis.goal;
            let at =
                goal.limits.iter().position(|&(index, _)| survey.measures.get(number) == Some(&index))?;
            Some(Standing::of(candidate.limited.get(at)?, most))
        });
        let word = match standing {
            Some(Standing::Met) => "met",
            Some(Standing::Undecided) => "open",
            Some(Standing::Broken) => "not met",
            None => "",
        };
        is_bad = standing.is_some_and(|standing| standing != Standing::Met);
        asides.push(format!("at most {}: {word}", show(most)));
    }
    let baseline = survey.study.cells.baseline;
    if let (Some(own), true) = (survey.mean(baseline, number), baseline != cell) {
        asides.push(format!("baseline {}", show(own)));
    }
    if !asides.is_empty() {
        body.element("span", &[("class", "spread")], &asides.join("; "));
    }
    tile(html, name, &body, is_bad);
}

fn interval(unit: Unit, figure: Mean) -> String {
    match figure.half {
        Some(half) => format!("{} to {}", unit.show(figure.mean - half), unit.show(figure.mean + half)),
        None => "one replication, no interval".to_owned(),
    }
}
