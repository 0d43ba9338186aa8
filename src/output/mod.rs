//! Floor 8: values to bytes. Touches no file and prints nothing: the command line does.
//!
//! | writer | makes |
//! |---|---|
//! | [`summary_json`] | `summary.json` |
//! | [`monthly_csv`], [`tasks_csv`], [`activities_csv`] | the tables of those names |
//! | [`Ledger`], [`Events`] | `ledger.csv` and `events.csv`, row by row while a replay runs |
//! | [`terminal_report`], [`styled`] | what a person reads first |
//! | [`chart`] | pictures, as SVG and PNG |
//! | [`report`] | `report.html` |
//! | [`check`] | what came of checking scenario files, and `NAME.expected.json` |
//! | [`backtest`] | forecasts against what came |
//! | [`fit`] | what a trace tells: a scenario, a report, `fit.json` |
//! | [`part`] | the files of long jobs while they run |
//! | [`forecast`] | what a forecast says |
//! | [`explain_report`] | the state at an instant, and what led there |
//!
//! Results of several replications go into the same files: `summary.json` becomes an array, and every table
//! gets a leading column `replication`.

mod aligned;
pub mod backtest;
pub mod chart;
pub mod check;
pub mod compare;
mod events;
mod explain;
mod findings;
pub mod fit;
pub mod forecast;
mod headline;
mod json;
mod ledger;
mod lost;
mod number;
mod parquet;
pub mod part;
pub mod report;
mod rows;
mod sections;
mod spark;
pub mod sweep;
mod tables;
mod tee;
mod terminal;
mod trail;
mod worst;

pub use events::Events;
pub use explain::explain_report;
pub use findings::{Finding, FindingKind, findings};
pub use headline::headline;
pub use json::summary_json;
pub use ledger::Ledger;
pub use lost::LostRuns;
pub use parquet::ParquetError;
pub use tables::{activities_csv, monthly_csv, tasks_csv};
pub use tee::Tee;
pub use terminal::{styled, terminal_report};
pub use trail::Trail;
