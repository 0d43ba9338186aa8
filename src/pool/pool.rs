//! The pool of one organisation (R-POOL).

use super::lot::PurchasedLine;
use super::reservation::{Draw, DrawStore};
use super::{Book, DrawOrder, Lot, LotId, LotKind, Reservation};
use crate::units::{Credits, Instant};

/// One pool of credits, shared by all work of an organisation (R-POOL).
///
/// Debt and credits never stand side by side: whatever comes in pays debt first (R-OVERRUN).
#[derive(Clone, Debug)]
pub struct Pool {
    draw_order: DrawOrder,
    lots: Vec<Lot>,
    line: PurchasedLine,
    current_included: LotId,
    draws: DrawStore,
    included: Credits,
    purchased: Credits,
    held: Credits,
    debt: Credits,
    book: Book,
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
            draws: DrawStore::new(),
            included: Credits::ZERO,
            purchased: Credits::ZERO,
            held: Credits::ZERO,
            debt: Credits::ZERO,
            book: Book { opening: included + purchased, ..Book::default() },
        };
        pool.current_included = pool.add_lot(LotKind::Included, included, now, None);
        let opening =
            purchased.is_positive().then(|| pool.add_lot(LotKind::Purchased, purchased, now, expires));
        (pool, opening)
    }

    /// Σ remaining − debt (R-USABLE).
    #[inline]
    pub fn usable(&self) -> Credits {
        self.included + self.purchased - self.debt
    }

    /// Left in the included lot.
    pub fn included(&self) -> Credits {
        self.included
    }

    /// Left in purchased lots.
    pub fn purchased(&self) -> Credits {
        self.purchased
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
        let kinds = self.draw_order.kinds();
        lots.sort_by_key(|&(id, lot)| (lot.kind != kinds[0], lot.expires.unwrap_or(Instant::FAR_FUTURE), id));
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
        *self.balance(kind) -= gone;
        self.count_expired(kind, gone);
        gone
    }

    /// A new allowance takes the place of the one before, which has expired (R-INCLUDED).
    pub fn grant(&mut self, now: Instant, credits: Credits) {
        self.book.granted += credits;
        self.current_included = self.add_lot(LotKind::Included, credits, now, None);
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
    pub fn reserve(&mut self, credits: Credits) -> Reservation {
        debug_assert!(
            credits <= self.usable().max(Credits::ZERO),
            "a reservation is never larger than usable"
        );
        let mut reservation = Reservation { total: credits, ..Reservation::NONE };
        self.held += credits;
        let mut left = credits;
        while left.is_positive() {
            let Some(draw) = self.draw_from_next(left) else { break };
            left -= draw.credits;
            if reservation.first.credits.is_zero() {
                reservation.first = draw;
            } else {
                reservation.last = self.draws.push(draw, reservation.last);
            }
        }
        reservation
    }

    /// Settles a run that cost `cost`, at most what it had reserved: the rest returns to the lots it came
    /// from, last drawn first, and pays debt (R-RESERVE, R-OVERRUN).
    pub fn settle(&mut self, reservation: Reservation, cost: Credits) -> Returned {
        let Reservation { total, first, mut last } = reservation;
        let mut unused = total - cost;
        let mut returned = Returned::default();
        self.held -= total;
        while let Some((draw, before)) = self.draws.pop(last) {
            last = before;
            unused -= self.give_back(draw, unused, &mut returned);
        }
        self.give_back(first, unused, &mut returned);
        if returned.live.is_positive() {
            self.pay_debt();
        }
        returned
    }

    /// Pays `cost` as far as the lots go; the shortfall (R-OVERRUN).
    pub fn charge(&mut self, cost: Credits) -> Credits {
        let mut left = cost;
        while left.is_positive() {
            let Some(draw) = self.draw_from_next(left) else { break };
            left -= draw.credits;
            self.count_spent(self.lots[draw.lot.index()].kind, draw.credits);
        }
        left
    }

    /// Takes a shortfall as debt (R-OVERRUN `debt`).
    pub fn owe(&mut self, shortfall: Credits) {
        self.debt += shortfall;
    }

    /// R-CONSERVE: what came in was paid, expired, remains, or is held. (The rule's `spent` counts what is
    /// owed as well, and its `− debt` takes that out again.) Debt stands beside no credits.
    pub fn conserves(&self) -> bool {
        let remaining = self.included + self.purchased;
        self.book.came_in() == self.book.went_out() + remaining + self.held
            && !(self.debt.is_positive() && remaining.is_positive())
    }

    /// True if the balances are the sums of their lots; walks all lots.
    pub fn lots_agree(&self) -> bool {
        let sum = |kind| {
            let of_kind = self.lots.iter().filter(|lot| lot.kind == kind);
            of_kind.map(|lot| lot.remaining).sum::<Credits>()
        };
        sum(LotKind::Included) == self.included && sum(LotKind::Purchased) == self.purchased
    }

    fn balance(&mut self, kind: LotKind) -> &mut Credits {
        match kind {
            LotKind::Included => &mut self.included,
            LotKind::Purchased => &mut self.purchased,
        }
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
        *self.balance(kind) += credits;
        match kind {
            LotKind::Included => {}
            LotKind::Purchased => self.line.insert(id, &self.lots),
        }
        id
    }

    /// The lot to draw from next (R-ORDER).
    fn next_lot(&mut self) -> Option<LotId> {
        for kind in self.draw_order.kinds() {
            match kind {
                LotKind::Included if self.included.is_positive() => return Some(self.current_included),
                LotKind::Purchased if self.purchased.is_positive() => return self.line.next(&self.lots),
                LotKind::Included | LotKind::Purchased => {}
            }
        }
        None
    }

    /// Takes up to `most` credits from the next lot.
    fn draw_from_next(&mut self, most: Credits) -> Option<Draw> {
        let id = self.next_lot()?;
        let lot = &mut self.lots[id.index()];
        let (kind, credits) = (lot.kind, most.min(lot.remaining));
        lot.remaining -= credits;
        *self.balance(kind) -= credits;
        Some(Draw { lot: id, credits })
    }

    /// Returns up to `unused` credits of one draw and counts the rest of it as spent; how much was returned.
    fn give_back(&mut self, draw: Draw, unused: Credits, returned: &mut Returned) -> Credits {
        let back = unused.min(draw.credits);
        let Lot { kind, open, .. } = self.lots[draw.lot.index()];
        self.count_spent(kind, draw.credits - back);
        if back.is_zero() {
            return back;
        }
        if open {
            returned.live += back;
            let lot = &mut self.lots[draw.lot.index()];
            let was_empty = lot.remaining.is_zero();
            lot.remaining += back;
            *self.balance(kind) += back;
            if was_empty && kind == LotKind::Purchased {
                self.line.refilled(draw.lot, &self.lots);
            }
        } else {
            self.count_expired(kind, back);
            match kind {
                LotKind::Included => returned.expired_included += back,
                LotKind::Purchased => returned.expired_purchased += back,
            }
        }
        back
    }

    /// Credits that came in pay debt first, drawn in R-ORDER (R-OVERRUN).
    fn pay_debt(&mut self) {
        if self.debt.is_positive() {
            self.debt = self.charge(self.debt);
        }
    }
}

#[cfg(test)]
mod tests;
