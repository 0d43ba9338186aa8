//! Sorts work that comes in runs, each of them in order of time and most of them later than those before.

use super::order::{Key, is_later};

/// How many keys may be moved for each that is in order.
const MOVES: usize = 3;
/// How many keys may be moved besides.
const SLACK: usize = 64;

/// As many runs as all may overlap, and merging them be the quickest way to sort them.
pub(super) const FEW_RUNS: usize = 4;

/// True if there are at most [`FEW_RUNS`].
pub(super) fn has_few_runs(keys: &[Key]) -> bool {
    let ends = keys.iter().zip(keys.iter().skip(1)).filter(|&(&key, &next)| is_later(key, next));
    ends.take(FEW_RUNS).count() < FEW_RUNS
}

/// Sorts `keys` by time; keys of one time keep their order. False, with the sort half done, if runs overlap so much
/// that another way is quicker.
///
/// Each run is merged into what is in order before it, as far as they overlap.
pub(super) fn merge_runs(keys: &mut [Key], spare: &mut Vec<Key>) -> bool {
    let mut sorted = run(keys);
    let mut moved = 0;
    while let Some(&first) = keys.get(sorted) {
        let overlap = keys[..sorted].iter().rev().take_while(|&&key| is_later(key, first)).count();
        let end = sorted + run(&keys[sorted..]);
        moved += overlap + (end - sorted);
        if moved > MOVES * end + SLACK {
            return false;
        }
        merge(&mut keys[sorted - overlap..end], overlap, spare);
        sorted = end;
    }
    true
}

/// How many keys are in order of time, from the first on.
fn run(keys: &[Key]) -> usize {
    let neighbours = keys.iter().zip(keys.iter().skip(1));
    keys.len().min(1) + neighbours.take_while(|&(&key, &next)| !is_later(key, next)).count()
}

/// Merges the first `middle` keys, which are in order, with the others, which are too.
fn merge(keys: &mut [Key], middle: usize, spare: &mut Vec<Key>) {
    spare.clear();
    spare.extend_from_slice(&keys[..middle]);
    let (mut left, mut right, mut place) = (0, middle, 0);
    while left < spare.len() && right < keys.len() {
        // Nobody can predict which comes first: there is no branch for it.
        let (before, after) = (spare[left], keys[right]);
        let takes_right = is_later(before, after);
        keys[place] = if takes_right { after } else { before };
        left += usize::from(!takes_right);
        right += usize::from(takes_right);
        place += 1;
    }
    keys[place..right].copy_from_slice(&spare[left..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::order::{key, ms, owner};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_that_overlap_are_merged_and_equal_times_keep_their_order(
            runs in prop::collection::vec((0_u32..300, prop::collection::vec(0_u32..4, 0..20)), 0..20),
        ) {
            let mut keys = Vec::new();
            let mut start = 0;
            for (gap, steps) in runs {
                start += gap / 10;
                let mut at = start;
                for step in steps {
                    at += step;
                    keys.push(key(at, u32::try_from(keys.len()).unwrap()));
                }
            }
            let mut expected = keys.clone();
            expected.sort_by_key(|&key| (ms(key), owner(key)));
            let sorted = merge_runs(&mut keys, &mut Vec::new());
            if !sorted {
                // Half done, keys of one time are in order too.
                keys.sort_by_key(|&key| ms(key));
            }
            prop_assert_eq!(keys, expected);
        }
    }

    #[test]
    fn runs_that_overlap_much_are_given_up_soon() {
        let falling: Vec<Key> = (0..10_000).rev().map(|ms| key(ms, 0)).collect();
        let mut keys = falling.clone();
        assert!(!merge_runs(&mut keys, &mut Vec::new()));
        assert!(keys[100..] == falling[100..]);
    }
}
