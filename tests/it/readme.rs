//! The README's commands do what it says.
//!
//! Its blocks marked `console` run one after the other in one empty directory, as a reader would type them. A line
//! `$ creditsim …` (or `$ cargo run --release -- …`) must succeed; the lines below it must be among its
//! output, but for `…`, which stands for lines left out.

use assert_cmd::Command;
use std::fs;
use std::path::Path;

/// Each command with the output lines shown below it.
fn commands(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    for block in readme.split("```console\n").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines() {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
                (None, Some((_, output))) if line != "…" && !line.is_empty() => {
                    output.push(line.to_owned());
                }
                (None, _) => {}
            }
        }
    }
    commands
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut ran = 0;
    for (command, shown) in commands(&readme) {
        let args = command.strip_prefix("creditsim ").or(command.strip_prefix("cargo run --release -- "));
        let Some(args) = args else { continue };
        let output = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
            .current_dir(dir.path())
            .args(args.split_whitespace())
            .output()
            .unwrap();
        let out = String::from_utf8_lossy(&output.stdout);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "$ {command}\n{err}");
        for line in shown {
            let known = out.lines().chain(err.lines()).any(|printed| printed == line);
            assert!(known, "$ {command}\ndoes not print\n{line}\nbut\n{out}{err}");
        }
        ran += 1;
    }
    assert!(ran > 5, "only {ran} commands in the README");
}
