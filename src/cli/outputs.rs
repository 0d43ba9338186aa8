//! Files that appear whole or not at all.
//!
//! Every file is first written under a temporary name in the target directory and synced; only when all of
//! them are complete are they renamed into place, one by one. Whatever fails before that leaves the directory
//! as it was, and a directory made for the purpose is removed again. Files of other names are never touched.

use super::cleanup::Cleanup;
use super::failure::Failure;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The files of one command, not yet in place.
pub(crate) struct Outputs {
    dir: PathBuf,
    /// Directories made for these files, outermost first.
    made: Vec<PathBuf>,
    files: Vec<(String, NamedTempFile)>,
    cleanup: Cleanup,
}

impl Outputs {
    /// Files for `dir`, which is made if it does not exist; `cleanup` is told of all that is made.
    ///
    /// # Errors
    /// `dir` cannot be a directory to write to.
    pub(crate) fn for_dir(dir: &Path, cleanup: &Cleanup) -> Result<Self, Failure> {
        let mut made: Vec<PathBuf> = dir
            .ancestors()
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .map(Path::to_owned)
            .collect();
        made.reverse();
        let outputs = Self { dir: dir.to_owned(), made, files: Vec::new(), cleanup: cleanup.clone() };
        outputs.make_dir().map_err(|error| Failure::path("make directory", dir, &error))?;
        outputs.temporary().map_err(|error| Failure::path("write to directory", dir, &error))?;
        Ok(outputs)
    }

    /// A new file to be called `name`.
    pub(crate) fn open(&mut self, name: &str) -> Result<File, Failure> {
        let target = self.dir.join(name);
        if target.is_dir() {
            return Err(Failure::path("replace", &target, &"it is a directory"));
        }
        let made = self.temporary().and_then(|file| Ok((file.as_file().try_clone()?, file)));
        let (handle, file) = made.map_err(|error| Failure::writing(&target, &error))?;
        self.files.push((name.to_owned(), file));
        Ok(handle)
    }

    /// A new file called `name` with these bytes.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let mut file = self.open(name)?;
        file.write_all(bytes).map_err(|error| Failure::writing(&self.dir.join(name), &error))
    }

    /// A nameless file in the same place, gone when it is closed.
    pub(crate) fn scratch(&self) -> Result<File, Failure> {
        tempfile::tempfile_in(&self.dir).map_err(|error| Failure::writing(&self.dir, &error))
    }

    /// Puts every file in its place; how many.
    pub(crate) fn keep(mut self) -> Result<usize, Failure> {
        for (name, file) in &self.files {
            let target = self.dir.join(name);
            file.as_file().sync_all().map_err(|error| Failure::writing(&target, &error))?;
        }
        let files = std::mem::take(&mut self.files);
        let cleanup = self.cleanup.clone();
        let _all_or_none = cleanup.hold();
        let count = files.len();
        for (name, file) in files {
            let target = self.dir.join(&name);
            file.persist(&target).map_err(|error| Failure::writing(&target, &error.error))?;
        }
        // The renames themselves: best effort, as not every system can sync a directory.
        let _ = File::open(&self.dir).and_then(|dir| dir.sync_all());
        Ok(count)
    }

    fn make_dir(&self) -> io::Result<()> {
        let mut made = self.cleanup.hold();
        made.dirs.extend_from_slice(&self.made);
        fs::create_dir_all(&self.dir)
    }

    fn temporary(&self) -> io::Result<NamedTempFile> {
        let mut made = self.cleanup.hold();
        let mut builder = tempfile::Builder::new();
        builder.prefix(".creditsim-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program makes files: the umask decides.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(&self.dir)?;
        made.files.push(file.path().to_owned());
        Ok(file)
    }
}

impl Drop for Outputs {
    /// Temporary files go, then the directories that were made and are still empty.
    fn drop(&mut self) {
        self.files.clear();
        for dir in self.made.iter().rev() {
            // Fails where something has been kept, which is the point.
            let _ = fs::remove_dir(dir);
        }
    }
}

/// `output/NAME`, with any character that could lead elsewhere replaced.
pub(crate) fn default_dir(name: &str) -> PathBuf {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let name: String = name.chars().map(safe).collect();
    let name = name.trim_matches('.');
    Path::new("output").join(if name.is_empty() { "run" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn files_appear_together_and_foreign_ones_stay() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("mine.txt"), "keep").unwrap();
        fs::write(dir.path().join("a.csv"), "old").unwrap();
        let mut outputs = Outputs::for_dir(dir.path(), &Cleanup::default()).unwrap();
        outputs.write("a.csv", b"new").unwrap();
        outputs.write("b.csv", b"new").unwrap();
        assert_eq!(fs::read(dir.path().join("a.csv")).unwrap(), b"old");
        assert_eq!(outputs.keep().unwrap(), 2);
        assert_eq!(names(dir.path()), ["a.csv", "b.csv", "mine.txt"]);
        assert_eq!(fs::read(dir.path().join("a.csv")).unwrap(), b"new");
        assert_eq!(fs::read(dir.path().join("mine.txt")).unwrap(), b"keep");
    }

    #[test]
    fn what_is_not_kept_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let mut outputs = Outputs::for_dir(&dir.path().join("new/deep"), &Cleanup::default()).unwrap();
        outputs.write("a.csv", b"half").unwrap();
        drop(outputs);
        assert_eq!(names(dir.path()), Vec::<String>::new());
    }

    #[test]
    fn what_is_taken_away_leaves_no_trace_and_what_is_kept_stays() {
        let (dir, cleanup) = (tempfile::tempdir().unwrap(), Cleanup::default());
        let mut outputs = Outputs::for_dir(&dir.path().join("new/deep"), &cleanup).unwrap();
        outputs.write("a.csv", b"half").unwrap();
        drop(cleanup.take_away());
        assert_eq!(names(dir.path()), Vec::<String>::new());
        drop(outputs);
        let mut outputs = Outputs::for_dir(dir.path(), &cleanup).unwrap();
        outputs.write("a.csv", b"whole").unwrap();
        outputs.keep().unwrap();
        drop(cleanup.take_away());
        assert_eq!(names(dir.path()), ["a.csv"]);
    }

    #[test]
    fn a_directory_in_a_file_s_place_is_found_before_anything_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("b.csv")).unwrap();
        let mut outputs = Outputs::for_dir(dir.path(), &Cleanup::default()).unwrap();
        outputs.write("a.csv", b"new").unwrap();
        assert!(matches!(outputs.open("b.csv"), Err(Failure::BadInput(_))));
        drop(outputs);
        assert_eq!(names(dir.path()), ["b.csv"]);
    }

    #[test]
    fn a_name_cannot_lead_out_of_the_output_directory() {
        let dirs = ["growth-team", "../../etc", "..", "a/b c"].map(default_dir);
        let expected = ["output/growth-team", "output/-..-etc", "output/run", "output/a-b-c"];
        assert_eq!(dirs, expected.map(PathBuf::from));
    }
}
