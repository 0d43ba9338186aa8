//! Many draws at once: the same numbers as one after the other, but step by step for a whole block of them, so that
//! the processor does the arithmetic of several at a time.

use super::super::columns::index;
use super::float::ceil_within;
use super::{Kind, Sampler};
use crate::rng::Stream;
use crate::units::{Credits, Span};
use rand::distr::Distribution as _;

/// Numbers in a block: few enough for the processor's nearest cache.
const BLOCK: usize = 128;

/// Memory for a block of draws.
#[derive(Clone, Debug)]
pub(in crate::demand) struct Block {
    reals: [f64; BLOCK],
    wholes: [i64; BLOCK],
}

impl Default for Block {
    fn default() -> Self {
        Self { reals: [0.0; BLOCK], wholes: [0; BLOCK] }
    }
}

impl Sampler {
    /// Sets the `places` of a column, one after the other, to draws of credits, the same as by [`Sampler::credits`].
    ///
    /// # Panics
    /// If the column has no such place.
    pub(in crate::demand) fn set_credits(
        &self,
        column: &mut [Credits],
        places: &[u32],
        stream: &mut Stream,
        block: &mut Block,
    ) {
        self.0.set(Credits::MAX_INPUT.get(), Credits::new, column, places, stream, block);
    }

    /// Sets the `places` of a column, one after the other, to draws of milliseconds, the same as by [`Sampler::span`].
    ///
    /// # Panics
    /// If the column has no such place.
    pub(in crate::demand) fn set_spans(
        &self,
        column: &mut [Span],
        places: &[u32],
        stream: &mut Stream,
        block: &mut Block,
    ) {
        self.0.set(Self::MAX_SPAN.ms(), Span::from_ms, column, places, stream, block);
    }

    /// Gives `count` draws of milliseconds, the same as by [`Sampler::span`].
    #[inline]
    pub(in crate::demand) fn spans(
        &self,
        count: usize,
        stream: &mut Stream,
        block: &mut Block,
        mut give: impl FnMut(Span),
    ) {
        let mut left = count;
        while left > 0 {
            let draws = self.0.fill(left.min(BLOCK), Self::MAX_SPAN.ms(), stream, block);
            left -= draws.len();
            for &draw in draws {
                give(Span::from_ms(draw));
            }
        }
    }
}

impl Kind {
    /// Sets the `places` of a column to draws, rounded up, from 0 to `max`.
    fn set<T>(
        &self,
        max: i64,
        make: fn(i64) -> T,
        column: &mut [T],
        places: &[u32],
        stream: &mut Stream,
        block: &mut Block,
    ) {
        for places in places.chunks(BLOCK) {
            let draws = self.fill(places.len(), max, stream, block);
            for (&place, &draw) in places.iter().zip(draws) {
                column[index(place)] = make(draw);
            }
        }
    }

    /// Draws, rounded up, from 0 to `max`: as many as `count`, at most [`BLOCK`].
    fn fill<'a>(&self, count: usize, max: i64, stream: &mut Stream, block: &'a mut Block) -> &'a [i64] {
        let (reals, wholes) = (&mut block.reals[..count], &mut block.wholes[..count]);
        match self {
            Self::Constant(value) => wholes.fill(ceil_within(*value, max)),
            Self::Whole(uniform) => wholes.fill_with(|| uniform.sample(stream).clamp(0, max)),
            Self::Exponential { mean, unit } => {
                reals.fill_with(|| mean * unit.exponential(stream));
                round_up(reals, max, wholes);
            }
            Self::Lognormal { mu, sigma, unit, exp } => {
                reals.fill_with(|| mu + sigma * unit.normal(stream));
                exp.of_all(reals);
                round_up(reals, max, wholes);
            }
            Self::Uniform { .. }
            | Self::Normal { .. }
            | Self::Gamma(_)
            | Self::Pareto { .. }
            | Self::Poisson(_)
            | Self::Geometric { .. }
            | Self::Triangular { .. }
            | Self::Empirical(_)
            | Self::Scaled { .. } => wholes.fill_with(|| self.whole(stream, max)),
        }
        wholes
    }
}

fn round_up(reals: &[f64], max: i64, wholes: &mut [i64]) {
    for (whole, &real) in wholes.iter_mut().zip(reals) {
        *whole = ceil_within(real, max);
    }
}
