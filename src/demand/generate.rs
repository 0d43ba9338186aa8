//! From a plan to the time-sorted demand of one replication.
//!
//! The horizon is cut into windows. In each, every source says when it wants to work and draws what the work
//! costs; then all of it is sorted by time. Where the windows are cut changes nothing in the result.

use super::capacity::Capacity;
use super::sources::Sources;
use super::wanted::Wanted;
use super::{Demand, Plan};
use crate::calendar::Window;

/// The demand of replication `replication`: the same bytes for the same plan on any machine (R-CRN).
pub fn generate(plan: &Plan, replication: u32) -> Demand {
    let mut demand = Demand::default();
    generate_into(plan, replication, &mut demand);
    demand
}

/// As [`generate`], into `demand`, whose memory is used again.
pub fn generate_into(plan: &Plan, replication: u32, demand: &mut Demand) {
    demand.clear();
    if plan.horizon.from >= plan.horizon.to {
        return;
    }
    fill(plan, replication, Capacity::of(plan), demand);
}

fn fill(plan: &Plan, replication: u32, capacity: Capacity, demand: &mut Demand) {
    let with_reserves = !plan.traces.is_empty();
    demand.reserve(capacity.records, with_reserves);
    let mut sources = Sources::new(plan, replication);
    let mut wanted = Wanted::new(sources.owners(), with_reserves);
    let mut from = plan.horizon.from;
    while from < plan.horizon.to {
        let to = (from + capacity.window).min(plan.horizon.to);
        let window = sources.thinned(Window { from, to });
        wanted.begin(window);
        sources.want(&mut wanted);
        wanted.append_to(demand);
        from = window.to;
    }
}

#[cfg(test)]
mod tests;
