//! Floor 0: numbers that carry their unit. Whole credits, exact money, integer time.

mod count;
mod credits;
mod decimal;
mod digest;
mod instant;
mod money;
mod round;
mod span;

pub use count::count;
pub use credits::Credits;
pub use decimal::{Decimal, Ratio};
pub use digest::digest;
pub use instant::Instant;
pub use money::Money;
pub use round::half_even;
pub use span::Span;
