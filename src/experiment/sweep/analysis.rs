//! What a sweep's figures answer.

use super::goal::{Candidate, Goal, Standing};
use super::recommend::{Recommendation, recommend};
use super::study::Study;
use super::table::Rows;

/// The answer to a sweep's goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What was asked.
    pub goal: Goal,
    /// Every cell as the goal sees it, in the order of the cells.
    pub candidates: Vec<Candidate>,
    /// Of each candidate, whether no other beats it.
    pub front: Vec<bool>,
    /// Which to choose.
    pub recommendation: Recommendation,
}

impl Analysis {
    /// Of a study whose cells have `rows`; `None` where it has no goal.
    ///
    /// # Errors
    /// Those of `rows`.
    pub fn of<E>(study: &Study, mut rows: impl FnMut(usize) -> Result<Rows, E>) -> Result<Option<Self>, E> {
        let Some(goal) = study.goal.clone() else { return Ok(None) };
        let confidence = study.confidence();
        let mut candidates = Vec::with_capacity(study.cells.points.len());
        for cell in 0..study.cells.points.len() {
            candidates.extend(goal.candidate(cell, &rows(cell)?, confidence));
        }
        let front = goal.front(&candidates);
        let place = (&study.grid, &study.cells);
        let recommendation = recommend(&goal, &candidates, place, confidence, rows)?;
        Ok(Some(Self { goal, candidates, front, recommendation }))
    }

    /// Cells that meet every limit, and cells of which that is open.
    pub fn counts(&self) -> (usize, usize) {
        let worst = |candidate: &Candidate| self.goal.standings(candidate).max().unwrap_or(Standing::Met);
        let count =
            |standing| self.candidates.iter().filter(|candidate| worst(candidate) == standing).count();
        (count(Standing::Met), count(Standing::Undecided))
    }

    /// Candidates from the best to the worst: those that meet the limits first, then by the goal.
    pub fn ranked(&self) -> Vec<&Candidate> {
        let mut ranked: Vec<&Candidate> = self.candidates.iter().collect();
        ranked.sort_by(|a, b| {
            let unmet = |candidate: &Candidate| !self.goal.is_met(candidate);
            unmet(a).cmp(&unmet(b)).then_with(|| self.goal.better(a, b))
        });
        ranked
    }
}
