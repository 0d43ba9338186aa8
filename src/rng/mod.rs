//! Floor 0: named, seeded, value-stable random streams (R-CRN).

mod stream;

pub use stream::{Stream, StreamKey};
