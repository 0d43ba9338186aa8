//! A few measures of every cell, for charts and the page.

use super::table::settings;
use super::unit::setting;
use crate::experiment::sweep::{Analysis, Candidate, Grid, Point, Spread, Study, measure, measure_name};
use crate::units::Decimal;

/// Up to so many cells all measures of the page are kept, with their intervals; of more only those of the goal.
pub(in crate::output) const MOST_WITH_ALL: usize = 5_000;

/// What the page shows beside the goal's own measures.
const USEFUL: [&str; 11] = [
    "spend",
    "blocked_share",
    "money.total",
    "auto_recharge.fired",
    "cap_hit_share",
    "pause_rate",
    "credits.spent",
    "work.zero_ms",
    "work.blocked_credits",
    "tasks.missed.credits",
    "auto_recharge.below_threshold_ms",
];

/// A sweep's cells with what pictures and `report.html` show of them; bounded by the number of cells, whatever
/// the replications.
pub struct Survey<'a> {
    pub(in crate::output) study: &'a Study,
    pub(in crate::output) analysis: Option<&'a Analysis>,
    pub(in crate::output) axes: Vec<Axis>,
    /// Measures by index: those of the goal (else spend and blocked share), then useful ones.
    pub(in crate::output) measures: Vec<usize>,
    /// How many of these are the goal's.
    pub(in crate::output) leading: usize,
    /// By cell, then measure: the mean and half of its interval.
    figures: Vec<Option<Mean>>,
    /// Combinations of the grid and their cells, in order.
    cells: Vec<(u32, usize)>,
}

/// A mean with half of its interval, which one replication does not have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::output) struct Mean {
    pub(in crate::output) mean: f64,
    pub(in crate::output) half: Option<f64>,
}

/// An axis as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::output) struct Axis {
    pub(in crate::output) key: String,
    /// The last segments of the key, as many as tell it from other axes.
    pub(in crate::output) short: String,
    /// Its values, numbers in their order.
    pub(in crate::output) labels: Vec<String>,
    pub(in crate::output) is_numeric: bool,
    /// The place of the grid's values among the labels.
    place: Vec<usize>,
}

impl Axis {
    fn all(grid: &Grid) -> Vec<Self> {
        let keys: Vec<&str> = grid.axes().iter().map(|axis| axis.key.as_str()).collect();
        let axis = |(number, axis): (usize, &crate::scenario::SweepAxis)| {
            let mut order: Vec<usize> = (0..axis.values.len()).collect();
            let numbers: Option<Vec<Decimal>> = axis.values.iter().map(|value| value.parse().ok()).collect();
            let is_numeric = numbers.is_some();
            if let Some(numbers) = numbers {
                order.sort_by_key(|&index| numbers[index]);
            }
            let mut place = vec![0; order.len()];
            for (at, &index) in order.iter().enumerate() {
                place[index] = at;
            }
            let labels = order.iter().map(|&index| setting(&super::table::unquoted(&axis.values[index])));
            let others = keys.iter().enumerate().filter(|&(other, _)| other != number);
            let others: Vec<&str> = others.map(|(_, key)| *key).collect();
            let short = short(&axis.key, &others);
            Self { key: axis.key.clone(), short, labels: labels.collect(), is_numeric, place }
        };
        grid.axes().iter().enumerate().map(axis).collect()
    }

    /// The index of the grid's value that stands at `place`.
    pub(in crate::output) fn index_at(&self, place: usize) -> usize {
        self.place.iter().position(|&other| other == place).unwrap_or_default()
    }
}

/// The fewest last segments of `key` that no other key ends with.
fn short(key: &str, others: &[&str]) -> String {
    let mut from = key.len();
    while let Some(dot) = key[..from].rfind('.') {
        let tail = &key[dot..];
        if !others.iter().any(|other| other.ends_with(tail) || *other == &tail[1..]) {
            return key[dot + 1..].to_owned();
        }
        from = dot;
    }
    key.to_owned()
}

impl<'a> Survey<'a> {
    /// Without figures yet.
    pub fn new(study: &'a Study, analysis: Option<&'a Analysis>) -> Self {
        let mut shown: Vec<usize> = match analysis {
            Some(Analysis { goal, .. }) => {
                std::iter::once(goal.objective).chain(goal.limits.iter().map(|&(index, _)| index)).collect()
            }
            None => USEFUL[..2].iter().filter_map(|name| measure(name)).collect(),
        };
        let mut seen = Vec::new();
        shown.retain(|index| {
            !seen.contains(index) && {
                seen.push(*index);
                true
            }
        });
        let leading = shown.len();
        let count = study.cells.points.len();
        if count <= MOST_WITH_ALL {
            let useful: Vec<usize> = USEFUL.iter().filter_map(|name| measure(name)).collect();
            shown.extend(useful.into_iter().filter(|index| !seen.contains(index)));
        }
        let cell = |(cell, point): (usize, &Point)| match point {
            Point::Own => None,
            Point::Grid(number) => Some((*number, cell)),
        };
        let mut cells: Vec<(u32, usize)> = study.cells.points.iter().enumerate().filter_map(cell).collect();
        cells.sort_unstable();
        Self {
            study,
            analysis,
            axes: Axis::all(&study.grid),
            figures: vec![None; count * shown.len()],
            measures: shown,
            leading,
            cells,
        }
    }

    /// A cell's figures, every measure in order; without replications it has none.
    pub fn add(&mut self, cell: usize, spreads: &[Spread]) {
        for (number, &measure) in self.measures.iter().enumerate() {
            let place = self.figures.get_mut(cell * self.measures.len() + number);
            let spread = spreads.get(measure).map(|spread| spread.estimate);
            if let (Some(place), Some(estimate)) = (place, spread) {
                *place = Some(Mean { mean: estimate.mean, half: estimate.half_width });
            }
        }
    }

    /// The `number`-th of the survey's measures.
    pub(in crate::output) fn figure(&self, cell: usize, number: usize) -> Option<Mean> {
        self.figures.get(cell * self.measures.len() + number).copied().flatten()
    }

    /// The same without its interval.
    pub(in crate::output) fn mean(&self, cell: usize, number: usize) -> Option<f64> {
        self.figure(cell, number).map(|figure| figure.mean)
    }

    /// The name of the `number`-th measure.
    pub(in crate::output) fn name(&self, number: usize) -> &'static str {
        self.measures.get(number).map_or("", |&index| measure_name(index))
    }

    /// The most that a measure may be.
    pub(in crate::output) fn limit(&self, number: usize) -> Option<f64> {
        let index = self.measures.get(number)?;
        let limits = self.analysis?.goal.limits.iter().filter(|(measure, _)| measure == index);
        limits.map(|&(_, most)| most).reduce(f64::min)
    }

    /// How many cells.
    pub(in crate::output) fn count(&self) -> usize {
        self.study.cells.points.len()
    }

    /// Where a cell stands on every axis; `None` for the scenario's own settings beside the grid.
    pub(in crate::output) fn places(&self, cell: usize) -> Option<Vec<usize>> {
        match self.study.cells.points.get(cell)? {
            Point::Own => None,
            Point::Grid(point) => {
                let indices = self.study.grid.indices(*point);
                Some(indices.iter().zip(&self.axes).map(|(&index, axis)| axis.place[index]).collect())
            }
        }
    }

    /// The cell at these places, if it is legal; of a full grid.
    pub(in crate::output) fn cell_at(&self, places: &[usize]) -> Option<usize> {
        let indices: Vec<usize> =
            places.iter().zip(&self.axes).map(|(&place, axis)| axis.index_at(place)).collect();
        let point = self.study.grid.point(&indices)?;
        let at = self.cells.binary_search_by_key(&point, |&(number, _)| number).ok()?;
        Some(self.cells[at].1)
    }

    /// A cell as the goal sees it.
    pub(in crate::output) fn candidate(&self, cell: usize) -> Option<&'a Candidate> {
        let candidates = &self.analysis?.candidates;
        // Where every cell is a candidate it stands at its own index.
        let own = candidates.get(cell).filter(|candidate| candidate.cell == cell);
        own.or_else(|| candidates.iter().find(|candidate| candidate.cell == cell))
    }

    /// True if every limit is certainly met; `None` without a goal.
    pub(in crate::output) fn meets(&self, cell: usize) -> Option<bool> {
        Some(self.analysis?.goal.is_met(self.candidate(cell)?))
    }

    /// The cell to choose.
    pub(in crate::output) fn chosen(&self) -> Option<usize> {
        self.analysis?.recommendation.chosen.as_ref().map(|chosen| chosen.cell)
    }

    /// The cell around which others are shown: the one to choose, else the closest to the limits, else the
    /// scenario's own settings.
    pub(in crate::output) fn centre(&self) -> usize {
        let closest = || self.analysis?.recommendation.closest.as_ref().map(|closest| closest.cell);
        self.chosen().or_else(closest).unwrap_or(self.study.cells.baseline)
    }

    /// What the centre is, in words.
    pub(in crate::output) fn centre_name(&self) -> &'static str {
        match (self.chosen(), self.analysis) {
            (Some(_), _) => "the recommended cell",
            (None, Some(_)) => "the cell closest to the limits",
            (None, None) => "the baseline",
        }
    }

    /// Of each value of an axis the means of a measure over cells that have it.
    pub(in crate::output) fn by_value(&self, axis: usize, number: usize) -> Vec<Vec<f64>> {
        let mut of_value = vec![Vec::new(); self.axes[axis].labels.len()];
        for cell in 0..self.count() {
            if let (Some(places), Some(mean)) = (self.places(cell), self.mean(cell, number)) {
                of_value[places[axis]].push(mean);
            }
        }
        of_value
    }

    /// `threshold 10,000, tier pro`.
    pub(in crate::output) fn describe(&self, cell: usize) -> String {
        let point = self.study.cells.points.get(cell).copied().unwrap_or(Point::Own);
        if point == Point::Own {
            return "the scenario's own settings".to_owned();
        }
        let values = settings(&self.study.grid, point);
        let pairs = self.axes.iter().zip(values);
        pairs
            .map(|(axis, value)| format!("{} {}", axis.short, setting(&value)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The organisations by name.
    pub(in crate::output) fn names(&self) -> String {
        let names: Vec<&str> = self.study.organisations.iter().map(|member| member.name.as_str()).collect();
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shortened_without_ambiguity() {
        let keys = ["tasks.a.cost", "tasks.b.cost", "plan.tier", "tier", "x"];
        let shortened = |number: usize| {
            let mut others = keys.to_vec();
            let own = others.remove(number);
            short(own, &others)
        };
        let all: Vec<String> = (0..keys.len()).map(shortened).collect();
        assert_eq!(all, ["a.cost", "b.cost", "plan.tier", "tier", "x"]);
    }
}
