//! On which days of the month scheduled runs are lost.

use super::number::percent;
use crate::calendar::Zone;
use crate::policy::PauseReason;
use crate::replay::{Happening, Movement, Note, Observer, Rules};
use crate::units::{Decimal, Instant};

/// Counts the runs that lack of credits costs, refused or missed, by the day of the month in the organisation's
/// zone: under a monthly limit they gather at its end.
#[derive(Clone, Debug)]
pub struct LostRuns {
    zone: Zone,
    measured_from: Instant,
    /// The 1st to the 31st.
    by_day: [u64; 31],
}

impl LostRuns {
    /// Nothing lost yet in a replay by `rules`.
    pub fn new(rules: &Rules) -> Self {
        Self { zone: rules.zone.clone(), measured_from: rules.measured_from, by_day: [0; 31] }
    }

    /// All of them: `tasks.refused + tasks.missed.credits`.
    pub fn total(&self) -> u64 {
        self.by_day.iter().sum()
    }

    /// The last day of the month after which at least nine in ten were lost, and which share was; `None` if that
    /// is not in the month's second half.
    pub fn late(&self) -> Option<(usize, Decimal)> {
        let total = self.total();
        let after = |day: usize| self.by_day.iter().skip(day).sum::<u64>();
        let day = (15..31).rev().find(|&day| total > 0 && after(day) * 10 >= total * 9)?;
        Some((day, Decimal::from(after(day)) / Decimal::from(total)))
    }

    /// The same as a part of a sentence: `96 % of them after the 24th`.
    pub fn late_part(&self) -> Option<String> {
        let (day, share) = self.late()?;
        let part = if share == Decimal::ONE { "all".to_owned() } else { percent(share) };
        Some(format!("{part} of them after the {}", ordinal(day)))
    }
}

impl Observer for LostRuns {
    const WATCHES: bool = true;

    fn movement(&mut self, _: &Movement) {}

    fn note(&mut self, note: &Note) {
        let lost =
            matches!(note.what, Happening::Refused(_) | Happening::Missed(PauseReason::Credits { .. }));
        if !lost || note.time < self.measured_from {
            return;
        }
        let day = usize::try_from(self.zone.civil(note.time).day()).unwrap_or(1);
        if let Some(count) = self.by_day.get_mut(day.saturating_sub(1)) {
            *count += 1;
        }
    }
}

/// `21st`, `22nd`, `23rd`, `24th`.
fn ordinal(day: usize) -> String {
    let suffix = match (day % 100, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    #[test]
    fn the_day_after_which_nearly_all_runs_were_lost_is_found_in_the_second_half_only() {
        let mut lost = LostRuns::new(&fixture::rules());
        assert_eq!(lost.late(), None);
        lost.by_day[24] = 24; // the 25th
        lost.by_day[2] = 1; // the 3rd
        assert_eq!(lost.late(), Some((24, "0.96".parse().unwrap())));
        assert_eq!(lost.late_part().unwrap(), "96 % of them after the 24th");
        lost.by_day[2] = 0;
        assert_eq!(lost.late_part().unwrap(), "all of them after the 24th");
        lost.by_day[2] = 10;
        assert_eq!(lost.late(), None);
    }

    #[test]
    fn days_are_counted_as_people_say_them() {
        let said = [1, 11, 13, 21, 22, 23, 24, 31].map(ordinal);
        assert_eq!(said, ["1st", "11th", "13th", "21st", "22nd", "23rd", "24th", "31st"]);
    }
}
