//! Forecasts: what a population of organisations will do and pay.

mod customer;
mod customers;
mod refusal;
mod repair;
mod tenure;

pub use customer::Customer;
pub use customers::Customers;
pub use refusal::{Invalid, PopulationError};

#[cfg(test)]
mod tests;
