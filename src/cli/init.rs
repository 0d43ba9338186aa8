//! `creditsim init`: a scenario to start from.

use super::failure::Failure;
use super::say;
use super::shell::run_command;
use clap::Args;
use creditsim::scenario::STARTER;
use std::io::Write;
use std::path::PathBuf;

/// Write a scenario to start from
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Where scenario.toml goes; made if it does not exist
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl Init {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let target = self.dir.join("scenario.toml");
        std::fs::create_dir_all(&self.dir)
            .map_err(|error| Failure::path("make directory", &self.dir, &error))?;
        let written = tempfile::NamedTempFile::new_in(&self.dir).and_then(|mut file| {
            file.write_all(STARTER.as_bytes())?;
            file.as_file().sync_all()?;
            // Fails if there is such a file already, however short ago it came.
            file.persist_noclobber(&target).map_err(|error| error.error)?;
            Ok(())
        });
        match written {
            Ok(()) => {
                say(&format!("Wrote {}", target.display()));
                say(&format!("Run it with: {}", run_command(&target)));
                Ok(())
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(Failure::path("write", &target, &"it exists already, and init never overwrites a file"))
            }
            Err(error) => Err(Failure::path("write", &target, &error)),
        }
    }
}
