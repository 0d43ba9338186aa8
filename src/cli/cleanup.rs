//! What a command has made on disk and not yet kept, so that whoever ends the process can take it away.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Temporary files and new directories.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cleanup(Arc<Mutex<Made>>);

/// Paths, also of what is gone again.
#[derive(Debug, Default)]
pub(crate) struct Made {
    pub(crate) files: Vec<PathBuf>,
    /// Outermost first.
    pub(crate) dirs: Vec<PathBuf>,
}

impl Cleanup {
    /// Nothing is taken away while this is held: for making something and noting it, and for keeping it.
    pub(crate) fn hold(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes all of it away. Nothing new can be made while the result is held.
    pub(crate) fn take_away(&self) -> MutexGuard<'_, Made> {
        let made = self.hold();
        for file in &made.files {
            // Fails where it has been kept or taken away already.
            let _ = fs::remove_file(file);
        }
        for dir in made.dirs.iter().rev() {
            // Fails where something has been kept.
            let _ = fs::remove_dir(dir);
        }
        made
    }
}
