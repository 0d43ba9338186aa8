//! Floor 6: from a scenario's text, as written, to the checked parts of a replay.
//!
//! [`load`] parses TOML with spans, lays `--set` arguments over it, reads it by serde into as-written types
//! (which also make the JSON [`schema`]), and checks them against a policy into a [`Scenario`], after which
//! nothing can be invalid. Everything that is wrong comes back at once, as [`Problems`] that show the text.

mod check;
mod checked;
mod duration;
mod effective;
mod expected;
mod experiment;
mod figure_name;
mod files;
mod grain;
mod load;
mod nearest;
mod node;
mod once;
mod overlay;
mod place;
mod population;
mod presets;
mod problem;
mod read;
mod reader;
mod schema;
mod section;
mod text;
mod traces;
mod written;

pub use checked::Scenario;
pub use expected::expectations;
pub use experiment::{Direction, Expectation, Must, Recommend, Sweep, SweepAxis};
pub use figure_name::FigureName;
pub use files::{Files, NoFiles};
pub use grain::Grain;
pub use load::load;
pub use node::toml_string;
pub use population::{DrawnKey, DrawnValue, Joins, Lifetime, Population, Segment};
pub use presets::{PRESETS, policy_named, preset};
pub use problem::{Problem, ProblemKind, Problems, Severity};
pub use schema::{policy_schema, schema};
pub use text::Location;

/// A commented scenario that runs as it is, to start from.
pub const STARTER: &str = include_str!("starter.toml");
