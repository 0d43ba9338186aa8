//! Traces read so far, so that variations of a scenario share their rows.

use super::files::{Files, beside};
use crate::calendar::Zone;
use crate::demand::{TraceColumns, TraceError, TraceRows, read_trace};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of files, and rows by file, columns and zone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Library {
    files: BTreeMap<PathBuf, Result<Arc<[u8]>, String>>,
    rows: BTreeMap<(PathBuf, String), Arc<TraceRows>>,
}

/// A trace without rows.
pub(super) enum TraceFailure {
    /// The file cannot be read.
    Unread(String),
    /// Its content cannot; the path is as shown to people.
    Bad { name: String, bytes: Arc<[u8]>, error: Box<TraceError> },
}

/// Reads traces, each once.
pub(super) struct Traces<'a> {
    scenario: &'a Path,
    files: &'a dyn Files,
    library: RefCell<Library>,
}

impl<'a> Traces<'a> {
    /// Of a scenario at `scenario`, with what is known already.
    pub(super) fn new(scenario: &'a Path, files: &'a dyn Files, library: Library) -> Self {
        Self { scenario, files, library: RefCell::new(library) }
    }

    /// All that was read.
    pub(super) fn into_library(self) -> Library {
        self.library.into_inner()
    }

    /// The rows of the trace at `path`.
    pub(super) fn rows(
        &self,
        path: &str,
        columns: &TraceColumns,
        zone: &Zone,
    ) -> Result<Arc<TraceRows>, TraceFailure> {
        let path = beside(Path::new(""), path);
        let key = (path.clone(), format!("{columns:?} {}", zone.name()));
        let known = self.library.borrow().rows.get(&key).map(Arc::clone);
        if let Some(rows) = known {
            return Ok(rows);
        }
        let bytes = Files::read(self, &path).map(Arc::from).map_err(TraceFailure::Unread)?;
        match read_trace(&bytes, columns, zone) {
            Ok(rows) => {
                let rows = Arc::new(rows);
                self.library.borrow_mut().rows.insert(key, Arc::clone(&rows));
                Ok(rows)
            }
            Err(error) => {
                let name = beside(self.scenario, &path.to_string_lossy()).display().to_string();
                Err(TraceFailure::Bad { name, bytes, error: Box::new(error) })
            }
        }
    }
}

impl Files for Traces<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        if let Some(known) = self.library.borrow().files.get(path) {
            return known.clone().map(|bytes| bytes.to_vec());
        }
        let read = self.files.read(path);
        let keep = read.clone().map(Arc::from);
        self.library.borrow_mut().files.insert(path.to_owned(), keep);
        read
    }
}
