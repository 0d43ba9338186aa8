//! Floor 2: the credit pool. Lots, draw order, reservations, debt, conservation.

mod book;
mod follow;
mod lot;
#[expect(clippy::module_inception, reason = "the pool is this floor's noun")]
mod pool;
mod reservation;

pub use book::Book;
pub use follow::{Allowance, Parts};
pub use lot::{DrawOrder, Lot, LotId, LotKind};
pub use pool::{Pool, PurchaseVia, Returned};
pub use reservation::Reservation;
