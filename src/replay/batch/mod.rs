//! Batched replays: blocks of events at once, source by source.
//!
//! A [`Course`] has every record of a demand and the end of its work, as if all of it started. What a replay does of it
//! follows from which sources run, as no work depends on other work as long as nothing is refused. So a replay crosses
//! whole blocks of events by one addition a source, and handles single events, by the rules' own code, only where a
//! setting of money matters: where usable leaves its quiet band, where work is refused or falls short, where a task
//! pauses or resumes, and at the events of the calendar and of payments. Unlike beside a
//! [free run](super::FreeRun), tasks may be paused for any reason and for as long as they like.

mod account;
mod alone;
mod blocks;
mod course;
mod event;
mod lane;
mod modes;
mod record;
mod replay;
mod strand;
mod stray;

pub use course::Course;
