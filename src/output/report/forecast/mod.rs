//! The report on a forecast.

mod charts;
mod report;
mod tables;
#[cfg(test)]
mod tests;
mod tiles;

pub use report::forecast_page;
