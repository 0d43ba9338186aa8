//! Forecasts as bytes: their organisations while they run, `forecast.csv`, `what-if.csv`, `cap-exposure.csv`,
//! `organisations.parquet`, `forecast.json`, and what a person reads first.

mod amount;
mod changes;
mod csv;
mod exposed;
mod fan;
#[cfg(test)]
pub(in crate::output) mod fixture;
mod json;
mod organisations;
mod rows;
mod segments;
mod sentences;
mod terminal;
#[cfg(test)]
mod tests;
mod title;

pub(in crate::output) use amount::{shown, shown_share};
pub(in crate::output) use changes::CHANGES;
pub use csv::{cap_exposure_csv, forecast_csv, what_if_csv};
pub(in crate::output) use exposed::{Exposed, exposed};
pub(in crate::output) use fan::Fan;
pub use json::forecast_json;
pub use organisations::Organisations;
pub use rows::{organisations_bytes, organisations_from};
pub(in crate::output) use segments::by_segment;
pub(in crate::output) use sentences::{asked, notes, sentences, what_if_sentences};
pub(in crate::output) use terminal::REACHED;
pub use terminal::forecast_report;
pub use title::change_title;
