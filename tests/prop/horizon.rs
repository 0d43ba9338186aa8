//! The part of time that a random scenario is about.

use crate::scenarios::instant;
use proptest::prelude::*;

/// So many days from an hour after the base of all random scenarios.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    pub(crate) from: i64,
    pub(crate) days: i64,
}

impl Horizon {
    pub(crate) fn hours(self) -> i64 {
        self.days * 24
    }

    /// Days, in which much of what happens has to meet.
    pub(crate) fn is_short(self) -> bool {
        self.days <= 5
    }

    /// The instant so many hours after its start.
    pub(crate) fn at(self, hour: i64) -> String {
        instant(self.from + hour)
    }

    pub(crate) fn windows(self, hours: &[(i64, i64)]) -> String {
        let moved: Vec<(i64, i64)> =
            hours.iter().map(|&(from, to)| (self.from + from, self.from + to)).collect();
        crate::scenarios::toml_windows(&moved)
    }
}

/// From a day to a year.
pub(crate) fn long() -> impl Strategy<Value = Horizon> {
    let days = prop_oneof![1 => 1..8_i64, 4 => 8..100_i64, 1 => 100..400_i64];
    days.prop_map(|days| Horizon { from: 0, days })
}

/// A few days around the end of January, or around a change of a zone's clocks: Casablanca's on 15 February and
/// 22 March, New York's on 8 March, Lord Howe's on 5 April.
pub(crate) fn short() -> impl Strategy<Value = Horizon> {
    let change = prop_oneof![4 => Just(12), 1 => Just(26), 1 => Just(47), 1 => Just(61), 1 => Just(75)];
    (change, 0..30_i64, 1..6_i64).prop_map(|(day, before, days)| Horizon { from: day * 24 - before, days })
}
