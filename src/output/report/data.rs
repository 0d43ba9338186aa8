//! What the page's script draws, as JSON. Names and kinds here are those of `charts.js`.

use crate::output::chart::{Hue, Runs};
use crate::units::Instant;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Everything that the script needs.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    /// Name of the zone in which time is shown.
    pub(super) zone: String,
    /// From each instant (in milliseconds) on, so many minutes ahead of UTC.
    pub(super) offsets: Vec<(i64, i64)>,
    /// By the id of the element that holds the chart.
    pub(super) charts: BTreeMap<&'static str, Chart>,
}

/// A chart.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Chart {
    /// Levels that change at instants.
    Steps(Steps),
    /// Bars side by side, in panels with one axis.
    Bars(Bars),
    /// Lines and bands over months or over per cents.
    Curves(Curves),
    /// One row for each of several things, with stretches of time.
    Lanes(Lanes),
}

/// Time from `from` to `to`, in equal columns.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Axis {
    #[serde(serialize_with = "ms")]
    pub(super) from: Instant,
    #[serde(serialize_with = "ms")]
    pub(super) to: Instant,
    pub(super) columns: usize,
}

/// Levels over time.
#[derive(Debug, Serialize)]
pub(super) struct Steps {
    pub(super) axis: Axis,
    pub(super) unit: &'static str,
    pub(super) times: Deltas,
    /// From below.
    pub(super) stack: Vec<Level>,
    pub(super) line: Level,
    pub(super) limit: Option<Line>,
    pub(super) marks: Vec<Mark>,
}

/// Values at the times of a chart.
#[derive(Debug, Serialize)]
pub(super) struct Level {
    pub(super) name: &'static str,
    pub(super) hue: Hue,
    pub(super) values: Deltas,
}

/// A value across the whole chart.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) hue: Hue,
    pub(super) value: f64,
}

/// When something was so: a strip below the chart, and a tint in it.
#[derive(Debug, Serialize)]
pub(super) struct Mark {
    pub(super) name: &'static str,
    /// Left of the strip.
    pub(super) short: &'static str,
    pub(super) hue: Hue,
    pub(super) tint: Option<Hue>,
    pub(super) runs: Deltas,
}

/// Panels of bars.
#[derive(Debug, Serialize)]
pub(super) struct Bars {
    /// `2026-03`.
    pub(super) months: Vec<String>,
    pub(super) panels: Vec<Panel>,
    /// Bars behind which there is a tint.
    pub(super) shade: Option<Shade>,
}

/// Some of the bars, and why.
#[derive(Debug, Serialize)]
pub(super) struct Shade {
    pub(super) name: &'static str,
    pub(super) hue: Hue,
    pub(super) tint: Hue,
    pub(super) months: Vec<usize>,
}

/// Stacked bars.
#[derive(Debug, Serialize)]
pub(super) struct Panel {
    pub(super) title: &'static str,
    pub(super) unit: &'static str,
    /// Digits after the point.
    pub(super) digits: u8,
    /// From below.
    pub(super) stack: Vec<Part>,
    pub(super) limit: Option<Line>,
    /// The axis goes to here at least.
    pub(super) top: f64,
    /// Marks at the values instead of bars.
    pub(super) points: bool,
    /// From where to where the whole bar may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) whiskers: Option<Band>,
}

/// Lines and bands.
#[derive(Debug, Serialize)]
pub(super) struct Curves {
    /// `2026-03`; empty where values are those of 0, 1, … 100 %.
    pub(super) months: Vec<String>,
    pub(super) unit: &'static str,
    /// Digits after the point.
    pub(super) digits: u8,
    /// The axis is by square root.
    pub(super) root: bool,
    /// The least value of the axis.
    pub(super) from: f64,
    /// From below.
    pub(super) bands: Vec<Band>,
    pub(super) lines: Vec<Curve>,
    /// Dots.
    pub(super) dots: Option<Curve>,
    /// Places of vertical lines.
    pub(super) marks: Vec<u8>,
}

/// From a value to another at each place.
#[derive(Debug, Serialize)]
pub(super) struct Band {
    pub(super) name: String,
    pub(super) hue: Hue,
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
}

/// A value at each place.
#[derive(Debug, Serialize)]
pub(super) struct Curve {
    pub(super) name: String,
    pub(super) hue: Hue,
    pub(super) dashed: bool,
    pub(super) values: Vec<f64>,
}

/// A part of each bar; `None` where there is nothing to show.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) hue: Hue,
    pub(super) values: Vec<Option<f64>>,
}

/// Rows of time.
#[derive(Debug, Serialize)]
pub(super) struct Lanes {
    pub(super) axis: Axis,
    /// Rows shown at first.
    pub(super) first: usize,
    /// The colour of a row where nothing is marked.
    pub(super) calm: Stretch,
    /// What a row's lists of runs mean.
    pub(super) stretches: Vec<Stretch>,
    /// What the number on the right counts.
    pub(super) count: &'static str,
    pub(super) rows: Vec<Lane>,
}

/// What a colour in a row means.
#[derive(Debug, Serialize)]
pub(super) struct Stretch {
    pub(super) name: &'static str,
    pub(super) hue: Hue,
}

/// A row.
#[derive(Debug, Serialize)]
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) count: u64,
    #[serde(serialize_with = "ms")]
    pub(super) ends: Instant,
    /// One list for each kind of stretch.
    pub(super) runs: Vec<Deltas>,
}

/// Whole numbers, each but the first written as its difference from the one before: smaller.
#[derive(Debug)]
pub(super) struct Deltas(Vec<i64>);

impl Deltas {
    pub(super) fn of(values: impl IntoIterator<Item = i64>) -> Self {
        Self(values.into_iter().collect())
    }

    /// From, to, from, to, …
    pub(super) fn of_runs(runs: &Runs) -> Self {
        let whole = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
        Self::of(runs.iter().flat_map(|&(from, to)| [whole(from), whole(to)]))
    }
}

impl Serialize for Deltas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = 0;
        serializer.collect_seq(self.0.iter().map(|&value| value - std::mem::replace(&mut before, value)))
    }
}

impl Serialize for Hue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn ms<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.ms())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_differences() {
        let json = serde_json::to_string(&Deltas::of([1_000, 1_010, 990])).unwrap();
        assert_eq!(json, "[1000,10,-20]");
        assert_eq!(serde_json::to_string(&Deltas::of_runs(&vec![(3, 4), (9, 12)])).unwrap(), "[3,1,5,3]");
        assert_eq!(serde_json::to_string(&Deltas::of([])).unwrap(), "[]");
    }
}
