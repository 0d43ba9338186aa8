//! What a scenario and its policy came to, as TOML: with every `--set` in its place, and the keys of the policies
//! that a policy extends.

use super::checked::{Nothing, Scenario, Source};
use super::node::{Entry, Node, Value};
use super::presets::policy_document;
use super::traces::{Library, Traces};
use std::fmt::Write as _;

impl Scenario {
    /// The scenario as it runs: its keys in the order of its file, then those set over it; without comments.
    pub fn effective_toml(&self) -> String {
        document(&self.source.document)
    }

    /// The policy's settings, those of the policies that it extends among them.
    pub fn policy_toml(&self) -> String {
        let Source { path, library, policy_name, .. } = &self.source;
        let files = Traces::new(path, &Nothing, Library::clone(library));
        // It was read when the scenario was loaded, so it can be read again.
        policy_document(policy_name, path, &files).map(|policy| document(&policy)).unwrap_or_default()
    }
}

type Pair<'a> = (&'a str, &'a Entry);

/// The entries of a table in the order in which they were written.
fn written(node: &Node) -> Vec<Pair<'_>> {
    let Value::Table(entries) = &node.value else { return Vec::new() };
    let mut pairs: Vec<Pair<'_>> = entries.iter().map(|(key, entry)| (key.as_str(), entry)).collect();
    pairs.sort_by_key(|(_, entry)| (entry.key.text.order, entry.key.span.start));
    pairs
}

fn is_table(node: &Node) -> bool {
    matches!(node.value, Value::Table(_))
}

fn is_tables(node: &Node) -> bool {
    matches!(&node.value, Value::List(items) if !items.is_empty() && items.iter().all(is_table))
}

fn document(root: &Node) -> String {
    let mut text = String::new();
    for (key, entry) in written(root) {
        if !is_table(&entry.node) && !is_tables(&entry.node) {
            pair(&mut text, key, &entry.node);
        }
    }
    for (key, entry) in written(root) {
        if is_table(&entry.node) {
            section(&mut text, &format!("[{}]", bare(key)), &entry.node);
        } else if let (Value::List(items), true) = (&entry.node.value, is_tables(&entry.node)) {
            for item in items {
                section(&mut text, &format!("[[{}]]", bare(key)), item);
            }
        }
    }
    text
}

fn section(text: &mut String, head: &str, node: &Node) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n{head}\n");
    for (key, entry) in written(node) {
        pair(text, key, &entry.node);
    }
}

fn pair(text: &mut String, key: &str, node: &Node) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{} = {}", bare(key), inline(node));
}

fn inline(node: &Node) -> String {
    match &node.value {
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(_) => {
            let pair = |(key, entry): Pair<'_>| format!("{} = {}", bare(key), inline(&entry.node));
            format!("{{ {} }}", written(node).into_iter().map(pair).collect::<Vec<_>>().join(", "))
        }
        Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Time(_) => node.to_toml(),
    }
}

/// A key, quoted where it must be.
fn bare(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if is_bare { key.to_owned() } else { super::node::toml_string(key) }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Files, NoFiles, load};
    use std::path::Path;

    const TOML: &str = "# a comment\npolicy = 'ampere'\nschema = 1\n\
        [clock]\nuntil = '2026-02-01T00:00:00'\nstart = '2026-01-01T00:00:00'\n\
        [[tasks]]\nname = 'a \"b\"'\ncost = { dist = 'uniform', min = 1, max = 3 }\nschedule = { every = 'hour', minute = 0 }\n";

    #[test]
    fn settings_are_in_their_places_and_the_text_means_the_same() {
        let sets = ["clock.seed=9", "tasks.*.cost=4", "auto_recharge.threshold=5000"].map(str::to_owned);
        let scenario = load(Path::new("a.toml"), TOML, &sets, &NoFiles).unwrap();
        let text = scenario.effective_toml();
        assert_eq!(
            text,
            "policy = \"ampere\"\nschema = 1\n\n[clock]\nuntil = \"2026-02-01T00:00:00\"\n\
             start = \"2026-01-01T00:00:00\"\nseed = 9\n\n[[tasks]]\nname = \"a \\\"b\\\"\"\n\
             schedule = { every = \"hour\", minute = 0 }\ncost = 4\n\n[auto_recharge]\nthreshold = 5000\n"
        );
        let again = load(Path::new("a.toml"), &text, &[], &NoFiles).unwrap();
        assert_eq!(again.effective_toml(), text);
        assert_eq!(format!("{:?}", again.rules), format!("{:?}", scenario.rules));
    }

    struct Policy;

    impl Files for Policy {
        fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
            Ok(b"extends = 'ampere'\nname = 'mine'\n".to_vec())
        }
    }

    #[test]
    fn a_policy_is_shown_with_the_keys_that_it_extends() {
        let toml = TOML.replace("'ampere'", "'mine.toml'");
        let scenario = load(Path::new("a.toml"), &toml, &[], &Policy);
        let text = scenario.unwrap().policy_toml();
        assert!(text.contains("name = \"mine\"") && text.contains("[auto_recharge]"), "{text}");
    }

    #[test]
    fn every_preset_can_be_shown() {
        for (name, _) in crate::scenario::PRESETS {
            let scenario = load(Path::new("a.toml"), &TOML.replace("ampere", name), &[], &NoFiles).unwrap();
            assert!(scenario.policy_toml().contains("\n[tiers]"), "{}", scenario.policy_toml());
        }
    }
}
