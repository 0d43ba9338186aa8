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

/// A legal combination: what identifies its demand, and whether its settings are the scenarios' own.
type Legal = (Point, [u8; 32], bool);

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
        let own = Own::of(organisations);
        let checked = crew.map(0..grid.len(), |point| {
            let sets = grid.sets(point);
            match varied(organisations, &sets) {
                Ok(scenarios) => Ok(Some((own.demand_of(&scenarios), own.is(&scenarios)))),
                Err(problems) if problems.only_out_of_range() => Ok(None),
                Err(problems) => Err(Box::new(BadPoint { sets, problems })),
            }
        })?;
        let legal = |(point, checked): (u32, Option<([u8; 32], bool)>)| {
            let (demand, is_own) = checked?;
            Some((Point::Grid(point), demand, is_own))
        };
        let legal: Vec<Legal> = (0..).zip(checked).filter_map(legal).collect();
        let left_out = grid.len() - u32::try_from(legal.len()).unwrap_or(u32::MAX);
        let own_point = legal.iter().find(|(.., is_own)| *is_own).map_or(Point::Own, |&(point, ..)| point);
        let extra = (own_point == Point::Own).then_some((Point::Own, own.demand, true));
        Ok(Self::grouped(extra.into_iter().chain(legal).collect(), own_point, left_out))
    }

    fn grouped(all: Vec<Legal>, own: Point, left_out: u32) -> Self {
        let mut group_of: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        let mut members: Vec<Vec<Point>> = Vec::new();
        for (point, demand, _) in all {
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

/// The organisations with their own settings, with which every combination is compared.
struct Own<'a> {
    organisations: &'a [Organisation],
    /// Identifies their demand.
    demand: [u8; 32],
}

impl<'a> Own<'a> {
    fn of(organisations: &'a [Organisation]) -> Self {
        let demand = demand_digest(organisations.iter().map(|organisation| &organisation.scenario));
        Self { organisations, demand }
    }

    /// Identifies the demand of the same organisations with other settings, which seldom is another one: to digest it
    /// takes longer than to replay it.
    fn demand_of(&self, scenarios: &[Scenario]) -> [u8; 32] {
        if self.all(scenarios, |own, scenario| own.plan == scenario.plan) {
            self.demand
        } else {
            demand_digest(scenarios.iter())
        }
    }

    /// True if these are their own settings.
    fn is(&self, scenarios: &[Scenario]) -> bool {
        self.all(scenarios, |own, scenario| own.rules == scenario.rules && own.plan == scenario.plan)
    }

    fn all(&self, scenarios: &[Scenario], alike: impl Fn(&Scenario, &Scenario) -> bool) -> bool {
        self.organisations.iter().zip(scenarios).all(|(own, scenario)| alike(&own.scenario, scenario))
    }
}

fn demand_digest<'a>(scenarios: impl Iterator<Item = &'a Scenario>) -> [u8; 32] {
    let mut demand = blake3::Hasher::new();
    for scenario in scenarios {
        demand.update(&scenario.plan.digest());
    }
    *demand.finalize().as_bytes()
}
