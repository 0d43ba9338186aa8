//! For each level the first event that falls below it: an inverse table of a running minimum.

use super::extremes::Extremes;
use crate::replay::number::{index, number};
use crate::units::Credits;

/// From one level of a table to the next at least 2⁵ credits: some two events.
const FINEST: u32 = 5;
/// Events that are looked at after the one that a table names, before giving up.
const NEAR: usize = 64;

/// The descents of a column between events that may raise it much.
#[derive(Debug, Default)]
pub(super) struct Descents {
    spells: Vec<Spell>,
}

/// Consecutive events, up to one.
#[derive(Debug)]
pub(super) struct Spell {
    to: usize,
    /// The first value.
    top: i64,
    /// The least value, and the first event with it.
    least: Credits,
    least_at: usize,
    /// From one level to the next lie 2^shift credits: a division would take longer than all else.
    shift: u32,
    /// For each level the first event below `top - level × 2^shift`.
    first: Vec<u32>,
}

impl Descents {
    /// Of `values`, whose extremes are `levels`, cut at `cuts`, which rise.
    pub(super) fn of(values: &[i32], levels: &Extremes, cuts: impl Iterator<Item = usize>) -> Self {
        let mut spells = Vec::new();
        let mut from = 0;
        for to in cuts.chain([values.len()]) {
            if from < to {
                spells.push(Spell::of(values, levels, (from, to)));
            }
            from = to;
        }
        Self { spells }
    }

    /// The descent that events `[from, to)` all belong to.
    #[inline]
    pub(super) fn over(&self, from: usize, to: usize) -> Option<&Spell> {
        let place = self.spells.partition_point(|spell| spell.to <= from);
        self.spells.get(place).filter(|spell| to <= spell.to)
    }
}

impl Spell {
    fn of(values: &[i32], levels: &Extremes, (from, to): (usize, usize)) -> Self {
        let value = |event: usize| Credits::new(i64::from(values[event]));
        let lowest = levels.least((from, to), value);
        let above = (lowest + Credits::new(1), Credits::new(i64::MAX));
        let least_at = levels.first_outside((from, to), above, value).unwrap_or(from);
        let (top, least) = (i64::from(values[from]), lowest.get());
        let most_levels = i64::try_from((to - from) / 2 + 1).unwrap_or(i64::MAX);
        let mut shift = FINEST;
        while (top - least) >> shift >= most_levels {
            shift += 1;
        }
        let levels = usize::try_from((top - least) >> shift).unwrap_or(0) + 1;
        let mut first = Vec::with_capacity(levels);
        let mut level = top;
        for (place, &value) in values[from..=least_at].iter().enumerate() {
            while i64::from(value) < level {
                first.push(number(from + place));
                level -= 1 << shift;
            }
        }
        Self { to, top, least: lowest, least_at, shift, first }
    }

    /// The least value of `[from, to)`, where the table knows it.
    #[inline]
    pub(super) fn least(&self, from: usize, to: usize) -> Option<Credits> {
        (from <= self.least_at && self.least_at < to).then_some(self.least)
    }

    /// The first event of `[from, to)` with a value below `least`; `Err` with the event from which to search where the
    /// table does not know.
    #[inline]
    pub(super) fn first_below(
        &self,
        values: &[i32],
        (from, to): (usize, usize),
        least: Credits,
    ) -> Result<Option<usize>, usize> {
        let depth = self.top - least.get();
        if depth < 0 {
            return Err(from);
        }
        let Ok(level) = usize::try_from(depth >> self.shift) else { return Err(from) };
        let Some(&named) = self.first.get(level) else { return Ok(None) };
        let named = index(named);
        if named < to {
            let near = &values[named..to.min(named + NEAR)];
            if let Some(place) = near.iter().position(|&value| i64::from(value) < least.get()) {
                return if named + place >= from { Ok(Some(named + place)) } else { Err(from) };
            }
        }
        if named + NEAR >= to { Ok(None) } else { Err(from.max(named + NEAR)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_never_contradicts_a_search() {
        let mut number = 7_u32;
        let mut values = vec![0_i32];
        for _ in 1..5_000 {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let step = i32::try_from(number >> 27).unwrap() - 18;
            values.push(values.last().unwrap() + step);
        }
        values[3_000] += 9_000;
        let descents = Descents::of(&values, &Extremes::of_column(&values), [1_000, 3_000].into_iter());
        let (mut known, mut unknown, mut least_known) = (0, 0, 0);
        for from in (0..5_000).step_by(37) {
            let end = [1_000, 3_000, 5_000].into_iter().find(|&end| end > from).unwrap();
            let spell = descents.over(from, end).unwrap();
            if let Some(least) = spell.least(from, end) {
                assert_eq!(Some(least.get()), values[from..end].iter().copied().min().map(i64::from));
                least_known += 1;
            }
            for below in [0, 1, 31, 32, 33, 500, 4_000, 50_000] {
                let level = values[from] - below;
                let slow = (from..end).find(|&event| values[event] < level);
                let least = Credits::new(i64::from(level));
                match spell.first_below(&values, (from, end), least) {
                    Ok(found) => {
                        assert_eq!(found, slow);
                        known += 1;
                    }
                    Err(after) => {
                        assert!(slow.is_none_or(|slow| slow >= after));
                        unknown += 1;
                    }
                }
            }
        }
        assert!(known > 2 * unknown && least_known > 100, "{known} {unknown} {least_known}");
    }
}
