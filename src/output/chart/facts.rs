//! What the charts show, as plain values: for writers that draw in another way than pictures.

use super::columns::Columns;
use super::story::Story;
use super::{caps, pauses, spend, usage};
use crate::calendar::{Month, Window};
use crate::metrics::TaskRow;
use crate::units::{Credits, Instant, Money};

/// The balance from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) struct Balance {
    pub(in crate::output) time: Instant,
    pub(in crate::output) included: Credits,
    pub(in crate::output) purchased: Credits,
    pub(in crate::output) usable: Credits,
}

/// Runs of columns of time in which something was so, `[from, to)` in order.
pub(in crate::output) type Runs = Vec<(usize, usize)>;

/// A task's pauses.
#[derive(Clone, Debug)]
pub(in crate::output) struct TaskLane<'a> {
    pub(in crate::output) task: &'a TaskRow,
    pub(in crate::output) for_credits: Runs,
    pub(in crate::output) for_failures: Runs,
    /// When it ended or completed, where that is before the end.
    pub(in crate::output) ends: Instant,
}

impl TaskLane<'_> {
    /// Runs missed for either reason: what lanes are ordered by.
    pub(in crate::output) fn missed(&self) -> u64 {
        self.task.missed.credits + self.task.missed.failures
    }
}

/// What one source, or several of one kind, spent by month.
#[derive(Clone, Debug)]
pub(in crate::output) struct Usage {
    pub(in crate::output) label: String,
    pub(in crate::output) spent: Vec<Credits>,
}

impl<'a> Story<'a> {
    /// How many columns [`Runs`] count.
    pub(in crate::output) const COLUMNS: usize = Columns::COUNT;

    /// The measured time.
    pub(in crate::output) fn window(&self) -> Window {
        self.series.columns.window
    }

    /// The balance, reduced so that every peak stays.
    pub(in crate::output) fn balance(&self) -> Vec<Balance> {
        let steps = self.series.balance.clone().kept();
        let plain = |step: super::steps::Step| Balance {
            time: step.time,
            included: step.included,
            purchased: step.purchased,
            usable: step.usable,
        };
        steps.into_iter().map(plain).collect()
    }

    /// When auto-recharge fired.
    pub(in crate::output) fn fires(&self) -> Runs {
        self.series.fires.runs()
    }

    /// When the limit left auto-recharge no room.
    pub(in crate::output) fn capped(&self) -> Runs {
        self.series.capped.runs()
    }

    /// When no credits were usable.
    pub(in crate::output) fn zero(&self) -> Runs {
        self.series.zero.runs()
    }

    /// The monthly limit of auto-recharge in money.
    pub(in crate::output) fn money_limit(&self) -> Option<Money> {
        spend::limit(self)
    }

    /// The monthly limit of auto-recharge in credits.
    pub(in crate::output) fn credit_limit(&self) -> Option<Credits> {
        caps::limit(self)
    }

    /// When the limit first stopped auto-recharge in a month.
    pub(in crate::output) fn first_stop(&self, month: Month) -> Option<Instant> {
        self.series.cap_hits.get(&month).copied()
    }

    /// Every task, the one with the most missed runs first.
    pub(in crate::output) fn lanes(&self) -> Vec<TaskLane<'a>> {
        let lane = |row: pauses::Row<'a>| TaskLane {
            task: row.task,
            for_credits: row.lane.credits.runs(),
            for_failures: row.lane.failures.runs(),
            ends: row.ends(),
        };
        pauses::rows(self).into_iter().map(lane).collect()
    }

    /// Credits by source, the largest first; at most one more than there are colours.
    pub(in crate::output) fn usage(&self) -> Vec<Usage> {
        let plain = |source: usage::Source| Usage { label: source.label, spent: source.spent };
        usage::largest(usage::sources(self)).into_iter().map(plain).collect()
    }
}
