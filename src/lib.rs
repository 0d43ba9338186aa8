//! creditsim: a discrete-event simulator of prepaid AI-credit billing.
#![forbid(unsafe_code)]

pub mod calendar;
pub mod demand;
pub mod rng;
pub mod units;
