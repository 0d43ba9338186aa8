//! Floor 7: many replays. The only floor with threads.

mod crew;
mod replicate;

pub use crew::{Crew, CrewError};
pub use replicate::{replay_replication, replay_replication_while};
