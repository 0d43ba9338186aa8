//! Floor 1: civil time. Zones, months, billing periods, recurrences, windows.

mod month;
mod period;
mod window;
mod zone;

pub use month::Month;
pub use period::{BillingPeriods, Cadence};
pub use window::{Window, Windows};
pub use zone::{CivilTime, Zone};
