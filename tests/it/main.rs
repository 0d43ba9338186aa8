//! Integration tests, in one binary: the library as its users call it, and the program as people run it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod audit;
mod backtest;
mod bad_input;
mod batches;
mod check;
mod cli;
mod compare;
mod credit_rules;
mod docs;
mod every_rule;
mod fit;
mod floors;
mod forecast;
mod jumping;
mod known_answers;
mod readme;
mod recharge_rules;
mod report;
mod scenario;
mod shipped;
mod stopping;
mod support;
mod sweep;
mod work_rules;
