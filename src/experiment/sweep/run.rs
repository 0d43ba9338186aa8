//! The replays of a sweep.

use super::beside::{Beside, Followed, Key, Spent, Told, worth_recording};
use super::blocks::{Blocks, Pass};
use super::cells::{Cells, Organisation, varied};
use super::grid::Grid;
use super::measure::{MEASURES, figures_of_brief};
use crate::experiment::Crew;
use crate::replay::{Keyed, Rules};
use crate::scenario::Scenario;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

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

/// The rules of one cell, by organisation, with what identifies their free runs.
type Checked = Vec<(Rules, Key)>;

/// What is known of the cells of a pass before they are replayed.
#[derive(Debug, Default)]
struct Known {
    /// Of each organisation the rules of a cell: most others share its free run.
    keyed: Vec<Keyed>,
    keys: BTreeMap<usize, Vec<Key>>,
    /// Where they are few enough to keep, so that they need not be checked anew.
    rules: BTreeMap<usize, Checked>,
}

/// Sources of work in all rules that are kept: some 300 bytes each.
const MOST_KEPT: usize = 250_000;

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
        let mut spent = Spent::default();
        for pass in &self.blocks.passes[passes] {
            let has_cells =
                |block: &usize| self.blocks.blocks[*block].cells.clone().any(|cell| (asked.cell)(cell));
            let todo: Vec<usize> =
                pass.blocks.clone().filter(|&block| (asked.block)(block)).filter(has_cells).collect();
            if !todo.is_empty() {
                spent = self.run_pass(pass, (&todo, spent), crew, asked, &keep)?;
            }
        }
        Ok(())
    }

    /// In the memory of the pass before it; what it leaves itself.
    fn run_pass<E: Send>(
        &self,
        pass: &Pass,
        (todo, spent): (&[usize], Spent),
        crew: &Crew,
        asked: &Asked<'_>,
        keep: &(impl Fn(Done) -> Result<(), E> + Sync),
    ) -> Result<Spent, E> {
        let Some(first) = self.cells.groups.get(pass.group).map(|group| group.start) else {
            return Ok(spent);
        };
        let scenarios = settings(self.organisations, self.grid, self.cells, first);
        let needed = |replication: &u32| {
            todo.iter().any(|&block| self.blocks.blocks[block].replications.contains(replication))
        };
        let known = self.check(todo, &scenarios, crew, asked)?;
        let runs = self.worth_recording(&known);
        let spent = Mutex::new(spent);
        let drawn = crew.map(pass.replications.clone(), |replication| {
            let record = |(index, scenario): (usize, &Scenario)| {
                let followed = runs.get(index).map_or(&[][..], Vec::as_slice);
                Beside::of(&scenario.plan, followed, replication, &spent)
            };
            let beside = needed(&replication).then(|| scenarios.iter().enumerate().map(record).collect());
            Ok(beside.map(|beside: Vec<Beside>| (replication, beside)))
        })?;
        // What no one took is given back before the replays.
        drop(spent);
        let beside: BTreeMap<u32, Vec<Beside>> = drawn.into_iter().flatten().collect();
        let count = u32::try_from(todo.len()).unwrap_or(u32::MAX);
        crew.map(0..count, |number| {
            let block = todo[usize::try_from(number).unwrap_or(usize::MAX)];
            keep(self.replay_block(block, (&beside, &known), asked))
        })?;
        Ok(beside.into_values().flatten().collect())
    }

    /// Checks the cells of these blocks.
    fn check<E: Send>(
        &self,
        todo: &[usize],
        scenarios: &[Scenario],
        crew: &Crew,
        asked: &Asked<'_>,
    ) -> Result<Known, E> {
        let keyed: Vec<Keyed> = scenarios.iter().map(|scenario| Keyed::of(&scenario.rules)).collect();
        let cells = self.cells_of(todo, asked);
        let sources: usize = scenarios.iter().map(|scenario| scenario.rules.work.len()).sum();
        let keeps = cells.len().saturating_mul(sources) <= MOST_KEPT;
        if !keeps && self.pace == Pace::Plain {
            return Ok(Known { keyed, ..Known::default() });
        }
        let count = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        let check = |number: u32| {
            let cell = cells[usize::try_from(number).unwrap_or(usize::MAX)];
            let rules = self.rules_of(cell, &keyed);
            let keys: Vec<Key> = rules.iter().map(|(_, key)| *key).collect();
            Ok((cell, keys, keeps.then_some(rules)))
        };
        let checked = crew.map(0..count, check)?;
        let mut known = Known { keyed, ..Known::default() };
        for (cell, keys, rules) in checked {
            known.keys.insert(cell, keys);
            known.rules.extend(rules.map(|rules| (cell, rules)));
        }
        Ok(known)
    }

    /// The cells of blocks that are asked for, each once.
    fn cells_of(&self, todo: &[usize], asked: &Asked<'_>) -> Vec<usize> {
        let blocks = todo.iter().map(|&block| &self.blocks.blocks[block]);
        let mut cells: Vec<usize> =
            blocks.flat_map(|block| block.cells.clone()).filter(|&cell| (asked.cell)(cell)).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    fn rules_of(&self, cell: usize, keyed: &[Keyed]) -> Checked {
        let scenarios = settings(self.organisations, self.grid, self.cells, cell);
        let with_key = |(place, scenario): (usize, Scenario)| {
            let rules = scenario.rules;
            let key = keyed.get(place).and_then(|keyed| keyed.key_of(&rules));
            (rules, key)
        };
        scenarios.into_iter().enumerate().map(with_key).collect()
    }

    /// The rules of a cell, checked anew where they were not kept.
    fn known_rules<'k>(&self, known: &'k Known, cell: usize) -> Cow<'k, Checked> {
        known.rules.get(&cell).map_or_else(|| Cow::Owned(self.rules_of(cell, &known.keyed)), Cow::Borrowed)
    }

    /// Of each organisation the rules whose free runs are worth recording.
    fn worth_recording(&self, known: &Known) -> Vec<Vec<Followed>> {
        if self.pace == Pace::Plain {
            return Vec::new();
        }
        let of_organisation = |organisation: usize| {
            let keys =
                || known.keys.iter().map(|(cell, keys)| (*cell, keys.get(organisation).copied().flatten()));
            let worth = worth_recording(keys().map(|(_, key)| key));
            let with_key = |(key, cells)| {
                let (cell, _) = keys().find(|(_, its)| *its == Some(key))?;
                let rules = self.known_rules(known, cell).get(organisation)?.0.clone();
                Some(Followed { key, rules, cells })
            };
            worth.into_iter().filter_map(with_key).collect()
        };
        (0..self.organisations.len()).map(of_organisation).collect()
    }

    fn replay_block(
        &self,
        number: usize,
        (beside, known): (&BTreeMap<u32, Vec<Beside>>, &Known),
        asked: &Asked<'_>,
    ) -> Done {
        let block = &self.blocks.blocks[number];
        let asked_for = block.cells.clone().filter(|&cell| (asked.cell)(cell));
        let cells: Vec<Cow<'_, Checked>> = asked_for.map(|cell| self.known_rules(known, cell)).collect();
        let mut told = Told::default();
        // By replication, then cell.
        let mut figures: Vec<Vec<f64>> = Vec::new();
        for replication in block.replications.clone() {
            if let Some(beside) = beside.get(&replication) {
                figures.extend(self.weigh(&cells, beside, replication, &mut told));
            }
        }
        let mut values = Vec::new();
        let mut place = 0;
        for cell in block.cells.clone() {
            if (asked.cell)(cell) {
                values.extend(figures.iter().skip(place).step_by(cells.len()).flatten());
                place += 1;
            } else {
                values.extend(block.replications.clone().flat_map(|_| [f64::NAN; MEASURES]));
            }
        }
        Done { block: number, values, told }
    }

    /// Of each cell each measure's mean over organisations, by weight.
    fn weigh(
        &self,
        cells: &[Cow<'_, Checked>],
        beside: &[Beside],
        replication: u32,
        told: &mut Told,
    ) -> Vec<Vec<f64>> {
        let all: f64 = self.organisations.iter().map(|organisation| organisation.weight).sum();
        let mut sums = vec![vec![0.0; MEASURES]; cells.len()];
        for (place, (beside, organisation)) in beside.iter().zip(self.organisations).enumerate() {
            let rules: Vec<&(Rules, Key)> = cells.iter().filter_map(|cell| cell.get(place)).collect();
            let (briefs, how) = beside.replay(&rules, replication);
            *told = told.and(how);
            let share = organisation.weight / all;
            for (sums, ((rules, _), brief)) in sums.iter_mut().zip(rules.iter().zip(&briefs)) {
                for (sum, value) in sums.iter_mut().zip(figures_of_brief(brief, rules)) {
                    *sum += share * value;
                }
            }
        }
        sums
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
