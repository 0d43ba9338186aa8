//! What a command prints.

use clap::ValueEnum;

/// What a command prints.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Sentences and tables
    Table,
    /// JSON and nothing else
    Json,
}
