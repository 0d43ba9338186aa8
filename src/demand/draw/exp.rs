//! exp(x), several times quicker than libm's: by a table of 2^(i/128) and a short polynomial (Tang,
//! "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM TOMS 15(2),
//! 1989). Only additions and multiplications, so that it has the same bits on every machine.

use std::fmt;
use std::sync::LazyLock;

/// Steps in an octave.
const STEPS: usize = 128;
/// 1.5 × 2⁵²: a number of this size has no room for fractions, and its low bits count the whole part.
const SHIFT: f64 = 6_755_399_441_055_744.0;
/// 128 / ln 2.
const STEPS_PER_UNIT: f64 = 128.0 * std::f64::consts::LOG2_E;
/// ln 2 / 128 in two parts; the first has zeros at its end, so that its multiples are exact.
const STEP_HIGH: f64 = f64::from_bits(0x3f76_2e42_fefa_0000);
const STEP_LOW: f64 = f64::from_bits(0x3d0c_f79a_bc9e_3b39);
/// Beyond this the result may overflow or be subnormal: libm sees to it.
const ORDINARY: f64 = 700.0;

/// exp, with its table at hand.
#[derive(Clone, Copy)]
pub(super) struct Exp(&'static [u64; STEPS]);

impl Exp {
    pub(super) fn new() -> Self {
        /// The bits of 2^(i/128).
        static POWERS: LazyLock<[u64; STEPS]> = LazyLock::new(|| {
            let step = |index| libm::exp2(super::real_count(index) / super::real_count(STEPS)).to_bits();
            std::array::from_fn(step)
        });
        Self(&POWERS)
    }

    /// exp(x), wrong by less than two units in the last place.
    #[inline]
    pub(super) fn of(self, x: f64) -> f64 {
        if x.abs() >= ORDINARY { libm::exp(x) } else { self.of_ordinary(x) }
    }

    /// exp of every one of `numbers`, each the same as by [`Exp::of`].
    #[inline]
    pub(super) fn of_all(self, numbers: &mut [f64]) {
        if numbers.iter().fold(false, |any, x| any | (x.abs() >= ORDINARY)) {
            for x in numbers {
                *x = self.of(*x);
            }
        } else {
            for x in numbers {
                *x = self.of_ordinary(*x);
            }
        }
    }

    /// exp(x), |x| < [`ORDINARY`].
    #[inline]
    fn of_ordinary(self, x: f64) -> f64 {
        // x = steps × ln 2 / 128 + rest, |rest| ≤ ln 2 / 256.
        let shifted = x * STEPS_PER_UNIT + SHIFT;
        let steps = shifted - SHIFT;
        let rest = (x - steps * STEP_HIGH) - steps * STEP_LOW;
        let count = shifted.to_bits();
        // The low seven bits choose the power, the others are octaves: they go to the exponent.
        let power = self.0[usize::from(count.to_le_bytes()[0] & 0x7f)];
        let scale = f64::from_bits(power.wrapping_add(count >> 7 << 52));
        let square = rest * rest;
        // The Taylor series; its next term is below 2⁻⁶⁰.
        let tail =
            square * (0.5 + rest * (1.0 / 6.0)) + square * square * (1.0 / 24.0 + rest * (1.0 / 120.0));
        scale + scale * (rest + tail)
    }
}

impl fmt::Debug for Exp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ulps(x: f64) -> u64 {
        Exp::new().of(x).to_bits().abs_diff(libm::exp(x).to_bits())
    }

    #[test]
    fn many_are_the_same_as_one_after_the_other() {
        for row in [[0.5, -3.0, 699.0], [800.0, -3.0, 0.5], [0.5, f64::NEG_INFINITY, 701.0]] {
            let mut all = row;
            Exp::new().of_all(&mut all);
            assert_eq!(all.map(f64::to_bits), row.map(|x| Exp::new().of(x).to_bits()));
        }
    }

    #[test]
    fn ends_and_zero_are_right() {
        for x in [
            0.0,
            -0.0,
            1e-300,
            699.999,
            -699.999,
            700.0,
            -700.0,
            710.0,
            -750.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ] {
            assert!(ulps(x) <= 2, "exp({x})");
        }
        assert!(Exp::new().of(f64::NAN).is_nan());
        assert_eq!(Exp::new().of(0.0).to_bits(), 1.0_f64.to_bits());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn agrees_with_libm_within_two_units_in_the_last_place(x in -705.0_f64..705.0, small in -1.0_f64..1.0) {
            prop_assert!(ulps(x) <= 2, "exp({})", x);
            prop_assert!(ulps(small) <= 2, "exp({})", small);
        }
    }
}
