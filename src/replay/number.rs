//! Numbers of records, events and places, kept in 32 bits.

/// As an array index.
#[inline]
pub(super) fn index(number: u32) -> usize {
    // A u32 fits a usize on every target that the library builds for.
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// As a column's number; there are fewer than 2³² of whatever is counted.
#[inline]
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
