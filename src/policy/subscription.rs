//! The subscription: renewals, allowances and lapses (R-PERIOD, R-INCLUDED, R-LAPSE).

use crate::calendar::{BillingPeriods, Windows};
use crate::units::{Credits, Instant, Money};

/// What a subscription grants and costs, and when it lapses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// When periods start.
    pub periods: BillingPeriods,
    /// Credits granted at a renewal: one monthly allowance, or twelve where the cadence is annual.
    pub grant: Credits,
    /// Charged at a renewal.
    pub price: Money,
    /// When nothing renews and auto-recharge is unavailable.
    pub lapses: Windows,
}

/// Where a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Renews at the end of its period.
    Active,
    /// In a lapse, within a period that began before it.
    Lapsed,
    /// In a lapse, after the period's end: no included credits.
    Ended,
}

/// What a change of a subscription does to the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    Nothing,
    /// The included lot expires; nothing is granted or charged.
    Expire,
    /// The included lot expires, a new one is granted, the price is charged: one event.
    Renew,
}

/// The subscription's machine.
///
/// | standing | period ends | lapse begins | lapse ends |
/// |---|---|---|---|
/// | `Active` | `Active`, renew | `Lapsed` | – |
/// | `Lapsed` | `Ended`, expire | – | `Active` |
/// | `Ended` | – | – | `Active`, renew, anchored anew |
#[derive(Clone, Debug)]
pub struct SubscriptionState {
    standing: Standing,
    periods: BillingPeriods,
    period_end: Instant,
}

impl SubscriptionState {
    /// At `start`: a lapse that contains it is in effect from there (R-STEP).
    pub fn at_start(rules: &Subscription, start: Instant) -> Self {
        Self {
            standing: if rules.lapses.contain(start) { Standing::Lapsed } else { Standing::Active },
            periods: rules.periods.clone(),
            period_end: rules.periods.next_after(start),
        }
    }

    /// Stands where `other` does; the periods after the current one stay its own.
    pub fn stand_as(&mut self, other: &Self) {
        self.standing = other.standing;
        self.period_end = other.period_end;
    }

    /// Where it stands.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// When the current period ends; in the past while `Ended`.
    pub const fn period_end(&self) -> Instant {
        self.period_end
    }

    /// A period's end (class 2).
    pub fn end_period(&mut self, now: Instant) -> Change {
        match self.standing {
            Standing::Active => {
                self.period_end = self.periods.next_after(now);
                Change::Renew
            }
            Standing::Lapsed => {
                self.standing = Standing::Ended;
                Change::Expire
            }
            Standing::Ended => Change::Nothing,
        }
    }

    /// A lapse begins (class 3).
    pub fn begin_lapse(&mut self) {
        match self.standing {
            Standing::Active => self.standing = Standing::Lapsed,
            Standing::Lapsed | Standing::Ended => {}
        }
    }

    /// A lapse ends (class 3): a new period starts if the previous one has ended (R-LAPSE).
    pub fn end_lapse(&mut self, now: Instant) -> Change {
        match self.standing {
            Standing::Active => Change::Nothing,
            Standing::Lapsed => {
                self.standing = Standing::Active;
                Change::Nothing
            }
            Standing::Ended => {
                self.standing = Standing::Active;
                self.periods = self.periods.anchored_at(now);
                self.period_end = self.periods.next_after(now);
                Change::Renew
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Cadence, Zone};
    use jiff::civil::date;

    fn state(standing: Standing) -> SubscriptionState {
        let periods = BillingPeriods::new(date(2026, 1, 31).at(0, 0, 0, 0), Cadence::Monthly, Zone::UTC);
        SubscriptionState { standing, periods, period_end: Instant::from_ms(0) }
    }

    #[test]
    fn r_lapse_the_transition_table_holds() {
        let now = Zone::UTC.instant(date(2026, 2, 10).at(12, 0, 0, 0));
        let rows = [
            (
                Standing::Active,
                Standing::Active,
                Change::Renew,
                Standing::Lapsed,
                Standing::Active,
                Change::Nothing,
            ),
            (
                Standing::Lapsed,
                Standing::Ended,
                Change::Expire,
                Standing::Lapsed,
                Standing::Active,
                Change::Nothing,
            ),
            (
                Standing::Ended,
                Standing::Ended,
                Change::Nothing,
                Standing::Ended,
                Standing::Active,
                Change::Renew,
            ),
        ];
        for (from, period_to, period_does, begin_to, end_to, end_does) in rows {
            let mut at_period_end = state(from);
            assert_eq!((at_period_end.end_period(now), at_period_end.standing), (period_does, period_to));
            let mut at_begin = state(from);
            at_begin.begin_lapse();
            assert_eq!(at_begin.standing, begin_to);
            let mut at_end = state(from);
            assert_eq!((at_end.end_lapse(now), at_end.standing), (end_does, end_to));
        }
    }

    #[test]
    fn r_lapse_a_lapse_that_outlives_its_period_moves_the_anchor() {
        let now = Zone::UTC.instant(date(2026, 3, 10).at(12, 0, 0, 0));
        let mut moved = state(Standing::Ended);
        moved.end_lapse(now);
        assert_eq!(moved.period_end.to_string(), "2026-04-10T12:00:00Z");
        let mut kept = state(Standing::Active);
        kept.end_period(now);
        assert_eq!(kept.period_end.to_string(), "2026-03-31T00:00:00Z");
    }
}
