//! Forecasts: what the organisations of a population will do and pay, with its uncertainty.
//!
//! ```text
//! Customers (drawn one by one) ─► Work (each replayed) ─► Organisation (its months) ─► Aggregate ─► Forecast
//! ```
//!
//! Two kinds of uncertainty are told apart. [`Spread::each`] says how different organisations are; [`Spread::total`] how
//! uncertain their sum is. Sums and means are exact integers, so that neither threads nor the order in which shares are
//! joined can change them.

mod account;
mod aggregate;
mod amount;
mod customer;
mod customers;
mod effect;
mod facts;
#[expect(clippy::module_inception, reason = "the forecast is this module's noun")]
mod forecast;
mod measure;
mod moments;
mod refusal;
mod repair;
mod run;
mod sample;
mod study;
mod tenure;

pub use account::{Account, Row, TooLarge};
pub use aggregate::{Aggregate, MOST_VALUES};
pub use amount::Amount;
pub use customer::Customer;
pub use customers::Customers;
pub use effect::{Effect, Relative};
pub use forecast::{ALL, CapUse, Forecast, PERCENTS, Period, Precision, Spread, Statistics};
pub use measure::{MEASURES, Measure, Over, Unit, measure};
pub use refusal::{Invalid, PopulationError};
pub use run::{NoReplay, Organisation, Setting, Work};
pub use study::{Study, VariantStudy};

#[cfg(test)]
mod tests;
