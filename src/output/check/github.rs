//! GitHub's workflow commands: annotations at the line of the expectation.

use super::words;
use crate::experiment::check::{CheckReport, Checked, Outcome};
use crate::scenario::Location;

/// One `::error` for each figure that differs and each thing that is wrong, one `::warning` where nothing is
/// expected, and the sentence of [`check_text`](super::check_text) for the log.
pub fn check_github(report: &CheckReport) -> String {
    let mut text = super::check_text(report);
    for Checked { path, outcome } in &report.checked {
        match outcome {
            Outcome::Compared { parted, .. } => {
                let mut parted = parted.iter().map(words::parted).map(|lines| lines.join("\n"));
                let ledger = parted.next().unwrap_or_default();
                for comparison in outcome.differences() {
                    let message = format!("{}\n{ledger}", words::sentence(comparison));
                    let place = comparison.figure.location();
                    text += &command("error", &place, "A figure differs", message.trim_end());
                }
            }
            Outcome::NothingExpected => {
                text += &command(
                    "warning",
                    &top(path),
                    "Nothing expected",
                    "Nothing is expected of this scenario.",
                );
            }
            Outcome::Refused(refusal) => {
                let errors = words::errors(refusal);
                for problem in &errors {
                    let place = problem.location().unwrap_or_else(|| top(path));
                    text += &command("error", &place, "Cannot be checked", &problem.title());
                }
                if errors.is_empty() {
                    text += &command("error", &top(path), "Cannot be checked", &words::refusal(refusal));
                }
            }
        }
    }
    text
}

fn top(path: &str) -> Location {
    Location { file: path.to_owned(), line: 1, column: 1 }
}

fn command(level: &str, Location { file, line, column }: &Location, title: &str, message: &str) -> String {
    let (file, message) = (property(file), data(message));
    format!("::{level} file={file},line={line},col={column},title={title}::{message}\n")
}

/// As GitHub's runner reads a message (actions/toolkit, packages/core/src/command.ts).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As it reads a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
