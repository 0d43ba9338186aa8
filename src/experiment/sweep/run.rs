//! The replays of a sweep.

use super::beside::{Beside, Key, Told, worth_recording};
use super::blocks::{Blocks, Pass};
use super::cells::{Cells, Organisation, varied};
use super::grid::Grid;
use super::measure::{MEASURES, figures_of_brief};
use crate::demand::generate;
use crate::experiment::Crew;
use crate::replay::{FreeRun, Rules};
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
    /// How replays are done: the figures are the same.
    pub pace: Pace,
}

/// How the replays of a sweep are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Beside free runs, where enough cells share one.
    #[default]
    Jumping,
    /// All event by event.
    Plain,
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
    /// How its replays were done.
    pub told: Told,
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
        let runs = self.worth_recording(todo, crew, asked)?;
        let drawn = crew.map(pass.replications.clone(), |replication| {
            let record = |(index, scenario): (usize, &Scenario)| {
                let demand = generate(&scenario.plan, replication);
                Beside::of(demand, runs.get(index).map_or(&[], Vec::as_slice), replication)
            };
            let beside = needed(&replication).then(|| scenarios.iter().enumerate().map(record).collect());
            Ok(beside.map(|beside: Vec<Beside>| (replication, beside)))
        })?;
        let beside: BTreeMap<u32, Vec<Beside>> = drawn.into_iter().flatten().collect();
        let count = u32::try_from(todo.len()).unwrap_or(u32::MAX);
        crew.map(0..count, |number| {
            let block = todo[usize::try_from(number).unwrap_or(usize::MAX)];
            keep(self.replay_block(block, &beside, asked))
        })?;
        Ok(())
    }

    /// Of each organisation the rules whose free runs are worth recording for these blocks.
    fn worth_recording<E: Send>(
        &self,
        todo: &[usize],
        crew: &Crew,
        asked: &Asked<'_>,
    ) -> Result<Vec<Vec<Rules>>, E> {
        if self.pace == Pace::Plain {
            return Ok(Vec::new());
        }
        let mut cells: Vec<usize> = todo
            .iter()
            .flat_map(|&block| self.blocks.blocks[block].cells.clone())
            .filter(|&cell| (asked.cell)(cell))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        let count = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        let scenarios = |number: u32| {
            let cell = cells[usize::try_from(number).unwrap_or(usize::MAX)];
            settings(self.organisations, self.grid, self.cells, cell)
        };
        let keys: Vec<Vec<Key>> = crew.map(0..count, |number| {
            Ok(scenarios(number).iter().map(|scenario| FreeRun::key(&scenario.rules)).collect())
        })?;
        let of_organisation = |organisation: usize| {
            let keys: Vec<Key> = keys.iter().map(|keys| keys.get(organisation).copied().flatten()).collect();
            let worth = worth_recording(keys.iter().copied());
            worth
                .into_iter()
                .filter_map(|key| {
                    let number = keys.iter().position(|its| *its == Some(key))?;
                    let number = u32::try_from(number).ok()?;
                    Some(scenarios(number).into_iter().nth(organisation)?.rules)
                })
                .collect()
        };
        Ok((0..self.organisations.len()).map(of_organisation).collect())
    }

    fn replay_block(&self, number: usize, beside: &BTreeMap<u32, Vec<Beside>>, asked: &Asked<'_>) -> Done {
        let block = &self.blocks.blocks[number];
        let mut done = Done { block: number, values: Vec::new(), told: Told::default() };
        for cell in block.cells.clone() {
            if !(asked.cell)(cell) {
                done.values.extend(block.replications.clone().flat_map(|_| [f64::NAN; MEASURES]));
                continue;
            }
            let scenarios = settings(self.organisations, self.grid, self.cells, cell);
            let rules: Vec<(&Rules, Key)> =
                scenarios.iter().map(|scenario| (&scenario.rules, FreeRun::key(&scenario.rules))).collect();
            for replication in block.replications.clone() {
                let Some(beside) = beside.get(&replication) else { continue };
                self.weigh(rules.iter().zip(beside), replication, &mut done);
            }
        }
        done
    }

    /// Each measure's mean over organisations, by weight.
    fn weigh<'r>(
        &self,
        of: impl Iterator<Item = (&'r (&'r Rules, Key), &'r Beside)>,
        replication: u32,
        done: &mut Done,
    ) {
        let all: f64 = self.organisations.iter().map(|organisation| organisation.weight).sum();
        let mut sums = vec![0.0; MEASURES];
        for (((rules, key), beside), organisation) in of.zip(self.organisations) {
            let (brief, told) = beside.replay(rules, key, replication);
            done.told = done.told.and(told);
            let share = organisation.weight / all;
            for (sum, value) in sums.iter_mut().zip(figures_of_brief(&brief, rules)) {
                *sum += share * value;
            }
        }
        done.values.append(&mut sums);
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
