//! Floor 6: what a replay did, as figures. Sums, rows and names; no input, no output.
//!
//! [`Metrics::of`] turns a replay's plain sums into the rows that the files show; every figure has one dotted
//! name ([`Metrics::names`]), which is its path in `summary.json` and its column in the tables.

mod activity;
mod collect;
mod derived;
mod figure;
mod figures;
mod labels;
mod lookup;
mod month;
mod names;
mod serialize;
mod summary;
mod task;

#[cfg(test)]
pub(crate) mod fixture;

pub use activity::{ACTIVITY_FIGURES, ActivityRow};
pub use derived::DERIVED;
pub use figure::{Figure, NamedFigure};
pub use figures::{
    Basis, BlockedFigures, CreditFigures, DenialFigures, FIGURES, Figures, MoneyFigures, ReasonCounts,
    ReasonTimes, RechargeFigures, TaskFigures, WHOLE_RUN_ONLY, WorkFigures,
};
pub use labels::Labels;
pub use lookup::Metrics;
pub use month::MonthRow;
pub use names::FigureNames;
pub use summary::Summary;
pub use task::{Standing, TASK_FIGURES, TaskRow};
