//! Pauses, reviews and resumes of tasks (R-PAUSE, R-REVIEW).

use super::queue::{Caused, Rank};
use super::world::World;
use super::{Happening, Observer, TaskRules, Trigger};
use crate::demand::SourceId;
use crate::mutation::Mutation;
use crate::policy::PauseReason;
use crate::units::{Credits, Instant, Span};

/// Tasks that are paused for credits until usable covers what was refused, in source order (R-REVIEW `funded`).
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    tasks: Vec<(SourceId, Credits)>,
    /// The least that any of them needs.
    least: Option<Credits>,
}

impl Waiting {
    /// True if no task waits.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// The least balance that funds one of them.
    pub(super) fn least(&self) -> Option<Credits> {
        self.least
    }

    fn add(&mut self, task: SourceId, needed: Credits) {
        let place = match self.tasks.last() {
            Some(&(last, _)) if task < last => self.tasks.partition_point(|&(other, _)| other < task),
            Some(_) | None => self.tasks.len(),
        };
        self.tasks.insert(place, (task, needed));
        self.least = Some(self.least.map_or(needed, |least| least.min(needed)));
    }

    /// Takes out the tasks that `usable` funds, in source order.
    fn take_funded(&mut self, usable: Credits) -> Vec<SourceId> {
        let mut funded = Vec::new();
        if self.least.is_some_and(|least| usable >= least) {
            funded.reserve_exact(self.tasks.len());
            self.tasks.retain(|&(task, needed)| {
                let waits = usable < needed;
                if !waits {
                    funded.push(task);
                }
                waits
            });
            self.least = self.tasks.iter().map(|&(_, needed)| needed).min();
        }
        funded
    }
}

impl<O: Observer> World<'_, O> {
    /// A reservation was refused: the task pauses for credits, and someone may order a top-up (R-START, R-TOPUP).
    pub(super) fn pause_for_credits(&mut self, source: SourceId, task: &TaskRules, needed: Credits) {
        self.sources[source.index()].health.credits_refused(needed, self.now);
        self.count_pause(source, PauseReason::Credits { needed });
        match task.reviews.credits.trigger {
            Trigger::Funded => {
                let anything = self.breaks(Mutation::FundedByAnything);
                let needed = if anything { Credits::new(1) } else { needed };
                self.waiting.add(source, needed);
                self.quiet = self.quiet.below(needed);
            }
            Trigger::Timer => self.schedule_credits_resume(source, task),
            Trigger::Never => {}
        }
        self.order_reactive_top_up();
    }

    /// Too many failures in a row paused the task (R-FAIL).
    pub(super) fn paused_for_failures(&mut self, source: SourceId, task: &TaskRules) {
        self.count_pause(source, PauseReason::Failures);
        match task.reviews.failures.trigger {
            // A failures review is never funded: the scenario's check refuses it.
            Trigger::Timer | Trigger::Funded => {
                let rules = self.rules;
                let name = &rules.work[source.index()].name;
                let delay = self.streams.failures_review(source.index(), name, &task.reviews.failures.delay);
                let at_once = self.breaks(Mutation::FailuresReviewAtOnce);
                self.schedule_resume(source, if at_once { Span::ZERO } else { delay });
            }
            Trigger::Never => {}
        }
    }

    fn count_pause(&mut self, source: SourceId, reason: PauseReason) {
        self.sources[source.index()].sums.count_pause(reason);
        self.note(Some(source), Happening::Pauses(reason));
    }

    fn schedule_credits_resume(&mut self, source: SourceId, task: &TaskRules) {
        let delay = self.credits_review(source, task);
        self.schedule_resume(source, delay);
    }

    fn credits_review(&mut self, source: SourceId, task: &TaskRules) -> Span {
        let name = &self.rules.work[source.index()].name;
        self.streams.credits_review(source.index(), name, &task.reviews.credits.delay)
    }

    fn schedule_resume(&mut self, source: SourceId, delay: Span) {
        let (due, rank, resume) = self.resume_after(source, delay);
        self.queue.push(due, rank, resume);
    }

    fn resume_after(&mut self, source: SourceId, delay: Span) -> (Instant, Rank, Caused) {
        let due = self.now + delay;
        self.note(Some(source), Happening::ReviewDue(due));
        (due, Rank(self.rules.work[source.index()].rank), Caused::TaskResumes(source.0))
    }

    /// R-REVIEW's `funded` test, after every event and its R-LATCH (R-STEP).
    pub(super) fn test_funded(&mut self) {
        let funded = self.waiting.take_funded(self.pool.usable());
        let mut resumes = Vec::with_capacity(funded.len());
        for source in funded {
            if let Some(task) = self.task_rules(source) {
                let delay = self.credits_review(source, task);
                resumes.push(self.resume_after(source, delay));
            }
        }
        if !resumes.is_empty() {
            self.queue.push_all(&resumes);
        }
    }

    /// A person resumes a task (class 6); one that only a review repairs works again (R-OUTAGE).
    pub(super) fn resume(&mut self, source: SourceId) {
        let failures = self.sources[source.index()].health.consecutive_failures;
        let Some((reason, since)) = self.sources[source.index()].health.resume() else { return };
        if self.breaks(Mutation::ResumeKeepsFailures) {
            self.sources[source.index()].health.consecutive_failures = failures;
        }
        self.measure.add_paused(source, reason, since, self.now);
        self.note(Some(source), Happening::Resumes);
        let rules = self.rules;
        let time_to_break = self.task_rules(source).and_then(|task| task.time_to_break.as_ref());
        if let (PauseReason::Failures, Some(time)) = (reason, time_to_break)
            && !self.breaks(Mutation::ReviewRepairsNothing)
        {
            let name = &rules.work[source.index()].name;
            self.breaks[source.index()] = self.now + self.streams.time_to_break(source.index(), name, time);
        }
    }
}
