//! Populations and organisations that cannot be simulated.

use crate::scenario::Problems;
use std::fmt;

/// A population whose organisations cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PopulationError<E> {
    /// The scenario has no `[population]`.
    #[error(
        "the scenario has no `[population]`: it says how many organisations to draw, and of what segments"
    )]
    None,
    /// What loading a segment's scenario file said.
    #[error("{0}")]
    Load(E),
    /// A segment's scenario with its overrides is not valid.
    #[error("segment `{segment}` is no valid scenario with its overrides\n{problems}")]
    Segment {
        /// Its name.
        segment: String,
        /// What is wrong.
        problems: Problems,
    },
}

/// An organisation whose draws make no valid scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Its segment's name.
    pub segment: String,
    /// The replication that it was drawn in.
    pub replication: u32,
    /// Its index.
    pub organisation: u32,
    /// What it drew: keys and TOML text.
    pub drawn: Vec<(String, String)>,
    /// What is wrong with that.
    pub problems: Problems,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { segment, replication, organisation, drawn, problems } = self;
        let drawn: Vec<String> = drawn.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        write!(
            f,
            "organisation {organisation} of segment `{segment}` (replication {replication}) drew values that make no valid \
             scenario\n{problems}\nit drew: {}\nlimit what is drawn: `uniform`, `triangular` and `empirical` have ends, and so \
             has `choice`",
            drawn.join(", ")
        )
    }
}

impl std::error::Error for Invalid {}
