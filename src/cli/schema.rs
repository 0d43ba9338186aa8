//! `creditsim schema`.

use super::failure::Failure;
use super::print;
use clap::Args;
use creditsim::scenario::{policy_schema, schema};

/// Print the JSON Schema of scenario files
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Of policy files instead
    #[arg(long)]
    policy: bool,
}

impl Schema {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let schema = if self.policy { policy_schema() } else { schema() };
        // A `Value` prints itself as JSON; `#` with line breaks.
        print(format!("{schema:#}\n").as_bytes())
    }
}
