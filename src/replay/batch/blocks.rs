//! What blocks of events do to a balance, source by source.

use super::course::Event;

/// Sums of all events of a block, so that a replay crosses it without looking at any: of small blocks, and of larger
/// and larger ones.
#[derive(Debug)]
pub(super) struct Blocks {
    /// Entries of a row, at least one a source.
    pub(super) width: usize,
    /// Smallest first; one at least.
    levels: Vec<Level>,
    /// Events of a block in which they are counted.
    counted: usize,
    /// By such a block and source, and twice more at the end: the number of the source's events before it.
    counts: Vec<u32>,
}

/// Blocks of one size.
#[derive(Debug)]
struct Level {
    /// Events of a block, a power of two.
    size: usize,
    /// By block and source: the change of usable where all its work starts.
    changes: Vec<i32>,
    /// By block.
    extents: Vec<Extent>,
}

/// How far a balance can go in a block.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    /// The most that usable falls anywhere inside, from before the block; what work needs counts as taken.
    fall: i32,
    /// The most that it rises.
    rise: i32,
    /// The sources that occur, by number modulo 64.
    sources: u64,
}

/// Numbers that the compiler adds side by side.
const SIDE_BY_SIDE: usize = 8;
/// The fewest events of a block.
const FEWEST: usize = 32;
/// Blocks of one size in a block of the next.
const BRANCHES: usize = 4;
/// Sizes of blocks.
const LEVELS: usize = 4;

/// A set of sources, by number modulo 64.
#[inline]
pub(super) fn bit(source: usize) -> u64 {
    1 << (source % 64)
}

/// The size of the smallest blocks for so many sources: a block is crossed in as many steps as there are sources.
fn smallest(sources: usize) -> usize {
    (sources / 2).next_power_of_two().max(FEWEST)
}

impl Level {
    fn of(events: &[Event], size: usize, width: usize) -> Self {
        let count = events.len().div_ceil(size);
        let mut level = Self { size, changes: vec![0; count * width], extents: Vec::with_capacity(count) };
        for (events, changes) in events.chunks(size).zip(level.changes.chunks_exact_mut(width)) {
            let mut extent = Extent::default();
            for event in events {
                changes[event.source()] += event.change;
                extent.fall += event.need.max(-event.change);
                extent.rise += event.change.max(0);
                extent.sources |= bit(event.source());
            }
            level.extents.push(extent);
        }
        level
    }

    /// Blocks of these blocks.
    fn larger(&self, width: usize) -> Self {
        let mut changes = Vec::with_capacity(self.changes.len() / BRANCHES + width);
        for rows in self.changes.chunks(BRANCHES * width) {
            changes.extend((0..width).map(|source| rows.iter().skip(source).step_by(width).sum::<i32>()));
        }
        let sum = |extents: &[Extent]| {
            extents.iter().fold(Extent::default(), |all, extent| Extent {
                fall: all.fall + extent.fall,
                rise: all.rise + extent.rise,
                sources: all.sources | extent.sources,
            })
        };
        Self {
            size: self.size * BRANCHES,
            changes,
            extents: self.extents.chunks(BRANCHES).map(sum).collect(),
        }
    }

    /// The change of usable in a block by sources with a mask of all ones; others have zero.
    #[inline]
    fn change(&self, block: usize, masks: &[i32]) -> i64 {
        let row = block * masks.len();
        let changes = &self.changes[row..row + masks.len()];
        let mut sums = [0_i32; SIDE_BY_SIDE];
        for (changes, masks) in changes.chunks_exact(SIDE_BY_SIDE).zip(masks.chunks_exact(SIDE_BY_SIDE)) {
            for ((sum, change), mask) in sums.iter_mut().zip(changes).zip(masks) {
                // All changes of a block together are below 2³⁰ (`Course::of`), so that this never wraps.
                *sum = sum.wrapping_add(change & mask);
            }
        }
        sums.into_iter().map(i64::from).sum()
    }
}

impl Blocks {
    /// The most events that a block for so many sources has.
    pub(super) fn most(sources: usize) -> usize {
        (1..LEVELS).fold(smallest(sources), |size, _| size * BRANCHES)
    }

    pub(super) fn of(events: &[Event], sources: usize) -> Self {
        let size = smallest(sources);
        let width = sources.next_multiple_of(SIDE_BY_SIDE).max(SIDE_BY_SIDE);
        let mut levels = vec![Level::of(events, size, width)];
        while let Some(last) = levels.last().filter(|_| levels.len() < LEVELS) {
            levels.push(last.larger(width));
        }
        let mut all = vec![0_u32; width];
        let counted = size * BRANCHES;
        let mut counts = Vec::with_capacity((events.len() / counted + 3) * width);
        for events in events.chunks(counted) {
            counts.extend(&all);
            for event in events {
                all[event.source()] += 1;
            }
        }
        counts.extend(&all);
        counts.extend(&all);
        Self { width, levels, counted, counts }
    }

    /// The end of the largest block that begins at `from` and ends by `to`, and the change of usable in it, if usable stays
    /// inside the band everywhere in it, whichever of its work starts.
    #[inline]
    pub(super) fn cross(
        &self,
        (from, to): (usize, usize),
        (usable, (least, most)): (i64, (i64, i64)),
        (running, masks): (u64, &[i32]),
    ) -> Option<(usize, i64)> {
        let mut found = None;
        for level in &self.levels {
            let end = from + level.size;
            if from & (level.size - 1) != 0 || end > to {
                break;
            }
            let block = from / level.size;
            let extent = &level.extents[block];
            if extent.sources & running == 0 {
                found = Some((end, level, block, true));
            } else if usable - i64::from(extent.fall) >= least && usable + i64::from(extent.rise) <= most {
                found = Some((end, level, block, false));
            } else {
                break;
            }
        }
        let (end, level, block, is_empty) = found?;
        Some((end, if is_empty { 0 } else { level.change(block, masks) }))
    }

    /// The end of the smallest block with an event.
    #[inline]
    pub(super) fn end(&self, position: usize) -> usize {
        let size = self.levels[0].size;
        (position / size + 1) * size
    }

    /// How many events of a source there are before the block with `position`, and before the next one.
    #[inline]
    pub(super) fn counts(&self, source: usize, position: usize) -> (u32, u32) {
        let place = position / self.counted * self.width + source;
        (self.counts[place], self.counts[place + self.width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources of the test: more than fit one step side by side.
    const SOURCES: u32 = 11;

    fn events() -> Vec<Event> {
        let mut number = 5_u32;
        let mut draw = |most: u32| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 16) % most
        };
        let mut event = |row: u32| {
            // The last source is rare.
            let source = if draw(400) == 0 { SOURCES - 1 } else { draw(SOURCES - 1) };
            let change = 40 - draw(100).cast_signed();
            Event { source, row, change, need: draw(60).cast_signed().max(-change) }
        };
        (0..5_000).map(&mut event).collect()
    }

    #[test]
    fn crossing_a_block_is_stepping_through_it() {
        let (events, sources) = (events(), usize::try_from(SOURCES).unwrap());
        let blocks = Blocks::of(&events, sources);
        let (mut crossed, mut skipped) = (0, 0);
        for (mask, width) in [(0b111_1111_1111_u64, 4_000), (0b10_1011_0101, 1_500), (1 << 10, 300)] {
            let masks: Vec<i32> =
                (0..blocks.width).map(|source| -i32::from(mask >> source & 1 == 1)).collect();
            for from in (0..events.len()).step_by(32) {
                let band = (-width, width / 2);
                let to = events.len() - 100;
                let Some((end, change)) = blocks.cross((from, to), (0, band), (mask, &masks)) else {
                    continue;
                };
                assert!(end <= to);
                let mut usable = 0;
                for event in events[from..end].iter().filter(|event| masks[event.source()] != 0) {
                    assert!(usable - i64::from(event.need) >= band.0);
                    usable += i64::from(event.change);
                    assert!(band.0 <= usable && usable <= band.1);
                }
                assert_eq!(usable, change);
                crossed += 1;
                skipped += u32::from(mask == 1 << 10 && change == 0);
            }
        }
        assert!(crossed > 300 && skipped > 50, "{crossed} {skipped}");
    }

    #[test]
    fn events_of_a_source_are_counted_up_to_the_block_and_past_it() {
        let (events, sources) = (events(), usize::try_from(SOURCES).unwrap());
        let blocks = Blocks::of(&events, sources);
        for position in [0, 1, 127, 128, 4_999, 5_000] {
            for source in 0..sources {
                let own = events[..position].iter().filter(|event| event.source() == source).count();
                let (from, to) = blocks.counts(source, position);
                assert!((from..=to).contains(&u32::try_from(own).unwrap()), "{position} {source}");
            }
        }
    }
}
