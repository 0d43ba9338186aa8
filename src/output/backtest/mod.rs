//! Forecasts against what came: a table, sentences, `backtest.csv`, `backtest.json`.

mod json;
mod sentences;
mod table;
mod terminal;
mod words;

#[cfg(test)]
mod tests;

pub use json::backtest_json;
pub use table::backtest_csv;
pub use terminal::backtest_report;
