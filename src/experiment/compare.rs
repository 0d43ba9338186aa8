//! Variants of a scenario side by side: the same replications, and what differs.

use super::sweep::{MEASURES, Rows, figures_of};
use super::{Confidence, Crew, Estimate, differences};
use crate::demand::{Demand, generate_while};
use crate::replay::{Unobserved, replay_while};
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// One of the variants compared.
#[derive(Clone, Debug)]
pub struct Variant {
    /// In outputs; unique.
    pub name: String,
    /// With its settings. All variants have the same seed, so that what they share is drawn alike (R-CRN).
    pub scenario: Scenario,
}

/// One measure of a variant beside the first variant's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The measure's index among [`measures`](super::sweep::measures).
    pub measure: usize,
    /// Of the first variant.
    pub first: Estimate,
    /// Of this one.
    pub own: Estimate,
    /// This one's less the first's, paired by replication.
    pub difference: Estimate,
}

impl Compared {
    /// The difference relative to the first variant's mean; `None` where that is 0.
    pub fn relative(&self) -> Option<f64> {
        (self.first.mean != 0.0).then(|| self.difference.mean / self.first.mean.abs())
    }

    /// True if both have the same value in every replication.
    pub fn is_same(&self) -> bool {
        self.difference.mean == 0.0 && self.difference.sd.is_none_or(|sd| sd == 0.0)
    }
}

/// Replays every variant in replications 0 to `replications`, side by side; the figures of each variant.
///
/// Variants that want the same work to happen share its demand; others draw theirs from the same streams.
///
/// # Errors
/// What `go_on` says, which is asked on the way.
pub fn compare<E: Send>(
    variants: &[Variant],
    replications: u32,
    crew: &Crew,
    go_on: &(dyn Fn() -> Result<(), E> + Sync),
) -> Result<Vec<Rows>, E> {
    let plans: Vec<[u8; 32]> = variants.iter().map(|variant| variant.scenario.plan.digest()).collect();
    let of_replications = crew.map(0..replications, |replication| {
        let mut drawn: BTreeMap<[u8; 32], Demand> = BTreeMap::new();
        let mut rows = Vec::with_capacity(variants.len());
        for (variant, plan) in variants.iter().zip(&plans) {
            let Scenario { plan: wanted, rules, .. } = &variant.scenario;
            if !drawn.contains_key(plan) {
                drawn.insert(*plan, generate_while(wanted, replication, go_on)?);
            }
            let Some(demand) = drawn.get(plan) else { continue };
            rows.push(figures_of(&replay_while(demand, rules, replication, &mut Unobserved, go_on)?, rules));
        }
        Ok(rows)
    })?;
    let mut all = vec![Rows(Vec::new()); variants.len()];
    for rows in of_replications {
        for (all, mut row) in all.iter_mut().zip(rows) {
            all.0.append(&mut row);
        }
    }
    Ok(all)
}

/// Every measure of a variant beside the first one's, largest relative differences first: those that are certain at
/// this confidence, then the others; equal ones last.
pub fn compared(first: &Rows, own: &Rows, confidence: Confidence) -> Vec<Compared> {
    let mut all: Vec<Compared> = (0..MEASURES)
        .filter_map(|measure| {
            let (a, b) = (first.sample(measure), own.sample(measure));
            Some(Compared {
                measure,
                first: Estimate::of(&a, confidence)?,
                own: Estimate::of(&b, confidence)?,
                difference: Estimate::of(&differences(&b, &a), confidence)?,
            })
        })
        .collect();
    // Stable: measures of equal size stay in the order of summary.json.
    all.sort_by(|a, b| {
        let size = |compared: &Compared| compared.relative().map_or(f64::INFINITY, f64::abs);
        let rank = |compared: &Compared| (compared.is_same(), !compared.difference.differs_from_zero());
        rank(a).cmp(&rank(b)).then_with(|| size(b).total_cmp(&size(a)))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of two replications in which these measures have these values, and all others are 1.
    fn rows(values: &[(usize, [f64; 2])]) -> Rows {
        let mut rows = vec![1.0; 2 * MEASURES];
        for &(measure, [first, second]) in values {
            rows[measure] = first;
            rows[MEASURES + measure] = second;
        }
        Rows(rows)
    }

    #[test]
    fn differences_that_are_certain_come_first_and_larger_ones_before_smaller() {
        let first = rows(&[(0, [10.0, 20.0]), (1, [10.0, 20.0]), (2, [10.0, 20.0]), (3, [0.0, 0.0])]);
        let own = rows(&[(0, [11.0, 21.0]), (1, [15.0, 25.0]), (2, [40.0, 20.0]), (3, [2.0, 2.0])]);
        let all = compared(&first, &own, Confidence::DEFAULT);
        let order: Vec<usize> = all.iter().take(4).map(|compared| compared.measure).collect();
        // From nothing; half; a fifteenth; and what one replication has and the other has not.
        assert_eq!(order, [3, 1, 0, 2]);
        assert_eq!(all[1].relative(), Some(5.0 / 15.0));
        assert!(all[2].difference.sd.unwrap().abs() < 1e-12, "paired");
        assert!(all[4..].iter().all(Compared::is_same));
        assert_eq!(all.len(), MEASURES);
    }
}
