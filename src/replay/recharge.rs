//! Purchases: auto-recharge and manual top-ups, and what is looked at after every event (R-LATCH, R-TOPUP).

use super::queue::{Caused, Rank};
use super::quiet::Quiet;
use super::world::{Balances, World};
use super::{Conditions, Entry, Happening, Observer, ReactiveTopUp};
use crate::mutation::Mutation;
use crate::policy::{
    Attempt, DeclineChance, Denial, Latch, Order, Payment, Purchase, Quote, RechargeState, Standing,
};
use crate::pool::PurchaseVia;
use crate::units::{Credits, Money};

impl<O: Observer> World<'_, O> {
    /// After every event: R-LATCH, warnings, then R-REVIEW's `funded` test (R-STEP).
    #[inline]
    pub(super) fn settle_event(&mut self) {
        if self.quiet.holds(self.pool.usable()) {
            debug_assert!(self.is_quiet(), "nothing follows the event at {}", self.now);
        } else {
            self.settle_in_full();
        }
    }

    #[inline(never)]
    fn settle_in_full(&mut self) {
        let repeats = self.apply_latch();
        if self.measure.warns(self.pool.usable()) {
            self.measure.count_warning();
            self.note(None, Happening::Warns);
        }
        if !self.waiting.is_empty() {
            self.test_funded();
        }
        let conditions = Conditions::of(self.rules, &self.pool, &self.recharge);
        if self.measure.set_conditions(self.now, conditions) && O::WATCHES {
            self.observer.conditions(self.now, conditions);
        }
        self.quiet = if repeats { self.quiet_here() } else { Quiet::NEVER };
    }

    /// Balances at which the next event is followed by nothing, if R-LATCH repeats itself: every other test
    /// compares usable with one of these levels.
    fn quiet_here(&self) -> Quiet {
        let levels = [self.rules.auto_recharge.threshold, self.rules.low_balance_warning, Credits::ZERO];
        Quiet::around(self.pool.usable(), levels.into_iter().chain(self.waiting.least()))
    }

    /// The invariant of [`Quiet`], as far as it can be seen without another try.
    fn is_quiet(&self) -> bool {
        let usable = self.pool.usable();
        let conditions = Conditions::of(self.rules, &self.pool, &self.recharge);
        self.measure.is_steady(usable, conditions) && self.waiting.least().is_none_or(|least| usable < least)
    }

    /// R-LATCH, steps 1 and 2; true if on this side of the threshold it would come to the same once more.
    pub(super) fn apply_latch(&mut self) -> bool {
        self.observe_balance();
        let is_low = |world: &Self| world.rules.auto_recharge.is_low(world.pool.usable());
        // After a fire that recovered the balance it would not even be tried again.
        !is_low(self) || self.try_recharge() || !is_low(self)
    }

    /// R-LATCH 1: also applied at once whenever credits land.
    fn observe_balance(&mut self) {
        let was = self.recharge.latch();
        self.recharge.observe(&self.rules.auto_recharge, self.pool.usable());
        if was == Latch::Latched && self.recharge.latch() == Latch::Armed {
            self.note(None, Happening::RechargeArms);
        }
    }

    /// R-LATCH 2 and R-PRERUN: tries to fire, if it is armed.
    ///
    /// True if another try would come to the same and change nothing, until a caused event other than an end of
    /// work. So a denial that has been counted need not be asked for again (R-DENY).
    pub(super) fn try_recharge(&mut self) -> bool {
        self.quiet = Quiet::NEVER;
        let subscribed =
            self.subscription.standing() == Standing::Active || self.breaks(Mutation::RechargesInLapse);
        let known_trouble = self.outage || self.trouble;
        let (streams, chance) = (&mut self.streams, self.rules.payment.decline);
        let (mut newly_declined, mut drew) = (false, false);
        let pay = || {
            if known_trouble {
                return Payment::Unavailable;
            }
            drew = chance != DeclineChance::Never;
            newly_declined = streams.declines(chance);
            if newly_declined { Payment::Declined } else { Payment::Made }
        };
        let (now, usable) = (self.now, self.pool.usable());
        let rules = self.rules;
        let attempt =
            self.recharge.attempt(&rules.auto_recharge, &rules.prices, now, usable, subscribed, pay);
        if newly_declined {
            self.open_trouble();
        }
        // A refill buys what the balance lacks, so that another balance is another purchase.
        let repeats = !drew && matches!(rules.auto_recharge.purchase, Purchase::Amount(_));
        match attempt {
            Attempt::NotTried => repeats,
            Attempt::Denied { reason, counted } => {
                self.measure.count_denial(reason, counted);
                if counted {
                    self.note(None, Happening::RechargeDenied(reason));
                }
                repeats
            }
            Attempt::Fired { order, at_80_percent } => {
                self.fired(order, at_80_percent);
                false
            }
        }
    }

    /// Tells who asks why that work was not done for lack of `credits`.
    pub(super) fn lacked(&mut self, credits: Credits) {
        if O::ASKS_WHY {
            let recharge = &self.recharge;
            let tries = self.now >= recharge.ready() && !recharge.has_given_up(&self.rules.auto_recharge);
            let capped = tries && self.denied_now() == Some(Denial::Cap);
            self.observer.lacked(self.now, self.measure.month(), credits, capped);
        }
    }

    /// Why a try to fire would be denied now, if it would: the first of R-DENY's reasons.
    pub(super) fn denied_now(&self) -> Option<Denial> {
        if self.subscription.standing() != Standing::Active {
            Some(Denial::NoSubscription)
        } else if self.outage || self.trouble {
            Some(Denial::Payment)
        } else {
            let (auto_recharge, prices) = (&self.rules.auto_recharge, &self.rules.prices);
            let capped = self.recharge.is_capped(auto_recharge, prices, self.pool.usable());
            capped.then_some(Denial::Cap)
        }
    }

    /// A random decline opens payment trouble; a repair in no time leaves none (R-PAYMENT).
    fn open_trouble(&mut self) {
        let repair = self.streams.repair(&self.rules.repair);
        if !repair.is_zero() && !self.breaks(Mutation::DeclineWithoutTrouble) {
            self.trouble = true;
            self.queue.push(self.now + repair, Rank::PAYMENT, Caused::TroubleEnds);
        }
    }

    fn fired(&mut self, order: Order, at_80_percent: bool) {
        self.measure.count_fire(self.now, order.credits, at_80_percent);
        self.note(None, Happening::RechargeFires(order.credits));
        for wake in RechargeState::wakes(&self.rules.auto_recharge, self.now) {
            self.queue.push(wake, Rank::ONLY, Caused::RechargeWakes);
        }
        if self.rules.auto_recharge.settlement_delay.is_zero() {
            self.land(PurchaseVia::AutoRecharge, order.credits, order.quote);
        } else {
            self.queue.push(order.lands, Rank::RECHARGE, Caused::RechargeLands);
        }
    }

    /// The pending auto-recharge lands (class 4, R-DELAY).
    pub(super) fn recharge_lands(&mut self) {
        if let Some(order) = self.recharge.land() {
            self.land(PurchaseVia::AutoRecharge, order.credits, order.quote);
        }
    }

    /// A declared top-up lands (class 4, R-TOPUP).
    pub(super) fn declared_top_up_lands(&mut self, number: u32) {
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(&(_, credits)) = self.rules.top_ups.get(index) {
            self.top_up_lands(credits);
        }
    }

    /// A manual top-up lands.
    fn top_up_lands(&mut self, credits: Credits) {
        let quote = self.rules.prices.quote(credits);
        self.land(PurchaseVia::TopUp, credits, quote);
    }

    /// Credits land with their bonus; the charge is booked, and R-LATCH 1 applied at once.
    fn land(&mut self, via: PurchaseVia, credits: Credits, mut quote: Quote) {
        self.quiet = Quiet::NEVER;
        let rules = self.rules;
        if self.breaks(Mutation::BonusLost) {
            quote.bonus = Credits::ZERO;
        }
        let expire_after =
            rules.purchased_expire_after.filter(|_| !self.breaks(Mutation::PurchasedNeverExpire));
        let expires = expire_after.map(|after| self.now + after);
        let lot = self.pool.land(self.now, credits, quote.bonus, via, expires);
        if let Some(at) = expires {
            self.queue.push(at, Rank::ONLY, Caused::LotExpires(lot));
        }
        self.measure.count_purchase(via, quote.price);
        let (entry, cause, what) = match via {
            PurchaseVia::AutoRecharge => (Entry::AutoRecharge, "R-LATCH", Happening::RechargeLands(credits)),
            PurchaseVia::TopUp => (Entry::TopUp, "R-TOPUP", Happening::TopUpLands(credits)),
        };
        if O::WATCHES {
            self.purchase_moved(entry, cause, credits, quote);
        }
        self.note(None, what);
        self.observe_balance();
    }

    /// One line for the credits bought and one for their bonus.
    fn purchase_moved(&mut self, entry: Entry, cause: &'static str, credits: Credits, quote: Quote) {
        let (bonus, after) = (quote.bonus, self.balances());
        // Before the bonus; the part of it that paid debt is in no lot.
        let before = Balances {
            purchased: after.purchased - bonus.min(after.purchased),
            usable: after.usable - bonus,
            ..after
        };
        self.moved_to(before, entry, None, cause, credits, quote.price);
        if bonus.is_positive() {
            self.moved(Entry::Bonus, None, "R-BONUS", bonus, Money::ZERO);
        }
    }

    /// True if blocked work orders no top-up: the scenario has none, or it is on its way (R-TOPUP).
    pub(super) fn orders_no_top_up(&self) -> bool {
        self.rules.reactive_top_up.is_none() || self.top_up_pending
    }

    /// Orders the reactive top-up if the scenario has one and none is pending (R-TOPUP).
    #[inline]
    pub(super) fn order_reactive_top_up(&mut self) {
        if let Some(top_up) = self.rules.reactive_top_up {
            self.order_top_up(top_up);
        }
    }

    fn order_top_up(&mut self, top_up: ReactiveTopUp) {
        if !self.top_up_pending || self.breaks(Mutation::TopUpsPileUp) {
            self.top_up_pending = true;
            self.note(None, Happening::TopUpOrdered(top_up.credits));
            let lands = self.now + top_up.delay;
            self.queue.push(lands, Rank::REACTIVE, Caused::ReactiveTopUpLands);
        }
    }

    /// The reactive top-up lands (class 4).
    pub(super) fn reactive_top_up_lands(&mut self) {
        self.top_up_pending = false;
        if let Some(top_up) = self.rules.reactive_top_up {
            self.top_up_lands(top_up.credits);
        }
    }
}
