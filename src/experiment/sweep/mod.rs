//! Sweeps: one demand, replayed under every legal combination of settings.
//!
//! ```text
//! axes ─► Grid ─► Cells (legal, by demand) ─► Blocks (the work, cut) ─► Work::run ─► Rows ─► Spread, Recommendation
//! ```
//!
//! Replication r has the same demand in every cell (R-CRN), so that differences between cells are paired. How the
//! work is cut does not depend on threads: parts of it can be done elsewhere, or later, with the same result.

mod analysis;
mod beside;
mod blocks;
mod cells;
mod goal;
mod grid;
mod measure;
mod recommend;
mod run;
mod screen;
mod study;
mod table;

pub use analysis::Analysis;
pub use beside::Told;
pub use blocks::{Block, Blocks, Pass};
pub use cells::{BadPoint, Cells, Organisation, Point};
pub use goal::{Candidate, Goal, Standing};
pub use grid::{Grid, GridError};
pub(super) use measure::figures_of;
pub use measure::{MEASURES, measure, measure_name, measures};
pub use recommend::{Neighbour, Open, Recommendation, Tied, Verdict, recommend};
pub use run::{Asked, Done, Pace, Work};
pub use screen::Screening;
pub use study::{Member, Study, Terms};
pub use table::{Baseline, Rows, Spread};
