//! A sweep's cells as the page's script reads them. Names here are those of `cells.js`.

use super::meanings::meaning;
use crate::experiment::sweep::Point;
use crate::output::chart::RAMP;
use crate::output::sweep::{MOST_WITH_ALL, Survey, Unit};
use crate::scenario::Direction;
use serde::Serialize;
use serde_json::{Number, Value};

/// The most cells in a page; of more only those near the centre, on the front, and the best.
const MOST: usize = 60_000;
/// Best cells of a sweep that is too large.
const BEST: usize = 200;

/// Everything that the script needs.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    axes: Vec<AxisData>,
    measures: Vec<MeasureData>,
    /// How many measures are the goal's.
    leading: usize,
    /// More of the objective is better.
    maximize: bool,
    /// Every combination was asked for, so that one without figures is not allowed.
    full: bool,
    ramp: Vec<String>,
    cells: CellsData,
}

#[derive(Debug, Serialize)]
struct AxisData {
    key: String,
    short: String,
    labels: Vec<String>,
    /// The values as TOML.
    toml: Vec<String>,
}

#[derive(Debug, Serialize)]
struct MeasureData {
    name: &'static str,
    meaning: &'static str,
    kind: &'static str,
    unit: &'static str,
    /// The most that it may be.
    limit: Option<f64>,
}

/// Lists by cell; `places` has one number an axis of each, −1 where the cell is none of the grid.
#[derive(Debug, Serialize)]
struct CellsData {
    names: Vec<i64>,
    places: Vec<i64>,
    /// By measure, then cell.
    mean: Vec<Vec<Value>>,
    /// The same, halves of intervals; empty where they are left out.
    half: Vec<Vec<Value>>,
    /// 1 where every limit is met, else 0; empty without a goal.
    met: Vec<u8>,
    baseline: Option<usize>,
    chosen: Option<usize>,
    centre: Option<usize>,
}

impl Data {
    /// Of the survey, with what is left out, in a sentence.
    pub(super) fn of(survey: &Survey<'_>) -> (Self, Option<String>) {
        let cells = kept(survey);
        let note = note(survey, cells.len());
        let axes = survey.axes.iter().zip(survey.study.grid.axes()).map(|(axis, written)| AxisData {
            key: axis.key.clone(),
            short: axis.short.clone(),
            labels: axis.labels.clone(),
            toml: (0..axis.labels.len()).map(|place| written.values[axis.index_at(place)].clone()).collect(),
        });
        let measures = (0..survey.measures.len()).map(|number| {
            let name = survey.name(number);
            let unit = Unit::of(name);
            MeasureData {
                name,
                meaning: meaning(name),
                kind: kind(unit),
                unit: unit.axis(name).0,
                limit: survey.limit(number),
            }
        });
        let hex = |(red, green, blue): (u8, u8, u8)| format!("#{red:02x}{green:02x}{blue:02x}");
        let maximize = survey.analysis.is_some_and(|analysis| analysis.goal.direction == Direction::Maximize);
        let data = Self {
            axes: axes.collect(),
            measures: measures.collect(),
            leading: survey.leading,
            maximize,
            full: survey.study.grid.is_full(),
            ramp: RAMP.map(hex).to_vec(),
            cells: CellsData::of(survey, &cells),
        };
        (data, note)
    }
}

impl CellsData {
    fn of(survey: &Survey<'_>, cells: &[usize]) -> Self {
        let name = |&cell: &usize| match survey.study.cells.points.get(cell) {
            Some(Point::Grid(number)) => i64::from(*number),
            Some(Point::Own) | None => -1,
        };
        let places = |&cell: &usize| match survey.places(cell) {
            Some(places) => places.into_iter().map(|place| i64::try_from(place).unwrap_or(-1)).collect(),
            None => vec![-1; survey.axes.len()],
        };
        let by_measure = |read: &dyn Fn(usize, usize) -> Option<f64>| -> Vec<Vec<Value>> {
            let of = |number| cells.iter().map(|&cell| compact(read(cell, number))).collect();
            (0..survey.measures.len()).map(of).collect()
        };
        let has_intervals = survey.count() <= MOST_WITH_ALL && survey.study.replications > 1;
        let half = |cell, number| survey.figure(cell, number)?.half;
        let met = cells
            .iter()
            .filter_map(|&cell| survey.analysis.map(|_| survey.meets(cell).unwrap_or(false).into()));
        let place = |cell: usize| cells.iter().position(|&other| other == cell);
        Self {
            names: cells.iter().map(name).collect(),
            places: cells.iter().flat_map(places).collect(),
            mean: by_measure(&|cell, number| survey.mean(cell, number)),
            half: if has_intervals { by_measure(&half) } else { Vec::new() },
            met: met.collect(),
            baseline: place(survey.study.cells.baseline),
            chosen: survey.chosen().and_then(place),
            centre: place(survey.centre()),
        }
    }
}

/// The cells of the page, in the order of their names.
fn kept(survey: &Survey<'_>) -> Vec<usize> {
    let mut cells: Vec<(Point, usize)> = survey.study.cells.points.iter().copied().zip(0..).collect();
    cells.sort_unstable();
    let all = cells.into_iter().map(|(_, cell)| cell);
    if survey.count() <= MOST {
        return all.collect();
    }
    let mut wanted = vec![false; survey.count()];
    let mut want = |cell: usize| wanted[cell] = true;
    want(survey.study.cells.baseline);
    want(survey.centre());
    if let Some(analysis) = survey.analysis {
        analysis.ranked().iter().take(BEST).for_each(|candidate| want(candidate.cell));
        let front = analysis.candidates.iter().zip(&analysis.front).filter(|&(_, &is_front)| is_front);
        front.take(MOST / 4).for_each(|(candidate, _)| want(candidate.cell));
    }
    let centre = survey.places(survey.centre());
    let is_near = |cell: usize| match (&centre, survey.places(cell)) {
        (Some(centre), Some(own)) => {
            centre.iter().zip(&own).filter(|(centre, own)| centre != own).count() <= 2
        }
        _ => false,
    };
    let mut room = MOST / 2;
    let mut is_kept = |&cell: &usize| {
        let near = !wanted[cell] && room > 0 && is_near(cell);
        room -= usize::from(near);
        wanted[cell] || near
    };
    all.filter(&mut is_kept).collect()
}

fn note(survey: &Survey<'_>, kept: usize) -> Option<String> {
    let number = |count: usize| crate::output::number::grouped(&count.to_string());
    let all = number(survey.count());
    if kept < survey.count() {
        let kept = number(kept);
        Some(format!(
            "This page has {kept} of {all} cells: those that differ from {} on one or two axes, the best, and those \
             that no other beats; of each the means of the goal’s metrics. All are in sweep.csv.",
            survey.centre_name()
        ))
    } else if survey.count() > MOST_WITH_ALL {
        Some(format!(
            "With {all} cells this page has the means of the goal’s metrics only; intervals and other metrics are in sweep.csv."
        ))
    } else {
        None
    }
}

const fn kind(unit: Unit) -> &'static str {
    match unit {
        Unit::Number => "number",
        Unit::Money => "money",
        Unit::Time => "time",
        Unit::Share => "share",
        Unit::Rate => "rate",
    }
}

/// With no more digits than the page shows.
fn compact(value: Option<f64>) -> Value {
    let Some(value) = value else { return Value::Null };
    let text = match value.abs() {
        1_000.0.. => format!("{value:.2}"),
        1.0.. => format!("{value:.4}"),
        _ => format!("{value:.7}"),
    };
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if let Ok(whole) = text.parse::<i64>() {
        return Value::from(whole);
    }
    text.parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn figures_are_short_and_whole_ones_have_no_point() {
        let written = |value: f64| compact(Some(value)).to_string();
        assert_eq!(
            [1234.5678, 5000.0, 2.123_456_7, 0.000_012_345, 0.0, -0.0, -7.5].map(written),
            ["1234.57", "5000", "2.1235", "0.0000123", "0", "0", "-7.5"]
        );
        assert_eq!(compact(None).to_string(), "null");
    }
}
