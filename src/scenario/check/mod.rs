//! From as written to checked: one conversion that reports everything, after which nothing can be invalid.

mod activity;
mod clock;
mod context;
mod distribution;
mod experiment;
mod failure;
mod names;
mod plan;
mod policy;
mod price;
mod recharge;
mod review;
mod root;
mod scalar;
mod task;
mod trace;
mod word;

pub(super) use policy::check_policy;
pub(super) use root::{Parts, check_scenario};
