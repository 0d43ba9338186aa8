//! Auto-recharge: when it fires, when it is denied, when it may fire again (R-LATCH, R-CAP, R-DENY, R-DELAY).

use super::{Prices, Quote};
use crate::mutation::{Mutant, Mutation};
use crate::units::{Credits, Instant, Money, Span};
use std::collections::VecDeque;

/// When usable counts as low, so that an armed recharge tries to fire (R-LATCH 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FireWhen {
    /// `usable < threshold`.
    #[default]
    Below,
    /// `usable ≤ threshold`.
    AtOrBelow,
}

/// When a low-balance episode is over, so that a latched recharge becomes armed (R-LATCH 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RearmWhen {
    /// `usable > threshold`.
    #[default]
    Above,
    /// `usable ≥ threshold`.
    AtOrAbove,
}

/// How much one purchase buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purchase {
    /// Always the same amount.
    Amount(Credits),
    /// What is missing to this usable balance.
    RefillTo(Credits),
}

/// The most that auto-recharge may buy in a window, counted when fired, without bonus (R-CAP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How much.
    pub most: LimitUnit,
    /// In which time.
    pub window: LimitWindow,
}

/// A limit of credits or of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitUnit {
    /// Credits bought.
    Credits(Credits),
    /// Their price.
    Money(Money),
}

/// The time over which a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitWindow {
    /// A calendar month in the organisation's zone.
    #[default]
    CalendarMonth,
    /// The elapsed time up to now: a purchase counts in `[fired, fired + span)`.
    Rolling(Span),
}

/// The settings of auto-recharge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutoRecharge {
    /// A disabled recharge never tries (R-DENY).
    pub enabled: bool,
    /// The balance that it watches.
    pub threshold: Credits,
    /// How usable compares to the threshold to fire.
    pub fire_when: FireWhen,
    /// How usable compares to the threshold to arm.
    pub rearm_when: RearmWhen,
    /// What a fire buys.
    pub purchase: Purchase,
    /// `None`: no limit.
    pub limit: Option<Limit>,
    /// A purchase lands this long after it fired (R-DELAY).
    pub settlement_delay: Span,
    /// A start that is short of credits tries it first (R-PRERUN).
    pub pre_run: bool,
    /// After a fire it does not try again for this long.
    pub cooldown: Span,
    /// After so many declined payments in a row it never tries again.
    pub give_up_after: Option<u32>,
}

impl AutoRecharge {
    /// True if an armed recharge fires at this balance (R-LATCH 2).
    #[inline]
    pub fn is_low(&self, usable: Credits) -> bool {
        match self.fire_when {
            FireWhen::Below => usable < self.threshold,
            FireWhen::AtOrBelow => usable <= self.threshold,
        }
    }

    /// True if this balance ends a low-balance episode (R-LATCH 1).
    #[inline]
    pub fn is_recovered(&self, usable: Credits) -> bool {
        match self.rearm_when {
            RearmWhen::Above => usable > self.threshold,
            RearmWhen::AtOrAbove => usable >= self.threshold,
        }
    }

    /// True if a start that is refused at this balance tries nothing that R-LATCH has not tried: R-PRERUN does not try, or
    /// both do.
    #[inline]
    pub fn tries_as_latch(&self, usable: Credits) -> bool {
        !self.pre_run || self.is_low(usable)
    }

    /// What a fire at this balance would buy.
    pub fn amount(&self, usable: Credits) -> Credits {
        match self.purchase {
            Purchase::Amount(amount) => amount,
            Purchase::RefillTo(target) => (target - usable).max(Credits::ZERO),
        }
    }
}

/// Why a fire is denied, in the order in which it is tested (R-DENY).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The subscription has lapsed.
    NoSubscription,
    /// The payment was declined, or cannot be made now.
    Payment,
    /// It would exceed the limit: denied whole, never made smaller (R-CAP).
    Cap,
}

impl Denial {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::NoSubscription, Self::Payment, Self::Cap];

    /// Its place in [`Denial::ALL`].
    pub const fn index(self) -> usize {
        match self {
            Self::NoSubscription => 0,
            Self::Payment => 1,
            Self::Cap => 2,
        }
    }
}

/// Whether the recharge may fire (R-LATCH).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Latch {
    /// It fires as soon as usable is low.
    Armed,
    /// It has fired in this low-balance episode and waits for its end.
    Latched,
    /// Latched, with a purchase under way (R-DELAY).
    Pending(Order),
}

/// A purchase that fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Credits bought, without bonus.
    pub credits: Credits,
    /// Their price and bonus.
    pub quote: Quote,
    /// When they land (R-DELAY).
    pub lands: Instant,
}

/// What came of a payment (R-PAYMENT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// It was made.
    Made,
    /// It was tried and declined.
    Declined,
    /// It was not tried: in a declared outage, or in the trouble that a decline opened.
    Unavailable,
}

/// What a try to fire came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Disabled, latched, cooling down or given up: nothing happened.
    NotTried,
    /// Denied; it stays armed (R-DENY).
    Denied {
        /// The first reason.
        reason: Denial,
        /// True once per reason, episode and calendar month.
        counted: bool,
    },
    /// Bought; it is latched.
    Fired {
        /// What was bought.
        order: Order,
        /// True if the window's total, this purchase among it, is 80 % of the limit or more.
        at_80_percent: bool,
    },
}

/// The recharge's machine.
///
/// | latch | usable recovered | usable low | credits land |
/// |---|---|---|---|
/// | `Armed` | episode ends | tries: `Latched`, `Pending`, or denied and `Armed` | – |
/// | `Latched` | `Armed`, episode ends | – | – |
/// | `Pending` | – | – | `Latched` |
#[derive(Clone, Debug)]
pub struct RechargeState {
    latch: Latch,
    /// Bought in the current calendar month, or in the rolling window.
    bought: (Credits, Money),
    /// Purchases in the rolling window, oldest first; unused where the limit goes by calendar month.
    recent: VecDeque<(Instant, Credits, Money)>,
    /// The calendar month, counted from the first of the simulation.
    month: u32,
    /// The month in which each denial was last counted in this episode.
    counted: [Option<u32>; 3],
    ready: Instant,
    declines: u32,
    /// The last purchase's price and bonus: prices do not change.
    quoted: Option<(Credits, Quote)>,
    pub(crate) mutant: Mutant,
}

impl RechargeState {
    /// Armed, nothing bought.
    pub fn new() -> Self {
        Self {
            latch: Latch::Armed,
            bought: (Credits::ZERO, Money::ZERO),
            recent: VecDeque::new(),
            month: 0,
            counted: [None; 3],
            ready: Instant::from_ms(i64::MIN),
            declines: 0,
            quoted: None,
            mutant: Mutant::default(),
        }
    }

    /// Whether it may fire.
    pub const fn latch(&self) -> Latch {
        self.latch
    }

    /// When the cooldown after the last fire ends; long ago where none runs.
    pub const fn ready(&self) -> Instant {
        self.ready
    }

    /// True after so many declined payments in a row that it never tries again.
    pub fn has_given_up(&self, rules: &AutoRecharge) -> bool {
        rules.give_up_after.is_some_and(|most| self.declines >= most)
    }

    /// Credits bought in the limit's window.
    pub const fn bought(&self) -> Credits {
        self.bought.0
    }

    /// What the limit still allows in its window, in its own unit; `None` without a limit.
    pub fn left(&self, rules: &AutoRecharge) -> Option<LimitUnit> {
        rules.limit.map(|limit| match limit.most {
            LimitUnit::Credits(most) => LimitUnit::Credits(most - self.bought.0),
            LimitUnit::Money(most) => LimitUnit::Money(most - self.bought.1),
        })
    }

    /// R-LATCH 1: a recovered balance ends the episode and arms the recharge unless a purchase is pending.
    pub fn observe(&mut self, rules: &AutoRecharge, usable: Credits) {
        if rules.is_recovered(usable) && !self.mutant.breaks(Mutation::NeverRearms) {
            self.counted = [None; 3];
            match self.latch {
                Latch::Armed | Latch::Latched => self.latch = Latch::Armed,
                Latch::Pending(_) => {}
            }
        }
    }

    /// A new calendar month: its limit is unused (R-MONTH).
    pub fn begin_month(&mut self, rules: &AutoRecharge) {
        self.month += 1;
        if Self::rolling(rules).is_none() && !self.mutant.breaks(Mutation::CapNeverResets) {
            self.bought = (Credits::ZERO, Money::ZERO);
        }
    }

    /// The pending purchase has landed (R-DELAY); what it was.
    pub fn land(&mut self) -> Option<Order> {
        match self.latch {
            Latch::Pending(order) => {
                self.latch = Latch::Latched;
                Some(order)
            }
            Latch::Armed | Latch::Latched => None,
        }
    }

    /// R-LATCH 2 and R-PRERUN: tries to fire, whatever the balance.
    ///
    /// `pay` makes the payment, which is tried only with a subscription, and before the limit is looked at, as
    /// R-DENY orders the reasons.
    pub fn attempt(
        &mut self,
        rules: &AutoRecharge,
        prices: &Prices,
        now: Instant,
        usable: Credits,
        subscribed: bool,
        pay: impl FnOnce() -> Payment,
    ) -> Attempt {
        if !rules.enabled || self.latch != Latch::Armed || now < self.ready || self.has_given_up(rules) {
            return Attempt::NotTried;
        }
        self.forget_before(rules, now);
        let credits = rules.amount(usable);
        if !credits.is_positive() {
            return Attempt::NotTried;
        }
        if !subscribed {
            return self.deny(Denial::NoSubscription);
        }
        if self.mutant.breaks(Mutation::CapBeforePayment) && !self.has_room(rules, prices, credits) {
            return self.deny(Denial::Cap);
        }
        match pay() {
            Payment::Made => {}
            Payment::Declined => {
                self.declines += 1;
                return self.deny(Denial::Payment);
            }
            Payment::Unavailable => return self.deny(Denial::Payment),
        }
        let credits = if self.mutant.breaks(Mutation::PartialAtCap) {
            self.room(rules).map_or(credits, |room| credits.min(room))
        } else {
            credits
        };
        if !self.has_room(rules, prices, credits) {
            return self.deny(Denial::Cap);
        }
        let quote = match self.quoted {
            Some((quoted, quote)) if quoted == credits => quote,
            Some(_) | None => prices.quote(credits),
        };
        self.quoted = Some((credits, quote));
        self.fire(rules, now, Order { credits, quote, lands: now + rules.settlement_delay })
    }

    fn deny(&mut self, reason: Denial) -> Attempt {
        let mark = &mut self.counted[reason.index()];
        let counted = *mark != Some(self.month) || self.mutant.breaks(Mutation::EveryDenialCounts);
        *mark = Some(self.month);
        if self.mutant.breaks(Mutation::DenialLatches) {
            self.latch = Latch::Latched;
        }
        Attempt::Denied { reason, counted }
    }

    fn fire(&mut self, rules: &AutoRecharge, now: Instant, order: Order) -> Attempt {
        self.bought.0 += order.credits;
        self.bought.1 += order.quote.price;
        if Self::rolling(rules).is_some() {
            self.recent.push_back((now, order.credits, order.quote.price));
        }
        self.counted = [None; 3];
        self.declines = 0;
        self.ready = now + rules.cooldown;
        self.latch = if self.mutant.breaks(Mutation::FireNeverLatches) {
            Latch::Armed
        } else if rules.settlement_delay.is_zero() {
            Latch::Latched
        } else {
            Latch::Pending(order)
        };
        Attempt::Fired { order, at_80_percent: self.at_80_percent(rules) }
    }

    /// How many more such purchases the limit leaves room for (R-CAP): any number without one.
    pub fn purchases_left(&self, rules: &AutoRecharge, credits: Credits, price: Money) -> i64 {
        let (room, each) = match rules.limit.map(|limit| limit.most) {
            None => return i64::MAX,
            Some(LimitUnit::Credits(most)) => {
                (i128::from((most - self.bought.0).get()), i128::from(credits.get()))
            }
            Some(LimitUnit::Money(most)) => (most.micros() - self.bought.1.micros(), price.micros()),
        };
        match (room, each) {
            (..0, _) => 0,
            (_, 0) => i64::MAX,
            _ => i64::try_from(room / each).unwrap_or(i64::MAX),
        }
    }

    /// That many times a fire, its landing and a balance that has recovered: where purchases land at once, nothing cools
    /// down, the limit goes by calendar month and leaves room for all of them (R-LATCH, R-CAP).
    ///
    /// True if the month's total is then 80 % of the limit or more.
    pub fn fire_in_a_row(
        &mut self,
        rules: &AutoRecharge,
        credits: Credits,
        quote: Quote,
        fires: i64,
    ) -> bool {
        debug_assert!(self.latch == Latch::Armed && rules.settlement_delay.is_zero());
        debug_assert!(rules.cooldown.is_zero() && Self::rolling(rules).is_none());
        self.bought.0 += credits.times(fires);
        self.bought.1 += quote.price.times(fires);
        self.counted = [None; 3];
        self.declines = 0;
        self.quoted = Some((credits, quote));
        self.at_80_percent(rules)
    }

    /// What a limit of credits leaves, where it leaves anything; `None` without one.
    fn room(&self, rules: &AutoRecharge) -> Option<Credits> {
        match rules.limit.map(|limit| limit.most) {
            Some(LimitUnit::Credits(most)) => Some(most - self.bought.0).filter(|room| room.is_positive()),
            Some(LimitUnit::Money(_)) | None => None,
        }
    }

    /// True if the limit leaves room for a purchase (R-CAP).
    fn has_room(&self, rules: &AutoRecharge, prices: &Prices, credits: Credits) -> bool {
        match rules.limit.map(|limit| limit.most) {
            None => true,
            Some(LimitUnit::Credits(most)) => self.bought.0 + credits <= most,
            Some(LimitUnit::Money(most)) => self.bought.1 + prices.quote(credits).price <= most,
        }
    }

    /// True if the recharge is armed and enabled but the limit leaves no room for the next purchase.
    pub fn is_capped(&self, rules: &AutoRecharge, prices: &Prices, usable: Credits) -> bool {
        rules.enabled && self.latch == Latch::Armed && !self.has_room(rules, prices, rules.amount(usable))
    }

    fn at_80_percent(&self, rules: &AutoRecharge) -> bool {
        match rules.limit.map(|limit| limit.most) {
            None => false,
            Some(LimitUnit::Credits(most)) => self.bought.0.get() * 5 >= most.get() * 4,
            Some(LimitUnit::Money(most)) => self.bought.1.micros() * 5 >= most.micros() * 4,
        }
    }

    fn rolling(rules: &AutoRecharge) -> Option<Span> {
        match rules.limit.map(|limit| limit.window) {
            Some(LimitWindow::Rolling(span)) => Some(span),
            Some(LimitWindow::CalendarMonth) | None => None,
        }
    }

    /// Drops purchases that have left a rolling window.
    pub fn forget_before(&mut self, rules: &AutoRecharge, now: Instant) {
        let Some(span) = Self::rolling(rules) else { return };
        while let Some(&(fired, credits, price)) = self.recent.front() {
            if fired + span > now {
                break;
            }
            self.bought.0 -= credits;
            self.bought.1 = Money::from_micros(self.bought.1.micros() - price.micros());
            self.recent.pop_front();
        }
    }

    /// The instants after a fire at `now` at which it may be able to fire again though nothing else happens:
    /// the end of the cooldown, the purchase's leaving a rolling window.
    pub fn wakes(rules: &AutoRecharge, now: Instant) -> impl Iterator<Item = Instant> {
        let cooldown = (!rules.cooldown.is_zero()).then_some(rules.cooldown);
        cooldown.into_iter().chain(Self::rolling(rules)).map(move |span| now + span)
    }
}

impl Default for RechargeState {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_latch_fires_in_a_row_leave_what_as_many_attempts_leave() {
        let credits = Credits::new;
        let prices = Prices { per_1000: Money::from_micros(9_990_000), tiers: Vec::new() };
        let limits = [
            None,
            Some(LimitUnit::Credits(credits(100))),
            Some(LimitUnit::Credits(credits(119))),
            Some(LimitUnit::Credits(credits(10))),
            Some(LimitUnit::Money(Money::from_micros(1_000_000))),
            Some(LimitUnit::Money(Money::from_micros(999_000))),
            Some(LimitUnit::Money(Money::ZERO)),
        ];
        for most in limits {
            let rules = AutoRecharge {
                enabled: true,
                threshold: credits(10),
                fire_when: FireWhen::Below,
                rearm_when: RearmWhen::Above,
                purchase: Purchase::Amount(credits(20)),
                limit: most.map(|most| Limit { most, window: LimitWindow::CalendarMonth }),
                settlement_delay: Span::ZERO,
                pre_run: false,
                cooldown: Span::ZERO,
                give_up_after: None,
            };
            let quote = prices.quote(credits(20));
            let (mut each, mut all) = (RechargeState::new(), RechargeState::new());
            for fires in 1..=7 {
                let left = each.purchases_left(&rules, credits(20), quote.price);
                let now = Instant::from_ms(0);
                let attempt = each.attempt(&rules, &prices, now, credits(9), true, || Payment::Made);
                let Attempt::Fired { at_80_percent, .. } = attempt else {
                    assert_eq!(left, 0, "{most:?}");
                    break;
                };
                assert!(left > 0, "{most:?}");
                each.observe(&rules, credits(29));
                all = RechargeState::new();
                let reached = all.fire_in_a_row(&rules, credits(20), quote, fires);
                assert_eq!(reached, at_80_percent, "{most:?} {fires}");
                assert_eq!((all.bought, all.latch, all.counted), (each.bought, each.latch, each.counted));
            }
            assert_eq!(all.bought, each.bought);
        }
    }
}
