//! Properties that hold of every scenario, over random ones.

mod auditor;
mod properties;
mod scenarios;
