//! What happened up to an event of a free run, in short.

use super::what::What;
use crate::replay::{WorkSums, WorkTally};
use crate::units::{Credits, Span};
use std::ops::{AddAssign, SubAssign};

/// The sum of part of a column.
pub(super) fn sum(spent: impl Iterator<Item = u32>) -> Credits {
    // No sum of fewer than 2³² numbers below 2³² wraps around: a check for that would cost more than the sum.
    Credits::new(spent.fold(0, |sum: i64, spent| sum.wrapping_add(i64::from(spent))))
}

/// What the work of tasks, and that of activities, did: 96 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    tasks: Count,
    activities: Count,
}

/// There are fewer than 2³² events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    wanted: u32,
    started: u32,
    completed: u32,
    failed_running: u32,
    failed_at_start: u32,
    missed_for_failures: u32,
    paused_for_failures: u32,
    completed_max_runs: u32,
    spent: Credits,
    paused_time: Span,
}

impl Counts {
    /// Adds what happened in fewer than 2¹⁶ events, with what each paid; all that did, in one set.
    ///
    /// One kind after the other, since a compiler makes vectors of that.
    pub(super) fn add_all(&mut self, events: &[What], spent: &[u32]) -> What {
        let seen = What::all(events);
        self.tasks.count_all(events, What::TASK, seen);
        self.activities.count_all(events, What::default(), seen);
        let of_tasks = |(what, &spent): (&What, &u32)| if what.is(What::TASK) { spent } else { 0 };
        let (all, by_tasks) = (sum(spent.iter().copied()), sum(events.iter().zip(spent).map(of_tasks)));
        self.tasks.spent += by_tasks;
        self.activities.spent += all - by_tasks;
        seen
    }

    /// Adds time that a task was paused for failures.
    pub(super) fn add_paused(&mut self, time: Span) {
        self.tasks.paused_time += time;
    }

    /// Tasks that are paused at the end make it so much time in all.
    pub(super) fn pause_until_the_end(&mut self, time: Span) {
        self.tasks.paused_time = time;
    }

    /// What was counted since.
    #[must_use]
    pub(super) fn less(mut self, before: Self) -> Self {
        self -= before;
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.tasks.add(other.tasks);
        self.activities.add(other.activities);
    }
}

impl SubAssign for Counts {
    fn sub_assign(&mut self, other: Self) {
        self.tasks.subtract(other.tasks);
        self.activities.subtract(other.activities);
    }
}

impl From<Counts> for WorkSums {
    fn from(counts: Counts) -> Self {
        Self { tasks: counts.tasks.into(), activities: counts.activities.into(), ..Self::default() }
    }
}

impl Count {
    /// Counts what happened in events of work that is, or is not, of tasks.
    fn count_all(&mut self, events: &[What], of: What, seen: What) {
        self.wanted += What::RECORD.among(events, of);
        self.started += What::STARTED.among(events, of);
        self.completed += What::COMPLETED.among(events, of);
        if seen.is(What::SELDOM) {
            self.failed_running += What::FAILED_RUNNING.among(events, of);
            self.failed_at_start += What::FAILED_AT_START.among(events, of);
            self.missed_for_failures += What::MISSED.among(events, of);
            self.paused_for_failures += What::PAUSED.among(events, of);
            self.completed_max_runs += What::COMPLETED_MAX_RUNS.among(events, of);
        }
    }

    fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.started += other.started;
        self.completed += other.completed;
        self.failed_running += other.failed_running;
        self.failed_at_start += other.failed_at_start;
        self.missed_for_failures += other.missed_for_failures;
        self.paused_for_failures += other.paused_for_failures;
        self.completed_max_runs += other.completed_max_runs;
        self.spent += other.spent;
        self.paused_time += other.paused_time;
    }

    fn subtract(&mut self, other: Self) {
        self.wanted -= other.wanted;
        self.started -= other.started;
        self.completed -= other.completed;
        self.failed_running -= other.failed_running;
        self.failed_at_start -= other.failed_at_start;
        self.missed_for_failures -= other.missed_for_failures;
        self.paused_for_failures -= other.paused_for_failures;
        self.completed_max_runs -= other.completed_max_runs;
        self.spent -= other.spent;
        self.paused_time = Span::from_ms(self.paused_time.ms() - other.paused_time.ms());
    }
}

impl From<Count> for WorkTally {
    fn from(count: Count) -> Self {
        Self {
            wanted: count.wanted.into(),
            started: count.started.into(),
            completed: count.completed.into(),
            failed_running: count.failed_running.into(),
            failed_at_start: count.failed_at_start.into(),
            missed_for_failures: count.missed_for_failures.into(),
            paused_for_failures: count.paused_for_failures.into(),
            completed_max_runs: count.completed_max_runs.into(),
            spent: count.spent,
            paused_time_for_failures: count.paused_time,
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_together_as_one_by_one() {
        let mut number = 5_u32;
        let mut random = |below: u32| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (number >> 8) % below
        };
        for events in 0..70 {
            let what: Vec<What> = (0..events).map(|_| What::of_bits(random(1 << 14))).collect();
            let spent: Vec<u32> = (0..events).map(|_| u32::MAX - random(9)).collect();
            let mut one_by_one = WorkSums::default();
            for (&what, &spent) in what.iter().zip(&spent) {
                let of_task = what.is(What::TASK);
                what.add_to(if of_task { &mut one_by_one.tasks } else { &mut one_by_one.activities }, spent);
            }
            let mut together = Counts::default();
            together.add_all(&what, &spent);
            assert_eq!(WorkSums::from(together), one_by_one);
        }
    }
}
