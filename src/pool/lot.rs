//! Lots of credits and the order in which they are drawn (R-POOL, R-ORDER).

use crate::units::{Credits, Instant};

/// Where a lot's credits came from (R-POOL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LotKind {
    /// Granted by the subscription; ends with its period.
    Included,
    /// Bought, bonus credits among them.
    Purchased,
}

/// Which kind is drawn first (R-ORDER); among purchased lots always the soonest to expire, then grant order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawOrder {
    /// Included lots, then purchased ones: both products.
    #[default]
    IncludedFirst,
    /// Purchased lots, then included ones.
    PurchasedFirst,
}

/// The number of a lot, in grant order from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LotId(pub(super) u32);

impl LotId {
    /// As an array index.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Credits granted or bought together (R-POOL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Where they came from.
    pub kind: LotKind,
    /// What is left, not negative.
    pub remaining: Credits,
    /// When they came.
    pub granted: Instant,
    /// When a purchased lot expires, if ever; an included lot ends with its period.
    pub expires: Option<Instant>,
    /// False once expired: what returns to it expires at once (R-RESERVE).
    pub open: bool,
}

/// The purchased lots in the order in which they are drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct PurchasedLine {
    /// Soonest expiry first, then never-expiring, ties by grant order (R-ORDER).
    ids: Vec<LotId>,
    /// Every lot before this place is empty or expired.
    first: usize,
}

impl PurchasedLine {
    /// Without lots.
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.first = 0;
    }

    /// Puts a new lot in its place.
    pub(super) fn insert(&mut self, id: LotId, lots: &[Lot]) {
        let rank = |id: LotId| lots[id.index()].expires.unwrap_or(Instant::FAR_FUTURE);
        let place = match self.ids.last() {
            // Nearly always: it expires no sooner than any other, if ever.
            Some(&last) if rank(last) <= rank(id) => self.ids.len(),
            Some(_) | None => self.ids.partition_point(|&other| rank(other) <= rank(id)),
        };
        self.ids.insert(place, id);
        self.first = self.first.min(place);
    }

    /// The first lot with credits.
    pub(super) fn next(&mut self, lots: &[Lot]) -> Option<LotId> {
        while let Some(&id) = self.ids.get(self.first) {
            if lots[id.index()].remaining.is_positive() {
                return Some(id);
            }
            self.first += 1;
        }
        None
    }

    /// Credits came back to a lot that was empty: it may be the first again.
    pub(super) fn refilled(&mut self, id: LotId, lots: &[Lot]) {
        let rank = |id: LotId| (lots[id.index()].expires.unwrap_or(Instant::FAR_FUTURE), id);
        let place = self.ids.partition_point(|&other| rank(other) < rank(id));
        self.first = self.first.min(place);
    }
}
