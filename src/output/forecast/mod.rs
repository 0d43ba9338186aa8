//! Forecasts as bytes: their organisations while they run, `forecast.csv`, `what-if.csv`, `cap-exposure.csv`,
//! `organisations.parquet`, `forecast.json`, and what a person reads first.

mod amount;
mod csv;
mod json;
mod organisations;
mod rows;
mod sentences;
mod terminal;
#[cfg(test)]
mod tests;
mod title;

pub use csv::{cap_exposure_csv, forecast_csv, what_if_csv};
pub use json::forecast_json;
pub use organisations::Organisations;
pub use rows::{organisations_bytes, organisations_from};
pub use terminal::forecast_report;
pub use title::change_title;
