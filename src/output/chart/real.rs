//! Whole numbers to places on a picture and back. Rounding here moves a shape by less than a pixel; no figure
//! depends on it.

use crate::units::{Credits, Money, Span};

/// A whole number as a coordinate; exact below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "a coordinate; figures are not computed from it")]
pub(super) const fn real(number: i64) -> f64 {
    number as f64
}

/// A count as a coordinate.
pub(super) fn count(number: u64) -> f64 {
    real(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A length as a coordinate.
pub(super) fn size(number: usize) -> f64 {
    real(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Credits as a coordinate.
pub(super) const fn credits(credits: Credits) -> f64 {
    real(credits.get())
}

/// Money as a coordinate, in units of currency.
pub(super) fn money(money: Money) -> f64 {
    real(i64::try_from(money.micros()).unwrap_or(i64::MAX)) / 1e6
}

/// Time as a coordinate, in hours.
pub(super) const fn hours(span: Span) -> f64 {
    real(span.ms()) / 3_600_000.0
}

/// The nearest pixel.
#[expect(clippy::cast_possible_truncation, reason = "rounded, and saturates far outside of any picture")]
pub(super) fn pixel(place: f64) -> i32 {
    place.round() as i32
}

/// The nearest whole number.
#[expect(clippy::cast_possible_truncation, reason = "rounded; labels of axes are far below 2⁶³")]
pub(super) fn whole(number: f64) -> i64 {
    number.round() as i64
}
