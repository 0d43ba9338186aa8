//! Exponential and normal draws by the ziggurat method with 256 layers of equal area
//! (Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Softw. 5(8), 2000).
//!
//! The tables are computed with libm, so that they have the same bits on every machine.

use super::exp::Exp;
use super::float::{fraction, unit, unit_open};
use crate::rng::Stream;
use rand::Rng;
use std::fmt;
use std::sync::LazyLock;

const LAYERS: usize = 256;

/// Where the tail of exp(−x) begins for 256 layers (Marsaglia and Tsang, section 3).
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
/// Where the tail of exp(−x²/2) begins for 256 layers (Marsaglia and Tsang, section 3).
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

/// The edges of the layers under a falling density, and the density there.
pub(super) struct Ziggurat {
    /// Falling; the first is the width of a box as large as the base layer with its tail, the last is 0.
    edges: [f64; LAYERS + 1],
    heights: [f64; LAYERS + 1],
}

impl Ziggurat {
    /// For a density with f(0) = 1, its inverse, its tail's start and the area of a layer.
    fn new(density: fn(f64) -> f64, inverse: fn(f64) -> f64, tail: f64, area: f64) -> Self {
        let mut edges = [0.0; LAYERS + 1];
        edges[0] = area / density(tail);
        edges[1] = tail;
        for layer in 2..LAYERS {
            let below = edges[layer - 1];
            edges[layer] = inverse(area / below + density(below));
        }
        Self { edges, heights: edges.map(density) }
    }

    /// Exponential of mean 1.
    pub(super) fn exponential_tables() -> &'static Self {
        static TABLES: LazyLock<Ziggurat> = LazyLock::new(|| {
            let area = (EXPONENTIAL_TAIL + 1.0) * libm::exp(-EXPONENTIAL_TAIL);
            Ziggurat::new(|x| libm::exp(-x), |y| -libm::log(y), EXPONENTIAL_TAIL, area)
        });
        &TABLES
    }

    /// Normal of mean 0 and variance 1.
    pub(super) fn normal_tables() -> &'static Self {
        static TABLES: LazyLock<Ziggurat> = LazyLock::new(|| {
            let density = |x: f64| libm::exp(-0.5 * x * x);
            let half_root_pi = std::f64::consts::FRAC_PI_2.sqrt();
            let tail_area = half_root_pi * libm::erfc(NORMAL_TAIL * std::f64::consts::FRAC_1_SQRT_2);
            let area = NORMAL_TAIL * libm::exp(-0.5 * NORMAL_TAIL * NORMAL_TAIL) + tail_area;
            Ziggurat::new(density, |y| (-2.0 * libm::log(y)).sqrt(), NORMAL_TAIL, area)
        });
        &TABLES
    }

    /// A draw of mean 1; `self` holds [`Self::exponential_tables`].
    #[inline]
    pub(super) fn exponential(&self, stream: &mut Stream) -> f64 {
        let bits = stream.next_u64();
        let layer = layer(bits);
        let x = fraction(bits) * self.edges[layer];
        if x < self.edges[layer + 1] { x } else { self.exponential_edge(layer, x, stream) }
    }

    /// What the 1 % of draws do that do not fall well inside their layer.
    #[cold]
    fn exponential_edge(&self, layer: usize, x: f64, stream: &mut Stream) -> f64 {
        if layer == 0 {
            // The exponential has no memory: beyond the tail's start it begins anew.
            EXPONENTIAL_TAIL + self.exponential(stream)
        } else if self.is_below(layer, Exp::new().of(-x), stream) {
            x
        } else {
            self.exponential(stream)
        }
    }

    /// A draw of mean 0 and variance 1; `self` holds [`Self::normal_tables`].
    #[inline]
    pub(super) fn normal(&self, stream: &mut Stream) -> f64 {
        let bits = stream.next_u64();
        let layer = layer(bits);
        let x = (2.0 * fraction(bits) - 1.0) * self.edges[layer];
        if x.abs() < self.edges[layer + 1] { x } else { self.normal_edge(layer, x, stream) }
    }

    #[cold]
    fn normal_edge(&self, layer: usize, x: f64, stream: &mut Stream) -> f64 {
        if layer == 0 {
            normal_tail(stream).copysign(x)
        } else if self.is_below(layer, Exp::new().of(-0.5 * x * x), stream) {
            x
        } else {
            self.normal(stream)
        }
    }

    /// True if a point at uniform height in `layer` lies below the density `height`.
    fn is_below(&self, layer: usize, height: f64, stream: &mut Stream) -> bool {
        let (low, high) = (self.heights[layer], self.heights[layer + 1]);
        low + (high - low) * unit(stream) < height
    }
}

impl fmt::Debug for Ziggurat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ziggurat")
    }
}

/// The layer that the lowest 8 bits choose; [`fraction`] uses other bits.
#[inline]
fn layer(bits: u64) -> usize {
    usize::from(bits.to_le_bytes()[0])
}

/// A normal draw beyond the tail's start (Marsaglia, "Generating a variable from the tail of the normal
/// distribution", Technometrics 6(1), 1964).
fn normal_tail(stream: &mut Stream) -> f64 {
    loop {
        let beyond = -libm::log(unit_open(stream)) / NORMAL_TAIL;
        let test = -libm::log(unit_open(stream));
        if test + test >= beyond * beyond {
            return NORMAL_TAIL + beyond;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_have_equal_area() {
        for tables in [Ziggurat::exponential_tables(), Ziggurat::normal_tables()] {
            let area = tables.edges[0] * tables.heights[1];
            for layer in 1..LAYERS {
                let strip = tables.edges[layer] * (tables.heights[layer + 1] - tables.heights[layer]);
                assert!((strip / area - 1.0).abs() < 1e-9, "layer {layer}: {strip} is not {area}");
            }
        }
    }
}
