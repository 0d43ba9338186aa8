//! The work of one window of time, while it is put in order.

use super::merged::{Merged, Rows};
use super::order::{Key, Sorter, key, ms, owner};
use super::{Demand, SourceId};
use crate::calendar::Window;
use crate::units::{Instant, Span};

/// When owners want to work in one window, and where in the demand their work goes. An owner is a source, or the
/// tasks or the activities of a trace: something whose work has an order of its own.
#[derive(Debug)]
pub(super) struct Wanted {
    window: Window,
    /// The first occurrences of tasks that occur every hour.
    hourly: Vec<Key>,
    /// The work of other tasks, owner by owner.
    tasks: Vec<Key>,
    /// The work of activities, owner by owner.
    activities: Vec<Key>,
    sorter: Sorter,
    merged: Merged,
}

/// What comes first at one instant (R-STEP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Task,
    Activity,
}

impl Wanted {
    /// Of that many owners.
    pub(super) fn new(owners: usize) -> Self {
        Self {
            window: Window { from: Instant::default(), to: Instant::default() },
            hourly: Vec::new(),
            tasks: Vec::new(),
            activities: Vec::new(),
            sorter: Sorter::default(),
            merged: Merged::new(owners),
        }
    }

    /// Nothing yet, in `window`, which is at most 2³¹ ms long.
    pub(super) fn begin(&mut self, window: Window) {
        self.window = window;
        self.hourly.clear();
        self.tasks.clear();
        self.activities.clear();
    }

    pub(super) fn window(&self) -> Window {
        self.window
    }

    /// The work of `owner` follows, in its own order. Tasks come before activities.
    pub(super) fn begin_owner(&mut self, owner: usize) {
        self.merged.begin_owner(owner, self.tasks.len() + self.activities.len());
    }

    /// `owner` wants to work `at` an instant of the window.
    #[inline]
    pub(super) fn push(&mut self, class: Class, at: Instant, owner: u32) {
        let key = self.key(at, owner);
        match class {
            Class::Task => self.tasks.push(key),
            Class::Activity => self.activities.push(key),
        }
    }

    /// The task `owner` occurs every hour from an instant in the first hour of the window on.
    pub(super) fn push_hourly(&mut self, first: Instant, owner: u32) {
        self.hourly.push(self.key(first, owner));
    }

    #[inline]
    fn key(&self, at: Instant, owner: u32) -> Key {
        key(u32::try_from((at - self.window.from).ms()).unwrap_or(u32::MAX), owner)
    }

    /// Sorts the last `count` pieces of activities' work: one owner's work comes nearly sorted.
    pub(super) fn sort_last(&mut self, count: usize) {
        let first = self.activities.len() - count;
        self.sorter.sort_runs(&mut self.activities[first..]);
    }

    /// Appends the times of all work to `demand`, sorted, with the owners as sources. Work at one instant is in the order
    /// in which it was pushed, and hourly tasks in the order of tasks.
    pub(super) fn append_to(&mut self, demand: &mut Demand, with_reserves: bool) {
        let Window { from, to } = self.window;
        let width = u32::try_from((to - from).ms()).unwrap_or(u32::MAX);
        for row in [&mut self.hourly, &mut self.tasks, &mut self.activities] {
            self.sorter.sort(row, u64::from(width));
        }
        let rows = Rows { hourly: &mut self.hourly, tasks: &self.tasks, activities: &self.activities };
        self.merged.merge(rows, key(width, 0));
        let keys = self.merged.keys().iter();
        demand.make_room(keys.len(), with_reserves);
        demand.times.extend(keys.clone().map(|&key| from + Span::from_ms(ms(key))));
        demand.sources.extend(keys.map(|&key| SourceId(owner(key))));
    }

    /// Where the work of `owner` went, counted from the window's first.
    pub(super) fn places(&self, owner: usize) -> &[u32] {
        self.merged.places(owner)
    }
}
