//! Jumping replays: many settings of money for the price of a few looks each.
//!
//! Between two moments at which a setting of money matters, a pool follows the demand, which is the same for all. A
//! [`FreeRun`] records that once; a replay beside it jumps from one such moment to the next, and steps event by event
//! only from where work is refused or falls short until all is as in the free run again.

mod aloft;
mod block;
mod columns;
mod counts;
mod descents;
mod extremes;
mod fires;
mod follower;
mod found;
mod free_rules;
mod free_run;
mod keyed;
mod lag;
mod meet;
mod narrow;
mod nexts;
mod noted;
mod order;
mod past;
mod record;
mod refusals;
mod replay;
mod rows;
mod shut;
mod stretch;
mod wanted;
mod what;

pub(super) use free_rules::free_rules;
pub use free_run::FreeRun;
pub use keyed::Keyed;
