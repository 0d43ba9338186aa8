//! Counts of failures in a row that differ from the free run's for a while, and nothing else with them.

use super::follower::Follower;
use super::what::What;
use crate::demand::{Outcome, Record, SourceId};
use crate::policy::{FailureReset, HealthRules};
use crate::replay::number::{index, number};
use crate::units::Instant;

/// A task whose count of failures differs until both are reset, before either pauses it (R-FAIL, R-RESET).
#[derive(Clone, Copy, Debug)]
pub(super) struct Lag {
    pub(super) source: usize,
    /// Failures in a row less the free run's.
    more: i64,
    /// When both are reset.
    until: Instant,
    reset: FailureReset,
}

/// The most records of the task that are looked at.
const MOST: usize = 64;

impl Lag {
    /// Of an active task with so many failures in a row, while the free run has others, before the event of a record and
    /// with work in flight that started in these events; `None` if the difference might matter.
    pub(super) fn of(
        follower: &Follower<'_>,
        (source, rules): (usize, HealthRules),
        (own, free): (u32, u32),
        (flights, row): (&[usize], usize),
    ) -> Option<Self> {
        let run = follower.run;
        let demand = follower.demand;
        let mut until = Instant::FAR_FUTURE;
        let mut failures = 0;
        for &start in flights {
            let record = demand.row(index(run.subject[start]));
            if record.source.index() != source {
                continue;
            }
            if run.what[start].is(What::FAILS) {
                failures += 1;
            } else if rules.failure_reset == FailureReset::Completion {
                until = until.min(record.time + record.duration);
            }
        }
        // A task that is completed by its last run has no further occurrences.
        let started = follower.world.sources[source].health.started;
        let mut runs_left = rules.max_runs.map_or(u64::MAX, |most| most.saturating_sub(started));
        for &row in
            run.refusals(follower.demand, follower.world.rules).of_tasks[source].from(row).iter().take(MOST)
        {
            let record = demand.row(index(row));
            if record.time > until || runs_left == 0 {
                break;
            }
            match record.outcome {
                Outcome::FailsIfBroken => return None,
                Outcome::FailsAtStart => failures += 1,
                Outcome::FailsRunning => {
                    failures += 1;
                    runs_left -= 1;
                }
                Outcome::Completes => runs_left -= 1,
            }
            until = until.min(reset_by(&record, rules.failure_reset));
        }
        let pauses = own.max(free) + failures >= rules.auto_pause_after;
        let end = follower.world.rules.horizon.to;
        let more = i64::from(own) - i64::from(free);
        (!pauses && until < end).then_some(Self { source, more, until, reset: rules.failure_reset })
    }

    /// How many more failures in a row there are before an event.
    pub(super) fn more_at(&self, follower: &Follower<'_>, position: usize) -> i64 {
        let run = follower.run;
        let now = run.times.get(position).copied().unwrap_or(Instant::FAR_FUTURE);
        let resets = match self.reset {
            FailureReset::Completion => What::COMPLETED,
            FailureReset::Start => What::STARTED,
        };
        let source = SourceId(number(self.source));
        let here = (0..position).rev().take_while(|&event| run.times[event] == now);
        let is_reset = self.until < now
            || self.until == now
                && here.into_iter().any(|event| {
                    run.what[event].is(resets) && run.source(follower.demand, event) == Some(source)
                });
        if is_reset { 0 } else { self.more }
    }
}

/// When the run of a record resets the count, if it does.
fn reset_by(record: &Record, reset: FailureReset) -> Instant {
    match (reset, record.outcome) {
        (FailureReset::Start, Outcome::Completes | Outcome::FailsRunning) => record.time,
        (FailureReset::Completion, Outcome::Completes) => record.time + record.duration,
        (_, Outcome::FailsAtStart | Outcome::FailsRunning | Outcome::FailsIfBroken) => Instant::FAR_FUTURE,
    }
}
