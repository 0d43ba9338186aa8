//! From a plan to the time-sorted demand of one replication.
//!
//! The horizon is cut into windows. In each, every source says when it wants to work; all of that is put in order of
//! time; then every source draws what its work costs. Where the windows are cut changes nothing in the result.

use super::capacity::Capacity;
use super::sources::Sources;
use super::wanted::Wanted;
use super::{Demand, Plan};
use crate::calendar::Window;
use std::convert::Infallible;

/// The demand of replication `replication`: the same bytes for the same plan on any machine (R-CRN).
pub fn generate(plan: &Plan, replication: u32) -> Demand {
    let mut demand = Demand::default();
    generate_into(plan, replication, &mut demand);
    demand
}

/// As [`generate`], as long as `go_on` says so, which is asked every few milliseconds.
///
/// # Errors
/// What `go_on` answered instead of going on.
pub fn generate_while<E>(
    plan: &Plan,
    replication: u32,
    go_on: &dyn Fn() -> Result<(), E>,
) -> Result<Demand, E> {
    let mut demand = Demand::default();
    if plan.horizon.from < plan.horizon.to {
        fill(plan, replication, Capacity::of(plan), &mut demand, go_on)?;
    }
    Ok(demand)
}

/// As [`generate`], into `demand`, whose memory is used again.
pub fn generate_into(plan: &Plan, replication: u32, demand: &mut Demand) {
    demand.clear();
    if plan.horizon.from < plan.horizon.to {
        let Ok(()) = fill(plan, replication, Capacity::of(plan), demand, &|| Ok::<(), Infallible>(()));
    }
}

fn fill<E>(
    plan: &Plan,
    replication: u32,
    capacity: Capacity,
    demand: &mut Demand,
    go_on: &dyn Fn() -> Result<(), E>,
) -> Result<(), E> {
    let with_reserves = !plan.traces.is_empty();
    demand.reserve(capacity.records, with_reserves);
    let mut sources = Sources::new(plan, replication);
    let mut wanted = Wanted::new(sources.owners());
    let mut from = plan.horizon.from;
    while from < plan.horizon.to {
        go_on()?;
        let to = (from + capacity.window).min(plan.horizon.to);
        let window = sources.thinned(Window { from, to });
        wanted.begin(window);
        sources.want(&mut wanted);
        let first = demand.len();
        wanted.append_to(demand, with_reserves);
        sources.fill(&wanted, &mut demand.blank(first, with_reserves));
        from = window.to;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
