//! The scenario files under some paths.

use super::failure::Failure;
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What there is under the paths.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of the paths, then by name.
    pub(crate) scenarios: Vec<Scenario>,
    /// Other TOML files in folders, and why each is passed over.
    pub(crate) skipped: Vec<(String, &'static str)>,
}

/// A file that is a scenario, or should be one.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) path: PathBuf,
    /// True if it was named itself.
    pub(crate) is_named: bool,
    /// Why it cannot be checked, where that is known.
    pub(crate) refused: Option<&'static str>,
}

/// Finds them; each once, however often it is named.
pub(crate) fn scenarios(paths: &[PathBuf]) -> Result<Found, Failure> {
    let (mut found, mut seen) = (Found::default(), BTreeSet::new());
    for path in paths {
        let real = fs::canonicalize(path).map_err(|error| Failure::path("read", path, &error))?;
        if !path.is_dir() {
            if seen.insert(real) {
                found.scenarios.push(Scenario { path: path.clone(), is_named: true, refused: None });
            }
            continue;
        }
        for file in files_of(path)? {
            let real = fs::canonicalize(&file).map_err(|error| Failure::path("read", &file, &error))?;
            if is_of_interest(&file) && seen.insert(real) {
                // As people and GitHub name files of the folder that they are in.
                found.add(file.strip_prefix(".").map(Path::to_owned).unwrap_or(file));
            }
        }
    }
    Ok(found)
}

/// Every file in a folder, in order, without what a `.gitignore` leaves out and without hidden files. What else a
/// machine ignores does not count, so that every machine checks the same.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut walk = WalkBuilder::new(folder);
    walk.ignore(false).git_global(false).git_exclude(false).require_git(false);
    walk.sort_by_file_path(Path::cmp);
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry =
            entry.map_err(|error| Failure::BadInput(format!("cannot walk {}: {error}", folder.display())))?;
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn is_of_interest(file: &Path) -> bool {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let of_scenario = |expected: &str| !file.with_file_name(format!("{expected}.toml")).exists();
    // Expectations beside a scenario are read with it; without one they guard nothing, which must be told.
    Path::new(&name).extension().is_some_and(|extension| extension == "toml")
        || name.strip_suffix(".expected.json").is_some_and(of_scenario)
}

impl Found {
    /// A TOML file or lost expectations in a folder.
    fn add(&mut self, path: PathBuf) {
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        let refused = (!is_toml).then_some("there is no scenario of this name beside these expectations");
        if is_toml && !is_scenario(&path) {
            self.skipped
                .push((path.display().to_string(), "no scenario: it has neither `clock` nor `policy`"));
        } else {
            self.scenarios.push(Scenario { path, is_named: false, refused });
        }
    }
}

/// True if a TOML file has one of the keys that every scenario needs and nothing else has, has expectations beside
/// it, or cannot be read, of which checking it will tell.
fn is_scenario(path: &Path) -> bool {
    let table = fs::read_to_string(path).ok().and_then(|text| text.parse::<toml::Table>().ok());
    let has = |table: toml::Table| table.contains_key("clock") || table.contains_key("policy");
    table.is_none_or(has) || path.with_extension("expected.json").exists()
}
