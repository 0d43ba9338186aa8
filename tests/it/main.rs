//! Integration tests, in one binary.

mod cli;
mod floors;
mod readme;
