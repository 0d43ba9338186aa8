//! Whole numbers as real ones.

/// Exact below 2⁵³ in size, as all counts of rows, credits and milliseconds here are.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
pub(super) fn real(whole: i64) -> f64 {
    whole as f64
}

/// A number of things in memory.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
pub(super) fn count(things: usize) -> f64 {
    things as f64
}

/// The nearest whole number; stops at the ends of `i64`.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is meant")]
pub(super) fn nearest(value: f64) -> i64 {
    value.round() as i64
}
