//! The columns of a free run, while it is recorded.

use super::block::Block;
use super::extremes::MOST;
use super::free_rules::ENDLESS;
use super::free_run::{Checkpoint, FreeRun, Rare, STRIDE};
use super::narrow::Narrow;
use super::what::What;
use crate::demand::Demand;
use crate::replay::number::index;
use crate::replay::{Rules, WorkKind, WorkRules};
use crate::units::{Credits, Instant};

/// Columns and lists of a free run, as they grow.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) opening: u32,
    pub(super) times: Vec<Instant>,
    pub(super) usable: Vec<i32>,
    pub(super) spent: Vec<u32>,
    pub(super) spent_included: Vec<u32>,
    pub(super) included: Vec<u32>,
    pub(super) subject: Vec<u32>,
    pub(super) what: Vec<What>,
    pub(super) rare: Vec<Rare>,
    pub(super) checkpoints: Vec<Checkpoint>,
    pub(super) flights: Vec<u32>,
    pub(super) measured_from: usize,
    /// Of every block the least and the greatest of `usable`.
    pub(super) levels: Vec<(Credits, Credits)>,
    /// Of every block the least of usable before an event, less its need; nobody asks for the greatest.
    pub(super) lows: Vec<(Credits, Credits)>,
    /// The most that any event needs.
    pub(super) most_needed: Credits,
    /// The most that usable falls by in one event, but for those of no work.
    pub(super) most_drawn: Credits,
}

impl Columns {
    /// Room for every record and the end of its work, and for some events of no work; in the memory of a run that is
    /// done with.
    pub(super) fn with_room(opening: u32, demand: &Demand, done: Option<FreeRun>) -> Self {
        let ends = demand.durations.iter().filter(|duration| !duration.is_zero()).count();
        let events = demand.len() + ends + STRIDE;
        let blocks = events / STRIDE + 1;
        let mut columns = done.map_or_else(Self::default, Self::emptied);
        columns.opening = opening;
        columns.times.reserve_exact(events);
        columns.usable.reserve_exact(events);
        columns.spent.reserve_exact(events);
        columns.spent_included.reserve_exact(events);
        columns.included.reserve_exact(events);
        columns.subject.reserve_exact(events);
        columns.what.reserve_exact(events);
        columns.checkpoints.reserve_exact(blocks);
        columns.levels.reserve_exact(blocks);
        columns.lows.reserve_exact(blocks);
        columns
    }

    /// No events, in the largest columns of a run.
    fn emptied(run: FreeRun) -> Self {
        Self {
            times: emptied(run.times),
            usable: emptied(run.usable),
            spent: emptied(run.spent),
            spent_included: emptied(run.spent_included),
            included: emptied(run.included),
            subject: emptied(run.subject),
            what: emptied(run.what),
            checkpoints: emptied(run.checkpoints),
            flights: emptied(run.flights),
            ..Self::default()
        }
    }

    /// Appends the events of a block that is not empty, and what they come to; `None` if a figure is too large.
    pub(super) fn append(&mut self, block: &Block) -> Option<()> {
        let first = self.usable.len();
        let mut narrow = Narrow::default();
        self.times.extend_from_slice(block.times());
        self.subject.extend_from_slice(block.subject());
        self.what.extend_from_slice(block.what());
        let usable = block.usable()[1..].iter();
        self.usable.extend(usable.map(|&usable| narrow.signed(difference(ENDLESS, usable))));
        let included = block.included().iter();
        self.included.extend(included.map(|included| narrow.unsigned(included.get())));
        for (column, paid) in
            [(&mut self.spent, block.spent()), (&mut self.spent_included, block.spent_included())]
        {
            let each = paid.iter().zip(&paid[1..]);
            column.extend(each.map(|(&before, &after)| narrow.unsigned(difference(before, after))));
        }
        let usable = self.usable[first..].iter().copied();
        let extreme = |value: Option<i32>| value.map(|value| Credits::new(i64::from(value)));
        self.levels.extend(extreme(usable.clone().min()).zip(extreme(usable.max())));
        self.append_lows(block);
        narrow.fits().then_some(())
    }

    /// Of each source the events that start its runs, if `max_runs` limits them.
    pub(super) fn limited_starts(&self, demand: &Demand, rules: &Rules) -> Vec<Option<Vec<u32>>> {
        let limited = |work: &WorkRules| match &work.kind {
            WorkKind::Task(task) => task.health.max_runs.map(|_| Vec::new()),
            WorkKind::Activity(_) => None,
        };
        let mut starts: Vec<Option<Vec<u32>>> = rules.work.iter().map(limited).collect();
        if starts.iter().any(Option::is_some) {
            for ((what, &record), event) in self.what.iter().zip(&self.subject).zip(0..) {
                if what.is(What::STARTED)
                    && let Some(starts) = &mut starts[demand.sources[index(record)].index()]
                {
                    starts.push(event);
                }
            }
        }
        starts
    }

    fn append_lows(&mut self, block: &Block) {
        let (mut least, mut most_needed, mut most_drawn) = (MOST, self.most_needed, self.most_drawn);
        let around = block.usable().iter().zip(&block.usable()[1..]);
        for (((&before, &after), &need), what) in around.zip(block.needs()).zip(block.what()) {
            let drawn = if what.is(What::RARE) { Credits::ZERO } else { before - after };
            // What an event draws must be there too: a failed run may be charged more than its cost.
            let need = need.max(drawn);
            least = least.min(before - need);
            (most_needed, most_drawn) = (most_needed.max(need), most_drawn.max(drawn));
        }
        self.lows.push((least - ENDLESS, MOST));
        (self.most_needed, self.most_drawn) = (most_needed, most_drawn);
    }
}

fn emptied<T>(mut column: Vec<T>) -> Vec<T> {
    column.clear();
    column
}

/// What was added. Credits stay so far inside 64 bits that it is one of them too: to check that would take longer.
#[inline]
fn difference(before: Credits, after: Credits) -> i64 {
    after.get().wrapping_sub(before.get())
}
