//! `creditsim schema`.

use super::failure::Failure;
use clap::Args;

/// Print the JSON Schema of scenario files
#[derive(Debug, Args)]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(self) -> Result<(), Failure> {
        Err(Failure::Failed("there is no schema yet".to_owned()))
    }
}
