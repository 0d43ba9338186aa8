//! Files that a scenario names.

use std::path::{Component, Path, PathBuf};

/// Reads the policy files and traces that a scenario names; this floor touches no files itself.
pub trait Files {
    /// All bytes of `path`, which is relative to the scenario file's directory unless it is absolute.
    ///
    /// # Errors
    /// Why it cannot be read, for people: it is shown beside the scenario's own text.
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;
}

/// A loader for scenarios that name no files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
        Err("there are no files here".to_owned())
    }
}

/// `path` beside `file`, without `.` and without what `..` undoes.
pub(crate) fn beside(file: &Path, path: &str) -> PathBuf {
    let joined = file.parent().unwrap_or(Path::new("")).join(path);
    let mut plain = PathBuf::new();
    for component in joined.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                plain.push(component);
            }
        }
    }
    plain
}
