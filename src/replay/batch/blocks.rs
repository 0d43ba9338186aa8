//! What blocks of events do to a balance, source by source.

use super::course::Event;
use super::strand::Strand;

/// Sums of all events of a block, so that a replay crosses it without looking at any.
#[derive(Debug)]
pub(super) struct Blocks {
    /// Events of a block.
    pub(super) size: usize,
    /// Entries of a row, at least one a source.
    pub(super) width: usize,
    /// By block and source: the change of usable where all its work starts.
    changes: Vec<i32>,
    /// By block and source, and once more at the end: the number of the source's events before it.
    counts: Vec<u32>,
    /// The most that usable falls anywhere inside, from before the block; what work needs counts as taken.
    falls: Vec<i32>,
    /// The most that it rises.
    rises: Vec<i32>,
    /// The sources that occur, by number modulo 64.
    sources: Vec<u64>,
}

/// Numbers that the compiler adds side by side.
const SIDE_BY_SIDE: usize = 8;
/// The fewest events of a block.
const FEWEST: usize = 64;

/// A set of sources, by number modulo 64.
#[inline]
pub(super) fn bit(source: usize) -> u64 {
    1 << (source % 64)
}

impl Blocks {
    /// The size of blocks for so many sources: a block is crossed in as many steps as there are sources.
    pub(super) fn size(sources: usize) -> usize {
        sources.next_power_of_two().max(FEWEST)
    }

    pub(super) fn of(events: &[Event], strands: &[Strand]) -> Self {
        let size = Self::size(strands.len());
        let width = strands.len().next_multiple_of(SIDE_BY_SIDE);
        let count = events.len().div_ceil(size);
        let mut blocks = Self {
            size,
            width,
            changes: vec![0; count * width],
            counts: Vec::with_capacity((count + 1) * width),
            falls: Vec::with_capacity(count),
            rises: Vec::with_capacity(count),
            sources: Vec::with_capacity(count),
        };
        let mut counts = vec![0_u32; width];
        for (block, events) in events.chunks(size).enumerate() {
            blocks.counts.extend(&counts);
            let changes = &mut blocks.changes[block * width..(block + 1) * width];
            let (mut fall, mut rise, mut sources) = (0, 0, 0);
            for event in events {
                let source = event.source();
                changes[source] += event.change;
                counts[source] += 1;
                fall += event.need.max(-event.change);
                rise += event.change.max(0);
                sources |= bit(source);
            }
            blocks.falls.push(fall);
            blocks.rises.push(rise);
            blocks.sources.push(sources);
        }
        blocks.counts.extend(&counts);
        blocks
    }

    /// True if none of `sources` occurs in a block.
    #[inline]
    pub(super) fn is_empty_of(&self, block: usize, sources: u64) -> bool {
        self.sources[block] & sources == 0
    }

    /// True if usable stays inside the band everywhere in a block, whichever of its work starts.
    #[inline]
    pub(super) fn stays_inside(&self, block: usize, usable: i64, (least, most): (i64, i64)) -> bool {
        usable - i64::from(self.falls[block]) >= least && usable + i64::from(self.rises[block]) <= most
    }

    /// The change of usable in a block by sources with a mask of all ones; others have zero.
    #[inline]
    pub(super) fn change(&self, block: usize, masks: &[i32]) -> i64 {
        let changes = &self.changes[block * self.width..(block + 1) * self.width];
        let mut sums = [0_i32; SIDE_BY_SIDE];
        for (changes, masks) in changes.chunks_exact(SIDE_BY_SIDE).zip(masks.chunks_exact(SIDE_BY_SIDE)) {
            for ((sum, change), mask) in sums.iter_mut().zip(changes).zip(masks) {
                // All changes of a block together are below 2³⁰ (`Course::of`), so that this never wraps.
                *sum = sum.wrapping_add(change & mask);
            }
        }
        sums.into_iter().map(i64::from).sum()
    }

    /// For each source the number of its events before the block of `position`.
    #[inline]
    pub(super) fn counts(&self, position: usize) -> &[u32] {
        let row = position / self.size * self.width;
        &self.counts[row..row + self.width]
    }
}
