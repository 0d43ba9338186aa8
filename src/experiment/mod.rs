//! Floor 7: many replays. The only floor with threads.

pub mod backtest;
pub mod check;
mod compare;
mod crew;
mod figures;
pub mod fit;
pub mod forecast;
mod labels;
mod replicate;
mod statistics;
pub mod sweep;

pub use compare::{Compared, Variant, compare, compared};
pub use crew::{Crew, CrewError};
pub use figures::{check_expectations, check_figures};
pub use labels::labels;
pub use replicate::{replay_replication, replay_replication_while};
pub use statistics::{Confidence, Estimate, Quantiles, differences};
