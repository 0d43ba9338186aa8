//! Screening: replications go where cells are hard to tell apart.
//!
//! After each round a cell is dropped if it certainly breaks a limit, or is certainly worse than the best cell that
//! certainly meets them (paired differences, R-CRN). "Certainly" shares the sweep's confidence among all tests of all
//! rounds by Bonferroni's inequality: with that confidence, as far as Student's t holds, no test is wrong, and the best
//! cell that meets the limits is among those that are left. (Sequential elimination as in R. E. Bechhofer, T. J. Santner
//! and D. M. Goldsman, "Design and Analysis of Experiments for Statistical Selection, Screening, and Multiple
//! Comparisons", Wiley 1995.)

use super::goal::{Candidate, Goal, Standing};
use super::study::Study;
use super::table::Rows;
use crate::experiment::{Confidence, Estimate, differences};
use std::ops::Range;

/// The replications of the first round: enough for an interval.
const FIRST: u32 = 4;

/// Rounds up to `most` replications in all, each bringing half as many again as all before it.
pub(super) fn screening_rounds(most: u32) -> Vec<Range<u32>> {
    let mut rounds = Vec::new();
    let mut from = 0;
    while from < most {
        let end = if from == 0 { FIRST } else { from.saturating_add(from.div_ceil(2)) };
        rounds.push(from..end.min(most));
        from = end.min(most);
    }
    rounds
}

/// Which cells are still in question.
#[derive(Clone, Debug)]
pub struct Screening<'a> {
    study: &'a Study,
    goal: &'a Goal,
    /// Of each test.
    confidence: Confidence,
    left: Vec<bool>,
    spent: u64,
}

impl<'a> Screening<'a> {
    /// Every cell is; `None` where a study has no budget or no goal.
    pub fn of(study: &'a Study) -> Option<Self> {
        let goal = study.goal.as_ref()?;
        study.budget?;
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let cells = study.cells.points.len();
        let tests = count(cells) * count(goal.limits.len() + 1) * count(study.rounds().len());
        let confidence = study.confidence().shared_by(tests);
        Some(Self { study, goal, confidence, left: vec![true; cells], spent: 0 })
    }

    /// True if the cell is in question, or is the one that others are compared with.
    pub fn asks_for(&self, cell: usize) -> bool {
        cell == self.study.cells.baseline || self.left.get(cell).copied().unwrap_or_default()
    }

    /// Cells in question.
    pub fn left(&self) -> usize {
        self.left.iter().filter(|&&left| left).count()
    }

    /// Takes the cost of a round from the budget; false if it does not suffice, or if nothing is left to decide.
    pub fn affords(&mut self, round: &Range<u32>) -> bool {
        let cells = (0..self.left.len()).filter(|&cell| self.asks_for(cell)).count();
        let cost = u64::try_from(cells).unwrap_or(u64::MAX) * u64::from(round.end - round.start);
        let is_open = round.start == 0 || self.left() > 1;
        let fits = self.spent + cost <= self.study.budget.unwrap_or_default();
        if is_open && fits {
            self.spent += cost;
        }
        is_open && fits
    }

    /// Replays spent.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Drops what a round has decided.
    ///
    /// # Errors
    /// Those of `rows`, which gives the figures of a cell.
    pub fn drop_decided<E>(&mut self, mut rows: impl FnMut(usize) -> Result<Rows, E>) -> Result<(), E> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for cell in (0..self.left.len()).filter(|&cell| self.left[cell]) {
            candidates.extend(self.goal.candidate(cell, &rows(cell)?, self.confidence));
        }
        let met = candidates.iter().filter(|candidate| self.goal.is_met(candidate));
        let best = met.min_by(|a, b| self.goal.better(a, b)).map(|best| best.cell);
        let best = match best {
            Some(cell) => Some((cell, rows(cell)?.sample(self.goal.objective))),
            None => None,
        };
        for candidate in &candidates {
            let broken = self.goal.standings(candidate).any(|standing| standing == Standing::Broken);
            let worse = match &best {
                Some((cell, sample)) if *cell != candidate.cell => {
                    let own = rows(candidate.cell)?.sample(self.goal.objective);
                    let difference = Estimate::of(&differences(&own, sample), self.confidence);
                    difference.is_some_and(|difference| self.goal.is_worse(&difference))
                }
                Some(_) | None => false,
            };
            self.left[candidate.cell] = !broken && !worse;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_bring_ever_more_replications_up_to_the_most() {
        assert_eq!(screening_rounds(20), [0..4, 4..6, 6..9, 9..14, 14..20]);
        assert_eq!(screening_rounds(6), [0..4, 4..6]);
    }
}
