//! An index of events by the hour.

use super::number::{index, number};
use crate::units::{Instant, Span};

/// For each hour from the first of rising instants the first at or after it, and one more for the end.
#[derive(Debug)]
pub(super) struct Hours(Vec<u32>);

impl Hours {
    pub(super) fn of(times: &[Instant]) -> Self {
        let Some((&first, &last)) = times.first().zip(times.last()) else { return Self(Vec::new()) };
        let entries = usize::try_from((last - first).ms() / Span::HOUR.ms() + 2).unwrap_or(0);
        let mut hours = Vec::with_capacity(entries);
        let (mut next, mut position) = (first, 0);
        while next <= last {
            position += count_before(&times[position..], next);
            hours.push(number(position));
            next = next + Span::HOUR;
        }
        hours.push(number(times.len()));
        Self(hours)
    }

    /// The first of `times`, whose index this is, at or after `time`.
    pub(super) fn first_at(&self, times: &[Instant], time: Instant) -> usize {
        let hour = times.first().map_or(0, |&first| (time - first).ms().div_euclid(Span::HOUR.ms()));
        let Ok(hour) = usize::try_from(hour) else { return 0 };
        let at = |hour: usize| self.0.get(hour).map_or(times.len(), |&position| index(position));
        let (from, to) = (at(hour), at(hour + 1));
        from + times[from..to].partition_point(|&other| other < time)
    }

    /// Where each hour begins and ends.
    pub(super) fn stretches(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.0.windows(2).map(|ends| (index(ends[0]), index(ends[1])))
    }
}

/// How many rising instants are before `time`, where they are few of all.
pub(super) fn count_before(times: &[Instant], time: Instant) -> usize {
    let mut step = 1;
    while step < times.len() && times[step] < time {
        step *= 2;
    }
    let from = step / 2;
    from + times[from..times.len().min(step + 1)].partition_point(|&other| other < time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_at_or_after_any_instant_is_found() {
        let minute = |count: i64| Instant::from_ms(count * 60_000);
        for minutes in
            [vec![], vec![5], vec![0, 0, 59, 60, 60, 61, 300, 301], vec![7, 66, 67, 68, 127, 1_000]]
        {
            let times: Vec<Instant> = minutes.iter().copied().map(minute).collect();
            let hours = Hours::of(&times);
            for at in -70..1_100 {
                let slow = times.iter().position(|&time| time >= minute(at)).unwrap_or(times.len());
                assert_eq!(hours.first_at(&times, minute(at)), slow, "{at} in {minutes:?}");
            }
            let mut end = 0;
            for (from, to) in hours.stretches() {
                assert_eq!(from, end);
                end = to;
            }
            assert_eq!(end, times.len());
        }
    }
}
