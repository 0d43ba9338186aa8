//! When the pool is empty: everything that costs is refused, until something caused changes that.

use super::free_run::{index, number};
use crate::demand::Demand;
use crate::policy::{Admission, Audience, PauseReason, TaskState};
use crate::replay::source::SourceKind;
use crate::replay::world::World;
use crate::replay::{Rules, Unobserved, WorkKind};
use crate::units::{Credits, Instant};

/// Records between two sums.
const STRIDE: usize = 64;

/// The records of a demand by what refuses them.
#[derive(Debug)]
pub(super) struct Refusals {
    /// Of each task its records, in order; empty for activities.
    of_tasks: Vec<Vec<u32>>,
    /// Activity work that costs or reserves nothing, so that nothing refuses it.
    free: Vec<u32>,
    /// The least that activity work reserves, of that which reserves.
    least_reserve: Credits,
    /// Some activity work is admitted at any balance above zero.
    has_any: bool,
    /// Every [`STRIDE`] records, what was before.
    sums: Vec<Wanted>,
    /// Sources that stand for all tasks, all work of members, all work of the public.
    stand_for: [Option<usize>; 3],
}

/// Sums of records.
#[derive(Clone, Copy, Debug, Default)]
struct Wanted {
    tasks: u64,
    reserves: Credits,
    members: u64,
    public: u64,
    costs: Credits,
}

impl Refusals {
    pub(super) fn of(demand: &Demand, rules: &Rules) -> Self {
        let activity = |audience: Audience| {
            rules.work.iter().position(|work| match &work.kind {
                WorkKind::Task(_) => false,
                WorkKind::Activity(activity) => activity.audience == audience,
            })
        };
        let task = rules.work.iter().position(|work| match &work.kind {
            WorkKind::Task(_) => true,
            WorkKind::Activity(_) => false,
        });
        let mut all = Self {
            of_tasks: vec![Vec::new(); rules.work.len()],
            free: Vec::new(),
            least_reserve: Credits::new(i64::MAX),
            has_any: false,
            sums: Vec::new(),
            stand_for: [task, activity(Audience::Member), activity(Audience::Public)],
        };
        let mut sums = Wanted::default();
        for row in 0..demand.len() {
            if row.is_multiple_of(STRIDE) {
                all.sums.push(sums);
            }
            all.add(demand, rules, row);
            sums.add(demand, rules, row);
        }
        all.sums.push(sums);
        all
    }

    fn add(&mut self, demand: &Demand, rules: &Rules, row: usize) {
        let record = demand.row(row);
        let work = &rules.work[record.source.index()];
        let reserve = record.reserve.unwrap_or(work.reserve);
        match &work.kind {
            WorkKind::Task(_) => self.of_tasks[record.source.index()].push(number(row)),
            WorkKind::Activity(activity) => {
                let free = match World::<Unobserved>::admission(record, activity.admission) {
                    Admission::Any => {
                        self.has_any = true;
                        record.cost.is_zero()
                    }
                    Admission::Reserve => {
                        if reserve.is_positive() {
                            self.least_reserve = self.least_reserve.min(reserve);
                        }
                        reserve.is_zero()
                    }
                };
                if free {
                    self.free.push(number(row));
                }
            }
        }
    }

    /// Sums of the records before `row`.
    fn before(&self, demand: &Demand, rules: &Rules, row: usize) -> Wanted {
        let mut sums = self.sums[row / STRIDE];
        for row in row / STRIDE * STRIDE..row {
            sums.add(demand, rules, row);
        }
        sums
    }

    /// The first record of a task from `row` on.
    fn next_of(&self, task: usize, row: usize) -> Option<usize> {
        let records = &self.of_tasks[task];
        records.get(records.partition_point(|&record| index(record) < row)).map(|&record| index(record))
    }

    /// The first record from `row` on that nothing refuses.
    pub(super) fn next_free(&self, row: usize) -> usize {
        let place = self.free.partition_point(|&record| index(record) < row);
        self.free.get(place).map_or(usize::MAX, |&record| index(record))
    }
}

impl Wanted {
    fn add(&mut self, demand: &Demand, rules: &Rules, row: usize) {
        let record = demand.row(row);
        let work = &rules.work[record.source.index()];
        match &work.kind {
            WorkKind::Task(_) => {
                self.tasks += 1;
                self.reserves += record.reserve.unwrap_or(work.reserve);
            }
            WorkKind::Activity(activity) => {
                match activity.audience {
                    Audience::Member => self.members += 1,
                    Audience::Public => self.public += 1,
                }
                self.costs += record.cost;
            }
        }
    }
}

/// The next records of tasks that are active, latest first: those are refused one by one, and pause.
#[derive(Debug, Default)]
pub(super) struct Awake(Vec<(usize, usize)>);

impl Awake {
    /// Of all tasks, from `row` on.
    pub(super) fn of(refusals: &Refusals, world: &World<'_, Unobserved>, row: usize) -> Self {
        let mut all = Vec::new();
        for (source, own) in world.sources.iter().enumerate() {
            if let (SourceKind::Task(_), TaskState::Active) = (own.kind, own.health.state) {
                all.extend(refusals.next_of(source, row).map(|next| (next, source)));
            }
        }
        all.sort_unstable_by(|a, b| b.cmp(a));
        Self(all)
    }

    /// The soonest from `row` on, after tasks that occurred before it are looked at again.
    pub(super) fn next(&mut self, refusals: &Refusals, world: &World<'_, Unobserved>, row: usize) -> usize {
        while let Some(&(next, source)) = self.0.last() {
            if next >= row {
                return next;
            }
            self.0.pop();
            if world.sources[source].health.state == TaskState::Active
                && let Some(next) = refusals.next_of(source, row)
            {
                let place = self.0.partition_point(|&other| other > (next, source));
                self.0.insert(place, (next, source));
            }
        }
        usize::MAX
    }
}

impl World<'_, Unobserved> {
    /// True if no activity work that costs is admitted, and refusing it changes nothing but sums.
    #[inline]
    pub(super) fn is_shut(&self, refusals: &Refusals) -> bool {
        let usable = self.pool.usable();
        if usable.is_positive() && refusals.has_any
            || usable >= refusals.least_reserve
            || !self.quiet.holds(usable)
        {
            return false;
        }
        // R-PRERUN asks at every refusal, and comes to what R-LATCH came to only where that asks too.
        let reserving = refusals.least_reserve < Credits::new(i64::MAX);
        let asks_as_latch =
            !reserving || !self.rules.auto_recharge.pre_run || self.rules.auto_recharge.is_low(usable);
        asks_as_latch && (self.rules.reactive_top_up.is_none() || self.top_up_pending)
    }

    /// Refuses records `[from, to)` at once: none is of an active task, and none is free.
    pub(super) fn refuse_all(
        &mut self,
        refusals: &Refusals,
        demand: &Demand,
        (from, to): (usize, usize),
        by_source: bool,
    ) {
        if by_source || !demand.reserves.is_empty() {
            for row in from..to {
                self.refuse_one(demand, row);
            }
            return;
        }
        let (before, after) =
            (refusals.before(demand, self.rules, from), refusals.before(demand, self.rules, to));
        let mut missed = after.tasks - before.tasks;
        let mut reserves = after.reserves - before.reserves;
        let mut events = to - from;
        for source in 0..self.sources.len() {
            let own = &mut self.sources[source];
            let for_credits = match own.health.state {
                TaskState::Active => continue,
                TaskState::Paused { reason, .. } => matches!(reason, PauseReason::Credits { .. }),
                TaskState::Completed => false,
            };
            if for_credits {
                continue;
            }
            let records = &refusals.of_tasks[source];
            let place = |row: usize| records.partition_point(|&record| index(record) < row);
            let own_records = place(to) - place(from);
            let count = u64::try_from(own_records).unwrap_or(u64::MAX);
            missed -= count;
            reserves -= Credits::new(own.reserve.get() * count.cast_signed());
            if own.health.state == TaskState::Completed {
                events -= own_records;
            } else {
                own.sums.missed_for_failures += count;
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
        for (source, count) in [(members, after.members - before.members), (public, after.public - before.public)] {
            if let Some(source) = source {
                self.sources[source].sums.refused += count;
            }
        }
        self.measure.count_events(u64::try_from(events).unwrap_or(u64::MAX));
    }

    /// Refuses one, as its event would.
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

/// The first record that is not before a caused event at `time`.
pub(super) fn rows_before(demand: &Demand, from: usize, time: Instant) -> usize {
    // Caused events come first among those of an instant.
    let times = &demand.times[from..];
    let mut step = 1;
    while step < times.len() && times[step] < time {
        step *= 2;
    }
    let (low, high) = (step / 2, times.len().min(step + 1));
    from + low + times[low..high].partition_point(|&other| other < time)
}

