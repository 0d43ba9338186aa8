//! Floor 2: the credit pool. Lots, draw order, reservations, debt, conservation.

mod lot;

pub use lot::{DrawOrder, LotKind};
