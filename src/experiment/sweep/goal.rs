//! What makes one cell better than another.

use super::measure::measure;
use super::table::Rows;
use crate::experiment::{Confidence, Estimate};
use crate::scenario::{Direction, Recommend};
use serde::{Deserialize, Serialize};

/// A measure to optimise, and limits to others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The index of the measure to optimise among [`measures`](super::measures).
    pub objective: usize,
    /// Which end of it is better.
    pub direction: Direction,
    /// Measures by index, and the most that each may be.
    pub limits: Vec<(usize, f64)>,
}

/// A cell as the goal sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its index among the cells.
    pub cell: usize,
    /// The measure to optimise.
    pub objective: Estimate,
    /// The limited measures, in the goal's order.
    pub limited: Vec<Estimate>,
}

/// Whether a limit is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The whole interval is within the limit.
    Met,
    /// The limit lies inside the interval.
    Undecided,
    /// The whole interval is beyond the limit.
    Broken,
}

impl Standing {
    /// Of a measure that may be `most`. One replication has no interval: then its value decides.
    pub fn of(estimate: &Estimate, most: f64) -> Self {
        let half = estimate.half_width.unwrap_or(0.0);
        if estimate.mean + half <= most {
            Self::Met
        } else if estimate.mean - half <= most {
            Self::Undecided
        } else {
            Self::Broken
        }
    }
}

impl Goal {
    /// The goal that a scenario declares; `None` if it names what is no measure
    /// ([`check_figures`](crate::experiment::check_figures) tells).
    pub fn of(recommend: &Recommend) -> Option<Self> {
        let limits = recommend.subject_to.iter().map(|(name, most)| Some((measure(name.as_str())?, *most)));
        Some(Self {
            objective: measure(recommend.metric.as_str())?,
            direction: recommend.direction,
            limits: limits.collect::<Option<_>>()?,
        })
    }

    /// A cell; `None` without replications.
    pub fn candidate(&self, cell: usize, rows: &Rows, confidence: Confidence) -> Option<Candidate> {
        let estimate = |measure: usize| Estimate::of(&rows.sample(measure), confidence);
        let limited = self.limits.iter().map(|&(measure, _)| estimate(measure));
        Some(Candidate {
            cell,
            objective: estimate(self.objective)?,
            limited: limited.collect::<Option<_>>()?,
        })
    }

    /// The candidate's limits with how each stands.
    pub fn standings(&self, candidate: &Candidate) -> impl Iterator<Item = Standing> {
        self.limits.iter().zip(&candidate.limited).map(|(&(_, most), estimate)| Standing::of(estimate, most))
    }

    /// True if every limit is met.
    pub fn is_met(&self, candidate: &Candidate) -> bool {
        self.standings(candidate).all(|standing| standing == Standing::Met)
    }

    /// The objective, so that less is better.
    pub fn cost(&self, candidate: &Candidate) -> f64 {
        match self.direction {
            Direction::Minimize => candidate.objective.mean,
            Direction::Maximize => -candidate.objective.mean,
        }
    }

    /// True if a difference of objectives is certainly for the worse.
    pub fn is_worse(&self, difference: &Estimate) -> bool {
        let towards = match self.direction {
            Direction::Minimize => difference.mean,
            Direction::Maximize => -difference.mean,
        };
        difference.differs_from_zero() && towards > 0.0
    }

    /// Cost, then the limited measures: less of each is better.
    fn coordinates(&self, candidate: &Candidate) -> Vec<f64> {
        let limited = candidate.limited.iter().map(|estimate| estimate.mean);
        std::iter::once(self.cost(candidate)).chain(limited).collect()
    }

    /// Which candidates no other beats: none is at least as good in the objective and every limited measure, and
    /// better in one (the Pareto front, by means). Of equal ones all are.
    pub fn front(&self, candidates: &[Candidate]) -> Vec<bool> {
        let points: Vec<Vec<f64>> = candidates.iter().map(|candidate| self.coordinates(candidate)).collect();
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|&a, &b| compare(&points[a], &points[b]));
        // In this order nothing beats what comes before it.
        let mut front: Vec<usize> = Vec::new();
        let mut is_front = vec![false; points.len()];
        for index in order {
            let point = &points[index];
            let beaten = front.iter().any(|&other| {
                let other = &points[other];
                other != point && other.iter().zip(point).all(|(other, own)| other <= own)
            });
            if !beaten {
                is_front[index] = true;
                if front.last().is_none_or(|&last| points[last] != *point) {
                    front.push(index);
                }
            }
        }
        is_front
    }

    /// The best order among candidates that meet the limits: the objective, then the limited measures, then the
    /// order of cells.
    pub(super) fn better(&self, a: &Candidate, b: &Candidate) -> std::cmp::Ordering {
        compare(&self.coordinates(a), &self.coordinates(b)).then(a.cell.cmp(&b.cell))
    }

    /// How far the limits are broken in all, each relative to its size; for ordering where no cell meets them.
    pub(super) fn excess(&self, candidate: &Candidate) -> f64 {
        let excess = |(&(_, most), estimate): (&(usize, f64), &Estimate)| {
            let high = estimate.mean + estimate.half_width.unwrap_or(0.0);
            ((high - most) / most.abs().max(1e-9)).max(0.0)
        };
        self.limits.iter().zip(&candidate.limited).map(excess).sum()
    }
}

fn compare(a: &[f64], b: &[f64]) -> std::cmp::Ordering {
    let pairs = a.iter().zip(b);
    pairs.map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(mean: f64, half: f64) -> Estimate {
        Estimate { replications: 9, mean, sd: Some(1.0), half_width: Some(half) }
    }

    fn candidates(means: &[(f64, f64)]) -> Vec<Candidate> {
        let candidate = |(cell, &(spend, blocked)): (usize, &(f64, f64))| Candidate {
            cell,
            objective: estimate(spend, 1.0),
            limited: vec![estimate(blocked, 0.01)],
        };
        means.iter().enumerate().map(candidate).collect()
    }

    fn goal(direction: Direction) -> Goal {
        Goal { objective: 0, direction, limits: vec![(1, 0.5)] }
    }

    #[test]
    fn the_front_is_what_no_other_beats() {
        let all = candidates(&[(3.0, 0.1), (2.0, 0.2), (2.0, 0.3), (1.0, 0.9), (3.0, 0.1), (4.0, 0.1)]);
        assert_eq!(goal(Direction::Minimize).front(&all), [true, true, false, true, true, false]);
        assert_eq!(goal(Direction::Maximize).front(&all), [false, false, false, false, false, true]);
    }

    #[test]
    fn a_limit_is_met_by_the_whole_interval_only() {
        let standing = |mean| Standing::of(&estimate(mean, 0.25), 0.5);
        assert_eq!([0.25, 0.26, 0.75, 0.76].map(standing), {
            use Standing::{Broken, Met, Undecided};
            [Met, Undecided, Undecided, Broken]
        });
        let single = Estimate { replications: 1, mean: 0.5, sd: None, half_width: None };
        assert_eq!(Standing::of(&single, 0.5), Standing::Met);
    }
}
