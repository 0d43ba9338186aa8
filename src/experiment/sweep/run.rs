//! The replays of a sweep.

use super::blocks::{Block, Blocks, Pass};
use super::cells::{Cells, Organisation, varied};
use super::grid::Grid;
use super::measure::{MEASURES, figures_of};
use crate::demand::{Demand, generate};
use crate::experiment::Crew;
use crate::replay::{Rules, replay};
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::ops::Range;

/// A sweep, ready to run.
#[derive(Debug)]
pub struct Work<'a> {
    /// One or several, replayed with the same settings.
    pub organisations: &'a [Organisation],
    /// The combinations.
    pub grid: &'a Grid,
    /// Those that are legal.
    pub cells: &'a Cells,
    /// How it is cut.
    pub blocks: &'a Blocks,
}

/// Which part of a round is asked for.
pub struct Asked<'a> {
    /// Blocks, by their index.
    pub block: &'a (dyn Fn(usize) -> bool + Sync),
    /// Cells, by their index; the figures of others in the same block are not a number.
    pub cell: &'a (dyn Fn(usize) -> bool + Sync),
}

/// The figures of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The index of the block.
    pub block: usize,
    /// By cell, then replication, then measure.
    pub values: Vec<f64>,
}

impl Done {
    /// How many replays: cells that were not asked for have none.
    pub fn replays(&self) -> u64 {
        let rows = self.values.chunks_exact(MEASURES).filter(|row| !row[0].is_nan());
        u64::try_from(rows.count()).unwrap_or(u64::MAX)
    }
}

impl Work<'_> {
    /// Records that one replication of each group's demand is expected to have.
    pub fn expected_records(organisations: &[Organisation], grid: &Grid, cells: &Cells) -> Vec<u64> {
        let of_group = |group: &Range<usize>| {
            let scenarios = settings(organisations, grid, cells, group.start);
            let records: f64 = scenarios.iter().map(|scenario| scenario.plan.expected_records()).sum();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
            let records = records.ceil() as u64;
            records
        };
        cells.groups.iter().map(of_group).collect()
    }

    /// Does every block of a round that `asked` asks for, side by side; each is given to `keep` when it is done, in any
    /// order.
    ///
    /// Demand is generated once for each replication of a pass that has work to do, whatever the cells (R-CRN).
    ///
    /// # Errors
    /// The first error of `keep`; blocks not yet begun are then left.
    pub fn run<E: Send>(
        &self,
        crew: &Crew,
        round: usize,
        asked: &Asked<'_>,
        keep: impl Fn(Done) -> Result<(), E> + Sync,
    ) -> Result<(), E> {
        let passes = self.blocks.rounds.get(round).cloned().unwrap_or_default();
        for pass in &self.blocks.passes[passes] {
            let has_cells =
                |block: &usize| self.blocks.blocks[*block].cells.clone().any(|cell| (asked.cell)(cell));
            let todo: Vec<usize> =
                pass.blocks.clone().filter(|&block| (asked.block)(block)).filter(has_cells).collect();
            if !todo.is_empty() {
                self.run_pass(pass, &todo, crew, asked, &keep)?;
            }
        }
        Ok(())
    }

    fn run_pass<E: Send>(
        &self,
        pass: &Pass,
        todo: &[usize],
        crew: &Crew,
        asked: &Asked<'_>,
        keep: &(impl Fn(Done) -> Result<(), E> + Sync),
    ) -> Result<(), E> {
        let Some(first) = self.cells.groups.get(pass.group).map(|group| group.start) else { return Ok(()) };
        let scenarios = settings(self.organisations, self.grid, self.cells, first);
        let needed = |replication: &u32| {
            todo.iter().any(|&block| self.blocks.blocks[block].replications.contains(replication))
        };
        let drawn = crew.map(pass.replications.clone(), |replication| {
            let draw = |scenario: &Scenario| generate(&scenario.plan, replication);
            let demand = needed(&replication).then(|| scenarios.iter().map(draw).collect());
            Ok(demand.map(|demand: Vec<Demand>| (replication, demand)))
        })?;
        let demand: BTreeMap<u32, Vec<Demand>> = drawn.into_iter().flatten().collect();
        let count = u32::try_from(todo.len()).unwrap_or(u32::MAX);
        crew.map(0..count, |number| {
            let block = todo[usize::try_from(number).unwrap_or(usize::MAX)];
            keep(Done { block, values: self.replay_block(&self.blocks.blocks[block], &demand, asked) })
        })?;
        Ok(())
    }

    fn replay_block(
        &self,
        block: &Block,
        demand: &BTreeMap<u32, Vec<Demand>>,
        asked: &Asked<'_>,
    ) -> Vec<f64> {
        let mut values = Vec::new();
        for cell in block.cells.clone() {
            if !(asked.cell)(cell) {
                values.extend(block.replications.clone().flat_map(|_| [f64::NAN; MEASURES]));
                continue;
            }
            let scenarios = settings(self.organisations, self.grid, self.cells, cell);
            for replication in block.replications.clone() {
                let Some(demand) = demand.get(&replication) else { continue };
                let rules = scenarios.iter().map(|scenario| &scenario.rules);
                self.weigh(rules.zip(demand), replication, &mut values);
            }
        }
        values
    }

    /// Each measure's mean over organisations, by weight.
    fn weigh<'r>(
        &self,
        of: impl Iterator<Item = (&'r Rules, &'r Demand)>,
        replication: u32,
        values: &mut Vec<f64>,
    ) {
        let all: f64 = self.organisations.iter().map(|organisation| organisation.weight).sum();
        let mut sums = vec![0.0; MEASURES];
        for ((rules, demand), organisation) in of.zip(self.organisations) {
            let figures = figures_of(&replay(demand, rules, replication), rules);
            let share = organisation.weight / all;
            for (sum, value) in sums.iter_mut().zip(figures) {
                *sum += share * value;
            }
        }
        values.append(&mut sums);
    }
}

/// The scenarios of a cell. Every cell has been checked ([`Cells::of`]), so that none is missing.
fn settings(organisations: &[Organisation], grid: &Grid, cells: &Cells, cell: usize) -> Vec<Scenario> {
    let sets = match cells.points[cell] {
        super::Point::Own => Vec::new(),
        super::Point::Grid(point) => grid.sets(point),
    };
    varied(organisations, &sets).unwrap_or_default()
}
