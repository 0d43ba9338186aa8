//! Digests that tell two values of one type apart.

use std::fmt::{self, Debug, Write};

/// Identifies a value among those of its type, within one version of the program: BLAKE3 of its `Debug` form,
/// which shows every field.
pub fn digest(value: &impl Debug) -> [u8; 32] {
    let mut hasher = Hasher { hasher: blake3::Hasher::new(), waiting: String::with_capacity(2 * PIECE) };
    // Hashing does not fail.
    let _ = write!(hasher, "{value:?}");
    hasher.hasher.update(hasher.waiting.as_bytes());
    *hasher.hasher.finalize().as_bytes()
}

/// Bytes that are hashed together: a `Debug` form comes in pieces of a few bytes, each of which would cost as much.
const PIECE: usize = 16_384;

struct Hasher {
    hasher: blake3::Hasher,
    waiting: String,
}

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.waiting.push_str(text);
        if self.waiting.len() >= PIECE {
            self.hasher.update(self.waiting.as_bytes());
            self.waiting.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_whole_debug_form() {
        for length in [0, 1, 5_000, 20_000] {
            let value: Vec<u32> = (0..length).collect();
            assert_eq!(digest(&value), *blake3::hash(format!("{value:?}").as_bytes()).as_bytes(), "{length}");
        }
    }
}
