//! A sweep as far as its results need it: which cells, how cut, and what is asked of them.

use super::blocks::Blocks;
use super::cells::{Cells, Organisation};
use super::goal::Goal;
use super::grid::Grid;
use super::run::Work;
use super::screen::screening_rounds;
use crate::experiment::Confidence;
use crate::units::digest;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a sweep is, without the organisations themselves: enough to read its figures, and to tell whether two parts
/// belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The program's version: another one may draw or count differently.
    pub version: String,
    /// The organisations.
    pub organisations: Vec<Member>,
    /// The combinations.
    pub grid: Grid,
    /// The legal ones.
    pub cells: Cells,
    /// Replications of each cell, at least 1.
    pub replications: u32,
    /// Of intervals, above 0 and below 1.
    pub confidence: f64,
    /// What to optimise, if anything.
    pub goal: Option<Goal>,
    /// Replays to spend where cells are hard to tell apart; `None`: every cell has all replications.
    pub budget: Option<u64>,
    /// Records that a replication of each group's demand is expected to have; decides how the work is cut.
    pub records: Vec<u64>,
    /// How to run it again, for people; two that differ in it only are the same.
    pub command: String,
}

/// One organisation of a sweep, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The scenario's name.
    pub name: String,
    /// Its policy's name.
    pub policy: String,
    /// Its seed.
    pub seed: u64,
    /// Its weight.
    pub weight: f64,
    /// Identifies its plan and rules.
    pub digest: String,
}

/// What a sweep needs besides its organisations and grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Replications of each cell, at least 1.
    pub replications: u32,
    /// Of intervals, above 0 and below 1.
    pub confidence: f64,
    /// What to optimise, if anything.
    pub goal: Option<Goal>,
    /// Replays to spend at most, if cells are to be screened.
    pub budget: Option<u64>,
}

impl Study {
    /// Of these organisations.
    pub fn of(organisations: &[Organisation], grid: Grid, cells: Cells, terms: Terms) -> Self {
        let records = Work::expected_records(organisations, &grid, &cells);
        let member = |Organisation { scenario, weight }: &Organisation| Member {
            name: scenario.name.clone(),
            policy: scenario.policy.name.clone(),
            seed: scenario.seed,
            weight: *weight,
            digest: blake3::Hash::from_bytes(digest(&(scenario.plan.digest(), scenario.rules.digest())))
                .to_hex()
                .to_string(),
        };
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            organisations: organisations.iter().map(member).collect(),
            records,
            grid,
            cells,
            replications: terms.replications,
            confidence: terms.confidence,
            goal: terms.goal,
            budget: terms.budget,
            command: String::new(),
        }
    }

    /// How its work is cut.
    pub fn blocks(&self) -> Blocks {
        Blocks::of(&self.cells, &self.rounds(), &self.records)
    }

    /// The replications of each round: all at once, or with a budget ever more of them.
    pub fn rounds(&self) -> Vec<Range<u32>> {
        match self.budget {
            None => std::iter::once(0..self.replications).collect(),
            Some(_) => screening_rounds(self.replications),
        }
    }

    /// Of its intervals.
    pub fn confidence(&self) -> Confidence {
        Confidence::new(self.confidence).unwrap_or(Confidence::DEFAULT)
    }

    /// Why figures of `other` are not figures of this one: the first thing in which they differ; `None` if they are
    /// the same study.
    pub fn unlike(&self, other: &Self) -> Option<String> {
        if self.version != other.version {
            return Some(format!("it was made by version {}, this is {}", other.version, self.version));
        }
        let names = |study: &Self| -> Vec<String> {
            study.organisations.iter().map(|member| member.name.clone()).collect()
        };
        if names(self) != names(other) {
            return Some(format!("it is of {}, not of {}", names(other).join(", "), names(self).join(", ")));
        }
        for (own, its) in self.organisations.iter().zip(&other.organisations) {
            let name = &own.name;
            if own.seed != its.seed {
                return Some(format!("its seed for {name} is {}, not {}", its.seed, own.seed));
            }
            if own.digest != its.digest || own.policy != its.policy {
                return Some(format!("scenario {name} or a file that it names has changed since"));
            }
            if own.weight.total_cmp(&its.weight).is_ne() {
                return Some(format!("its weight of {name} is {}, not {}", its.weight, own.weight));
            }
        }
        if self.replications != other.replications {
            return Some(format!("it has {} replications, not {}", other.replications, self.replications));
        }
        if self.grid != other.grid || self.cells != other.cells {
            return Some("its axes are others".to_owned());
        }
        let same = Self { command: self.command.clone(), ..other.clone() };
        (*self != same).then(|| "its confidence, goal or budget is another".to_owned())
    }
}
