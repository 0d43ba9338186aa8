//! The work of one window of time, before and while it is put in order.

use super::columns::index;
use super::order::{Key, Sorter, key, ms, owner, with_owner};
use super::{Demand, Outcome, SourceId};
use crate::calendar::Window;
use crate::units::{Credits, Instant, Span};

/// All work of one window, owner by owner. An owner is a source, or the tasks or the activities of a trace:
/// something whose work has an order of its own.
///
/// For each piece of work there is a key with its time and its owner. The other columns hold each owner's work
/// in the owner's own order, so that the n-th of its keys belongs to the n-th of its entries.
pub(super) struct Wanted {
    window: Window,
    keys: Vec<Key>,
    /// By owner, where its entries in the columns begin; once sorted, which of them comes next.
    next: Vec<u32>,
    pub(super) sources: Vec<SourceId>,
    pub(super) costs: Vec<Credits>,
    pub(super) durations: Vec<Span>,
    pub(super) outcomes: Vec<Outcome>,
    /// Empty without traces.
    pub(super) reserves: Vec<Credits>,
    with_reserves: bool,
    sorter: Sorter,
}

impl Wanted {
    /// Of that many owners.
    pub(super) fn new(owners: usize, with_reserves: bool) -> Self {
        Self {
            window: Window { from: Instant::default(), to: Instant::default() },
            keys: Vec::new(),
            next: vec![0; owners],
            sources: Vec::new(),
            costs: Vec::new(),
            durations: Vec::new(),
            outcomes: Vec::new(),
            reserves: Vec::new(),
            with_reserves,
            sorter: Sorter::default(),
        }
    }

    /// Nothing yet, in `window`, which is at most 2³² ms long.
    pub(super) fn begin(&mut self, window: Window) {
        self.window = window;
        self.keys.clear();
        self.sources.clear();
        self.costs.clear();
        self.durations.clear();
        self.outcomes.clear();
        self.reserves.clear();
    }

    pub(super) fn window(&self) -> Window {
        self.window
    }

    /// The work of `owner` follows: `push` for each piece, and an entry in each column.
    pub(super) fn begin_owner(&mut self, owner: usize) {
        self.next[owner] = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
    }

    /// `owner` wants to work `at` an instant of the window.
    #[inline]
    pub(super) fn push(&mut self, at: Instant, owner: u32) {
        let ms = u32::try_from((at - self.window.from).ms()).unwrap_or(u32::MAX);
        self.keys.push(key(ms, owner));
    }

    /// How many pieces of work have been pushed without an entry in the column of sources.
    pub(super) fn without_entry(&self) -> usize {
        self.keys.len() - self.sources.len()
    }

    /// The instants of the work pushed last.
    pub(super) fn last(&self, count: usize) -> impl Iterator<Item = Instant> {
        let from = self.window.from;
        self.keys[self.keys.len() - count..].iter().map(move |&key| from + Span::from_ms(ms(key)))
    }

    /// Appends all, sorted by time; work at one instant in the order in which it was pushed.
    pub(super) fn append_to(&mut self, demand: &mut Demand) {
        let Window { from, to } = self.window;
        self.sorter.sort(&mut self.keys, (to - from).ms().unsigned_abs());
        demand.make_room(self.keys.len(), self.with_reserves);
        for sorted in &mut self.keys {
            let next = &mut self.next[index(owner(*sorted))];
            // From here on the lower half is the entry.
            *sorted = with_owner(*sorted, *next);
            *next += 1;
        }
        let keys = self.keys.iter();
        demand.times.extend(keys.clone().map(|&key| from + Span::from_ms(ms(key))));
        let entry = |key: Key| index(owner(key));
        demand.sources.extend(keys.clone().map(|&key| self.sources[entry(key)]));
        demand.costs.extend(keys.clone().map(|&key| self.costs[entry(key)]));
        demand.durations.extend(keys.clone().map(|&key| self.durations[entry(key)]));
        demand.outcomes.extend(keys.clone().map(|&key| self.outcomes[entry(key)]));
        if self.with_reserves {
            demand.reserves.extend(keys.map(|&key| self.reserves[entry(key)]));
        }
    }
}
