//! The best cells.

use crate::experiment::sweep::Point;
use crate::output::number::grouped;
use crate::output::report::html::Html;
use crate::output::report::table::{Cell, Column, Table};
use crate::output::sweep::{Survey, Unit, cell_name};
use std::borrow::Cow;

/// Rows.
const MOST: usize = 200;

pub(super) fn best(survey: &Survey<'_>) -> Html {
    let cells = ranked(survey);
    let column =
        |head: &str, unit: &'static str| Column { head: Cow::Owned(head.to_owned()), unit, optional: false };
    let mut columns = vec![column("Cell", "")];
    columns.extend(survey.axes.iter().map(|axis| column(&axis.short, "")));
    if survey.analysis.is_some() {
        columns.push(column("Limits", ""));
    }
    for number in 0..survey.measures.len() {
        let name = survey.name(number);
        columns.push(column(name, ""));
        if number < survey.leading && survey.study.replications > 1 {
            columns.push(column("±", ""));
        }
    }
    let rows = cells.iter().take(MOST).map(|&cell| row(survey, cell)).collect();
    let table =
        Table { id: "best-table", caption: "The best cells".to_owned(), columns, rows, total: Vec::new() };
    let mut html = Html::new();
    let order = match survey.analysis {
        Some(_) => "Cells that meet every limit first, then by the goal.",
        None => "By the first metric, the least first.",
    };
    let count = grouped(&cells.len().to_string());
    let shown = grouped(&cells.len().min(MOST).to_string());
    let words = format!(
        "{order} {shown} of {count} cells; ± is half of the {} interval. All figures of all cells are in sweep.csv.",
        survey.study.confidence()
    );
    html.element("p", &[("class", "note")], &words).append(&table.to_html());
    html
}

/// From the best on.
fn ranked(survey: &Survey<'_>) -> Vec<usize> {
    if let Some(analysis) = survey.analysis {
        return analysis.ranked().iter().map(|candidate| candidate.cell).collect();
    }
    let mut cells: Vec<(f64, usize)> =
        (0..survey.count()).filter_map(|cell| Some((survey.mean(cell, 0)?, cell))).collect();
    cells.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    cells.into_iter().map(|(_, cell)| cell).collect()
}

fn row(survey: &Survey<'_>, cell: usize) -> Vec<Cell> {
    let point = survey.study.cells.points.get(cell).copied().unwrap_or(Point::Own);
    let mut name = cell_name(point);
    if cell == survey.study.cells.baseline {
        name.push_str(", baseline");
    }
    if survey.chosen() == Some(cell) {
        name.push_str(", recommended");
    }
    let mut row = vec![Cell::Text(name)];
    let places = survey.places(cell);
    for (number, axis) in survey.axes.iter().enumerate() {
        let label = places.as_ref().map_or("", |places| axis.labels[places[number]].as_str());
        let value = label.replace(',', "").parse().ok().filter(|_| axis.is_numeric);
        row.push(match value {
            Some(value) => Cell::Measured { value, shown: label.to_owned() },
            None => Cell::Text(label.to_owned()),
        });
    }
    if survey.analysis.is_some() {
        let word = if survey.meets(cell) == Some(true) { "met" } else { "not met" };
        row.push(Cell::Text(word.to_owned()));
    }
    for number in 0..survey.measures.len() {
        let unit = Unit::of(survey.name(number));
        let figure = survey.figure(cell, number);
        let value = figure.map_or(f64::NAN, |figure| figure.mean);
        row.push(Cell::Measured {
            value,
            shown: figure.map(|figure| unit.show(figure.mean)).unwrap_or_default(),
        });
        if number < survey.leading && survey.study.replications > 1 {
            let half = figure.and_then(|figure| figure.half).unwrap_or_default();
            row.push(Cell::Measured { value: half, shown: unit.show(half) });
        }
    }
    row
}
