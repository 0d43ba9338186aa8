//! The balance as steps, reduced while a replay runs so that every peak stays.

use super::columns::Columns;
use crate::units::{Credits, Instant};

/// The balance from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) time: Instant,
    pub(super) included: Credits,
    pub(super) purchased: Credits,
    pub(super) usable: Credits,
}

/// Of each column the first, lowest, highest and last step (M4: U. Jugel and others, "M4: A Visualization-Oriented
/// Time Series Data Aggregation", VLDB 2014): drawn no finer than the columns, the line is that of all steps.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    columns: Columns,
    /// The balance when the window begins.
    before: Option<Step>,
    /// The last step told: another of the same instant replaces it, as it lasted no time.
    last: Option<Step>,
    cells: Vec<Option<[Step; 4]>>,
}

impl Steps {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, before: None, last: None, cells: vec![None; Columns::COUNT] }
    }

    /// The balance changes; times never fall.
    pub(super) fn push(&mut self, step: Step) {
        if let Some(last) = self.last.replace(step).filter(|last| last.time < step.time) {
            self.keep(last);
        }
    }

    fn keep(&mut self, step: Step) {
        if step.time <= self.columns.window.from {
            self.before = Some(step);
            return;
        }
        if step.time >= self.columns.window.to {
            return;
        }
        match &mut self.cells[self.columns.of(step.time)] {
            Some([_, lowest, highest, last]) => {
                if step.usable < lowest.usable {
                    *lowest = step;
                }
                if step.usable > highest.usable {
                    *highest = step;
                }
                *last = step;
            }
            empty => *empty = Some([step; 4]),
        }
    }

    /// The steps kept, in order; the first is at the window's start or later.
    pub(super) fn kept(mut self) -> Vec<Step> {
        if let Some(last) = self.last.take() {
            self.keep(last);
        }
        let from = self.columns.window.from;
        let mut steps: Vec<Step> = self.before.into_iter().map(|step| Step { time: from, ..step }).collect();
        for mut cell in self.cells.into_iter().flatten() {
            cell.sort_by_key(|step| step.time);
            steps.extend(cell);
        }
        steps.dedup();
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use proptest::prelude::*;

    fn step(time: i64, usable: i64) -> Step {
        let purchased = Credits::new(usable);
        Step { time: Instant::from_ms(time), included: Credits::ZERO, purchased, usable: purchased }
    }

    proptest! {
        #[test]
        fn no_dip_and_no_peak_of_any_column_is_lost(
            gaps in prop::collection::vec((0..40_000_i64, -50_000..50_000_i64), 0..3_000),
        ) {
            let columns = Columns { window: Window { from: Instant::from_ms(0), to: Instant::from_ms(21_000_000) } };
            let mut steps = Steps::new(columns);
            let (mut time, mut told) = (0, Vec::new());
            for (gap, usable) in gaps {
                time += gap;
                steps.push(step(time, usable));
                told.push(step(time, usable));
            }
            // What lasted: the last of each instant, within the window.
            let mut lasted: Vec<Step> = Vec::new();
            for step in told.into_iter().filter(|step| step.time < columns.window.to) {
                lasted.pop_if(|last| last.time == step.time);
                lasted.push(step);
            }
            let kept = steps.kept();
            prop_assert!(kept.len() <= 4 * Columns::COUNT + 1);
            prop_assert!(kept.iter().all(|step| lasted.contains(step)));
            let extremes = |steps: &[Step]| {
                let mut extremes = vec![None; Columns::COUNT];
                for step in steps {
                    let (low, high) = extremes[columns.of(step.time)].get_or_insert((step.usable, step.usable));
                    (*low, *high) = ((*low).min(step.usable), (*high).max(step.usable));
                }
                extremes
            };
            prop_assert_eq!(extremes(&kept), extremes(&lasted));
            prop_assert_eq!(kept.last(), lasted.last());
        }
    }

    #[test]
    fn a_renewal_is_no_dip_as_what_expires_comes_back_in_the_same_instant() {
        let columns = Columns { window: Window { from: Instant::from_ms(10), to: Instant::from_ms(1_000) } };
        let mut steps = Steps::new(columns);
        for (time, usable) in [(0, 7), (5, 8), (500, 0), (500, 9)] {
            steps.push(step(time, usable));
        }
        assert_eq!(steps.kept(), [step(10, 8), step(500, 9)]);
    }
}
