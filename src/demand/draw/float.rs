//! The few conversions between whole and real numbers that draws need; all are exact or saturate.

use crate::rng::Stream;
use rand::Rng;

/// 2⁻⁵³, the distance between neighbouring values of [`unit`].
const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;
/// 2⁵²: from here on numbers have no fractions.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// The upper 53 of 64 random bits as a number in `[0, 1)`.
#[inline]
#[allow(clippy::cast_precision_loss, reason = "53 bits fit the mantissa")]
pub(super) fn fraction(bits: u64) -> f64 {
    (bits >> 11) as f64 * STEP
}

/// Uniform in `[0, 1)`.
#[inline]
pub(in crate::demand) fn unit(stream: &mut Stream) -> f64 {
    fraction(stream.next_u64())
}

/// Uniform in `(0, 1)`.
#[inline]
pub(super) fn unit_open(stream: &mut Stream) -> f64 {
    unit(stream) + STEP / 2.0
}

/// A whole number below 2⁵³ in size as a real one; beyond that rounded to the nearest.
#[inline]
#[allow(clippy::cast_precision_loss, reason = "times and credits stay below 2⁵³")]
pub(in crate::demand) fn real(whole: i64) -> f64 {
    whole as f64
}

/// A count as a real number; beyond 2⁵³ rounded to the nearest.
#[allow(clippy::cast_precision_loss, reason = "counts of things in memory stay below 2⁵³")]
pub(in crate::demand) fn real_count(count: usize) -> f64 {
    count as f64
}

/// The greatest whole number not above `value`, for values that are not negative; stops at the ends of `i64`.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the cast truncates and saturates, which is meant")]
pub(in crate::demand) fn floor(value: f64) -> i64 {
    value as i64
}

/// The least whole number not below `value`, from 0 to `max`, which is below 2⁵²; 0 for a value that is no number.
///
/// Without branches and conversions, so that the compiler can do it for several values at once.
#[inline]
pub(in crate::demand) fn ceil_within(value: f64, max: i64) -> i64 {
    let most = real(max);
    let positive = if value > 0.0 { value } else { 0.0 };
    let within = if positive < most { positive } else { most };
    // Numbers from 2⁵² to 2⁵³ are whole, and their low bits count: the sum is rounded to the nearest of them.
    let nearest = within + WHOLE;
    let is_below = nearest - WHOLE < within;
    (nearest.to_bits().wrapping_sub(WHOLE.to_bits())).cast_signed().wrapping_add(i64::from(is_below))
}

/// `value`, or the whole number next to it if they differ by no more than floating-point noise (1 in 10¹²).
pub(in crate::demand) fn without_noise(value: f64) -> f64 {
    let nearest = value.round();
    if (value - nearest).abs() <= nearest.abs() * 1e-12 { nearest } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_up_stays_in_range() {
        let cases = [
            (-1.0, 0),
            (0.0, 0),
            (f64::NAN, 0),
            (1e-300, 1),
            (1.0, 1),
            (1.5, 2),
            (99.5, 100),
            (f64::INFINITY, 100),
        ];
        for (value, whole) in cases {
            assert_eq!(ceil_within(value, 100), whole, "{value}");
        }
    }

    #[test]
    fn rounding_up_is_exact_as_far_as_times_go() {
        let most = 1_000_000_000_000_000;
        for size in [1, 1_000, 1_000_000_000, most / 2, most - 1] {
            for whole in size - 1..=size {
                let value = real(whole);
                assert_eq!(ceil_within(value, most), whole);
                assert_eq!(ceil_within(value + 0.125, most), whole + 1);
                assert_eq!(ceil_within(value + 0.875, most), whole + 1);
                assert_eq!(ceil_within(value.next_up(), most), whole + 1);
            }
        }
        assert_eq!(ceil_within(real(most) + 0.125, most), most);
    }

    #[test]
    fn noise_is_dropped_and_real_fractions_are_kept() {
        for (value, clean) in [
            (1_100.000_000_000_000_2, 1_100.0),
            (11.999_999_999_999_999, 12.0),
            (12.000_001, 12.000_001),
            (0.0, 0.0),
        ] {
            assert_eq!(without_noise(value).to_bits(), f64::to_bits(clean));
        }
    }
}
