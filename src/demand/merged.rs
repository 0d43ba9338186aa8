//! All work of one window in order, and the places of each owner's work in it.

use super::columns::index;
use super::order::{Key, is_later, owner};
use super::ring::Ring;
use std::ops::Range;

/// What was merged last.
#[derive(Clone, Debug)]
pub(super) struct Merged {
    /// In order; the memory beyond `count` is for other windows.
    keys: Vec<Key>,
    count: usize,
    /// By owner, then in the owner's order, where its work is among the keys.
    places: Vec<u32>,
    /// By owner, which of `places` are its own.
    ranges: Vec<Range<usize>>,
}

/// The work of a window, each row in order of time.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    /// The first occurrences of tasks that occur every hour, the last less than an hour after the first.
    pub(super) hourly: &'a mut [Key],
    /// The work of other tasks.
    pub(super) tasks: &'a [Key],
    /// The work of activities.
    pub(super) activities: &'a [Key],
}

impl Merged {
    /// Of that many owners.
    pub(super) fn new(owners: usize) -> Self {
        Self { keys: Vec::new(), count: 0, places: Vec::new(), ranges: vec![0..0; owners] }
    }

    /// The work of `owner` comes after `before` pieces of other owners' work, hourly tasks left aside.
    pub(super) fn begin_owner(&mut self, owner: usize, before: usize) {
        self.ranges[owner] = before..before;
    }

    /// All keys in order.
    pub(super) fn keys(&self) -> &[Key] {
        &self.keys[..self.count]
    }

    /// Where the work of `owner` is among the keys, in the owner's order.
    pub(super) fn places(&self, owner: usize) -> &[u32] {
        &self.places[self.ranges[owner].clone()]
    }

    /// Merges all work before `end`. At one time tasks come before activities, and an hourly task comes before owners of
    /// greater numbers.
    pub(super) fn merge(&mut self, rows: Rows<'_>, end: Key) {
        let Rows { hourly, tasks, activities } = rows;
        let others = tasks.len() + activities.len();
        let mut ring = Ring::new(hourly, others, end);
        let room = self.keys.len().max(ring.room());
        self.keys.resize(room, 0);
        self.places.resize(room, 0);
        let mut list = List { keys: &mut self.keys, places: &mut self.places, count: 0 };
        let mut turn = Turn { owner: usize::MAX, next: 0 };
        let (mut task, mut activity) = (0, 0);
        loop {
            let next_task = tasks.get(task).copied().unwrap_or(end);
            let next_activity = activities.get(activity).copied().unwrap_or(end);
            let is_task = !is_later(next_task, next_activity);
            let next = if is_task { next_task } else { next_activity };
            while let Some((hourly, place)) = ring.next_before(next) {
                list.push(hourly, place);
            }
            if task + activity == others {
                break;
            }
            task += usize::from(is_task);
            activity += usize::from(!is_task);
            turn.pass_to(index(owner(next)), &mut self.ranges);
            list.push(next, turn.next);
            turn.next += 1;
        }
        turn.pass_to(usize::MAX, &mut self.ranges);
        self.count = index(list.count);
        for (owner, range) in ring.ranges() {
            self.ranges[owner] = range;
        }
    }
}

/// What is merged already.
struct List<'a> {
    keys: &'a mut [Key],
    places: &'a mut [u32],
    count: u32,
}

impl List<'_> {
    #[inline]
    fn push(&mut self, key: Key, place: usize) {
        self.keys[index(self.count)] = key;
        self.places[place] = self.count;
        self.count += 1;
    }
}

/// Whose work was last, and where its next place goes. Most often the next work is of the same owner, and memory would
/// answer later than a register.
struct Turn {
    owner: usize,
    next: usize,
}

impl Turn {
    #[inline]
    fn pass_to(&mut self, owner: usize, ranges: &mut [Range<usize>]) {
        if owner != self.owner {
            if let Some(last) = ranges.get_mut(self.owner) {
                last.end = self.next;
            }
            self.owner = owner;
            self.next = ranges.get(owner).map_or(0, |range| range.end);
        }
    }
}
