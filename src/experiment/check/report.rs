//! What came of checking scenario files.

use super::{Comparison, LedgerRow, Parting};
use crate::scenario::Problems;

/// What came of every file, in order.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Scenario files.
    pub checked: Vec<Checked>,
    /// Other TOML files in folders, and why each was passed over.
    pub skipped: Vec<(String, &'static str)>,
}

/// What came of one scenario file.
#[derive(Clone, Debug)]
pub struct Checked {
    /// As it was named or found.
    pub path: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a scenario.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Its figures beside what they must be.
    Compared {
        /// Every expectation, at least one.
        comparisons: Vec<Comparison>,
        /// Where its ledger parts from the blessed one, if there is one and it does.
        parted: Option<PartedLedger>,
    },
    /// Nothing is expected of it: that is no pass.
    NothingExpected,
    /// It cannot be checked.
    Refused(Refusal),
}

/// Where a ledger parts from the blessed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartedLedger {
    /// Where.
    pub parting: Parting,
    /// The rows of this run at which it can be; none where this run's ledger ends before.
    pub rows: Vec<LedgerRow>,
}

/// Why a file cannot be checked.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// Something in it, or in its expectations, is wrong.
    Problems(Problems),
    /// Something else, in a sentence.
    Other(String),
}

/// What came of all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every figure is what it must be.
    Holds,
    /// Some are not.
    Differs,
    /// Something cannot be checked, or nothing is expected at all.
    BadInput,
}

impl Outcome {
    /// The figures that are not what they must be.
    pub fn differences(&self) -> impl Iterator<Item = &Comparison> {
        let compared = match self {
            Self::Compared { comparisons, .. } => comparisons.as_slice(),
            Self::NothingExpected | Self::Refused(_) => &[],
        };
        compared.iter().filter(|comparison| !comparison.holds())
    }

    /// How many figures were compared.
    pub fn figures(&self) -> usize {
        match self {
            Self::Compared { comparisons, .. } => comparisons.len(),
            Self::NothingExpected | Self::Refused(_) => 0,
        }
    }

    /// True if a figure is not what it must be.
    pub fn differs(&self) -> bool {
        self.differences().next().is_some()
    }

    /// True if it cannot be checked.
    pub const fn is_refused(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Compared { .. } | Self::NothingExpected => false,
        }
    }

    /// True if nothing is expected.
    pub const fn expects_nothing(&self) -> bool {
        match self {
            Self::NothingExpected => true,
            Self::Compared { .. } | Self::Refused(_) => false,
        }
    }
}

impl CheckReport {
    /// What came of all of it. Nothing to check is bad input, not a success.
    pub fn verdict(&self) -> Verdict {
        let any = |is: fn(&Outcome) -> bool| self.checked.iter().any(|checked| is(&checked.outcome));
        if any(Outcome::is_refused) || self.figures() == 0 {
            Verdict::BadInput
        } else if any(Outcome::differs) {
            Verdict::Differs
        } else {
            Verdict::Holds
        }
    }

    /// How many figures were compared.
    pub fn figures(&self) -> usize {
        self.checked.iter().map(|checked| checked.outcome.figures()).sum()
    }

    /// How many scenarios a test holds for.
    pub fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.checked.iter().filter(|checked| is(&checked.outcome)).count()
    }
}
