//! From a plan to the time-sorted demand of one replication.

use super::{Demand, Plan};

/// The demand of replication `replication`: the same bytes for the same plan on any machine (R-CRN).
pub fn generate(plan: &Plan, replication: u32) -> Demand {
    let _ = (plan, replication);
    todo!()
}
