//! What one organisation did under one setting, month by month.

use super::facts::{CapDenied, Facts, Life, facts};
use super::measure::{MEASURES, Over};
use crate::calendar::Month;
use crate::metrics::Figure;
use crate::policy::LimitUnit;
use crate::replay::{MonthTally, Replayed, Rules};

/// The figures of one organisation: consecutive months, none where nothing of it lies inside the horizon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Each with its figures.
    pub months: Vec<(Month, Row)>,
}

/// One month of an organisation, or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// By [`MEASURES`]: money in micro-units, time in milliseconds, else whole numbers; none is negative.
    pub values: [i64; MEASURES.len()],
    /// How much of the month's limit auto-recharge used, in whole per cent rounded down, 0 to 100; `None` without a
    /// limit, or without auto-recharge.
    pub cap_used: Option<u8>,
}

/// A figure that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its {0} is larger than a forecast can count")]
pub struct TooLarge(pub &'static str);

impl Account {
    /// Of a replay by `rules`.
    pub(super) fn of(
        replayed: &Replayed,
        rules: &Rules,
        denied: &CapDenied,
        life: Life,
    ) -> Result<Self, TooLarge> {
        let months = facts(replayed, rules, denied, life).into_iter().zip(&replayed.tally.months);
        let row = |((month, facts), sums)| Ok((month, Row::of(&facts, cap_used(rules, sums))?));
        Ok(Self { months: months.map(row).collect::<Result<_, _>>()? })
    }

    /// The whole horizon, as [`Over`] says of each figure; `None` without months.
    ///
    /// # Errors
    /// A sum is too large.
    pub fn whole(&self) -> Result<Option<Row>, TooLarge> {
        let mut months = self.months.iter().map(|(_, row)| row);
        let Some(first) = months.next() else { return Ok(None) };
        let mut whole = Row { values: first.values, cap_used: None };
        for row in months {
            for ((value, next), measure) in whole.values.iter_mut().zip(row.values).zip(&MEASURES) {
                *value = match measure.over {
                    Over::Sum => value.checked_add(next).ok_or(TooLarge(measure.name))?,
                    Over::First => *value,
                    Over::Last => next,
                    Over::Any => (*value).max(next),
                };
            }
        }
        Ok(Some(whole))
    }
}

impl Row {
    fn of(facts: &Facts, cap_used: Option<u8>) -> Result<Self, TooLarge> {
        let mut values = [0; MEASURES.len()];
        for (value, measure) in values.iter_mut().zip(&MEASURES) {
            *value = whole((measure.read)(facts)).ok_or(TooLarge(measure.name))?;
        }
        Ok(Self { values, cap_used })
    }
}

/// In the unit that an account counts in.
fn whole(figure: Figure) -> Option<i64> {
    match figure {
        Figure::Count(count) => i64::try_from(count).ok(),
        Figure::Credits(credits) => Some(credits.get()),
        Figure::Money(money) => i64::try_from(money.micros()).ok(),
        Figure::Time(span) => Some(span.ms()),
        Figure::Ratio(_) => None,
    }
}

/// How much of its limit auto-recharge used in a month: of a limit of credits what was fired, of a limit of money what
/// was charged. A rolling limit is compared with the calendar month's purchases too.
fn cap_used(rules: &Rules, month: &MonthTally) -> Option<u8> {
    let limit = rules.auto_recharge.limit.filter(|_| rules.auto_recharge.enabled)?;
    let (used, most) = match limit.most {
        LimitUnit::Credits(most) => (i128::from(month.fired_credits.get()), i128::from(most.get())),
        LimitUnit::Money(most) => (month.auto_recharge_money.micros(), most.micros()),
    };
    // A limit of nothing is used up by nothing.
    let percent = if most > 0 { (used * 100 / most).clamp(0, 100) } else { 100 };
    u8::try_from(percent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::forecast::measure;
    use crate::metrics::fixture;
    use crate::policy::{Limit, LimitWindow};
    use crate::units::{Credits, Money};

    fn account() -> Account {
        let rules = fixture::rules();
        let life = Life { joins: false, churns: true };
        Account::of(&fixture::replayed(), &rules, &CapDenied::new(&rules), life).unwrap()
    }

    fn value(row: &Row, name: &str) -> i64 {
        row.values[measure(name).unwrap()]
    }

    #[test]
    fn flows_add_up_over_months_and_balances_are_those_of_the_ends() {
        let account = account();
        let whole = account.whole().unwrap().unwrap();
        let of = |name| -> Vec<i64> { account.months.iter().map(|(_, row)| value(row, name)).collect() };
        assert_eq!(
            (of("money.subscription"), value(&whole, "money.subscription")),
            (vec![99_000_000; 2], 198_000_000)
        );
        assert_eq!((of("deferred.begin"), value(&whole, "deferred.begin")), (vec![1_000, 10], 1_000));
        assert_eq!((of("deferred.end"), value(&whole, "deferred.end")), (vec![10, 0], 0));
        assert_eq!((of("auto_recharge.cap_hit"), value(&whole, "auto_recharge.cap_hit")), (vec![1, 0], 1));
        assert_eq!((of("organisations.churned"), value(&whole, "organisations.churned")), (vec![0, 1], 1));
        assert_eq!(Account::default().whole(), Ok(None));
    }

    #[test]
    fn the_share_of_a_limit_is_rounded_down_and_there_is_none_without_a_limit() {
        let (mut rules, replayed) = (fixture::rules(), fixture::replayed());
        let used = |rules: &Rules| cap_used(rules, &replayed.tally.months[0]);
        assert_eq!(used(&rules), Some(100));
        let limit = |most| Some(Limit { most, window: LimitWindow::CalendarMonth });
        rules.auto_recharge.limit = limit(LimitUnit::Credits(Credits::new(401)));
        assert_eq!(used(&rules), Some(99));
        rules.auto_recharge.limit = limit(LimitUnit::Money(Money::from_micros(8_000_000)));
        assert_eq!(used(&rules), Some(50));
        rules.auto_recharge.limit = None;
        assert_eq!(used(&rules), None);
        rules.auto_recharge.limit = limit(LimitUnit::Credits(Credits::ZERO));
        assert_eq!(used(&rules), Some(100));
        rules.auto_recharge.enabled = false;
        assert_eq!(used(&rules), None);
    }
}
