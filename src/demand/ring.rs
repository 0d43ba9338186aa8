//! Hourly tasks take turns.
//!
//! An hour after its turn it is a task's turn again, and all others have had theirs meanwhile: a ring of them is in order
//! of time as it turns, and nothing has to be sorted.

use super::columns::index;
use super::order::{Key, owner};
use std::ops::Range;

/// An hour between keys.
const HOUR: Key = 3_600_000 << 32;

/// Tasks that occur every hour until the window's end.
#[derive(Debug)]
pub(super) struct Ring<'a> {
    /// What each task wants next: in order from `turn` on, and then from the first.
    next: &'a mut [Key],
    turn: usize,
    /// How often all have had their turn.
    round: usize,
    /// How many rounds there are, at most: so many places has each task.
    rounds: usize,
    /// The ring's first place.
    first: usize,
    /// The place of the work that is next.
    place: usize,
}

impl<'a> Ring<'a> {
    /// Of tasks' first occurrences: in order, the last less than an hour after the first.
    pub(super) fn new(next: &'a mut [Key], first: usize, end: Key) -> Self {
        let rounds = index(u32::try_from(end / HOUR).unwrap_or(u32::MAX)) + 1;
        Self { next, turn: 0, round: 0, rounds, first, place: first }
    }

    /// The first place behind the ring's.
    pub(super) fn room(&self) -> usize {
        self.first + self.rounds * self.next.len()
    }

    /// Takes the next occurrence, if it is before `limit`, and its place.
    #[inline]
    pub(super) fn next_before(&mut self, limit: Key) -> Option<(Key, usize)> {
        let next = self.next.get_mut(self.turn).filter(|next| **next < limit)?;
        let taken = (*next, self.place);
        *next += HOUR;
        self.turn += 1;
        self.place += self.rounds;
        if self.turn == self.next.len() {
            self.turn = 0;
            self.round += 1;
            self.place = self.first + self.round;
        }
        Some(taken)
    }

    /// By owner, the places that were taken.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.next.iter().enumerate().map(|(turn, &next)| {
            let first = self.first + turn * self.rounds;
            (index(owner(next)), first..first + self.round + usize::from(turn < self.turn))
        })
    }
}
