//! `creditsim policies`.

use super::failure::Failure;
use clap::Args;

/// List the built-in policies, or show one as TOML
#[derive(Debug, Args)]
pub(crate) struct Policies {}

impl Policies {
    pub(crate) fn run(self) -> Result<(), Failure> {
        Err(Failure::Failed("there are no policies yet".to_owned()))
    }
}
