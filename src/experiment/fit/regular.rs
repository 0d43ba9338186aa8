//! Bursts whose messages follow each other after always the same time.

use crate::units::Instant;
use std::collections::BTreeMap;

/// Messages told into bursts by their constant gap.
#[derive(Clone, Debug)]
pub(super) struct Regular {
    /// Milliseconds.
    pub(super) gap: i64,
    /// For each message, whether it begins a burst.
    pub(super) begins: Vec<bool>,
    /// Messages of each burst that is complete before the end of the window.
    pub(super) sizes: Vec<i64>,
}

impl Regular {
    /// `None` where no gap stands out. `step` is the milliseconds to which times were recorded.
    pub(super) fn find(times: &[Instant], step: i64, until: Instant) -> Option<Self> {
        let gap = standing_out(times, step)?;
        // By the instant of the next message: the sizes so far of bursts that would send it.
        let mut waiting: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut begins = Vec::with_capacity(times.len());
        let mut sizes = Vec::new();
        for at in times {
            while let Some(entry) = waiting.first_entry().filter(|entry| *entry.key() < at.ms()) {
                sizes.extend(entry.remove());
            }
            let known = waiting.get_mut(&at.ms()).and_then(Vec::pop);
            begins.push(known.is_none());
            waiting.entry(at.ms() + gap).or_default().push(known.unwrap_or_default() + 1);
        }
        sizes.extend(waiting.into_iter().filter(|(next, _)| *next < until.ms()).flat_map(|(_, sizes)| sizes));
        Some(Self { gap, begins, sizes })
    }
}

/// A time between neighbours that a tenth of them have, and ten times as many as have one next to it.
fn standing_out(times: &[Instant], step: i64) -> Option<i64> {
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| (pair[1] - pair[0]).ms()).collect();
    gaps.sort_unstable();
    let runs: Vec<(i64, usize)> = gaps.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    let &(gap, seen) = runs.iter().filter(|(gap, _)| *gap > 2 * step).max_by_key(|(_, seen)| *seen)?;
    let near = |&&(other, _): &&(i64, usize)| other != gap && (other - gap).abs() <= 2 * step;
    let around: usize = runs.iter().filter(near).map(|(_, seen)| seen).sum();
    (seen >= 10 && seen * 10 >= times.len() && seen >= around * 10).then_some(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(times: &[i64]) -> Vec<Instant> {
        times.iter().map(|&ms| Instant::from_ms(ms)).collect()
    }

    #[test]
    fn overlapping_bursts_of_one_gap_are_told_apart() {
        // A burst of three every 1,000,000 ms, and one that begins 17 ms after every fifth of them.
        let mut times: Vec<i64> = Vec::new();
        for burst in 0..50 {
            let begin = burst * 1_000_000;
            times.extend([begin, begin + 30_000, begin + 60_000]);
            if burst % 5 == 0 {
                times.extend([begin + 17, begin + 30_017]);
            }
        }
        times.sort_unstable();
        let regular = Regular::find(&at(&times), 1, Instant::from_ms(60_000_000)).unwrap();
        assert_eq!((regular.gap, regular.begins.iter().filter(|begins| **begins).count()), (30_000, 60));
        let pairs = regular.sizes.iter().filter(|&&size| size == 2).count();
        assert_eq!((pairs, regular.sizes.len()), (10, 60));
    }

    #[test]
    fn gaps_of_all_lengths_have_none_that_stands_out() {
        let mut time = 0;
        let times: Vec<i64> = (0..500)
            .map(|k| {
                time += 1_000 + (k * 7_919) % 50_000;
                time
            })
            .collect();
        assert!(Regular::find(&at(&times), 1, Instant::from_ms(time + 1)).is_none());
    }
}
