//! Sweeps as bytes: their figures while they run, `sweep.csv`, `replications.parquet`, `recommendation.json`, and what
//! a person reads first.

mod parquet;
mod part;
mod recommendation;
mod sentences;
mod table;
mod terminal;
mod unit;

pub use parquet::{ParquetError, Replications};
pub use part::{PartError, Share, block_bytes, header_bytes, read_blocks, read_header};
pub use recommendation::recommendation_json;
pub use table::{Flags, SweepTable};
pub use terminal::sweep_report;
pub(super) use unit::Unit;
