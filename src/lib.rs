//! creditsim: a discrete-event simulator of prepaid AI-credit billing.
#![forbid(unsafe_code)]

pub mod calendar;
pub mod demand;
pub mod experiment;
pub mod metrics;
mod mutation;
pub mod output;
pub mod policy;
pub mod pool;
pub mod replay;
pub mod rng;
pub mod scenario;
pub mod units;
