//! Imports go down only, and the lower floors touch nothing outside (ARCHITECTURE.md).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The floors from the ground up; modules of one floor do not know each other.
const FLOORS: [&[&str]; 10] = [
    &["units", "rng", "mutation"],
    &["calendar"],
    &["pool"],
    &["policy"],
    &["demand"],
    &["replay"],
    &["scenario", "metrics"],
    &["experiment"],
    &["output"],
    &["cli"],
];

/// Up to this floor: no files, threads or clocks.
const LAST_PURE_FLOOR: usize = 6;
/// Up to this floor: no `as` casts and no floats.
const LAST_EXACT_FLOOR: usize = 3;

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// Code without comments, string contents and test modules, so that words in them do not count.
fn code_of(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut code = String::new();
    for line in text.lines() {
        let mut quoted = false;
        let mut escaped = false;
        let mut previous = ' ';
        for c in line.chars() {
            if quoted {
                quoted = escaped || c != '"';
                escaped = c == '\\' && !escaped;
            } else if c == '/' && previous == '/' {
                code.pop();
                break;
            } else {
                quoted = c == '"' && previous != '\'';
                code.push(c);
            }
            previous = c;
        }
        code.push('\n');
    }
    code
}

/// The modules that `crate::…` paths name: `crate::units::Credits`, `crate::{units, demand::Plan}`.
fn imported(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => modules.push(identifier(after)),
            Some(group) => {
                let mut depth = 0;
                let mut starts = true;
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => starts = true,
                        c if starts && c.is_alphabetic() => {
                            modules.push(identifier(&group[at..]));
                            starts = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    modules
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// True if `word` stands in `code` as a word of its own.
fn has_word(code: &str, word: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    code.match_indices(word).any(|(at, _)| {
        !part_of_word(code[..at].chars().next_back()) && !part_of_word(code[at + word.len()..].chars().next())
    })
}

/// What is wrong with the text of a file of `module`.
fn violations(module: &str, text: &str) -> Vec<String> {
    let Some(floor) = floor_of(module) else { return vec![format!("`{module}` has no floor")] };
    let code = code_of(text);
    let mut found = Vec::new();
    for other in imported(&code) {
        if let Some(above) = floor_of(&other).filter(|&above| other != module && above >= floor) {
            let why = if above == floor { "is on the same floor" } else { "is a floor above" };
            found.push(format!("`{module}` (floor {floor}) names `{other}`, which {why}"));
        }
    }
    let mut forbid = |last: usize, words: &[&str], why: &str| {
        let words = words.iter().filter(|word| floor <= last && has_word(&code, word));
        found.extend(words.map(|word| format!("`{module}` (floor {floor}) has `{word}`: {why}")));
    };
    forbid(
        LAST_PURE_FLOOR,
        &["std::fs", "std::thread", "std::time::Instant", "std::net", "std::process", "rayon"],
        "no files, threads or clocks up to floor 6",
    );
    forbid(LAST_EXACT_FLOOR, &["f64", "f32"], "no floats up to floor 3");
    let casts = code.lines().any(|line| {
        has_word(line, "as") && !line.trim_start().starts_with("use ") && !line.contains("pub use ")
    });
    if floor <= LAST_EXACT_FLOOR && casts {
        found.push(format!("`{module}` (floor {floor}) has an `as` cast"));
    }
    found
}

fn rust_files(dir: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
    Ok(())
}

#[test]
fn imports_go_down_only_and_the_lower_floors_are_pure() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files).unwrap();
    files.sort_unstable();
    let mut found = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        let (Some(module), Some(_)) = (parts.next(), parts.next()) else { continue }; // lib.rs, main.rs
        if inside.file_stem().is_some_and(|stem| stem == "tests" || stem == "fixture") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        found.extend(
            violations(&module, &text).into_iter().map(|what| format!("{}: {what}", inside.display())),
        );
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let module = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(floor_of(&module).is_some(), "src/{module} has no floor in this test");
        }
    }
}

#[test]
fn an_upward_or_sideways_import_is_caught() {
    assert_eq!(violations("pool", "use crate::units::Credits;\nuse crate::pool::Lot;"), [""; 0]);
    assert_eq!(violations("pool", "use crate::replay::Rules;").len(), 1);
    assert_eq!(violations("metrics", "fn f() { crate::scenario::load() }").len(), 1);
    assert_eq!(violations("policy", "use crate::{units::{Money, Span}, demand::Plan};").len(), 1);
    assert_eq!(violations("pool", "// use crate::replay::Rules;\n/// See [`crate::replay`]."), [""; 0]);
}

#[test]
fn files_clocks_floats_and_casts_are_caught_where_they_are_banned() {
    assert_eq!(violations("scenario", "std::fs::read(path)").len(), 1);
    assert_eq!(violations("demand", "use std::time::Instant;").len(), 1);
    assert_eq!(violations("pool", "fn f(x: f64) {}").len(), 1);
    assert_eq!(violations("policy", "let x = y as i64;").len(), 1);
    assert_eq!(violations("calendar", "use jiff::Span as Civil;\nlet text = \"as is\";"), [""; 0]);
    assert_eq!(violations("demand", "let x: f64 = y as f64;"), [""; 0]);
}
