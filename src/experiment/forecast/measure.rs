//! The figures of a forecast.

use super::facts::Facts;
use crate::metrics::Figure;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Whole credits.
    Credits,
    /// Money.
    Money,
    /// Elapsed time, in milliseconds.
    Time,
}

/// What the whole horizon has of an organisation's months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Their sum.
    Sum,
    /// The first one's: a balance at the beginning.
    First,
    /// The last one's: a balance at the end.
    Last,
    /// 1 if any month has it.
    Any,
}

/// A figure that every organisation has in every month in which it is replayed; never negative.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its dotted name: that of `summary.json` where a run has the figure too.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// What the whole horizon has of it.
    pub over: Over,
    /// From an organisation's month.
    pub(super) read: fn(&Facts) -> Figure,
}

/// A flow.
const fn sum(name: &'static str, unit: Unit, read: fn(&Facts) -> Figure) -> Measure {
    Measure { name, unit, over: Over::Sum, read }
}

/// A figure with its own way over months.
const fn over(name: &'static str, unit: Unit, over: Over, read: fn(&Facts) -> Figure) -> Measure {
    Measure { name, unit, over, read }
}

/// All of them, in the order of the outputs. docs/outputs.md says what each is.
pub const MEASURES: [Measure; 57] = [
    sum("money.auto_recharge", Unit::Money, |f| f.figures.money.auto_recharge.into()),
    sum("money.top_up", Unit::Money, |f| f.figures.money.top_up.into()),
    sum("money.subscription", Unit::Money, |f| f.figures.money.subscription.into()),
    sum("money.total", Unit::Money, |f| f.figures.money.total.into()),
    sum("credits.auto_recharged", Unit::Credits, |f| f.figures.credits.auto_recharged.into()),
    sum("credits.topped_up", Unit::Credits, |f| f.figures.credits.topped_up.into()),
    sum("credits.bonus", Unit::Credits, |f| f.figures.credits.bonus.into()),
    sum("credits.granted", Unit::Credits, |f| f.figures.credits.granted.into()),
    sum("credits.spent", Unit::Credits, |f| f.figures.credits.spent.into()),
    sum("credits.spent_included", Unit::Credits, |f| f.figures.credits.spent_included.into()),
    sum("credits.spent_purchased", Unit::Credits, |f| f.figures.credits.spent_purchased.into()),
    sum("credits.expired_included", Unit::Credits, |f| f.figures.credits.expired_included.into()),
    sum("credits.expired_purchased", Unit::Credits, |f| f.figures.credits.expired_purchased.into()),
    sum("credits.absorbed", Unit::Credits, |f| f.figures.credits.absorbed.into()),
    sum("credits.unmet", Unit::Credits, |f| f.figures.credits.unmet.into()),
    sum("auto_recharge.fired", Unit::Count, |f| f.figures.auto_recharge.fired.into()),
    sum("auto_recharge.denied.no_subscription", Unit::Count, |f| {
        f.figures.auto_recharge.denied.no_subscription.into()
    }),
    sum("auto_recharge.denied.payment", Unit::Count, |f| f.figures.auto_recharge.denied.payment.into()),
    sum("auto_recharge.denied.cap", Unit::Count, |f| f.figures.auto_recharge.denied.cap.into()),
    over("auto_recharge.cap_hit", Unit::Count, Over::Any, |f| f.figures.auto_recharge.cap_hit_months.into()),
    sum("auto_recharge.cap_hit_months", Unit::Count, |f| f.figures.auto_recharge.cap_hit_months.into()),
    sum("auto_recharge.cap_denied_credits", Unit::Credits, |f| f.cap_denied.into()),
    sum("auto_recharge.capped_ms", Unit::Time, |f| f.figures.auto_recharge.capped.into()),
    sum("work.wanted", Unit::Count, |f| f.figures.work.wanted.into()),
    sum("work.blocked.buy_credits", Unit::Count, |f| f.figures.work.blocked.buy_credits.into()),
    sum("work.blocked.upgrade_or_buy", Unit::Count, |f| f.figures.work.blocked.upgrade_or_buy.into()),
    sum("work.blocked.neutral", Unit::Count, |f| f.figures.work.blocked.neutral.into()),
    sum("work.blocked_credits", Unit::Credits, |f| f.figures.work.blocked_credits.into()),
    sum("tasks.refused", Unit::Count, |f| f.figures.tasks.refused.into()),
    sum("tasks.missed.credits", Unit::Count, |f| f.figures.tasks.missed.credits.into()),
    sum("tasks.pauses.credits", Unit::Count, |f| f.figures.tasks.pauses.credits.into()),
    sum("tasks.pauses.failures", Unit::Count, |f| f.figures.tasks.pauses.failures.into()),
    sum("tasks.paused_ms.credits", Unit::Time, |f| f.figures.tasks.paused_ms.credits.into()),
    sum("tasks.paused_ms.failures", Unit::Time, |f| f.figures.tasks.paused_ms.failures.into()),
    over("organisations.active", Unit::Count, Over::Any, |_| 1_u64.into()),
    sum("organisations.joined", Unit::Count, |f| u64::from(f.joins).into()),
    sum("organisations.churned", Unit::Count, |f| u64::from(f.churns).into()),
    over("deferred.begin", Unit::Credits, Over::First, |f| f.deferred().begin.into()),
    sum("deferred.sold", Unit::Credits, |f| f.deferred().sold.into()),
    sum("deferred.used", Unit::Credits, |f| f.deferred().used.into()),
    sum("deferred.expired", Unit::Credits, |f| f.deferred().expired.into()),
    sum("deferred.forfeited", Unit::Credits, |f| f.deferred().forfeited.into()),
    over("deferred.end", Unit::Credits, Over::Last, |f| f.deferred().end.into()),
    over("deferred.begin_included", Unit::Credits, Over::First, |f| f.included.begin.into()),
    sum("deferred.sold_included", Unit::Credits, |f| f.included.sold.into()),
    sum("deferred.used_included", Unit::Credits, |f| f.included.used.into()),
    sum("deferred.expired_included", Unit::Credits, |f| f.included.expired.into()),
    sum("deferred.forfeited_included", Unit::Credits, |f| f.included.forfeited.into()),
    over("deferred.end_included", Unit::Credits, Over::Last, |f| f.included.end.into()),
    over("deferred.begin_purchased", Unit::Credits, Over::First, |f| f.purchased.begin.into()),
    sum("deferred.sold_purchased", Unit::Credits, |f| f.purchased.sold.into()),
    sum("deferred.used_purchased", Unit::Credits, |f| f.purchased.used.into()),
    sum("deferred.expired_purchased", Unit::Credits, |f| f.purchased.expired.into()),
    sum("deferred.forfeited_purchased", Unit::Credits, |f| f.purchased.forfeited.into()),
    over("deferred.end_purchased", Unit::Credits, Over::Last, |f| f.purchased.end.into()),
    sum("spend", Unit::Money, |f| (f.figures.money.auto_recharge + f.figures.money.top_up).into()),
    sum("blocked", Unit::Count, |f| {
        let (work, tasks) = (&f.figures.work, &f.figures.tasks);
        (work.blocked.total() + tasks.refused + tasks.missed.credits).into()
    }),
];

/// The place of a figure among all.
pub fn measure(name: &str) -> Option<usize> {
    MEASURES.iter().position(|measure| measure.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{FIGURES, Figures, fixture};

    #[test]
    fn a_figure_that_a_run_has_too_is_the_same_figure() {
        let row = &fixture::metrics().months[0];
        let facts = Facts { figures: row.figures.clone(), ..Facts::default() };
        let mut shared = 0;
        for measure in &MEASURES {
            if let Some((_, read)) = FIGURES.iter().find(|(name, _)| *name == measure.name) {
                let of_run: fn(&Figures) -> Figure = *read;
                assert_eq!((measure.read)(&facts), of_run(&row.figures), "{}", measure.name);
                shared += 1;
            }
        }
        assert_eq!(shared, 32);
    }

    #[test]
    fn names_are_unique_and_units_are_those_of_the_figures() {
        for (place, wanted) in MEASURES.iter().enumerate() {
            assert_eq!(measure(wanted.name), Some(place));
            let unit = match (wanted.read)(&Facts::default()) {
                Figure::Count(_) => Unit::Count,
                Figure::Credits(_) => Unit::Credits,
                Figure::Money(_) => Unit::Money,
                Figure::Time(_) | Figure::Ratio(_) => Unit::Time,
            };
            assert_eq!(wanted.unit, unit, "{}", wanted.name);
        }
    }
}
