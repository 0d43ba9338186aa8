//! One stream of random numbers for each (seed, replication, source, purpose).

use rand_pcg::Pcg64Dxsm;
use rand_pcg::rand_core::SeedableRng;

/// The generator of every draw: PCG-DXSM with 128 bits of state and a stream of its own
/// (O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms", HMC-CS-2014-0905).
/// Its values are part of the results and never change.
pub type Stream = Pcg64Dxsm;

/// The part of a stream's key that all streams of one replay share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey {
    /// The scenario's seed.
    pub seed: u64,
    /// The replication, from 0.
    pub replication: u32,
}

impl StreamKey {
    /// The stream of `purpose` for `source` (a task's, an activity's or the engine's name).
    ///
    /// The key is hashed with BLAKE3 over length-prefixed parts, so no two keys run together.
    pub fn stream(self, source: &str, purpose: &str) -> Stream {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.to_le_bytes());
        hasher.update(&self.replication.to_le_bytes());
        for part in [source, purpose] {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Stream::from_seed(*hasher.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn streams_keep_their_values() {
        let key = StreamKey { seed: 42, replication: 0 };
        let draw = |source, purpose| key.stream(source, purpose).next_u64();
        assert_eq!(draw("crm-sync", "cost"), draw("crm-sync", "cost"));
        assert_ne!(draw("crm-sync", "cost"), draw("crm-sync", "duration"));
        assert_ne!(draw("ab", "c"), draw("a", "bc"));
        assert_ne!(
            StreamKey { seed: 42, replication: 1 }.stream("a", "b").next_u64(),
            StreamKey { seed: 43, replication: 0 }.stream("a", "b").next_u64()
        );
    }
}
