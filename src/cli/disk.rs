//! Files on disk, for scenarios that name others.

use creditsim::scenario::Files;
use std::path::{Path, PathBuf};

/// Reads from the file system, relative to the scenario's directory.
pub(crate) struct Disk {
    root: PathBuf,
}

impl Disk {
    /// For a scenario at `path`; relative to the working directory for one that has no directory.
    pub(crate) fn beside(path: &Path) -> Self {
        Self { root: path.parent().map(Path::to_owned).unwrap_or_default() }
    }
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        std::fs::read(self.root.join(path)).map_err(|error| error.to_string())
    }
}
