//! The least and greatest of a column, block by block, to find the first value outside a band.

use super::free_run::STRIDE;
use crate::units::Credits;

/// Values of a block.
const BLOCK: usize = STRIDE;
/// Values of a span of blocks.
const SPAN: usize = BLOCK * BLOCK;

/// Least and greatest values by block, and by span of blocks.
#[derive(Debug, Default)]
pub(super) struct Extremes {
    blocks: Vec<(Credits, Credits)>,
    spans: Vec<(Credits, Credits)>,
}

impl Extremes {
    /// Of the least and greatest values of each block of a column.
    pub(super) fn of(blocks: Vec<(Credits, Credits)>) -> Self {
        let join = |(least, most): (Credits, Credits), &(low, high): &(Credits, Credits)| {
            (least.min(low), most.max(high))
        };
        let span = |blocks: &[(Credits, Credits)]| blocks.iter().fold((MOST, LEAST), join);
        Self { spans: blocks.chunks(SPAN / BLOCK).map(span).collect(), blocks }
    }

    /// The greatest value, if there is any.
    pub(super) fn greatest(&self) -> Option<Credits> {
        self.spans.iter().map(|&(_, most)| most).max()
    }

    /// The least value of `[from, to)`, which is not empty.
    pub(super) fn least(&self, (mut from, to): (usize, usize), value: impl Fn(usize) -> Credits) -> Credits {
        let mut least = MOST;
        while from < to {
            let (low, next) = if from.is_multiple_of(SPAN) && from + SPAN <= to {
                (self.spans[from / SPAN].0, from + SPAN)
            } else if from.is_multiple_of(BLOCK) && from + BLOCK <= to {
                (self.blocks[from / BLOCK].0, from + BLOCK)
            } else {
                (value(from), from + 1)
            };
            least = least.min(low);
            from = next;
        }
        least
    }

    /// The first place of `[from, to)` whose value is below `least` or above `most`.
    #[inline]
    pub(super) fn first_outside(
        &self,
        (mut from, to): (usize, usize),
        (least, most): (Credits, Credits),
        value: impl Fn(usize) -> Credits,
    ) -> Option<usize> {
        let reaches = |&(lowest, highest): &(Credits, Credits)| lowest < least || highest > most;
        while from < to {
            if from.is_multiple_of(SPAN) && !reaches(&self.spans[from / SPAN]) {
                from += SPAN;
                continue;
            }
            let end = (from / BLOCK + 1) * BLOCK;
            if reaches(&self.blocks[from / BLOCK]) {
                let outside = |&place: &usize| {
                    let value = value(place);
                    value < least || value > most
                };
                if let Some(place) = (from..end.min(to)).find(outside) {
                    return Some(place);
                }
            }
            from = end;
        }
        None
    }
}

const LEAST: Credits = Credits::new(i64::MIN);
pub(super) const MOST: Credits = Credits::new(i64::MAX);

#[cfg(test)]
impl Extremes {
    pub(super) fn of_column(values: &[i32]) -> Self {
        let credits = |value: Option<&i32>| Credits::new(i64::from(*value.unwrap()));
        let block = |block: &[i32]| (credits(block.iter().min()), credits(block.iter().max()));
        Self::of(values.chunks(BLOCK).map(block).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_outside_a_band_is_found_wherever_the_search_begins() {
        let mut number = 1_u32;
        let mut values = vec![0_i32; 9_000];
        for place in 1..values.len() {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            values[place] = values[place - 1] + i32::try_from(number >> 28).unwrap() - 8;
        }
        let credits = |value: i32| Credits::new(i64::from(value));
        let value = |place: usize| credits(values[place]);
        let extremes = Extremes::of_column(&values);
        assert_eq!(extremes.greatest(), values.iter().copied().max().map(credits));
        for (from, to) in [(0, 9_000), (63, 64), (64, 8_192), (4_096, 9_000), (5_000, 5_001), (8_999, 9_000)]
        {
            for width in [0, 1, 5, 40, 200, 5_000] {
                let band = (credits(values[from] - width), credits(values[from] + width / 2));
                let slow = (from..to).find(|&place| value(place) < band.0 || value(place) > band.1);
                assert_eq!(extremes.first_outside((from, to), band, value), slow, "{from}..{to} ±{width}");
            }
            let least = (from..to).map(value).min();
            assert_eq!(Some(extremes.least((from, to), value)), least, "{from}..{to}");
        }
    }
}
