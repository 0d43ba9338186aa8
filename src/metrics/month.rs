//! The figures of each calendar month.

use super::Figures;
use super::collect::Part;
use crate::calendar::Month;
use crate::replay::{Replayed, Rules, WorkSums};

/// One line of `monthly.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRow {
    /// Which month.
    pub month: Month,
    /// The measured part of it.
    pub figures: Figures,
}

impl MonthRow {
    /// Every month that the measured part of the horizon touches, in order.
    ///
    /// A month's opening is what the month before left: usable and held. Work in flight at its end is counted
    /// back from the work in flight at the horizon's end.
    pub fn all(replayed: &Replayed, rules: &Rules) -> Vec<Self> {
        let tally = &replayed.tally;
        let sources = rules.work.len();
        let mut in_flight: u64 = replayed.closing.in_flight.iter().sum();
        let mut rows: Vec<Self> = Vec::with_capacity(tally.months.len());
        for (index, month) in tally.months.iter().enumerate().rev() {
            let work = &tally.work[index * sources..(index + 1) * sources];
            let before = index.checked_sub(1).map(|before| &tally.months[before]);
            let from = month.month.start(&rules.zone).max(rules.measured_from);
            let to = month.month.next().start(&rules.zone).min(rules.horizon.to);
            let figures = Part {
                rules,
                months: &tally.months[index..=index],
                work: WorkSums::of(work, rules),
                measured: to - from,
                opening: before.map_or(tally.opening, |before| before.closing_usable + before.closing_held),
                closing: month.closing_usable,
                held: month.closing_held,
                debt: month.closing_included + month.closing_purchased - month.closing_usable,
                in_flight,
                max_fires_in_24h: 0,
                paused_at_end: 0,
            }
            .figures();
            let ended: u64 = work.iter().map(|work| work.completed + work.failed_running).sum();
            in_flight = in_flight + ended - figures.work.started;
            rows.push(Self { month: month.month, figures });
        }
        rows.reverse();
        rows
    }
}

#[cfg(test)]
mod tests {
    use crate::metrics::fixture::metrics;
    use crate::metrics::{FIGURES, WHOLE_RUN_ONLY};
    use crate::units::Decimal;

    /// Balances, which do not add up over months.
    const BALANCES: [&str; 5] =
        ["credits.opening", "credits.held", "credits.debt", "credits.closing", "work.in_flight"];

    #[test]
    fn months_add_up_to_the_run_and_the_last_one_ends_as_the_run_does() {
        let metrics = metrics();
        for &(name, read) in FIGURES {
            let whole = read(&metrics.summary.figures).value();
            let months: Vec<Decimal> = metrics.months.iter().map(|row| read(&row.figures).value()).collect();
            if name == "credits.opening" {
                assert_eq!(months[0], whole);
            } else if BALANCES.contains(&name) {
                assert_eq!(*months.last().unwrap(), whole, "{name}");
            } else if !WHOLE_RUN_ONLY.contains(&name) {
                assert_eq!(months.iter().sum::<Decimal>(), whole, "{name}");
            }
        }
    }

    #[test]
    fn r_conserve_holds_in_the_run_and_in_each_month() {
        let metrics = metrics();
        for figures in metrics.months.iter().map(|row| &row.figures).chain([&metrics.summary.figures]) {
            let c = &figures.credits;
            let came = c.opening + c.granted + c.auto_recharged + c.topped_up + c.bonus;
            let went = c.spent + c.expired_included + c.expired_purchased;
            assert_eq!(came, went + c.held + c.closing);
        }
    }

    #[test]
    fn each_month_s_work_in_flight_is_counted_back_from_the_end() {
        let metrics = metrics();
        let in_flight: Vec<u64> = metrics.months.iter().map(|row| row.figures.work.in_flight).collect();
        assert_eq!(in_flight, [1, 2]);
    }
}
