//! Recorded values, each known up to the step in which it was recorded.

use super::number::{count, real};

/// The most cells that a likelihood is computed over. Beyond it neighbours share a cell.
const MOST_CELLS: usize = 320;
/// Values at either end that keep cells of their own: they say most about the tails.
const EDGE: usize = 48;

/// How a value was rounded before it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rounding {
    /// Up, to whole units: credits (R-PRICE), and milliseconds.
    Up,
    /// To the nearest multiple of so many units.
    Nearest(i64),
}

/// So many values above `from` and up to `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) weight: f64,
}

/// A sample as counts in cells, in ascending order, and the values themselves.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) cells: Vec<Cell>,
    /// Distinct values with their counts, ascending.
    pub(super) values: Vec<(i64, usize)>,
    pub(super) rows: usize,
}

impl Sample {
    /// Of values in any order.
    pub(super) fn of(mut values: Vec<i64>, rounding: Rounding) -> Self {
        values.sort_unstable();
        let rows = values.len();
        let distinct: Vec<(i64, usize)> =
            values.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
        let cells = if distinct.len() <= MOST_CELLS {
            distinct.iter().map(|&(value, rows)| exact(value, rows, rounding)).collect()
        } else {
            grouped(&distinct, rows, rounding)
        };
        Self { cells, values: distinct, rows }
    }

    /// The value and no other, where all are the same.
    pub(super) fn only(&self) -> Option<i64> {
        match self.values.as_slice() {
            [(value, _)] => Some(*value),
            _ => None,
        }
    }

    /// The number of values.
    pub(super) fn size(&self) -> f64 {
        count(self.rows)
    }

    /// Of the cells' middles: mean and variance, and mean and variance of their logarithms.
    pub(super) fn moments(&self) -> Moments {
        let middle = |cell: &Cell| f64::midpoint(cell.from, cell.to).max(cell.to * 1e-3).max(1e-9);
        let mean_of = |of: &dyn Fn(f64) -> f64| {
            self.cells.iter().map(|cell| cell.weight * of(middle(cell))).sum::<f64>() / self.size()
        };
        let (mean, log_mean) = (mean_of(&|x| x), mean_of(&libm::log));
        let variance = mean_of(&|x| (x - mean) * (x - mean));
        let log_variance = mean_of(&|x| (libm::log(x) - log_mean) * (libm::log(x) - log_mean));
        Moments { mean, variance, log_mean, log_variance }
    }

    /// `parts` values that share the rows evenly, each the value in the middle of its share.
    pub(super) fn quantiles(&self, parts: usize) -> Vec<i64> {
        let at = |part: usize| {
            let rank = (2 * part + 1) * self.rows / (2 * parts);
            let mut passed = 0;
            let found = self.values.iter().find(|&&(_, rows)| {
                passed += rows;
                passed > rank
            });
            found.or(self.values.last()).map_or(0, |&(value, _)| value)
        };
        (0..parts).map(at).collect()
    }
}

/// What a sample looks like at a glance: where searches start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    pub(super) mean: f64,
    pub(super) variance: f64,
    pub(super) log_mean: f64,
    pub(super) log_variance: f64,
}

fn exact(value: i64, rows: usize, rounding: Rounding) -> Cell {
    let (from, to) = match rounding {
        Rounding::Up => (real(value - 1), real(value)),
        Rounding::Nearest(step) => (real(value) - real(step) / 2.0, real(value) + real(step) / 2.0),
    };
    Cell { from, to, weight: count(rows) }
}

/// Cells of about as many rows each, and single values at both ends.
fn grouped(distinct: &[(i64, usize)], rows: usize, rounding: Rounding) -> Vec<Cell> {
    let share = rows.div_ceil(MOST_CELLS - 2 * EDGE).max(1);
    let mut cells: Vec<Cell> = Vec::new();
    let mut open: Option<Cell> = None;
    for (index, &(value, rows)) in distinct.iter().enumerate() {
        let own = exact(value, rows, rounding);
        let is_edge = index < EDGE || index + EDGE >= distinct.len();
        let mut cell = match open.take() {
            Some(begun) => Cell { to: own.to, weight: begun.weight + own.weight, ..begun },
            None if is_edge => own,
            // Joined to the one before, so that the space between values counts.
            None => Cell { from: cells.last().map_or(own.from, |last| last.to), ..own },
        };
        cell.to = cell.to.max(cell.from);
        let next_is_edge = index + 1 + EDGE >= distinct.len();
        if is_edge || next_is_edge || cell.weight >= count(share) {
            cells.push(cell);
        } else {
            open = Some(cell);
        }
    }
    cells.extend(open);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_every_value_and_are_not_too_many() {
        let sample = Sample::of((0..50_000).map(|k| k * 7 + 1).collect(), Rounding::Up);
        assert!(sample.cells.len() <= MOST_CELLS, "{}", sample.cells.len());
        assert!((sample.cells.iter().map(|cell| cell.weight).sum::<f64>() - 50_000.0).abs() < 1e-9);
        assert!(sample.cells.windows(2).all(|pair| pair[0].to <= pair[1].from));
    }

    #[test]
    fn a_rounded_value_stands_for_what_was_rounded_to_it() {
        let up = Sample::of(vec![3, 3, 5], Rounding::Up);
        assert_eq!(up.cells[0], Cell { from: 2.0, to: 3.0, weight: 2.0 });
        let nearest = Sample::of(vec![2_000], Rounding::Nearest(1_000));
        assert_eq!(nearest.cells[0], Cell { from: 1_500.0, to: 2_500.0, weight: 1.0 });
        assert_eq!((up.only(), nearest.only()), (None, Some(2_000)));
        assert_eq!(Sample::of((1..=100).collect(), Rounding::Up).quantiles(4), [13, 38, 63, 88]);
    }
}
