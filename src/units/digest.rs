//! Digests that tell two values of one type apart.

use std::fmt::{self, Debug, Write};

/// Identifies a value among those of its type, within one version of the program: BLAKE3 of its `Debug` form,
/// which shows every field.
pub fn digest(value: &impl Debug) -> [u8; 32] {
    let mut hasher = Hasher(blake3::Hasher::new());
    // Hashing does not fail.
    let _ = write!(hasher, "{value:?}");
    *hasher.0.finalize().as_bytes()
}

struct Hasher(blake3::Hasher);

impl Write for Hasher {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
