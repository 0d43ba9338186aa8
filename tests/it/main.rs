//! Integration tests, in one binary.

mod audit;
mod cli;
mod floors;
mod readme;
