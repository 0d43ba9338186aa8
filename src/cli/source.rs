//! Where a scenario comes from: a file, standard input, or the built-in example.

use super::disk::Disk;
use super::failure::Failure;
use super::say;
use creditsim::experiment::check_figures;
use creditsim::scenario::{self, Scenario};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The scenario that runs where none is named.
pub(crate) const EXAMPLE: &str = include_str!("../../scenarios/ampere-team.toml");

/// Reads, overrides and checks a scenario; warnings go to stderr. `None` is the built-in example, `-` is
/// standard input, whose files are relative to the working directory.
pub(crate) fn load(path: Option<&Path>, sets: &[String]) -> Result<Scenario, Failure> {
    let (shown, text) = match path {
        None => (PathBuf::from("ampere-team.toml"), EXAMPLE.to_owned()),
        Some(path) if path == Path::new("-") => (PathBuf::from("stdin"), stdin()?),
        Some(path) => (path.to_owned(), file(path)?),
    };
    let scenario = scenario::load(&shown, &text, sets, &Disk::beside(&shown))?;
    check_figures(&scenario)?;
    if !scenario.warnings.is_empty() {
        say(scenario.warnings.render(true).trim_end());
    }
    for (trace, rows) in scenario.left_out.iter().filter(|(_, rows)| *rows > 0) {
        say(&format!("note: {rows} rows of {trace} are outside the scenario's time and left out (R-TRACE)"));
    }
    Ok(scenario)
}

fn stdin() -> Result<String, Failure> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::BadInput(format!("cannot read standard input: {error}")))?;
    Ok(text)
}

fn file(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::path("read", path, &error))?;
    String::from_utf8(bytes).map_err(|_| Failure::path("read", path, &"it is not UTF-8 text"))
}
