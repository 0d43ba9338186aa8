//! What a finished job has to say once its files are in place: apart from writing them, so that the file that kept what
//! was done can go first. Printing can fail, and what is finished must not then look unfinished.

use super::failure::Failure;
use super::format::Format;
use super::{print, print_styled, say};
use creditsim::output::styled;
use std::path::Path;

/// Not yet printed.
#[must_use = "what it says is not printed yet"]
pub(crate) struct Printout {
    wrote: String,
    text: Text,
}

enum Text {
    Json(Vec<u8>),
    Report(String),
}

impl Printout {
    /// Of `count` files in `dir`: the object `json`, or the report for people.
    pub(crate) fn new(
        (count, dir): (usize, &Path),
        format: Format,
        json: Vec<u8>,
        report: impl FnOnce() -> String,
    ) -> Self {
        let text = match format {
            Format::Json => Text::Json(json),
            Format::Table => Text::Report(report()),
        };
        Self { wrote: format!("Wrote {count} files to {}", dir.display()), text }
    }

    /// Prints it.
    pub(crate) fn print(self) -> Result<(), Failure> {
        say(&self.wrote);
        match self.text {
            Text::Json(json) => print(&json),
            Text::Report(report) => print_styled(&styled(&report)),
        }
    }
}
