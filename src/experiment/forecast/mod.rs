//! Forecasts: what the organisations of a population will pay, with its uncertainty.
//!
//! ```text
//! Customers (drawn one by one) ─► Work (each replayed) ─► Accounts (by month) ─► Aggregate ─► Forecast
//! ```
//!
//! Two kinds of uncertainty are told apart. [`Spread::each`] says how different organisations are; [`Spread::total`] how
//! uncertain their sum is. Sums and means are exact integers, so that neither threads nor the order in which shares are
//! joined can change them.

mod account;
mod aggregate;
mod amount;
mod effect;
mod facts;
#[expect(clippy::module_inception, reason = "the forecast is this module's noun")]
mod forecast;
mod measure;
mod moments;
mod sample;
mod study;

pub use account::{Account, Row, TooLarge};
pub use aggregate::{Accounts, Aggregate, MOST_VALUES};
pub use amount::Amount;
pub use effect::{Effect, Relative};
pub use forecast::{ALL, CapUse, Forecast, PERCENTS, Period, Precision, Spread, Statistics};
pub use measure::{MEASURES, Measure, Over, Unit, measure};
pub use study::{Study, VariantStudy};
