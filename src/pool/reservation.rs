//! Credits that a run has reserved, and from which lots (R-RESERVE).

use super::LotId;
use crate::units::Credits;

/// Credits drawn from one lot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw {
    pub(super) lot: LotId,
    pub(super) credits: Credits,
}

/// Credits that have left the lots for a run that may still return some.
///
/// It is settled exactly once; nearly all draw on one lot, which is why the first lot is held inline.
#[derive(Debug)]
#[must_use = "a reservation that is dropped loses its credits"]
pub struct Reservation {
    pub(super) total: Credits,
    /// The lot drawn first, for all that the draws after it did not cover.
    pub(super) first: LotId,
    /// The last draw after the first, in the pool's store.
    pub(super) last: Link,
}

impl Reservation {
    /// Nothing reserved.
    pub const NONE: Self = Self { total: Credits::ZERO, first: LotId(0), last: Link::END };

    /// Credits reserved.
    pub fn total(&self) -> Credits {
        self.total
    }
}

/// A place in the store of draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link(u32);

impl Link {
    pub(super) const END: Self = Self(u32::MAX);

    fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Draws beyond the first of each reservation, as linked lists from the last drawn to the first.
#[derive(Clone, Debug)]
pub(super) struct DrawStore {
    draws: Vec<(Draw, Link)>,
    free: Link,
}

impl DrawStore {
    pub(super) const fn new() -> Self {
        Self { draws: Vec::new(), free: Link::END }
    }

    /// Forgets all draws.
    pub(super) fn clear(&mut self) {
        self.draws.clear();
        self.free = Link::END;
    }

    /// Adds a draw in front of `last`; its place.
    pub(super) fn push(&mut self, draw: Draw, last: Link) -> Link {
        if self.free == Link::END {
            self.draws.push((draw, last));
            // Past 2³² − 1 open draws memory has long run out.
            return Link(u32::try_from(self.draws.len() - 1).unwrap_or(u32::MAX - 1));
        }
        let place = self.free;
        self.free = self.draws[place.index()].1;
        self.draws[place.index()] = (draw, last);
        place
    }

    /// The draw at `place`, and the place of the one before it.
    pub(super) fn get(&self, place: Link) -> Option<(Draw, Link)> {
        self.draws.get(place.index()).copied().filter(|_| place != Link::END)
    }

    /// Takes the draw at `place` out; it, and the place of the one before it.
    pub(super) fn pop(&mut self, place: Link) -> Option<(Draw, Link)> {
        if place == Link::END {
            return None;
        }
        let (draw, before) = self.draws[place.index()];
        self.draws[place.index()].1 = self.free;
        self.free = place;
        Some((draw, before))
    }
}
