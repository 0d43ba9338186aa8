//! The report on a sweep.

mod data;
mod meanings;
mod report;
mod tables;
mod tiles;

#[cfg(test)]
mod tests;

pub use report::sweep_page;
