//! When the pool is empty: everything that costs is refused, until something caused changes that.

use super::follower::{Detail, Follower};
use super::refusals::Refusals;
use crate::demand::{Demand, SourceId};
use crate::policy::{PauseReason, TaskState};
use crate::replay::Unobserved;
use crate::replay::hours::count_before;
use crate::replay::number::number;
use crate::replay::source::SourceKind;
use crate::replay::world::World;
use crate::units::Instant;

/// Records that are sooner counted one by one.
const FEW: usize = 32;

/// Records ahead that are looked at first for those of all tasks.
const NEAR: usize = 64;

/// Tasks that are active, each with its next record: a refusal pauses them.
#[derive(Debug, Default)]
pub(super) struct Awake {
    active: Vec<(usize, usize)>,
    /// Tasks paused for failures, or completed: what they miss is counted otherwise.
    apart: Vec<usize>,
}

impl Awake {
    /// All of them, from `row` on.
    fn of(refusals: &Refusals, demand: &Demand, world: &World<'_, Unobserved>, row: usize) -> Self {
        let mut all = Self { active: Vec::with_capacity(world.sources.len()), apart: Vec::new() };
        // Tasks that run often are near, in one column: a search for each would look into as many.
        let near = row..demand.len().min(row + NEAR);
        let mut nexts = vec![usize::MAX; world.sources.len()];
        for (next, source) in near.clone().zip(&demand.sources[near]).rev() {
            nexts[source.index()] = next;
        }
        for (source, own) in world.sources.iter().enumerate() {
            if let (SourceKind::Task(_), TaskState::Active) = (own.kind, own.health.state) {
                let next = Some(nexts[source]).filter(|&next| next < usize::MAX);
                let next = next.or_else(|| refusals.next_of(source, row));
                all.active.extend(next.map(|next| (next, source)));
            } else {
                all.set_apart(source, own.health.state);
            }
        }
        all
    }

    fn set_apart(&mut self, source: usize, state: TaskState) {
        match state {
            TaskState::Active | TaskState::Paused { reason: PauseReason::Credits { .. }, .. } => {}
            TaskState::Paused { reason: PauseReason::Failures, .. } | TaskState::Completed => {
                self.apart.push(source);
            }
        }
    }

    /// Forgets tasks that are active no longer, and finds the next records from `row` on of the others.
    fn go_to(&mut self, refusals: &Refusals, world: &World<'_, Unobserved>, row: usize) {
        let mut active = std::mem::take(&mut self.active);
        active.retain_mut(|(next, source)| {
            let state = &world.sources[*source].health.state;
            if !state.is_active() {
                self.set_apart(*source, *state);
                return false;
            }
            if *next < row {
                *next = refusals.next_of(*source, row).unwrap_or(usize::MAX);
            }
            true
        });
        self.active = active;
    }

    /// The soonest record of any.
    fn soonest(&self) -> usize {
        self.active.iter().map(|&(next, _)| next).min().unwrap_or(usize::MAX)
    }
}

impl World<'_, Unobserved> {
    /// True if all activity work that reserves is refused, and refusing work changes nothing but sums.
    #[inline]
    pub(super) fn is_shut(&self, refusals: &Refusals) -> bool {
        let usable = self.pool.usable();
        if usable >= refusals.least || !self.quiet.holds(usable) {
            return false;
        }
        self.rules.auto_recharge.tries_as_latch(usable) && self.orders_no_top_up()
    }

    /// Refuses records `[row, to)` at once, but for those `alone`, with their sources, which were looked at one by one.
    #[inline(never)]
    fn refuse_all(
        &mut self,
        refusals: &Refusals,
        demand: &Demand,
        (from, to): (usize, usize),
        (alone, apart): (&mut [(usize, usize)], &[usize]),
        by_source: bool,
    ) {
        if by_source || !demand.reserves.is_empty() || to - from <= FEW {
            alone.sort_unstable();
            for row in (from..to).filter(|&row| alone.binary_search_by_key(&row, |&(row, _)| row).is_err()) {
                self.refuse_one(demand, row);
            }
            return;
        }
        let (before, after) = (refusals.before(demand, from), refusals.before(demand, to));
        let mut missed = u64::from(after.tasks - before.tasks);
        let mut reserves = after.reserves - before.reserves;
        let mut events = count(to - from);
        for &mut (_, source) in &mut *alone {
            missed -= 1;
            events -= 1;
            reserves -= self.sources[source].reserve;
        }
        for &source in apart {
            let own = &mut self.sources[source];
            let completed = own.health.state == TaskState::Completed;
            let place = |row: usize| refusals.of_tasks[source].count_before(row);
            let own_missed = count(place(to) - place(from));
            missed -= own_missed;
            reserves -= own.reserve.times(own_missed.cast_signed());
            if completed {
                events -= own_missed;
            } else {
                own.sums.missed_for_failures += own_missed;
            }
        }
        let [tasks, members, public] = refusals.stand_for;
        if let Some(tasks) = tasks {
            let sums = &mut self.sources[tasks].sums;
            sums.missed_for_credits += missed;
            sums.blocked_credits += reserves;
        }
        if let Some(activities) = members.or(public) {
            self.sources[activities].sums.blocked_credits += after.costs - before.costs;
        }
        for (source, count) in
            [(members, after.members - before.members), (public, after.public - before.public)]
        {
            if let Some(source) = source {
                self.sources[source].sums.refused += u64::from(count);
            }
        }
        self.measure.count_events(events);
    }

    /// Refuses a run of an active task, which pauses it (R-START): R-PRERUN has nothing to try here.
    fn refuse_run(&mut self, demand: &Demand, row: usize, source: usize) {
        self.now = demand.times[row];
        let reserve = demand.own_reserve(row).unwrap_or(self.sources[source].reserve);
        self.refuse(SourceId(number(source)), reserve);
        self.measure.count_event();
    }

    /// Refuses one of any task or activity, as its event would.
    fn refuse_any(&mut self, demand: &Demand, row: usize) {
        let source = demand.sources[row].index();
        let own = &self.sources[source];
        if let (SourceKind::Task(_), TaskState::Active) = (own.kind, own.health.state) {
            self.refuse_run(demand, row, source);
        } else {
            self.refuse_one(demand, row);
        }
    }

    /// Refuses one that is not of an active task, as its event would.
    fn refuse_one(&mut self, demand: &Demand, row: usize) {
        let record = demand.row(row);
        let own = &mut self.sources[record.source.index()];
        match (own.kind, own.health.state) {
            (SourceKind::Task(_), TaskState::Completed) => return,
            (SourceKind::Task(_), TaskState::Paused { reason: PauseReason::Failures, .. }) => {
                own.sums.missed_for_failures += 1;
            }
            (SourceKind::Task(_), TaskState::Paused { .. } | TaskState::Active) => {
                own.sums.missed_for_credits += 1;
                own.sums.blocked_credits += record.reserve.unwrap_or(own.reserve);
            }
            (SourceKind::Activity(_), _) => {
                own.sums.refused += 1;
                own.sums.blocked_credits += record.cost;
            }
        }
        self.measure.count_events(1);
    }
}

impl Follower<'_> {
    /// Refuses what the pool cannot pay, from record `row` on; the record that comes next.
    #[inline(never)]
    pub(super) fn refuse_from(
        &mut self,
        refusals: &Refusals,
        (row, records): (usize, usize),
        awake: &mut Option<Awake>,
    ) -> usize {
        let demand = self.demand;
        let admitted = refusals.next_admitted(row, self.world.pool.usable()).min(records);
        if admitted == row {
            return row;
        }
        let mut to = rows_before(demand, row, self.world.queue.next_time()).min(admitted);
        if to - row <= FEW && !refusals.in_turn {
            for row in row..to {
                self.world.refuse_any(demand, row);
                debug_assert!(self.world.is_shut(refusals), "a refusal changes nothing but its task");
            }
            return to;
        }
        let awake = match awake {
            Some(awake) => {
                awake.go_to(refusals, &self.world, row);
                awake
            }
            None => awake.insert(Awake::of(refusals, demand, &self.world, row)),
        };
        let mut alone = Vec::with_capacity(awake.active.len());
        if refusals.in_turn {
            to = to.min(awake.soonest());
        } else {
            for &(next, source) in awake.active.iter().filter(|&&(next, _)| next < to) {
                self.world.refuse_run(demand, next, source);
                debug_assert!(self.world.is_shut(refusals), "a refusal changes nothing but its task");
                alone.push((next, source));
            }
        }
        if to > row {
            let by_source = self.detail == Detail::BySource;
            self.world.refuse_all(refusals, demand, (row, to), (&mut alone, &awake.apart), by_source);
        }
        to
    }
}

fn count(records: usize) -> u64 {
    u64::try_from(records).unwrap_or(u64::MAX)
}

/// The first record that is not before a caused event at `time`.
fn rows_before(demand: &Demand, from: usize, time: Instant) -> usize {
    // Caused events come first among those of an instant.
    from + count_before(&demand.times[from..], time)
}
