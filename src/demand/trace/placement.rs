//! Where the rows of a trace come to lie in time.

use super::TraceRows;
use crate::calendar::Window;
use crate::demand::TracePlan;
use crate::units::{Instant, Span};
use std::ops::{Range, RangeInclusive};

/// Rows of a trace that lie outside the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Before its start; with tiling, the rows of every repeat k ≥ 0 that lie there.
    pub before: u64,
    /// At or after its end; with tiling, of the first tile only, as the others have no end.
    pub after: u64,
}

impl LeftOut {
    /// All of them.
    pub const fn total(self) -> u64 {
        self.before + self.after
    }
}

/// A trace's rows in time: row r of tile k is at its own instant + shift + k × period.
#[derive(Clone, Copy, Debug)]
pub(in crate::demand) struct Placement<'a> {
    rows: &'a TraceRows,
    shift: Span,
    /// `None`: one tile. Positive.
    period: Option<Span>,
}

/// One row in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::demand) struct Placed {
    pub(in crate::demand) time: Instant,
    /// The row number.
    pub(in crate::demand) row: usize,
}

impl<'a> Placement<'a> {
    pub(in crate::demand) fn new(plan: &'a TracePlan) -> Self {
        let period = plan.repeat_every.filter(|&period| period > Span::ZERO);
        Self { rows: &plan.rows, shift: plan.shift, period }
    }

    /// The rows that lie in `window`, in order: by time, then by row, so that a repeat of an earlier row comes
    /// before a later row (R-STEP).
    pub(in crate::demand) fn place(&self, window: Window, placed: &mut Vec<Placed>) {
        placed.clear();
        let mut tiles = 0;
        for tile in self.tiles(window) {
            let (rows, moved) = self.rows_of(tile, window);
            tiles += usize::from(!rows.is_empty());
            placed.extend(rows.map(|row| Placed { time: self.rows.times[row] + moved, row }));
        }
        if tiles > 1 {
            placed.sort_unstable();
        }
    }

    /// How many rows lie in `window`.
    pub(in crate::demand) fn count(&self, window: Window) -> usize {
        self.tiles(window).map(|tile| self.rows_of(tile, window).0.len()).sum()
    }

    /// The tiles that can reach into `window`.
    fn tiles(&self, window: Window) -> RangeInclusive<i64> {
        let (Some(first), Some(last)) = (self.rows.times.first(), self.rows.times.last()) else {
            return RangeInclusive::new(0, -1);
        };
        let Some(period) = self.period else { return 0..=0 };
        // Tile k begins at first + shift + k × period and has its last row at last + shift + k × period.
        let lowest = -(*last + self.shift - window.from).ms().div_euclid(period.ms());
        let highest = (window.to - (*first + self.shift)).ms().div_euclid(period.ms());
        lowest.max(0)..=highest
    }

    /// The rows of a tile that lie in `window`, and by how much the tile's rows are moved.
    fn rows_of(&self, tile: i64, window: Window) -> (Range<usize>, Span) {
        let moved = self.shift + Span::from_ms(self.period.unwrap_or_default().ms().saturating_mul(tile));
        let before = |instant: Instant| self.rows.times.partition_point(|&time| time + moved < instant);
        let from = before(window.from);
        (from..before(window.to).max(from), moved)
    }
}

impl TracePlan {
    /// How many rows lie outside `horizon`, and so are left out of the demand.
    pub fn left_out(&self, horizon: Window) -> LeftOut {
        let period = Placement::new(self).period;
        let mut left = LeftOut::default();
        for &time in &self.rows.times {
            let time = time + self.shift;
            let late = (horizon.from - time).ms();
            let before = match period {
                // Repeats 0, 1, … come one period later each, until one is no longer late.
                Some(period) if late > 0 => (late - 1) / period.ms() + 1,
                Some(_) | None => i64::from(late > 0),
            };
            left.before += before.unsigned_abs();
            left.after += u64::from(time >= horizon.to);
        }
        left
    }
}
