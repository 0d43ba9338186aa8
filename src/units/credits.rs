//! Whole credits (R-CREDIT).

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// A whole number of credits; negative where a balance is owed (R-CREDIT, R-USABLE).
///
/// Every figure that enters a simulation is at most [`Credits::MAX_INPUT`], so that sums over
/// millions of records stay far inside `i64`. Arithmetic is checked in every build profile
/// (`overflow-checks`), so an overflow stops the program instead of producing a wrong bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits(i64);

impl Credits {
    /// No credits.
    pub const ZERO: Self = Self(0);
    /// The largest figure that a scenario or a trace may state: 10¹².
    pub const MAX_INPUT: Self = Self(1_000_000_000_000);

    /// `count` whole credits.
    pub const fn new(count: i64) -> Self {
        Self(count)
    }

    /// The count.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// That many times as many.
    #[must_use]
    pub const fn times(self, count: i64) -> Self {
        Self(self.0 * count)
    }

    /// True for exactly no credits.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// True above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }
}

impl Add for Credits {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Credits {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Credits {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Credits {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Credits {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Credits {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
