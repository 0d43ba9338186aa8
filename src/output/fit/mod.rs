//! What a trace tells: a scenario with its reasons, a report, `fit.json`.

mod doubts;
mod figure;
mod json;
mod report;
mod scenario;
mod words;
mod written;

#[cfg(test)]
mod tests;

pub use json::fit_json;
pub use report::fit_report;
pub use scenario::{Origin, fitted_scenario};
