//! Names of figures that a scenario mentions. Which figures there are is not known on this floor: whoever knows
//! checks them, and tells with [`FigureName::unknown`].

use super::problem::Problem;
use super::text::{Location, Origin};
use std::fmt;

/// A figure's dotted output name, such as `work.blocked.buy_credits`, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureName {
    name: String,
    key: String,
    origin: Origin,
}

impl FigureName {
    /// Written at `origin`, for the scenario's key `key`.
    pub(super) fn new(name: String, key: String, origin: Origin) -> Self {
        Self { name, key, origin }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Where it is written.
    pub fn location(&self) -> Location {
        self.origin.location()
    }

    /// There is no such figure; the nearest of `known` are proposed.
    pub fn unknown(&self, known: impl IntoIterator<Item = String>) -> Problem {
        Problem::new(format!("unknown figure `{}`", self.name))
            .at(self.origin.clone())
            .about(self.key.clone())
            .label("no run has a figure of this name")
            .note("figures have the dotted names of docs/outputs.md, such as `credits.spent` or `tasks.NAME.refused`")
            .nearest_of_many(&self.name, known)
    }
}

impl fmt::Display for FigureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
