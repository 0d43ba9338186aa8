//! Properties that hold of every scenario, over random ones.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod activities;
mod auditor;
mod batches;
mod horizon;
mod jumps;
mod money;
mod properties;
mod reached;
mod scenarios;
mod tasks;
mod traces;
mod varied;
