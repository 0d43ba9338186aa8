//! Scenario files that guard a product's rules: what they expect, and what came.
//!
//! Pure: whoever has files and a terminal (the command line) reads expectations, replays with [`Sample::of`],
//! compares with [`compare`], and finds where a ledger parts from the one that was blessed with [`Fingerprint`].

mod compare;
mod excerpt;
mod fingerprint;
mod marks;
mod report;
mod sample;

#[cfg(test)]
mod tests;

pub use compare::{Actual, Comparison, compare};
pub use excerpt::{Excerpt, LedgerRow};
pub use fingerprint::{BadFingerprint, Chunk, Fingerprint, Parting};
pub use marks::Fingerprinter;
pub use report::{CheckReport, Checked, Outcome, PartedLedger, Refusal, Verdict};
pub use sample::Sample;
