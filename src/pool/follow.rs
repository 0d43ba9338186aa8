//! A pool that keeps step with one that never runs out (`replay::jump`).

use super::reservation::{Draw, Link};
use super::{Book, Lot, LotId, LotKind, Pool, Reservation};
use crate::units::{Credits, Instant};

/// A reservation by what it was drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Of the included lot that is open.
    pub included: Credits,
    /// Of included lots whose periods have ended.
    pub ended: Credits,
    /// Of purchased lots.
    pub purchased: Credits,
}

/// The open included lot, if it is the same still and open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    lot: LotId,
    open: bool,
}

impl Pool {
    /// Which included lot is drawn from: another one after a renewal, or after a period ended without one.
    pub fn allowance(&self) -> Allowance {
        Allowance { lot: self.current_included, open: self.lots[self.current_included.index()].open }
    }

    /// Takes over balances that the same work left. There is no debt; purchased lots are told apart no longer, until
    /// [`regroup`](Self::regroup) makes one of them.
    #[inline]
    pub fn follow(&mut self, included: Credits, usable: Credits) {
        self.lots[self.current_included.index()].remaining = included;
        self.usable = usable;
    }

    /// Purchases of `credits` and `bonus` in all landed while it followed.
    pub fn land_following(&mut self, credits: Credits, bonus: Credits) {
        self.book.auto_recharged += credits;
        self.book.bonus += bonus;
        self.usable += credits + bonus;
    }

    /// Takes over what has passed through, and what work in flight holds.
    pub fn keep_book(&mut self, book: Book, held: Credits) {
        self.book = book;
        self.held = held;
    }

    /// Makes one lot of all that was purchased and never expires, after it has followed; forgets all reservations.
    pub fn regroup(&mut self) {
        const ENDED: LotId = LotId(0);
        const PURCHASED: LotId = LotId(2);
        let included = self.lots[self.current_included.index()];
        let purchased = Lot {
            kind: LotKind::Purchased,
            remaining: self.usable + self.debt - included.remaining,
            granted: Instant::from_ms(i64::MIN),
            expires: None,
            open: true,
        };
        let ended = Lot { remaining: Credits::ZERO, open: false, ..included };
        self.lots.clear();
        self.lots.extend([ended, included, purchased]);
        debug_assert!(ENDED.index() == 0 && PURCHASED.index() + 1 == self.lots.len());
        self.current_included = LotId(1);
        self.front = self.current_included;
        self.draws.clear();
        self.line.clear();
        self.line.insert(PURCHASED, &self.lots);
        self.advance_front();
    }

    /// A reservation that was drawn so, after [`regroup`](Self::regroup); balances stay, as they left long ago.
    pub fn hold(&mut self, parts: Parts) -> Reservation {
        let total = parts.included + parts.ended + parts.purchased;
        let included = if parts.ended.is_positive() { LotId(0) } else { LotId(1) };
        if !(parts.included + parts.ended).is_positive() {
            return Reservation { total, first: LotId(2), last: Link::END };
        }
        let last = if parts.purchased.is_positive() {
            self.draws.push(Draw { lot: LotId(2), credits: parts.purchased }, Link::END)
        } else {
            Link::END
        };
        Reservation { total, first: included, last }
    }

    /// What a reservation was drawn from.
    pub fn parts(&self, reservation: &Reservation) -> Parts {
        let mut parts = Parts::default();
        let mut add = |draw: Draw| {
            let lot = &self.lots[draw.lot.index()];
            match (lot.kind, lot.open) {
                (LotKind::Included, true) => parts.included += draw.credits,
                (LotKind::Included, false) => parts.ended += draw.credits,
                (LotKind::Purchased, _) => parts.purchased += draw.credits,
            }
        };
        let (mut first, mut last) = (reservation.total, reservation.last);
        while let Some((draw, before)) = self.draws.get(last) {
            first -= draw.credits;
            add(draw);
            last = before;
        }
        add(Draw { lot: reservation.first, credits: first });
        parts
    }
}
