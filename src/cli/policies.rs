//! `creditsim policies`.

use super::disk::Disk;
use super::failure::Failure;
use super::print;
use clap::{Args, Subcommand};
use creditsim::scenario::{PRESETS, policy_named, preset};
use std::path::Path;

/// List the built-in policies, or show one as TOML
#[derive(Debug, Args)]
pub(crate) struct Policies {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print a built-in policy as TOML
    Show {
        /// Its name
        name: String,
    },
}

impl Policies {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.action {
            None => print(list().as_bytes()),
            Some(Action::Show { name }) => match PRESETS.iter().find(|(preset, _)| *preset == name) {
                Some((_, text)) => print(text.as_bytes()),
                None => Err(unknown(&name)),
            },
        }
    }
}

/// Name and description of each, aligned.
fn list() -> String {
    let width = PRESETS.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let line = |&(name, _): &(&str, &str)| {
        let description = preset(name).map(|policy| policy.description.clone()).unwrap_or_default();
        format!("{name:width$}  {description}\n")
    };
    PRESETS.iter().map(line).collect::<Vec<_>>().concat()
}

/// The scenario floor says what a policy may be called, and proposes the nearest.
fn unknown(name: &str) -> Failure {
    match policy_named(name, &Disk::beside(Path::new(""))) {
        Err(problems) => problems.into(),
        Ok(_) => Failure::BadInput(format!("`{name}` is a file, not a built-in policy")),
    }
}
