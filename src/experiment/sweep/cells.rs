//! Which combinations are legal, and which of them want the same work to happen.

use super::grid::Grid;
use crate::experiment::Crew;
use crate::scenario::{Problems, Scenario};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// One organisation of a sweep.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// With its own settings.
    pub scenario: Scenario,
    /// Its share of every figure, relative to the others; above 0.
    pub weight: f64,
}

/// What a cell of a sweep is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Point {
    /// The scenario's own settings, where no combination has them.
    Own,
    /// A combination of the grid.
    Grid(u32),
}

/// The legal combinations, and the scenario's own settings (R-RANGES).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Those of one group beside each other, groups by their first point, points in order.
    pub points: Vec<Point>,
    /// Of each group its cells. Within a group the demand is the same (R-CRN).
    pub groups: Vec<Range<usize>>,
    /// The cell that has the scenario's own settings.
    pub baseline: usize,
    /// Combinations that break R-RANGES.
    pub left_out: u32,
}

/// Identifies demand, and rules.
type Digests = ([u8; 32], [u8; 32]);

/// A combination that cannot be checked, and why.
#[derive(Debug)]
pub struct BadPoint {
    /// Its settings.
    pub sets: Vec<String>,
    /// What is wrong with them, beyond R-RANGES.
    pub problems: Problems,
}

impl Cells {
    /// Checks every combination of `grid`.
    ///
    /// # Errors
    /// A combination is wrong in another way than by R-RANGES.
    pub fn of(organisations: &[Organisation], grid: &Grid, crew: &Crew) -> Result<Self, Box<BadPoint>> {
        let own = digests(organisations.iter().map(|organisation| &organisation.scenario));
        let checked = crew.map(0..grid.len(), |point| {
            let sets = grid.sets(point);
            match varied(organisations, &sets) {
                Ok(scenarios) => Ok(Some(digests(scenarios.iter()))),
                Err(problems) if problems.only_out_of_range() => Ok(None),
                Err(problems) => Err(Box::new(BadPoint { sets, problems })),
            }
        })?;
        let legal: Vec<(Point, Digests)> = (0..)
            .zip(&checked)
            .filter_map(|(point, digests)| Some((Point::Grid(point), (*digests)?)))
            .collect();
        let left_out = grid.len() - u32::try_from(legal.len()).unwrap_or(u32::MAX);
        let own_point =
            legal.iter().find(|(_, digests)| *digests == own).map_or(Point::Own, |&(point, _)| point);
        let extra = (own_point == Point::Own).then_some((Point::Own, own));
        Ok(Self::grouped(extra.into_iter().chain(legal).collect(), own_point, left_out))
    }

    fn grouped(all: Vec<(Point, Digests)>, own: Point, left_out: u32) -> Self {
        let mut group_of: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        let mut members: Vec<Vec<Point>> = Vec::new();
        for (point, (demand, _)) in all {
            let group = *group_of.entry(demand).or_insert(members.len());
            match members.get_mut(group) {
                Some(points) => points.push(point),
                None => members.push(vec![point]),
            }
        }
        let (mut points, mut groups) = (Vec::new(), Vec::new());
        for mut group in members {
            let from = points.len();
            points.append(&mut group);
            groups.push(from..points.len());
        }
        let baseline = points.iter().position(|&point| point == own).unwrap_or_default();
        Self { points, groups, baseline, left_out }
    }
}

/// The organisations with `sets` laid over them.
pub(super) fn varied(organisations: &[Organisation], sets: &[String]) -> Result<Vec<Scenario>, Problems> {
    organisations.iter().map(|organisation| organisation.scenario.with(sets)).collect()
}

fn digests<'a>(scenarios: impl Iterator<Item = &'a Scenario>) -> Digests {
    let (mut demand, mut rules) = (blake3::Hasher::new(), blake3::Hasher::new());
    for scenario in scenarios {
        demand.update(&scenario.plan.digest());
        rules.update(&scenario.rules.digest());
    }
    (*demand.finalize().as_bytes(), {
        rules.update(demand.finalize().as_bytes());
        *rules.finalize().as_bytes()
    })
}
