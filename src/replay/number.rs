//! Numbers of records, events and places, kept in 32 bits.

/// As an array index.
pub(super) use crate::demand::index;

/// As a column's number; there are fewer than 2³² of whatever is counted.
#[inline]
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
