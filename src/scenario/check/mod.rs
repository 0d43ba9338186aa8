//! From as written to checked: one conversion that reports everything, after which nothing can be invalid.

mod activity;
mod clock;
mod context;
mod correlate;
mod distribution;
mod drawn_key;
mod expect;
mod failure;
mod names;
mod plan;
mod policy;
mod policy_recharge;
mod policy_tasks;
mod population;
mod price;
mod recharge;
mod review;
mod root;
mod scalar;
mod size;
mod sweep;
mod task;
mod tenure;
mod trace;
mod word;

pub(super) use expect::check_expect;
pub(super) use policy::check_policy;
pub(super) use root::{Parts, check_scenario};
