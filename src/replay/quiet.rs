//! When nothing can follow an event.

use crate::units::Credits;
use std::cmp::Ordering;

/// Balances at which nothing can follow an event: those that compare to every level like the balance after the
/// last event that was looked at in full.
///
/// The invariant: as long as usable stays inside and no rule's state has changed, another full look would find
/// what the last one found and change nothing: R-LATCH comes to the same, no warning is due, no review is
/// funded, and the same conditions hold. Whatever changes such a state sets [`Quiet::NEVER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quiet {
    least: Credits,
    most: Credits,
}

impl Quiet {
    /// No balance is inside.
    pub(super) const NEVER: Self = Self { least: Credits::new(i64::MAX), most: Credits::new(i64::MIN) };

    /// The balances that are above, at or below each of `levels` as `usable` is.
    pub(super) fn around(usable: Credits, levels: impl IntoIterator<Item = Credits>) -> Self {
        const ONE: Credits = Credits::new(1);
        let mut quiet = Self { least: Credits::new(i64::MIN), most: Credits::new(i64::MAX) };
        for level in levels {
            match level.cmp(&usable) {
                Ordering::Less => quiet.least = quiet.least.max(level + ONE),
                Ordering::Equal => quiet = Self { least: level, most: level },
                Ordering::Greater => quiet.most = quiet.most.min(level - ONE),
            }
        }
        quiet
    }

    /// Only the balances below `level` as well.
    #[must_use]
    pub(super) fn below(self, level: Credits) -> Self {
        Self { most: self.most.min(level - Credits::new(1)), ..self }
    }

    /// The least balance inside.
    pub(super) fn least(self) -> Credits {
        self.least
    }

    /// The least and the greatest balance inside, each less `offset`.
    pub(super) fn less(self, offset: Credits) -> (Credits, Credits) {
        let less = |balance: Credits| Credits::new(balance.get().saturating_sub(offset.get()));
        (less(self.least), less(self.most))
    }

    /// True if nothing can follow an event that leaves this balance.
    #[inline]
    pub(super) fn holds(self, usable: Credits) -> bool {
        self.least <= usable && usable <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(usable: i64, levels: &[i64]) -> Vec<i64> {
        let quiet = Quiet::around(Credits::new(usable), levels.iter().copied().map(Credits::new));
        (-3..10).filter(|&balance| quiet.holds(Credits::new(balance))).collect()
    }

    #[test]
    fn a_balance_is_quiet_between_its_neighbouring_levels() {
        assert_eq!(inside(4, &[0, 7, 2]), [3, 4, 5, 6]);
        assert_eq!(inside(8, &[0, 7, 2]), [8, 9]);
        assert_eq!(inside(-1, &[0, 7, 2]), [-3, -2, -1]);
    }

    #[test]
    fn a_balance_at_a_level_is_quiet_alone() {
        assert_eq!(inside(2, &[0, 7, 2, 1]), [2]);
    }

    #[test]
    fn a_new_level_above_leaves_what_is_below() {
        let quiet = Quiet::around(Credits::new(4), [0, 7].map(Credits::new));
        let holds = |quiet: Quiet, balance| quiet.holds(Credits::new(balance));
        for (level, inside) in [(6, [true, true, false]), (9, [true, true, true]), (5, [true, false, false])]
        {
            let narrower = quiet.below(Credits::new(level));
            assert_eq!([4, 5, 6].map(|balance| holds(narrower, balance)), inside, "below {level}");
        }
        assert!((-3..10).all(|balance| !holds(quiet.below(Credits::new(1)), balance)));
    }

    #[test]
    fn never_is_never() {
        assert!((-3..10).all(|balance| !Quiet::NEVER.holds(Credits::new(balance))));
    }
}
