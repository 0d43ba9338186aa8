//! Time cut into equal columns, finer than the pixels of a chart.

use crate::calendar::Window;
use crate::units::{Instant, Span};

/// Columns of a window, as many whatever its length: what is kept by column has bounded size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) window: Window,
}

impl Columns {
    /// How many: about two a pixel of an SVG, one a pixel of a PNG.
    pub(super) const COUNT: usize = 2_100;

    /// The column of an instant; those outside of the window belong to its first or last.
    pub(super) fn of(self, instant: Instant) -> usize {
        let span = i128::from((self.window.to - self.window.from).ms()).max(1);
        let into = i128::from((instant.max(self.window.from) - self.window.from).ms());
        let count = i128::try_from(Self::COUNT).unwrap_or(i128::MAX);
        usize::try_from(into * count / span).unwrap_or(0).min(Self::COUNT - 1)
    }

    /// The columns that the part of `[from, to)` in the window touches; none if that is empty.
    pub(super) fn touched(self, from: Instant, to: Instant) -> Option<std::ops::RangeInclusive<usize>> {
        let (from, to) = (from.max(self.window.from), to.min(self.window.to));
        (from < to).then(|| self.of(from)..=self.of(to - Span::from_ms(1)))
    }
}

/// Columns in which a condition held at any time: no moment is too short to be seen.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    columns: Columns,
    marked: Vec<bool>,
}

impl Marks {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, marked: vec![false; Columns::COUNT] }
    }

    /// The condition held in `[from, to)`.
    pub(super) fn add(&mut self, from: Instant, to: Instant) {
        if let Some(touched) = self.columns.touched(from, to) {
            self.marked[touched].fill(true);
        }
    }

    /// Runs of marked columns, `[from, to)` in order.
    pub(super) fn runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (column, _) in self.marked.iter().enumerate().filter(|&(_, &marked)| marked) {
            match runs.last_mut() {
                Some(run) if run.1 == column => run.1 = column + 1,
                Some(_) | None => runs.push((column, column + 1)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_marks_its_column_and_nothing_marks_none() {
        let at = Instant::from_ms;
        let columns = Columns { window: Window { from: at(0), to: at(21_000_000) } };
        let mut marks = Marks::new(columns);
        marks.add(at(-5), at(0));
        marks.add(at(50), at(50));
        assert_eq!(marks.runs(), []);
        marks.add(at(10_000), at(10_001));
        marks.add(at(29_999), at(30_001));
        marks.add(at(20_999_999), at(99_000_000));
        assert_eq!(marks.runs(), [(1, 4), (2_099, 2_100)]);
    }
}
