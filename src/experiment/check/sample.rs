//! What replications came to, as far as expectations ask.

use crate::experiment::{Crew, labels, replay_replication_while};
use crate::metrics::Metrics;
use crate::replay::{Observer, Unobserved};
use crate::scenario::{Expectation, Must, Scenario};
use crate::units::Decimal;
use std::collections::BTreeMap;

/// The figures of replication 0, and those of further ones where a mean is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Replication 0.
    pub first: Metrics,
    /// The values in replications 1, 2, … of each figure of which a mean is expected.
    further: BTreeMap<String, Vec<Decimal>>,
}

impl Sample {
    /// Replays a scenario as often as `expect` asks, as long as `go_on` says so; replication 0 is told to `observer`.
    ///
    /// # Errors
    /// What `go_on` answered instead of going on.
    pub fn of<E: Send>(
        scenario: &Scenario,
        expect: &[Expectation],
        crew: &Crew,
        observer: &mut impl Observer,
        go_on: &(dyn Fn() -> Result<(), E> + Sync),
    ) -> Result<Self, E> {
        let (plan, rules) = (&scenario.plan, &scenario.rules);
        let replayed = replay_replication_while(plan, rules, 0, observer, go_on)?;
        let first = Metrics::of(&replayed, rules, &labels(scenario, 0));
        let means: Vec<(&str, u32)> = expect.iter().filter_map(mean).collect();
        let most = means.iter().map(|&(_, replications)| replications).max().unwrap_or(1);
        let rows = crew.map(1..most, |replication| {
            let replayed = replay_replication_while(plan, rules, replication, &mut Unobserved, go_on)?;
            let metrics = Metrics::of(&replayed, rules, &labels(scenario, replication));
            Ok(means.iter().map(|(name, _)| value(&metrics, name)).collect::<Vec<Decimal>>())
        })?;
        let column = |index: usize| rows.iter().map(|row| row[index]).collect();
        let further = means.iter().enumerate().map(|(index, &(name, _))| (name.to_owned(), column(index)));
        Ok(Self { first, further: further.collect() })
    }

    /// One replication and no more.
    pub fn of_one(first: Metrics) -> Self {
        Self { first, further: BTreeMap::new() }
    }

    /// A figure in replications 0, 1, … up to `replications`; none that were not replayed.
    pub(super) fn values(&self, name: &str, replications: u32) -> Vec<Decimal> {
        let count = usize::try_from(replications).unwrap_or(usize::MAX);
        let further = self.further.get(name).into_iter().flatten().copied();
        std::iter::once(value(&self.first, name)).chain(further).take(count).collect()
    }
}

/// The figure of which a mean is expected, and over how many replications.
fn mean(expect: &Expectation) -> Option<(&str, u32)> {
    match expect.must {
        Must::MeanWithin { replications, .. } => Some((expect.figure.as_str(), replications)),
        Must::Equal(_) | Must::Near { .. } | Must::Between { .. } => None,
    }
}

/// A figure's value; names have been checked before ([`check_expectations`](crate::experiment::check_expectations)).
fn value(metrics: &Metrics, name: &str) -> Decimal {
    metrics.figure(name).map(crate::metrics::Figure::value).unwrap_or_default()
}
