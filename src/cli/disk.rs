//! Files on disk, for scenarios that name others.

use creditsim::scenario::Files;
use std::path::Path;

/// Reads from the file system.
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| error.to_string())
    }
}
