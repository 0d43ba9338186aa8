//! The records of a demand by what refuses them.

use super::nexts::Nexts;
use super::rows::Rows;
use crate::demand::Demand;
use crate::policy::{Audience, Trigger};
use crate::replay::number::number;
use crate::replay::{Rules, WorkKind, WorkRules};
use crate::units::Credits;

/// Records between two sums.
const STRIDE: usize = 32;

/// The records of a demand by what refuses them.
#[derive(Debug)]
pub(super) struct Refusals {
    /// Of each task its records; none for activities.
    pub(super) of_tasks: Vec<Rows>,
    nexts: Nexts,
    /// Activity work that costs or reserves nothing, so that nothing refuses it.
    free: Rows,
    /// Activity work that costs and is admitted at any balance above zero.
    any: Rows,
    /// Below this balance nothing that reserves can start, and if nothing does, nothing that costs.
    pub(super) least: Credits,
    /// A refused task may be resumed by the clock, or a task's run may reserve nothing: they are looked at in turn.
    pub(super) in_turn: bool,
    /// Of each source.
    kinds: Vec<Kind>,
    /// Every [`STRIDE`] records, what was before.
    sums: Vec<Wanted>,
    /// Sources that stand for all tasks, all work of members, all work of the public.
    pub(super) stand_for: [Option<usize>; 3],
}

/// How a source's work is counted when it is refused.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Of a task that reserves so much.
    Task(Credits),
    Member,
    Public,
}

/// Sums of records without reservations of their own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    pub(super) tasks: u32,
    pub(super) members: u32,
    pub(super) public: u32,
    pub(super) reserves: Credits,
    pub(super) costs: Credits,
}

/// Rows of each sort, as they grow.
struct Found {
    of_tasks: Vec<Vec<u32>>,
    free: Vec<u32>,
    any: Vec<u32>,
    least: Option<Credits>,
    /// A task's run reserves nothing.
    unreserved: bool,
}

impl Refusals {
    pub(super) fn of(demand: &Demand, rules: &Rules) -> Self {
        let kinds: Vec<Kind> = rules
            .work
            .iter()
            .map(|work| match &work.kind {
                WorkKind::Task(_) => Kind::Task(work.reserve),
                WorkKind::Activity(activity) => match activity.audience {
                    Audience::Member => Kind::Member,
                    Audience::Public => Kind::Public,
                },
            })
            .collect();
        let mut found = Found {
            of_tasks: vec![Vec::new(); rules.work.len()],
            free: Vec::new(),
            any: Vec::new(),
            least: None,
            unreserved: false,
        };
        let mut sums = Vec::with_capacity(demand.len() / STRIDE + 1);
        let mut sum = Wanted::default();
        for row in 0..demand.len() {
            if row.is_multiple_of(STRIDE) {
                sums.push(sum);
            }
            found.add(demand, rules, row);
            sum.add(&kinds, demand, row);
        }
        sums.push(sum);
        let place = |wanted: fn(&Kind) -> bool| kinds.iter().position(wanted);
        let stand_for = [
            place(|kind| matches!(kind, Kind::Task(_))),
            place(|kind| matches!(kind, Kind::Member)),
            place(|kind| matches!(kind, Kind::Public)),
        ];
        let rows = |rows: Vec<u32>| Rows::of(rows, demand.len());
        let of_tasks: Vec<Rows> = found.of_tasks.into_iter().map(rows).collect();
        Self {
            nexts: Nexts::of(&of_tasks, demand.len()),
            of_tasks,
            free: rows(found.free),
            any: rows(found.any),
            least: found.least.unwrap_or(Credits::new(1)),
            in_turn: found.unreserved || rules.work.iter().any(is_resumed_by_the_clock),
            kinds,
            sums,
            stand_for,
        }
    }

    /// Sums of the records before `row`.
    pub(super) fn before(&self, demand: &Demand, row: usize) -> Wanted {
        let mut sums = self.sums[row / STRIDE];
        for row in row / STRIDE * STRIDE..row {
            sums.add(&self.kinds, demand, row);
        }
        sums
    }

    /// The first record of a task from `row` on.
    pub(super) fn next_of(&self, task: usize, row: usize) -> Option<usize> {
        self.nexts.of_task(task, row).unwrap_or_else(|()| self.of_tasks[task].next(row))
    }

    /// The first record of activity work from `row` on that this balance does not refuse.
    pub(super) fn next_admitted(&self, row: usize, usable: Credits) -> usize {
        let free = self.free.next(row).unwrap_or(usize::MAX);
        if usable.is_positive() { free.min(self.any.next(row).unwrap_or(usize::MAX)) } else { free }
    }
}

fn is_resumed_by_the_clock(work: &WorkRules) -> bool {
    match &work.kind {
        WorkKind::Task(task) => match task.reviews.credits.trigger {
            Trigger::Timer => true,
            Trigger::Funded | Trigger::Never => false,
        },
        WorkKind::Activity(_) => false,
    }
}

impl Wanted {
    #[inline]
    fn add(&mut self, kinds: &[Kind], demand: &Demand, row: usize) {
        match kinds[demand.sources[row].index()] {
            Kind::Task(reserve) => {
                self.tasks += 1;
                self.reserves += reserve;
            }
            Kind::Member => {
                self.members += 1;
                self.costs += demand.costs[row];
            }
            Kind::Public => {
                self.public += 1;
                self.costs += demand.costs[row];
            }
        }
    }
}

impl Found {
    fn add(&mut self, demand: &Demand, rules: &Rules, row: usize) {
        let record = demand.row(row);
        let work = &rules.work[record.source.index()];
        let reserved = work.reservation(&record);
        if let Some(reserve) = reserved.filter(|reserve| reserve.is_positive()) {
            self.least = Some(self.least.map_or(reserve, |least| least.min(reserve)));
        }
        match &work.kind {
            WorkKind::Task(_) => {
                self.unreserved |= !reserved.is_some_and(Credits::is_positive);
                self.of_tasks[record.source.index()].push(number(row));
            }
            WorkKind::Activity(_) => {
                let free = match reserved {
                    None => {
                        if record.cost.is_positive() {
                            self.any.push(number(row));
                        }
                        record.cost.is_zero()
                    }
                    Some(reserve) => reserve.is_zero(),
                };
                if free {
                    self.free.push(number(row));
                }
            }
        }
    }
}
