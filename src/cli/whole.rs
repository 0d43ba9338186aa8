//! Whole numbers as arguments, with messages that say what is allowed.

use std::fmt::Display;
use std::num::{NonZeroU32, NonZeroUsize};
use std::str::FromStr;

/// Any seed.
pub(crate) fn seed(text: &str) -> Result<u64, String> {
    within(text, 0, u64::MAX)
}

/// A number of replications.
pub(crate) fn replications(text: &str) -> Result<NonZeroU32, String> {
    let count: u32 = within(text, 1, 1_000_000)?;
    NonZeroU32::new(count).ok_or_else(String::new)
}

/// A number of combinations to try.
pub(crate) fn sample(text: &str) -> Result<NonZeroU32, String> {
    let count: u32 = within(text, 1, 10_000_000)?;
    NonZeroU32::new(count).ok_or_else(String::new)
}

/// A number of organisations.
pub(crate) fn organisations(text: &str) -> Result<NonZeroU32, String> {
    let count: u32 = within(text, 1, 100_000_000)?;
    NonZeroU32::new(count).ok_or_else(String::new)
}

/// A number of populations, whose totals are all kept in memory.
pub(crate) fn populations(text: &str) -> Result<NonZeroU32, String> {
    let count: u32 = within(text, 1, 10_000)?;
    NonZeroU32::new(count).ok_or_else(String::new)
}

/// The number of one replication.
pub(crate) fn replication(text: &str) -> Result<u32, String> {
    within(text, 0, 999_999)
}

/// A number of events to show.
pub(crate) fn events(text: &str) -> Result<usize, String> {
    within(text, 0, 1_000_000)
}

/// A number of threads.
pub(crate) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    let count: usize = within(text, 1, 65_535)?;
    NonZeroUsize::new(count).ok_or_else(String::new)
}

fn within<N: FromStr + PartialOrd + Display + Copy>(text: &str, least: N, most: N) -> Result<N, String> {
    let number = text.replace('_', "").parse().ok().filter(|number| least <= *number && *number <= most);
    number.ok_or_else(|| format!("must be a whole number from {least} to {most}"))
}
