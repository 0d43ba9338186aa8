//! Puts the work of one window of time in order.

use super::runs::{has_few_runs, merge_runs};

/// Time within the window in the upper half, whose it is in the lower: sorted by the time alone.
pub(super) type Key = u64;

/// The bits of a digit, at most.
const DIGIT: u32 = 12;
/// Below that many keys a merge sort is quicker.
const FEW: usize = 256;
/// How far a key may be from its place after the first pass, on average, for an insertion sort to finish.
const NEAR: usize = 16;

/// The key of `owner`'s work `ms` milliseconds after the window's start.
#[inline]
pub(super) fn key(ms: u32, owner: u32) -> Key {
    u64::from(ms) << 32 | u64::from(owner)
}

/// Milliseconds after the window's start.
#[inline]
pub(super) fn ms(key: Key) -> i64 {
    (key >> 32).cast_signed()
}

/// Whose work it is.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the lower half is meant")]
pub(super) fn owner(key: Key) -> u32 {
    key as u32
}

/// True if the time of `key` is later than that of `other`.
#[inline]
pub(super) fn is_later(key: Key, other: Key) -> bool {
    key >> 32 > other >> 32
}

/// A stable sort by time.
///
/// A few runs are merged. Of many, one counting pass by the time's highest digit almost sorts the work of a window, as
/// each source's work comes almost sorted; an insertion sort finishes. Where much work is crowded into little time, a
/// radix sort does.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorter {
    spare: Vec<Key>,
    /// For each value of a digit, how many keys have it; then where the next of them goes.
    counts: Vec<u32>,
}

impl Sorter {
    /// Sorts `keys`, whose times are all below `width`, by time; keys of one time keep their order.
    pub(super) fn sort(&mut self, keys: &mut Vec<Key>, width: u64) {
        if keys.len() < FEW {
            keys.sort_by_key(|key| key >> 32);
            return;
        }
        if has_few_runs(keys) && merge_runs(keys, &mut self.spare) {
            return;
        }
        self.spare.clear();
        self.spare.resize(keys.len(), 0);
        let bits = 64 - width.saturating_sub(1).leading_zeros();
        let digit = bits.min(DIGIT);
        self.pass(keys, 32 + bits - digit, digit);
        std::mem::swap(keys, &mut self.spare);
        if settle(keys) {
            return;
        }
        let passes = bits.div_ceil(DIGIT).max(1);
        let digit = bits.div_ceil(passes);
        for pass in 0..passes {
            self.pass(keys, 32 + pass * digit, digit);
            std::mem::swap(keys, &mut self.spare);
        }
    }

    /// Sorts the `keys` of one owner, as [`merge_runs`] does or not at all.
    pub(super) fn sort_runs(&mut self, keys: &mut [Key]) {
        merge_runs(keys, &mut self.spare);
    }

    /// One stable counting pass by the digit above `shift`, from `keys` to `spare`.
    fn pass(&mut self, keys: &[Key], shift: u32, digit: u32) {
        let mask = (1_usize << digit) - 1;
        let value = |key: Key| usize::try_from(key >> shift).unwrap_or(0) & mask;
        self.counts.clear();
        self.counts.resize(mask + 1, 0);
        for &key in keys {
            self.counts[value(key)] += 1;
        }
        let mut next = 0;
        for count in &mut self.counts {
            next += std::mem::replace(count, next);
        }
        for &key in keys {
            let place = &mut self.counts[value(key)];
            self.spare[usize::try_from(*place).unwrap_or(0)] = key;
            *place += 1;
        }
    }
}

/// An insertion sort by time; false if it gave up because the keys are too far from their places. Keys of one
/// time keep their order either way.
fn settle(keys: &mut [Key]) -> bool {
    let mut budget = NEAR * keys.len();
    for index in 1..keys.len() {
        let key = keys[index];
        let mut place = index;
        while place > 0 && keys[place - 1] >> 32 > key >> 32 {
            keys[place] = keys[place - 1];
            place -= 1;
        }
        keys[place] = key;
        let moved = index - place;
        if moved > budget {
            return false;
        }
        budget -= moved;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_sort_is_stable_and_by_time(times in prop::collection::vec(0_u32..=u32::MAX, 0..2_000), width in 1_u64..=1 << 32) {
            let mut keys: Vec<Key> = (0..).zip(&times).map(|(owner, &ms)| key(u32::try_from(u64::from(ms) % width).unwrap(), owner)).collect();
            let mut expected = keys.clone();
            expected.sort_by_key(|&key| (ms(key), owner(key)));
            Sorter::default().sort(&mut keys, width);
            prop_assert_eq!(keys, expected);
        }

        #[test]
        fn crowded_times_are_sorted_too(times in prop::collection::vec(0_u32..1_000, 1_000..3_000)) {
            let mut keys: Vec<Key> = (0..).zip(&times).map(|(owner, &ms)| key(ms, owner)).collect();
            let mut expected = keys.clone();
            expected.sort_by_key(|&key| (ms(key), owner(key)));
            Sorter::default().sort(&mut keys, 1 << 32);
            prop_assert_eq!(keys, expected);
        }
    }
}
