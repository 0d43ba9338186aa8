//! How a command fails, and with which exit code.

use creditsim::scenario::Problems;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Why a command did not do what it should.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What the user gave cannot be used: a message for after `error:`.
    BadInput(String),
    /// What the user gave cannot be used: problems that show where.
    Problems(String),
    /// Something else failed: a message for after `error:`.
    Failed(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-C in a job that can be resumed: what has been kept.
    Paused(String),
    /// All has been said already: the exit code.
    Told(u8),
    /// The reader of our output has gone away, which is its right.
    ReaderGone,
}

impl From<Problems> for Failure {
    /// Each shown in the user's text.
    fn from(problems: Problems) -> Self {
        Self::Problems(problems.render(true))
    }
}

impl Failure {
    /// A path that the user gave cannot be used.
    pub(crate) fn path(doing: &str, path: &Path, error: &impl Display) -> Self {
        Self::BadInput(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// Writing failed, after the place had shown itself usable.
    pub(crate) fn writing(path: &Path, error: &impl Display) -> Self {
        Self::Failed(format!("cannot write {}: {error}", path.display()))
    }

    /// Writing to stdout failed.
    pub(crate) fn printing(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Failed(format!("cannot write to standard output: {error}"))
        }
    }

    /// Says on stderr what went wrong; the exit code.
    pub(crate) fn report(self) -> ExitCode {
        let mut err = anstream::stderr();
        // If writing to stderr fails there is nowhere to say so.
        let (code, _) = match self {
            Self::BadInput(message) => (2, writeln!(err, "{ERROR}error:{PLAIN} {message}")),
            Self::Problems(shown) => (2, writeln!(err, "{}", shown.trim_end())),
            Self::Failed(message) => (1, writeln!(err, "{ERROR}error:{PLAIN} {message}")),
            Self::Interrupted => (130, writeln!(err, "interrupted: nothing was written")), // 128 + SIGINT
            Self::Paused(kept) => (130, writeln!(err, "interrupted: {kept}")),
            Self::Told(code) => (code, Ok(())),
            Self::ReaderGone => (0, Ok(())),
        };
        ExitCode::from(code)
    }
}

/// Bold red, as clap shows errors; stripped where stderr is no terminal.
const ERROR: &str = "\u{1b}[1;31m";
const PLAIN: &str = "\u{1b}[0m";
