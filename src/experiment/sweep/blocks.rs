//! How the work of a sweep is cut: the same way on any number of threads, so that parts of it can be done
//! elsewhere, or later.

use super::cells::Cells;
use std::ops::Range;

/// Replays that are done together: every one of these cells with every one of these replications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which group's demand.
    pub group: usize,
    /// Indices into [`Cells::points`].
    pub cells: Range<usize>,
    /// Replications.
    pub replications: Range<u32>,
}

impl Block {
    /// How many replays.
    pub fn replays(&self) -> u64 {
        let cells = u64::try_from(self.cells.len()).unwrap_or(u64::MAX);
        cells * u64::from(self.replications.end - self.replications.start)
    }
}

/// Blocks whose demand is in memory together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// Which group's demand.
    pub group: usize,
    /// Of which replications.
    pub replications: Range<u32>,
    /// Indices of its blocks among all.
    pub blocks: Range<usize>,
}

/// All of a sweep's work, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// In the order of the passes.
    pub blocks: Vec<Block>,
    /// In order.
    pub passes: Vec<Pass>,
    /// Of each round, its passes.
    pub rounds: Vec<Range<usize>>,
}

/// Demand in memory at once, in records; some 30 bytes each, and for each of up to two free runs 63 more, or with a
/// course 190.
const MOST_RECORDS: f64 = 2_500_000.0;
/// Demand records replayed by one block: half a second, if it is done event by event.
const BLOCK_RECORDS: f64 = 24_000_000.0;
/// The most cells of a block.
const MOST_CELLS: f64 = 256.0;

impl Blocks {
    /// Of `cells`, each replayed in the replications of every one of `rounds`, one round after the other; `records` are
    /// expected of one replication's demand, by group.
    pub fn of(cells: &Cells, rounds: &[Range<u32>], records: &[u64]) -> Self {
        let mut all = Self { blocks: Vec::new(), passes: Vec::new(), rounds: Vec::new() };
        for round in rounds {
            let from = all.passes.len();
            for (group, members) in cells.groups.iter().enumerate() {
                let records = real(records.get(group).copied().unwrap_or(1).max(1));
                let together = whole(MOST_RECORDS / records, 2, round.end - round.start);
                for pass in cut(round.clone(), together) {
                    all.add_pass(group, members, pass, records);
                }
            }
            all.rounds.push(from..all.passes.len());
        }
        all
    }

    fn add_pass(&mut self, group: usize, members: &Range<usize>, pass: Range<u32>, records: f64) {
        let from = self.blocks.len();
        let member = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        // Many cells of one replication are sooner done than one cell of many: they share its free run.
        let replays = BLOCK_RECORDS / records;
        let cells = whole(replays.min(MOST_CELLS), 1, member(members.len()));
        let each = whole(replays / f64::from(cells), 1, pass.end - pass.start);
        for part in cut(member(members.start)..member(members.end), cells) {
            for replications in cut(pass.clone(), each) {
                let index = |member: u32| usize::try_from(member).unwrap_or(usize::MAX);
                let cells = index(part.start)..index(part.end);
                self.blocks.push(Block { group, cells, replications });
            }
        }
        self.passes.push(Pass { group, replications: pass, blocks: from..self.blocks.len() });
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of records; decides only how work is cut")]
const fn real(count: u64) -> f64 {
    count as f64
}

/// `number` rounded down, but from `least` to `most`, of which `most` wins.
fn whole(number: f64, least: u32, most: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, then clamped")]
    let whole = number as u32;
    whole.max(least).min(most.max(1))
}

/// Consecutive ranges of `size`, the last one shorter.
fn cut(range: Range<u32>, size: u32) -> impl Iterator<Item = Range<u32>> {
    let end = range.end;
    let step = usize::try_from(size.max(1)).unwrap_or(usize::MAX);
    range.step_by(step).map(move |from| from..from.saturating_add(size).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sweep::Point;

    fn cells(groups: &[usize]) -> Cells {
        let mut from = 0;
        let mut range = |size: &usize| {
            let range = from..from + size;
            from = range.end;
            range
        };
        let groups: Vec<Range<usize>> = groups.iter().map(&mut range).collect();
        let points = (0..u32::try_from(from).unwrap()).map(Point::Grid).collect();
        Cells { points, groups, baseline: 0, left_out: 0 }
    }

    #[test]
    fn every_cell_and_replication_is_in_one_block() {
        for records in [10, 5_000, 400_000, 50_000_000] {
            let cells = cells(&[1, 700, 3]);
            let all = Blocks::of(&cells, &[0..4, 4..25], &[records; 3]);
            let mut times = vec![0; 704 * 25];
            for (number, pass) in all.passes.iter().enumerate() {
                assert_eq!(
                    pass.blocks.start,
                    if number == 0 { 0 } else { all.passes[number - 1].blocks.end }
                );
                for block in &all.blocks[pass.blocks.clone()] {
                    assert_eq!(block.group, pass.group);
                    assert!(pass.replications.start <= block.replications.start);
                    assert!(pass.replications.end >= block.replications.end);
                    for cell in block.cells.clone() {
                        assert!(cells.groups[block.group].contains(&cell));
                        for replication in block.replications.clone() {
                            times[cell * 25 + usize::try_from(replication).unwrap()] += 1;
                        }
                    }
                }
            }
            assert!(times.iter().all(|&times| times == 1), "{records}");
            assert!(all.passes[all.rounds[0].clone()].iter().all(|pass| pass.replications.end <= 4));
            assert!(all.passes[all.rounds[1].clone()].iter().all(|pass| pass.replications.start >= 4));
            let replays: u64 = all.blocks.iter().map(Block::replays).sum();
            assert_eq!(replays, 704 * 25);
        }
    }

    #[test]
    fn blocks_are_short_and_passes_fit_into_memory() {
        let whole: Vec<Range<u32>> = cut(0..20, 20).collect();
        let all = Blocks::of(&cells(&[2_002]), &whole, &[400_000]);
        assert!(all.blocks.iter().all(|block| block.replays() <= 60 && block.replications.len() == 1));
        assert!(all.passes.iter().all(|pass| pass.replications.len() <= 6));
        let all = Blocks::of(&cells(&[2_002]), &whole, &[100_000_000]);
        assert!(all.blocks.iter().all(|block| block.replays() == 1));
        assert!(all.passes.iter().all(|pass| pass.replications.len() == 2));
    }
}
