//! The figures of a sweep in its parts: 8 bytes each, little-endian.

use super::super::part::Job;
use crate::experiment::sweep::Study;

impl Job for Study {
    const MAGIC: &'static str = "creditsim-sweep 2";
    const NAME: &'static str = "sweep";

    fn blocks(&self) -> usize {
        Self::blocks(self).blocks.len()
    }

    fn unlike(&self, other: &Self) -> Option<String> {
        Self::unlike(self, other)
    }
}

/// The content of a block.
pub fn figures_bytes(figures: &[f64]) -> Vec<u8> {
    figures.iter().flat_map(|figure| figure.to_le_bytes()).collect()
}

/// Figures from the content of a block, or a piece of it.
pub fn figures_from(bytes: &[u8]) -> Vec<f64> {
    let figure = |eight: &[u8]| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(eight);
        f64::from_le_bytes(bytes)
    };
    bytes.chunks_exact(8).map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_bits() {
        let figures = [1.5, -0.0, f64::MAX, 1.0 / 3.0, f64::NAN];
        let back = figures_from(&figures_bytes(&figures));
        assert_eq!(back.map_bits(), figures.to_vec().map_bits());
    }

    trait Bits {
        fn map_bits(self) -> Vec<u64>;
    }

    impl Bits for Vec<f64> {
        fn map_bits(self) -> Vec<u64> {
            self.into_iter().map(f64::to_bits).collect()
        }
    }
}
