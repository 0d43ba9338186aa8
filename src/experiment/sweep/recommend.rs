//! Which cell to choose, and how sure that is.

use super::cells::{Cells, Point};
use super::goal::{Candidate, Goal, Standing};
use super::grid::Grid;
use super::table::Rows;
use crate::experiment::{Confidence, Estimate, differences};

/// What a sweep recommends.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    /// The best cell that meets every limit; `None` if none does.
    pub chosen: Option<Candidate>,
    /// Where none does: the cell that comes closest.
    pub closest: Option<Candidate>,
    /// Cells that meet every limit and whose objective cannot be told from the chosen one's, nearest first.
    pub tied: Vec<Tied>,
    /// Better cells of which it is open whether they meet the limits, best first.
    pub open: Vec<Open>,
    /// One step along each axis from the chosen cell; none of a sample.
    pub neighbours: Vec<Neighbour>,
}

/// A cell as good as the chosen one, as far as these replications tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Tied {
    /// Its index.
    pub cell: usize,
    /// Its objective less the chosen one's, paired.
    pub difference: Estimate,
    /// The replications that would tell them apart; `None` if they are equal.
    pub needed: Option<u32>,
}

/// A better cell that may or may not meet the limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// As the goal sees it.
    pub candidate: Candidate,
    /// Its objective less the chosen one's, paired; `None` if no cell is chosen.
    pub difference: Option<Estimate>,
    /// The replications that would decide its limits; `None` if it stands at one.
    pub needed: Option<u32>,
}

/// A cell beside the chosen one.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// The index of the axis.
    pub axis: usize,
    /// The value there, as TOML text.
    pub value: String,
    /// How it compares.
    pub verdict: Verdict,
}

/// How a neighbour compares with the chosen cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It breaks R-RANGES.
    Illegal,
    /// A limit, by its index in the goal, is not met, or not certainly.
    Limit {
        /// Which limit.
        limit: usize,
        /// Whether it is broken or open.
        standing: Standing,
        /// The limited measure.
        estimate: Estimate,
    },
    /// It meets the limits; its objective less the chosen one's, paired.
    Objective(Estimate),
}

/// Finds the recommendation among `candidates`, the cells by index; `rows` gives their figures.
///
/// # Errors
/// Those of `rows`.
pub fn recommend<E>(
    goal: &Goal,
    candidates: &[Candidate],
    (grid, cells): (&Grid, &Cells),
    confidence: Confidence,
    mut rows: impl FnMut(usize) -> Result<Rows, E>,
) -> Result<Recommendation, E> {
    let met = candidates.iter().filter(|candidate| goal.is_met(candidate));
    let Some(chosen) = met.min_by(|a, b| goal.better(a, b)) else {
        let least = |a: &&Candidate, b: &&Candidate| {
            goal.excess(a).total_cmp(&goal.excess(b)).then_with(|| goal.better(a, b))
        };
        let open = candidates.iter().filter(|candidate| is_open(goal, candidate));
        let mut open: Vec<Open> = open.map(|candidate| opened(goal, candidate, None, confidence)).collect();
        open.sort_by(|a, b| goal.better(&a.candidate, &b.candidate));
        let closest = candidates.iter().min_by(least).cloned();
        return Ok(Recommendation { chosen: None, closest, tied: Vec::new(), open, neighbours: Vec::new() });
    };
    let own = rows(chosen.cell)?.sample(goal.objective);
    let mut against = |candidate: &Candidate| -> Result<Option<Estimate>, E> {
        let sample = rows(candidate.cell)?.sample(goal.objective);
        Ok(Estimate::of(&differences(&sample, &own), confidence))
    };
    let (mut tied, mut open) = (Vec::new(), Vec::new());
    for candidate in candidates.iter().filter(|candidate| candidate.cell != chosen.cell) {
        if goal.is_met(candidate) {
            let Some(difference) = against(candidate)? else { continue };
            if !difference.differs_from_zero() {
                let needed = difference.replications_to_resolve(difference.mean, confidence);
                tied.push(Tied { cell: candidate.cell, difference, needed });
            }
        } else if is_open(goal, candidate) && goal.cost(candidate) < goal.cost(chosen) {
            let difference = against(candidate)?;
            open.push(opened(goal, candidate, difference, confidence));
        }
    }
    tied.sort_by(|a, b| {
        a.difference.mean.abs().total_cmp(&b.difference.mean.abs()).then(a.cell.cmp(&b.cell))
    });
    open.sort_by(|a, b| goal.better(&a.candidate, &b.candidate));
    let mut neighbours = Vec::new();
    for (axis, value, cell) in beside(grid, cells, chosen.cell) {
        let candidate = cell.and_then(|cell| candidates.iter().find(|candidate| candidate.cell == cell));
        let verdict = match candidate {
            None => Verdict::Illegal,
            Some(candidate) => match worst_limit(goal, candidate) {
                Some((limit, standing, estimate)) => Verdict::Limit { limit, standing, estimate },
                None => match against(candidate)? {
                    Some(difference) => Verdict::Objective(difference),
                    None => continue,
                },
            },
        };
        neighbours.push(Neighbour { axis, value, verdict });
    }
    Ok(Recommendation { chosen: Some(chosen.clone()), closest: None, tied, open, neighbours })
}

/// Not all limits are met, and none is certainly broken.
fn is_open(goal: &Goal, candidate: &Candidate) -> bool {
    goal.standings(candidate).max() == Some(Standing::Undecided)
}

fn opened(goal: &Goal, candidate: &Candidate, difference: Option<Estimate>, confidence: Confidence) -> Open {
    let needed =
        goal.limits.iter().zip(&candidate.limited).map(|(&(_, most), estimate)| {
            match Standing::of(estimate, most) {
                Standing::Undecided => estimate.replications_to_resolve(most - estimate.mean, confidence),
                Standing::Met | Standing::Broken => Some(estimate.replications),
            }
        });
    let needed = needed.reduce(|a, b| Some(a?.max(b?))).flatten();
    Open { candidate: candidate.clone(), difference, needed }
}

/// The limit that a candidate breaks most plainly.
fn worst_limit(goal: &Goal, candidate: &Candidate) -> Option<(usize, Standing, Estimate)> {
    let standings = goal.standings(candidate).enumerate();
    let (limit, standing) =
        standings.filter(|&(_, standing)| standing != Standing::Met).max_by_key(|&(_, standing)| standing)?;
    Some((limit, standing, candidate.limited[limit]))
}

/// One step down and up on every axis: axis, value, and the cell if it is legal.
fn beside(grid: &Grid, cells: &Cells, cell: usize) -> Vec<(usize, String, Option<usize>)> {
    let Some(&Point::Grid(point)) = cells.points.get(cell) else { return Vec::new() };
    let indices = grid.indices(point);
    let mut beside = Vec::new();
    for (axis, &index) in indices.iter().enumerate() {
        for step in [index.checked_sub(1), index.checked_add(1)].into_iter().flatten() {
            let mut moved = indices.clone();
            moved[axis] = step;
            let Some(point) = grid.point(&moved) else { continue };
            let value = grid.axes()[axis].values[step].clone();
            let cell = cells.points.iter().position(|&other| other == Point::Grid(point));
            beside.push((axis, value, cell));
        }
    }
    beside
}
