//! Standard normal scores: which quantile of a distribution a draw is.

use super::ziggurat::Ziggurat;
use crate::rng::Stream;
use std::f64::consts::FRAC_1_SQRT_2;

/// A standard normal number z; it stands for the quantile Φ(z) of any distribution.
///
/// Both probabilities are kept exact in their tail: Φ(8) differs from 1 by less than a unit in the last place, Φ(−8)
/// has all its digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score(f64);

impl Score {
    /// The score of the median.
    pub const MEDIAN: Self = Self(0.0);

    /// The score `z`, finite.
    pub const fn new(z: f64) -> Self {
        Self(z)
    }

    /// A random score: of a uniform quantile.
    pub fn draw(stream: &mut Stream) -> Self {
        Self(Ziggurat::normal_tables().normal(stream))
    }

    /// z.
    pub const fn z(self) -> f64 {
        self.0
    }

    /// Φ(z), the probability below.
    pub fn below(self) -> f64 {
        0.5 * libm::erfc(-self.0 * FRAC_1_SQRT_2)
    }

    /// 1 − Φ(z), the probability above.
    pub fn above(self) -> f64 {
        0.5 * libm::erfc(self.0 * FRAC_1_SQRT_2)
    }

    /// −ln(1 − Φ(z)): the same quantile of the exponential distribution of mean 1.
    pub(super) fn exponential(self) -> f64 {
        if self.0 < 0.0 { -libm::log1p(-self.below()) } else { -libm::log(self.above()) }
    }

    /// The score with these probabilities below and above; the smaller one decides.
    pub(super) fn of(below: f64, above: f64) -> Self {
        Self(inverse(below, above))
    }
}

/// Φ⁻¹ by algorithm AS 241, PPND16: about 1 part in 10¹⁶ (Wichura, "The Percentage Points of the Normal
/// Distribution", Applied Statistics 37(3), 1988).
fn inverse(below: f64, above: f64) -> f64 {
    let central = below - 0.5;
    if central.abs() <= 0.425 {
        return central * ratio(0.180_625 - central * central, &CENTRAL);
    }
    let depth = (-libm::log(below.min(above))).sqrt();
    let size = if depth <= 5.0 { ratio(depth - 1.6, &MIDDLE) } else { ratio(depth - 5.0, &TAIL) };
    if below < above { -size } else { size }
}

/// Coefficients of a numerator and a denominator, from the constant on.
type Rational = [[f64; 8]; 2];

fn ratio(x: f64, [numerator, denominator]: &Rational) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| {
        coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
    };
    polynomial(numerator) / polynomial(denominator)
}

const CENTRAL: Rational = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

const MIDDLE: Rational = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
];

const TAIL: Rational = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_3,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_7e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_has_the_published_values() {
        // Φ⁻¹(0.975) and Φ⁻¹(10⁻¹⁰); the last by series in 40 digits: Φ⁻¹(10⁻²⁰).
        for (below, above, z) in [
            (0.975, 0.025, 1.959_963_984_540_054),
            (1e-10, 1.0, -6.361_340_902_404_056),
            (1.0, 1e-20, 9.262_340_089_798_408),
            (0.5, 0.5, 0.0),
        ] {
            let found = inverse(below, above);
            assert!((found - z).abs() < 1e-14, "{below}: {found}");
        }
    }

    #[test]
    fn a_score_comes_back_from_its_probabilities() {
        for step in -370..=370 {
            let score = Score(f64::from(step) / 10.0);
            let back = Score::of(score.below(), score.above()).z();
            assert!(
                (back - score.z()).abs() <= 4e-15 * score.z().abs().max(1.0),
                "{back}, not {}",
                score.z()
            );
            assert!((score.below() + score.above() - 1.0).abs() < 1e-15);
        }
    }
}
