//! The summary of one run.

use super::collect::Part;
use super::{Figures, Labels};
use crate::replay::{Brief, Replayed, Rules};
use crate::units::Instant;
use serde::Serialize;

/// `summary.json`: keys and order as written here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The version of this shape.
    pub schema: u32,
    /// The scenario's name.
    pub scenario: String,
    /// The policy's name.
    pub policy: String,
    /// The scenario's seed.
    pub seed: u64,
    /// The replication, from 0.
    pub replication: u32,
    /// The first instant of the horizon.
    pub start: Instant,
    /// The first instant after it.
    pub until: Instant,
    /// Events handled (R-STEP).
    pub events: u64,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
}

impl Summary {
    /// The version of the shape of `summary.json`.
    pub const SCHEMA: u32 = 1;

    /// The summary of a replay by `rules`.
    pub fn of(replayed: &Replayed, rules: &Rules, labels: &Labels) -> Self {
        Self {
            schema: Self::SCHEMA,
            scenario: labels.scenario.clone(),
            policy: labels.policy.clone(),
            seed: labels.seed,
            replication: labels.replication,
            start: labels.start,
            until: labels.until,
            events: replayed.tally.events,
            figures: Figures::of(replayed, rules),
        }
    }
}

impl Figures {
    /// The figures of a whole replay by `rules`.
    pub fn of(replayed: &Replayed, rules: &Rules) -> Self {
        Self::of_brief(&replayed.brief(rules), rules)
    }

    /// The same of a replay by `rules` as a whole.
    pub fn of_brief(brief: &Brief, rules: &Rules) -> Self {
        Part {
            rules,
            months: &brief.months,
            work: brief.work,
            measured: rules.horizon.to - rules.measured_from,
            opening: brief.opening,
            closing: brief.usable,
            held: brief.held,
            debt: brief.debt,
            in_flight: brief.in_flight,
            max_fires_in_24h: brief.max_fires_in_24h,
            paused_at_end: brief.paused_at_end,
        }
        .figures()
    }
}

#[cfg(test)]
mod tests {
    use crate::metrics::fixture::metrics;

    #[test]
    fn work_and_tasks_balance() {
        let figures = metrics().summary.figures;
        let (work, tasks) = (&figures.work, &figures.tasks);
        assert_eq!(work.started, work.completed + (work.failed - tasks.failed_start) + work.in_flight);
        let missed = tasks.missed.credits + tasks.missed.failures;
        assert_eq!(tasks.occurrences, tasks.started + tasks.failed_start + tasks.refused + missed);
        assert_eq!(
            figures.credits.spent_included + figures.credits.spent_purchased,
            figures.credits.spent - figures.credits.debt
        );
    }

    #[test]
    fn blocked_work_counts_by_the_reason_its_audience_sees() {
        let blocked = metrics().summary.figures.work.blocked;
        assert_eq!((blocked.buy_credits, blocked.upgrade_or_buy, blocked.neutral), (10, 0, 4));
    }
}
