//! A scenario exactly as its author wrote it: every key optional, nothing checked yet.
//!
//! The doc comments here are the descriptions of the JSON Schema.

mod billing;
mod distribution;
mod experiment;
mod policy;
mod population;
mod root;
mod scalar;
mod source;
mod task;

pub(crate) use billing::{
    AutoRecharge, ManualTopUp, Overrun, Payment, Plan, Prices, Review, ReviewRule, TopUp, Trigger, Window,
};
pub(crate) use distribution::{Distribution, Drawn, Family};
pub(crate) use experiment::{Axis, Figure, Recommend, Sweep};
pub(crate) use policy::{
    FireWhen, Kinds, LimitUnit, Order, Policy, Purchase, Range, RearmWhen, RechargeTerms, Tier,
};
pub(crate) use population::{Choice, Joins, Keep, Population, Segment, Share};
pub(crate) use root::{Cadence, Clock, Report, Scenario};
pub(crate) use scalar::{Anything, Moment, Number, Scalar};
pub(crate) use source::{Activity, Admission, Arrivals, Audience, Kind, Model, Profile, Surge, Trace};
pub(crate) use task::{Every, Failure, FailureModel, FailureReset, Schedule, Task};
