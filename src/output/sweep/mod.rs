//! Sweeps as bytes: their figures while they run, `sweep.csv`, `replications.parquet`, `recommendation.json`, and what
//! a person reads first.

mod figures;
mod parquet;
mod recommendation;
mod sentences;
mod survey;
mod table;
mod terminal;
mod unit;

pub use figures::{figures_bytes, figures_from};
pub use parquet::Replications;
pub use recommendation::recommendation_json;
pub(in crate::output) use sentences::sentences;
pub use survey::Survey;
pub(in crate::output) use survey::{Axis, MOST_WITH_ALL, Mean};
pub use table::{Flags, SweepTable};
pub(in crate::output) use table::{cell_name, unquoted};
pub use terminal::sweep_report;
pub(in crate::output) use unit::{Unit, setting};
