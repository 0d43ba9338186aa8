//! Policies by name or file: embedded presets, `extends`, and the way to the checked form.

use super::check::check_policy;
use super::files::{Files, NoFiles, beside};
use super::nearest::listed;
use super::node::{Node, Value};
use super::place::{Findings, Place};
use super::problem::{Problem, Problems};
use super::read::read;
use super::text::Text;
use super::written;
use crate::policy::Policy;
use std::path::{Path, PathBuf};

/// The embedded policies: name and text.
pub const PRESETS: [(&str, &str); 2] = [
    ("ampere", include_str!("../policy/presets/ampere.toml")),
    ("taskade", include_str!("../policy/presets/taskade.toml")),
];

/// The policy of that name, or in that file.
///
/// # Errors
/// Everything that is wrong with it, or with the policies that it extends.
pub fn policy_named(name: &str, files: &dyn Files) -> Result<Policy, Problems> {
    load_policy(name, Path::new(""), files).map_err(Problems::new)
}

/// The embedded policy of that name.
pub fn preset(name: &str) -> Option<Policy> {
    PRESETS.iter().find(|(preset, _)| *preset == name)?;
    policy_named(name, &NoFiles).ok()
}

/// A policy that a scenario at `scenario` names; problems without a place are about the name itself.
pub(crate) fn load_policy(name: &str, scenario: &Path, files: &dyn Files) -> Result<Policy, Vec<Problem>> {
    let document = policy_document(name, scenario, files)?;
    let mut problems = Vec::new();
    let (written, poisoned) = read::<written::Policy>(&document, &mut problems);
    let findings = Findings::after(poisoned);
    let policy =
        written.and_then(|written| check_policy(&written, &Place::root(&findings, &document, "the policy")));
    problems.extend(findings.into_problems());
    match policy {
        Some(policy) if problems.is_empty() => Ok(policy),
        Some(_) | None => Err(problems),
    }
}

/// The text of such a policy, with the keys of those that it extends.
pub(super) fn policy_document(name: &str, scenario: &Path, files: &dyn Files) -> Result<Node, Vec<Problem>> {
    Chain { scenario, files, names: Vec::new() }.document(name, Path::new(""))
}

/// Policies that extend each other.
struct Chain<'a> {
    scenario: &'a Path,
    files: &'a dyn Files,
    /// Preset names and paths on the way.
    names: Vec<String>,
}

impl Chain<'_> {
    /// The policy `name`, as a file at `from` calls it, with the keys of those it extends.
    fn document(&mut self, name: &str, from: &Path) -> Result<Node, Vec<Problem>> {
        let (id, path, body) = self.text(name, from)?;
        if self.names.contains(&id) {
            self.names.push(id);
            let cycle = self.names.join(" → ");
            let problem = Problem::new(format!("policies extend each other in a circle: {cycle}"));
            return Err(vec![problem.help("take `extends` out of one of them")]);
        }
        self.names.push(id);
        let shown = if path.as_os_str().is_empty() {
            format!("{name}.toml (embedded)")
        } else {
            beside(self.scenario, &path.to_string_lossy()).display().to_string()
        };
        let text = Text::new(&shown, &body, 1_000 + self.names.len());
        let node = Node::document(&text)?;
        let Some(extends) = node.get("extends") else { return Ok(node) };
        let Some(base) = extends.text() else { return Ok(node) };
        match self.document(base, &path) {
            Ok(base) => Ok(merged(base, node, 1)),
            Err(problems) => {
                Err(problems
                    .into_iter()
                    .map(|problem| {
                        if problem.origin().is_none() { problem.at(extends.origin.clone()) } else { problem }
                    })
                    .collect())
            }
        }
    }

    /// What identifies the policy, its path (empty for a preset), its text.
    fn text(&self, name: &str, from: &Path) -> Result<(String, PathBuf, String), Vec<Problem>> {
        let preset = PRESETS.iter().find(|(preset, _)| *preset == name);
        if let Some((_, text)) = preset {
            return Ok((name.to_owned(), PathBuf::new(), (*text).to_owned()));
        }
        let names = PRESETS.map(|(preset, _)| preset);
        let is_path = name.contains(['/', '\\'])
            || Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        if !is_path {
            let problem = Problem::not_one_of("policy", name, &names)
                .label("no such preset")
                .note("or the path of a policy file, ending in `.toml`, relative to this file");
            return Err(vec![problem]);
        }
        let path = beside(from, name);
        let bytes = self.files.read(&path).map_err(|why| {
            let problem = Problem::new(format!("cannot read the policy file `{name}`: {why}"));
            vec![problem.label("named here").note(format!("embedded policies: {}", listed(names)))]
        })?;
        let text = String::from_utf8(bytes).map_err(|_| {
            vec![Problem::new(format!("the policy file `{name}` is not UTF-8")).label("named here")]
        })?;
        Ok((path.display().to_string(), path, text))
    }
}

/// The keys of `over`, and those of `base` that it lacks; tables of the first `levels` levels are merged, and
/// plans and routes, which are tables of tables, one level deeper. A range is replaced whole.
fn merged(base: Node, over: Node, levels: u8) -> Node {
    match (base.value, over.value) {
        (Value::Table(mut entries), Value::Table(more)) => {
            for (key, mut entry) in more {
                let deeper = levels.saturating_sub(1) + u8::from(key == "tiers" || key == "routing");
                if let Some(old) = entries.remove(&key)
                    && (levels > 0)
                {
                    entry.node = merged(old.node, entry.node, deeper);
                }
                entries.insert(key, entry);
            }
            Node { value: Value::Table(entries), origin: over.origin }
        }
        (_, value) => Node { value, origin: over.origin },
    }
}
