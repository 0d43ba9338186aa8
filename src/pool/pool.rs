//! The pool of one organisation (R-POOL).
#![expect(clippy::inline_always, reason = "measured: calls between these are a third of a replay's time")]

use super::lot::PurchasedLine;
use super::reservation::{Draw, DrawStore, Link};
use super::{Book, DrawOrder, Lot, LotId, LotKind, Reservation};
use crate::units::{Credits, Instant};

/// One pool of credits, shared by all work of an organisation (R-POOL).
///
/// Debt and credits never stand side by side: whatever comes in pays debt first (R-OVERRUN).
#[derive(Clone, Debug)]
pub struct Pool {
    draw_order: DrawOrder,
    pub(super) lots: Vec<Lot>,
    pub(super) line: PurchasedLine,
    /// The only included lot that is open.
    pub(super) current_included: LotId,
    /// Drawn from next, if any lot holds credits (R-ORDER).
    pub(super) front: LotId,
    pub(super) draws: DrawStore,
    pub(super) usable: Credits,
    pub(super) held: Credits,
    pub(super) debt: Credits,
    pub(super) book: Book,
}

/// How purchased credits came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurchaseVia {
    /// By auto-recharge.
    AutoRecharge,
    /// By a manual top-up.
    TopUp,
}

/// What a settlement gave back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Credits back in lots that are still open.
    pub live: Credits,
    /// Credits that expired at once, as their included period had ended.
    pub expired_included: Credits,
    /// Credits that expired at once, as their purchased lot had expired.
    pub expired_purchased: Credits,
}

impl Pool {
    /// A pool with an included lot and, if there are any, purchased credits in one lot that expires at `expires`.
    pub fn open(
        draw_order: DrawOrder,
        now: Instant,
        included: Credits,
        purchased: Credits,
        expires: Option<Instant>,
    ) -> (Self, Option<LotId>) {
        let mut pool = Self {
            draw_order,
            lots: Vec::new(),
            line: PurchasedLine::default(),
            current_included: LotId(0),
            front: LotId(0),
            draws: DrawStore::new(),
            usable: Credits::ZERO,
            held: Credits::ZERO,
            debt: Credits::ZERO,
            book: Book { opening: included + purchased, ..Book::default() },
        };
        pool.add_lot(LotKind::Included, included, now, None);
        let opening =
            purchased.is_positive().then(|| pool.add_lot(LotKind::Purchased, purchased, now, expires));
        (pool, opening)
    }

    /// Σ remaining − debt (R-USABLE).
    #[inline]
    pub fn usable(&self) -> Credits {
        self.usable
    }

    /// Left in the included lot.
    pub fn included(&self) -> Credits {
        self.lots[self.current_included.index()].remaining
    }

    /// Left in purchased lots.
    pub fn purchased(&self) -> Credits {
        self.usable + self.debt - self.included()
    }

    /// Reserved by work in flight.
    pub fn held(&self) -> Credits {
        self.held
    }

    /// Owed.
    pub fn debt(&self) -> Credits {
        self.debt
    }

    /// What has passed through since it opened.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The lots that still hold credits, in draw order.
    pub fn lots(&self) -> Vec<Lot> {
        let mut lots: Vec<(LotId, Lot)> = (0..).map(LotId).zip(self.lots.iter().copied()).collect();
        lots.retain(|(_, lot)| lot.remaining.is_positive());
        let first = match self.draw_order {
            DrawOrder::IncludedFirst => LotKind::Included,
            DrawOrder::PurchasedFirst => LotKind::Purchased,
        };
        lots.sort_by_key(|&(id, lot)| (lot.kind != first, lot.expires.unwrap_or(Instant::FAR_FUTURE), id));
        lots.into_iter().map(|(_, lot)| lot).collect()
    }

    /// The included lot's remainder expires (R-INCLUDED); how much that was.
    pub fn end_included(&mut self) -> Credits {
        self.expire(self.current_included)
    }

    /// A lot's remainder expires; how much that was. Nothing if it has expired before.
    pub fn expire(&mut self, id: LotId) -> Credits {
        let lot = &mut self.lots[id.index()];
        let (kind, gone) = (lot.kind, lot.remaining);
        lot.remaining = Credits::ZERO;
        lot.open = false;
        self.usable -= gone;
        self.count_expired(kind, gone);
        gone
    }

    /// A new allowance takes the place of the one before, which has expired (R-INCLUDED).
    pub fn grant(&mut self, now: Instant, credits: Credits) {
        self.book.granted += credits;
        self.add_lot(LotKind::Included, credits, now, None);
        self.pay_debt();
    }

    /// A purchase lands with its bonus in one lot (R-PURCHASED, R-BONUS).
    pub fn land(
        &mut self,
        now: Instant,
        credits: Credits,
        bonus: Credits,
        via: PurchaseVia,
        expires: Option<Instant>,
    ) -> LotId {
        match via {
            PurchaseVia::AutoRecharge => self.book.auto_recharged += credits,
            PurchaseVia::TopUp => self.book.topped_up += credits,
        }
        self.book.bonus += bonus;
        let id = self.add_lot(LotKind::Purchased, credits + bonus, now, expires);
        self.pay_debt();
        id
    }

    /// Draws a reservation of at most `usable` credits (R-RESERVE).
    #[inline(always)]
    pub fn reserve(&mut self, credits: Credits) -> Reservation {
        debug_assert!(credits <= self.usable.max(Credits::ZERO), "a reservation is never larger than usable");
        self.held += credits;
        let first = self.front;
        let last =
            if self.front_pays(credits).is_some() { Link::END } else { self.reserve_from_many(credits) };
        Reservation { total: credits, first, last }
    }

    /// Draws on the front lot, then on further ones what it does not cover; the last of these draws.
    #[inline(never)]
    fn reserve_from_many(&mut self, credits: Credits) -> Link {
        let mut left = credits - self.draw_from_front(credits).credits;
        let mut last = Link::END;
        while left.is_positive() && self.advance_front() {
            let draw = self.draw_from_front(left);
            left -= draw.credits;
            last = self.draws.push(draw, last);
        }
        last
    }

    /// Settles a run that cost `cost`, at most what it had reserved: the rest returns to the lots it came
    /// from, last drawn first, and pays debt (R-RESERVE, R-OVERRUN).
    #[inline(always)]
    #[expect(clippy::needless_pass_by_value, reason = "a reservation is settled exactly once")]
    pub fn settle(&mut self, reservation: Reservation, cost: Credits) -> Returned {
        // Taken apart, so that it can stay in registers.
        let Reservation { total, first, last } = reservation;
        self.held -= total;
        let lot = &mut self.lots[first.index()];
        // Nearly always: one lot, open, not empty, so that neither the draw order nor debt is touched.
        if last == Link::END && lot.open && lot.remaining.is_positive() {
            let unused = total - cost;
            lot.remaining += unused;
            let kind = lot.kind;
            self.usable += unused;
            self.count_spent(kind, cost);
            return Returned { live: unused, ..Returned::default() };
        }
        self.settle_in_full(total, first, last, cost)
    }

    #[inline(never)]
    fn settle_in_full(&mut self, total: Credits, first: LotId, mut last: Link, cost: Credits) -> Returned {
        let (mut unused, mut drawn_first) = (total - cost, total);
        let mut returned = Returned::default();
        while let Some((draw, before)) = self.draws.pop(last) {
            last = before;
            drawn_first -= draw.credits;
            unused -= self.give_back(draw, unused, &mut returned);
        }
        self.give_back(Draw { lot: first, credits: drawn_first }, unused, &mut returned);
        if returned.live.is_positive() {
            self.pay_debt();
        }
        returned
    }

    /// Pays `cost` as far as the lots go; the shortfall (R-OVERRUN).
    #[inline(always)]
    pub fn charge(&mut self, cost: Credits) -> Credits {
        match self.front_pays(cost) {
            Some(kind) => {
                self.count_spent(kind, cost);
                Credits::ZERO
            }
            None => self.charge_to_many(cost),
        }
    }

    /// Pays from the front lot, then from further ones what it does not cover; the shortfall.
    #[inline(never)]
    fn charge_to_many(&mut self, cost: Credits) -> Credits {
        let mut left = cost;
        loop {
            let draw = self.draw_from_front(left);
            left -= draw.credits;
            self.count_spent(self.lots[draw.lot.index()].kind, draw.credits);
            if left.is_zero() || !self.advance_front() {
                return left;
            }
        }
    }

    /// Takes a shortfall as debt (R-OVERRUN `debt`).
    pub fn owe(&mut self, shortfall: Credits) {
        self.debt += shortfall;
        self.usable -= shortfall;
    }

    /// R-CONSERVE: what came in was paid, expired, remains, or is held. (The rule's `spent` counts what is
    /// owed as well, and its `− debt` takes that out again.) Debt stands beside no credits.
    pub fn conserves(&self) -> bool {
        let remaining = self.usable + self.debt;
        self.book.came_in() == self.book.went_out() + remaining + self.held
            && !(self.debt.is_positive() && remaining.is_positive())
    }

    /// True if the balances are the sums of their lots; walks all lots.
    pub fn lots_agree(&self) -> bool {
        let sum = |kind| {
            let of_kind = self.lots.iter().filter(|lot| lot.kind == kind);
            of_kind.map(|lot| lot.remaining).sum::<Credits>()
        };
        sum(LotKind::Included) == self.included() && sum(LotKind::Purchased) == self.purchased()
    }

    fn count_spent(&mut self, kind: LotKind, credits: Credits) {
        match kind {
            LotKind::Included => self.book.spent_included += credits,
            LotKind::Purchased => self.book.spent_purchased += credits,
        }
    }

    fn count_expired(&mut self, kind: LotKind, credits: Credits) {
        match kind {
            LotKind::Included => self.book.expired_included += credits,
            LotKind::Purchased => self.book.expired_purchased += credits,
        }
    }

    fn add_lot(&mut self, kind: LotKind, credits: Credits, now: Instant, expires: Option<Instant>) -> LotId {
        // Past 2³² lots memory has long run out.
        let id = LotId(u32::try_from(self.lots.len()).unwrap_or(u32::MAX));
        self.lots.push(Lot { kind, remaining: credits, granted: now, expires, open: true });
        self.usable += credits;
        match kind {
            LotKind::Included => self.current_included = id,
            LotKind::Purchased => self.line.insert(id, &self.lots),
        }
        self.advance_front();
        id
    }

    /// Moves to the lot to draw from next (R-ORDER); false if no lot holds credits.
    pub(super) fn advance_front(&mut self) -> bool {
        let included = self.included().is_positive().then_some(self.current_included);
        let front = match self.draw_order {
            DrawOrder::IncludedFirst => included.or_else(|| self.line.next(&self.lots)),
            DrawOrder::PurchasedFirst => self.line.next(&self.lots).or(included),
        };
        self.front = front.unwrap_or(self.front);
        front.is_some()
    }

    /// Takes `credits` from the front lot if it covers them, as it nearly always does; the lot's kind.
    #[inline(always)]
    fn front_pays(&mut self, credits: Credits) -> Option<LotKind> {
        let lot = &mut self.lots[self.front.index()];
        if credits > lot.remaining {
            return None;
        }
        lot.remaining -= credits;
        self.usable -= credits;
        Some(lot.kind)
    }

    /// Takes up to `most` credits from the front lot; none if it is empty.
    fn draw_from_front(&mut self, most: Credits) -> Draw {
        let lot = &mut self.lots[self.front.index()];
        let credits = most.min(lot.remaining);
        lot.remaining -= credits;
        self.usable -= credits;
        Draw { lot: self.front, credits }
    }

    /// Returns up to `unused` credits of one draw and counts the rest of it as spent; how much was returned.
    fn give_back(&mut self, draw: Draw, unused: Credits, returned: &mut Returned) -> Credits {
        let back = unused.min(draw.credits);
        let lot = &mut self.lots[draw.lot.index()];
        let kind = lot.kind;
        if lot.open {
            let was_empty = lot.remaining.is_zero();
            lot.remaining += back;
            self.usable += back;
            returned.live += back;
            if was_empty && back.is_positive() {
                self.refilled(draw.lot, kind);
            }
        } else {
            self.count_expired(kind, back);
            match kind {
                LotKind::Included => returned.expired_included += back,
                LotKind::Purchased => returned.expired_purchased += back,
            }
        }
        self.count_spent(kind, draw.credits - back);
        back
    }

    /// Credits came back to a lot that was empty: it may be the one to draw from next.
    fn refilled(&mut self, lot: LotId, kind: LotKind) {
        match kind {
            LotKind::Included => {}
            LotKind::Purchased => self.line.refilled(lot, &self.lots),
        }
        self.advance_front();
    }

    /// Credits that came in pay debt first, drawn in R-ORDER (R-OVERRUN).
    fn pay_debt(&mut self) {
        if self.debt.is_positive() {
            let debt = self.debt;
            // Owed credits have left `usable` already: what pays them leaves the lots only.
            self.debt = Credits::ZERO;
            self.usable += debt;
            self.debt = self.charge(debt);
            self.usable -= self.debt;
        }
    }
}

#[cfg(test)]
mod tests;
