//! The records of a demand by what refuses them.

use super::found::Found;
use super::nexts::Nexts;
use super::rows::Rows;
use super::wanted::{Kind, STRIDE, Wanted};
use crate::demand::Demand;
use crate::policy::Trigger;
use crate::replay::{Rules, WorkKind, WorkRules};
use crate::units::Credits;

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

impl Refusals {
    pub(super) fn of(demand: &Demand, rules: &Rules) -> Self {
        let kinds: Vec<Kind> = rules.work.iter().map(Kind::of).collect();
        let place = |wanted: fn(&Kind) -> bool| kinds.iter().position(wanted);
        let stand_for = [
            place(|kind| matches!(kind, Kind::Task(_))),
            place(|kind| matches!(kind, Kind::Member)),
            place(|kind| matches!(kind, Kind::Public)),
        ];
        let found = Found::of(demand, rules, &kinds);
        let rows = |rows: Vec<u32>| Rows::of(rows, demand.len());
        let of_tasks: Vec<Rows> = found.of_tasks.into_iter().map(rows).collect();
        Self {
            nexts: Nexts::of(&of_tasks, demand.len()),
            of_tasks,
            free: rows(found.free),
            any: rows(found.any),
            least: found.least.unwrap_or(Credits::new(1)),
            in_turn: found.unreserved || rules.work.iter().any(is_resumed_by_the_clock),
            sums: found.sums,
            kinds,
            stand_for,
        }
    }

    /// Sums of the records before `row`.
    pub(super) fn before(&self, demand: &Demand, row: usize) -> Wanted {
        let mut sums = self.sums[row / STRIDE];
        for row in row / STRIDE * STRIDE..row {
            sums.add(self.kinds[demand.sources[row].index()], demand.costs[row]);
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
