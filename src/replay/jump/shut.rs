//! When the pool is empty: everything that costs is refused, until something caused changes that.

use super::follower::{Detail, Follower};
use super::free_run::{index, number};
use crate::demand::Demand;
use crate::policy::{Audience, PauseReason, TaskState};
use crate::replay::source::SourceKind;
use crate::replay::world::World;
use crate::replay::{Rules, Unobserved, WorkKind};
use crate::units::{Credits, Instant};

/// Records between two sums.
const STRIDE: usize = 64;

/// Records that are sooner counted one by one.
const FEW: usize = 16;

/// The records of a demand by what refuses them.
#[derive(Debug)]
pub(super) struct Refusals {
    /// Of each task its records, in order; empty for activities.
    of_tasks: Vec<Vec<u32>>,
    /// Activity work that costs or reserves nothing, so that nothing refuses it.
    free: Vec<u32>,
    /// Activity work that costs and is admitted at any balance above zero.
    any: Vec<u32>,
    /// Below this balance nothing that reserves can start, and if nothing does, nothing that costs.
    least: Credits,
    /// Some activity work reserves.
    activities_reserve: bool,
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
            least: Credits::new(i64::MAX),
            activities_reserve: false,
            any: Vec::new(),
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
        if all.least == Credits::new(i64::MAX) {
            all.least = Credits::new(1);
        }
        all
    }

    fn add(&mut self, demand: &Demand, rules: &Rules, row: usize) {
        let record = demand.row(row);
        let work = &rules.work[record.source.index()];
        let reserved = work.reservation(&record);
        if let Some(reserve) = reserved.filter(|reserve| reserve.is_positive()) {
            self.least = self.least.min(reserve);
        }
        match &work.kind {
            WorkKind::Task(_) => self.of_tasks[record.source.index()].push(number(row)),
            WorkKind::Activity(_) => {
                let free = match reserved {
                    None => {
                        if record.cost.is_positive() {
                            self.any.push(number(row));
                        }
                        record.cost.is_zero()
                    }
                    Some(reserve) => {
                        self.activities_reserve |= reserve.is_positive();
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

    /// The first record of activity work from `row` on that this balance does not refuse.
    fn next_admitted(&self, row: usize, usable: Credits) -> usize {
        let next = |records: &[u32]| {
            let place = records.partition_point(|&record| index(record) < row);
            records.get(place).map_or(usize::MAX, |&record| index(record))
        };
        let free = if self.free.is_empty() { usize::MAX } else { next(&self.free) };
        if usable.is_positive() { free.min(next(&self.any)) } else { free }
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
    fn of(refusals: &Refusals, world: &World<'_, Unobserved>, row: usize) -> Self {
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
    fn next(&mut self, refusals: &Refusals, world: &World<'_, Unobserved>, row: usize) -> (usize, usize) {
        while let Some(&(next, source)) = self.0.last() {
            if next >= row {
                return (next, source);
            }
            self.0.pop();
            if world.sources[source].health.state == TaskState::Active
                && let Some(next) = refusals.next_of(source, row)
            {
                let place = self.0.partition_point(|&other| other > (next, source));
                self.0.insert(place, (next, source));
            }
        }
        (usize::MAX, usize::MAX)
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
        // R-PRERUN asks at every refusal, and comes to what R-LATCH came to only where that asks too.
        let asks_as_latch = !refusals.activities_reserve
            || !self.rules.auto_recharge.pre_run
            || self.rules.auto_recharge.is_low(usable);
        asks_as_latch && (self.rules.reactive_top_up.is_none() || self.top_up_pending)
    }

    /// Refuses records `[row, to)` at once, but for those `alone`, with their sources, which were looked at one by one.
    fn refuse_all(
        &mut self,
        refusals: &Refusals,
        demand: &Demand,
        (from, to): (usize, usize),
        alone: &[(usize, usize)],
        by_source: bool,
    ) {
        if by_source || !demand.reserves.is_empty() || to - from <= FEW {
            for row in (from..to).filter(|&row| alone.binary_search_by_key(&row, |&(row, _)| row).is_err()) {
                self.refuse_one(demand, row);
            }
            return;
        }
        let (before, after) =
            (refusals.before(demand, self.rules, from), refusals.before(demand, self.rules, to));
        let mut missed = after.tasks - before.tasks;
        let mut reserves = after.reserves - before.reserves;
        let mut events = count(to - from);
        for &(_, source) in alone {
            missed -= 1;
            events -= 1;
            reserves -= self.sources[source].reserve;
        }
        for (source, own) in self.sources.iter_mut().enumerate() {
            let completed = match own.health.state {
                TaskState::Active | TaskState::Paused { reason: PauseReason::Credits { .. }, .. } => continue,
                TaskState::Paused { reason: PauseReason::Failures, .. } => false,
                TaskState::Completed => true,
            };
            let records = &refusals.of_tasks[source];
            let place = |row: usize| records.partition_point(|&record| index(record) < row);
            let own_alone = alone.iter().filter(|&&(_, other)| other == source).count();
            let own_missed = count(place(to) - place(from) - own_alone);
            missed -= own_missed;
            reserves -= Credits::new(own.reserve.get() * own_missed.cast_signed());
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
                self.sources[source].sums.refused += count;
            }
        }
        self.measure.count_events(events);
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

impl Follower<'_> {
    /// Refuses what the pool cannot pay, from record `row` on; the record that comes next. Tasks that are still active
    /// are looked at one by one, as their refusals pause them.
    pub(super) fn refuse_from(&mut self, row: usize, records: usize, awake: &mut Option<Awake>) -> usize {
        let (run, demand) = (self.run, self.demand);
        let refusals = &run.refusals;
        let mut caused = self.world.queue.next_time();
        let admitted = refusals.next_admitted(row, self.world.pool.usable()).min(records);
        if admitted == row {
            return row;
        }
        let mut to = rows_before(demand, row, caused).min(admitted);
        let awake = awake.get_or_insert_with(|| Awake::of(refusals, &self.world, row));
        let mut alone = Vec::new();
        let mut from = row;
        loop {
            let (next, source) = awake.next(refusals, &self.world, from);
            if next >= to {
                break;
            }
            let record = demand.row(next);
            self.world.now = record.time;
            if self.world.demand(record) {
                self.world.end_event();
            }
            alone.push((next, source));
            from = next + 1;
            if !self.world.is_shut(refusals) {
                to = from;
                break;
            }
            if caused != self.world.queue.next_time() {
                caused = self.world.queue.next_time();
                to = to.min(rows_before(demand, from, caused));
            }
        }
        let by_source = self.detail == Detail::BySource;
        self.world.refuse_all(refusals, demand, (row, to), &alone, by_source);
        to
    }
}

fn count(records: usize) -> u64 {
    u64::try_from(records).unwrap_or(u64::MAX)
}

/// The first record that is not before a caused event at `time`.
fn rows_before(demand: &Demand, from: usize, time: Instant) -> usize {
    // Caused events come first among those of an instant.
    let times = &demand.times[from..];
    let mut step = 1;
    while step < times.len() && times[step] < time {
        step *= 2;
    }
    let (low, high) = (step / 2, times.len().min(step + 1));
    from + low + times[low..high].partition_point(|&other| other < time)
}
