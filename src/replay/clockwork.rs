//! Events that the calendar causes: months, expiries, renewals, lapses, payment trouble (classes 0 to 3).

use super::queue::{Caused, Rank};
use super::world::World;
use super::{Entry, Happening, Observer};
use crate::mutation::Mutation;
use crate::policy::Change;
use crate::pool::LotId;
use crate::units::{Credits, Money};

impl<O: Observer> World<'_, O> {
    /// A calendar month starts (class 0, R-MONTH).
    pub(super) fn month_begins(&mut self) {
        self.measure.begin_month(self.now, &self.pool, &mut self.sources);
        if !self.breaks(Mutation::CapByBillingPeriod) {
            self.recharge.begin_month(&self.rules.auto_recharge);
        }
        self.note(None, Happening::MonthBegins);
    }

    /// A rolling limit or a cooldown may have made room.
    pub(super) fn recharge_wakes(&mut self) {
        self.recharge.forget_before(&self.rules.auto_recharge, self.now);
        self.note(None, Happening::RechargeWakes);
    }

    /// A purchased lot expires (class 1, R-PURCHASED).
    pub(super) fn lot_expires(&mut self, lot: LotId) {
        let gone = self.pool.expire(lot);
        if gone.is_positive() {
            self.moved(Entry::Expiry, None, "R-PURCHASED", -gone, Money::ZERO);
        }
        self.note(None, Happening::LotExpires(gone));
    }

    /// A billing period ends (class 2, R-INCLUDED).
    pub(super) fn period_ends(&mut self) {
        let change = self.subscription.end_period(self.now);
        self.apply(change);
    }

    /// A lapse begins (class 3, R-LAPSE).
    pub(super) fn lapse_begins(&mut self) {
        if !self.breaks(Mutation::LapseIgnored) {
            self.subscription.begin_lapse();
        }
        self.note(None, Happening::LapseBegins);
    }

    /// A lapse ends (class 3, R-LAPSE).
    pub(super) fn lapse_ends(&mut self) {
        let change = self.subscription.end_lapse(self.now);
        self.note(None, Happening::LapseEnds);
        self.apply(change);
    }

    /// A declared payment outage begins or ends (class 3, R-PAYMENT).
    pub(super) fn outage_changes(&mut self, begins: bool) {
        self.outage = begins && !self.breaks(Mutation::OutageIgnored);
        self.note(None, if begins { Happening::OutageBegins } else { Happening::OutageEnds });
    }

    /// The trouble that a random decline opened ends (class 3, R-PAYMENT).
    pub(super) fn trouble_ends(&mut self) {
        self.trouble = false;
        self.note(None, Happening::TroubleEnds);
    }

    pub(super) fn apply(&mut self, change: Change) {
        match change {
            Change::Nothing => {}
            Change::Expire => {
                self.expire_included();
                self.note(None, Happening::PeriodEndsLapsed);
            }
            Change::Renew => self.renew(),
        }
    }

    /// Expiry, grant and charge are one event (R-INCLUDED).
    fn renew(&mut self) {
        let subscription = &self.rules.subscription;
        let kept =
            if self.breaks(Mutation::RenewalKeepsRemainder) { self.pool.included() } else { Credits::ZERO };
        let grant = subscription.grant + kept;
        self.expire_included();
        if self.breaks(Mutation::CapByBillingPeriod) {
            self.recharge.begin_month(&self.rules.auto_recharge);
        }
        if grant.is_positive() {
            self.pool.grant(self.now, grant);
        }
        self.measure.count_subscription(subscription.price);
        self.moved(Entry::Grant, None, "R-INCLUDED", grant, subscription.price);
        self.note(None, Happening::Renews(grant));
        let next = self.subscription.period_end();
        self.queue.push(next, Rank::ONLY, Caused::PeriodEnds);
    }

    /// The included lot's remainder expires (R-INCLUDED).
    fn expire_included(&mut self) {
        let gone = self.pool.end_included();
        self.moved(Entry::Expiry, None, "R-INCLUDED", -gone, Money::ZERO);
    }
}
