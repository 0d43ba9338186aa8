//! The report on one run.

mod about;
mod balance;
mod caps;
mod pauses;
mod report;
mod spend;
mod tables;
mod tiles;
mod time;
mod usage;

pub use about::Reproduction;
pub use report::RunReport;
