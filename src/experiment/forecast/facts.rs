//! What a replay of one organisation says of each of its months.

use crate::calendar::Month;
use crate::metrics::{Figures, MonthRow};
use crate::replay::{MonthTally, Movement, Note, Observer, Replayed, Rules};
use crate::units::{Credits, Instant};
use std::collections::BTreeMap;
use std::ops::Add;

/// One month of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// Those of `monthly.csv`.
    pub(super) figures: Figures,
    /// The part of `work.blocked_credits` for which the cap is to blame.
    pub(super) cap_denied: Credits,
    /// Of included lots.
    pub(super) included: Deferred,
    /// Of purchased lots.
    pub(super) purchased: Deferred,
    /// It joined in this month, after the forecast had begun.
    pub(super) joins: bool,
    /// It churned in this month.
    pub(super) churns: bool,
}

impl Facts {
    /// Of all lots.
    pub(super) fn deferred(&self) -> Deferred {
        self.included + self.purchased
    }
}

/// Credits sold and not yet used: what finance defers. `end = begin + sold − used − expired − forfeited`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deferred {
    /// Outstanding when the month begins: in lots, or reserved from them by work in flight.
    pub(super) begin: Credits,
    /// Granted or bought, with bonus; what an organisation that joins has in its lots from the first.
    pub(super) sold: Credits,
    /// Paid for work, or for debt.
    pub(super) used: Credits,
    /// Expired.
    pub(super) expired: Credits,
    /// Outstanding when the organisation churned.
    pub(super) forfeited: Credits,
    /// Outstanding when the month ends.
    pub(super) end: Credits,
}

impl Deferred {
    /// With its end, as all else is known; where the organisation churns, nothing is left.
    fn ended(self, churns: bool) -> Self {
        let left = self.begin + self.sold - self.used - self.expired;
        let (forfeited, end) = if churns { (left, Credits::ZERO) } else { (Credits::ZERO, left) };
        Self { forfeited, end, ..self }
    }
}

impl Add for Deferred {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            begin: self.begin + other.begin,
            sold: self.sold + other.sold,
            used: self.used + other.used,
            expired: self.expired + other.expired,
            forfeited: self.forfeited + other.forfeited,
            end: self.end + other.end,
        }
    }
}

/// Sums up by month the credits of work that was not done because of the cap.
#[derive(Debug)]
pub(super) struct CapDenied {
    measured_from: Instant,
    by_month: BTreeMap<Month, Credits>,
}

impl CapDenied {
    /// Nothing yet, in a replay by `rules`.
    pub(super) fn new(rules: &Rules) -> Self {
        Self { measured_from: rules.measured_from, by_month: BTreeMap::new() }
    }
}

impl Observer for CapDenied {
    const WATCHES: bool = false;
    const ASKS_WHY: bool = true;

    fn movement(&mut self, _: &Movement) {}

    fn note(&mut self, _: &Note) {}

    fn lacked(&mut self, time: Instant, month: Month, credits: Credits, capped: bool) {
        if capped && time >= self.measured_from {
            *self.by_month.entry(month).or_default() += credits;
        }
    }
}

/// Where an organisation's time among the others begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Life {
    /// It was not there from the first.
    pub(super) joins: bool,
    /// It is gone at the end.
    pub(super) churns: bool,
}

/// Every month that a replay by `rules` measured, in order.
pub(super) fn facts(
    replayed: &Replayed,
    rules: &Rules,
    denied: &CapDenied,
    life: Life,
) -> Vec<(Month, Facts)> {
    let tally = &replayed.tally;
    let (mut included, mut purchased) = (tally.opening_included, tally.opening_purchased);
    let rows = MonthRow::all(replayed, rules).into_iter().zip(&tally.months).enumerate();
    let month = |(index, (row, sums)): (usize, (MonthRow, &MonthTally))| {
        let joins = life.joins && index == 0;
        let churns = life.churns && index + 1 == tally.months.len();
        // What a joiner opens with is new to the forecast: it is sold in that month.
        let opened = |outstanding: Credits, sold: Credits| {
            let (begin, brought) =
                if joins { (Credits::ZERO, outstanding) } else { (outstanding, Credits::ZERO) };
            Deferred { begin, sold: sold + brought, ..Deferred::default() }
        };
        let bought = sums.auto_recharged + sums.topped_up + sums.bonus;
        let of_included = Deferred {
            used: sums.spent_included,
            expired: sums.expired_included,
            ..opened(included, sums.granted)
        };
        let of_purchased = Deferred {
            used: sums.spent_purchased,
            expired: sums.expired_purchased,
            ..opened(purchased, bought)
        };
        let facts = Facts {
            figures: row.figures,
            cap_denied: denied.by_month.get(&row.month).copied().unwrap_or_default(),
            included: of_included.ended(churns),
            purchased: of_purchased.ended(churns),
            joins,
            churns,
        };
        (included, purchased) = (facts.included.end, facts.purchased.end);
        (row.month, facts)
    };
    rows.map(month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    #[test]
    fn what_is_deferred_is_what_the_lots_hold() {
        let (replayed, rules) = (fixture::replayed(), fixture::rules());
        let life = Life { joins: true, churns: true };
        let months = facts(&replayed, &rules, &CapDenied::new(&rules), life);
        let [(_, first), (_, last)] = months.as_slice() else { panic!("two months") };
        assert_eq!(first.deferred().begin, Credits::ZERO, "a joiner brings nothing from before");
        assert_eq!(first.deferred().sold, replayed.tally.opening + bought(&replayed.tally.months[0]));
        assert_eq!(last.deferred().begin, first.deferred().end);
        assert_eq!(last.deferred().end, Credits::ZERO);
        // 300 in lots and 10 held.
        assert_eq!(last.deferred().forfeited, Credits::new(310));
        assert_eq!((first.joins, first.churns, last.joins, last.churns), (true, false, false, true));
    }

    fn bought(month: &MonthTally) -> Credits {
        month.granted + month.auto_recharged + month.topped_up + month.bonus
    }
}
