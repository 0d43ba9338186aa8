//! What the events of one source touch.

use super::queue::Rank;
use super::{Rules, WorkKind, WorkRules, WorkTally};
use crate::policy::{Admission, HealthRules, TaskHealth};
use crate::units::Credits;

/// A source's rules in brief, its state, and its sums: side by side, as every event of the source needs them.
///
/// The rules are copies of what [`Rules`] says of the source and never change.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) kind: SourceKind,
    /// The reservation of a record without its own.
    pub(super) reserve: Credits,
    pub(super) rank: Rank,
    /// An activity's stays [`TaskHealth::NEW`].
    pub(super) health: TaskHealth,
    /// What is counted in the month in hand; booked when it ends. `wanted` is counted then only.
    pub(super) sums: WorkTally,
}

/// What the start and end of work ask of the rules.
#[derive(Clone, Copy, Debug)]
pub(super) enum SourceKind {
    Task(HealthRules),
    Activity(Admission),
}

impl Source {
    /// Every source of the rules, before anything has happened.
    pub(super) fn all(rules: &Rules) -> Vec<Self> {
        rules.work.iter().map(Self::new).collect()
    }

    fn new(rules: &WorkRules) -> Self {
        let kind = match &rules.kind {
            WorkKind::Task(task) => SourceKind::Task(task.health),
            WorkKind::Activity(activity) => SourceKind::Activity(activity.admission),
        };
        Self {
            kind,
            reserve: rules.reserve,
            rank: Rank(rules.rank),
            health: TaskHealth::NEW,
            sums: WorkTally::default(),
        }
    }

    /// The sums of the month in hand, which begin anew.
    pub(super) fn take_sums(&mut self) -> WorkTally {
        let mut sums = std::mem::take(&mut self.sums);
        // Wanted work starts, fails at start, is refused, or is missed: each way counts it once.
        sums.wanted = sums.started
            + sums.failed_at_start
            + sums.refused
            + sums.missed_for_credits
            + sums.missed_for_failures;
        sums
    }
}
