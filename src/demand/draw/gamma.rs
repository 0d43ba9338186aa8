//! Gamma draws (Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26(3), 2000).

use super::exp::Exp;
use super::float::unit_open;
use super::ziggurat::Ziggurat;
use crate::rng::Stream;

/// A gamma distribution, prepared.
#[derive(Clone, Debug)]
pub(super) struct Gamma {
    /// Shape − 1/3, of a shape at least 1.
    d: f64,
    /// 1 / √(9 d).
    c: f64,
    scale: f64,
    /// 1 / shape where the shape is below 1: a draw of shape + 1 is multiplied by U^(1/shape) (section 6).
    boost: Option<f64>,
    normal: &'static Ziggurat,
    exponential: &'static Ziggurat,
}

impl Gamma {
    /// Of that mean and shape, both positive.
    pub(super) fn new(mean: f64, shape: f64) -> Self {
        let boosted = shape < 1.0;
        let d = if boosted { shape + 1.0 } else { shape } - 1.0 / 3.0;
        Self {
            d,
            c: 1.0 / (9.0 * d).sqrt(),
            scale: mean / shape,
            boost: boosted.then_some(1.0 / shape),
            normal: Ziggurat::normal_tables(),
            exponential: Ziggurat::exponential_tables(),
        }
    }

    pub(super) fn draw(&self, stream: &mut Stream) -> f64 {
        let value = self.d * self.cube(stream) * self.scale;
        match self.boost {
            Some(inverse_shape) => {
                value * Exp::new().of(-self.exponential.exponential(stream) * inverse_shape)
            }
            None => value,
        }
    }

    /// (1 + c x)³ for an accepted normal x.
    fn cube(&self, stream: &mut Stream) -> f64 {
        loop {
            let x = self.normal.normal(stream);
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let (cube, square) = (root * root * root, x * x);
            let u = unit_open(stream);
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + self.d * (1.0 - cube + libm::log(cube))
            {
                return cube;
            }
        }
    }
}
