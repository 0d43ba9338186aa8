//! A whole replay beside a free run, and its results.

use super::follower::{Detail, End, Follower};
use super::free_run::FreeRun;
use super::what::What;
use crate::demand::Demand;
use crate::policy::{PauseReason, TaskState};
use crate::replay::measure::Measure;
use crate::replay::{Brief, Replayed, Rules, Unobserved, WorkKind, WorkTally, replay};

/// What a replay counted on its own, and when it was.
struct Ended {
    replayed: Replayed,
    /// In step with the free run at the end.
    in_step: bool,
    absences: Vec<(usize, usize)>,
    more_started: Vec<i64>,
}

impl FreeRun {
    /// Replays `demand` against `rules`, which [suit](Self::suits): the same result as [`replay`](crate::replay::replay()),
    /// to the last credit and millisecond.
    pub fn replay(&self, demand: &Demand, rules: &Rules, replication: u32) -> Replayed {
        let mut watcher = Unobserved;
        let follower = Follower::at_start(self, demand, rules, (replication, Detail::BySource), &mut watcher);
        // Nothing makes it give up.
        let Some(ended) = self.end(follower) else { return replay(demand, rules, replication) };
        let Ended { mut replayed, in_step, absences, more_started } = ended;
        if in_step {
            replayed.closing.in_flight.clone_from(&self.replayed.closing.in_flight);
            replayed.closing.health.clone_from(&self.replayed.closing.health);
            for (health, more) in replayed.closing.health.iter_mut().zip(more_started) {
                health.started = health.started.saturating_add_signed(more);
            }
        }
        for (row, free) in replayed.tally.work.iter_mut().zip(&self.replayed.tally.work) {
            *row += *free;
        }
        let absent = self.absent(demand, rules, &absences, !in_step);
        for (row, absent) in replayed.tally.work.iter_mut().zip(absent) {
            *row -= absent;
        }
        replayed
    }

    /// Tells `each` the place of each of `rules` and what [`brief`](Self::brief) comes to, in the order that is soonest done.
    pub fn briefs(
        &self,
        demand: &Demand,
        rules: &[&Rules],
        (replication, most_steps): (u32, usize),
        mut each: impl FnMut(usize, Option<Brief>),
    ) {
        let mut order: Vec<usize> = (0..rules.len()).collect();
        order.sort_by_cached_key(|&place| self.nearness(rules[place]));
        for place in order {
            each(place, self.brief(demand, rules[place], replication, most_steps));
        }
    }

    /// The same as a whole, if no more than `most_steps` records have to be stepped one by one.
    pub fn brief(
        &self,
        demand: &Demand,
        rules: &Rules,
        replication: u32,
        most_steps: usize,
    ) -> Option<Brief> {
        let mut watcher = Unobserved;
        let how = (replication, Detail::Whole);
        let mut follower = Follower::at_start(self, demand, rules, how, &mut watcher);
        follower.steps_left = most_steps;
        let Ended { replayed, in_step, absences, .. } = self.end(follower)?;
        let mut brief = replayed.into_brief(rules);
        if in_step {
            brief.in_flight = self.replayed.closing.in_flight.iter().sum();
            brief.paused_at_end = self.paused_at_end;
        }
        let mut counts = self.all.less(self.unmeasured);
        for (place, &(from, to)) in absences.iter().enumerate() {
            if to < self.measured_from {
                continue;
            }
            let last = place + 1 == absences.len() && !in_step;
            counts += self.counts_at(rules, from.max(self.measured_from));
            counts -= if last { self.all } else { self.counts_at(rules, to) };
        }
        brief.work += counts.into();
        Some(brief)
    }

    /// Replays to the end of the horizon; `None` if it gives up.
    fn end(&self, mut follower: Follower<'_>) -> Option<Ended> {
        let in_step = match follower.run() {
            End::InStep => true,
            End::Alone => false,
            End::GivenUp => return None,
        };
        if in_step {
            follower.keep_book(&self.book);
            follower.world.pool.regroup();
            follower.world.sources = std::mem::take(&mut follower.sources);
        } else {
            follower.absences.push((follower.left, self.len()));
        }
        let Follower { world, absences, more_started, .. } = follower;
        let replayed = if in_step { world.close() } else { world.finish() };
        Some(Ended { replayed, in_step, absences, more_started })
    }

    /// What the free run counted by month and source in `absences`, from the start of measurement on.
    fn absent(
        &self,
        demand: &Demand,
        rules: &Rules,
        absences: &[(usize, usize)],
        to_the_end: bool,
    ) -> Vec<WorkTally> {
        let sources = rules.work.len();
        let first = self.starts.partition_point(|&start| start <= rules.measured_from) - 1;
        let mut rows = vec![WorkTally::default(); (self.starts.len() - first) * sources];
        let paused = |rows: &mut Vec<WorkTally>, source: usize, since, until| {
            for month in first..self.starts.len() {
                let time = Measure::within(&self.starts, month, rules.measured_from.max(since), until);
                rows[(month - first) * sources + source].add_paused(PauseReason::Failures, time);
            }
        };
        for &(from, to) in absences {
            for event in from.max(self.measured_from)..to {
                let Some(source) = self.source(demand, event) else { continue };
                let source = source.index();
                let time = self.times[event];
                let month = self.starts.partition_point(|&start| start <= time) - 1;
                self.what[event].add_to(&mut rows[(month - first) * sources + source], self.spent[event]);
                if self.what[event].is(What::RESUMED)
                    && let Some(pause) = self.pause_ended_by(source, event)
                {
                    paused(&mut rows, source, pause.since, time);
                }
            }
        }
        if to_the_end {
            for (source, work) in rules.work.iter().enumerate() {
                if let (WorkKind::Task(task), TaskState::Paused { since, .. }) =
                    (&work.kind, self.replayed.closing.health[source].state)
                {
                    paused(&mut rows, source, since, task.ends.min(rules.horizon.to));
                }
            }
        }
        rows
    }
}
