//! JSON Schemas, made from the types that read the files.

use super::written;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// The JSON Schema (draft 2020-12) of scenario files.
pub fn schema() -> Value {
    of::<written::Scenario>()
}

/// The JSON Schema (draft 2020-12) of policy files.
pub fn policy_schema() -> Value {
    of::<written::Policy>()
}

fn of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    without_null(&mut schema);
    schema
}

/// TOML has no null: an optional key is absent.
fn without_null(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(words)) = map.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            for form in ["anyOf", "oneOf"] {
                if let Some(Value::Array(forms)) = map.get_mut(form) {
                    forms.retain(|form| form.get("type").is_none_or(|name| name != "null"));
                }
            }
            flatten(map);
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A union of one form is that form; the key's own description stays.
fn flatten(map: &mut Map<String, Value>) {
    let only = match map.get("anyOf") {
        Some(Value::Array(forms)) => match forms.as_slice() {
            [Value::Object(only)] => only.clone(),
            _ => return,
        },
        Some(_) | None => return,
    };
    map.remove("anyOf");
    for (key, value) in only {
        map.entry(key).or_insert(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::node::{Entry, Node, Value as Toml};
    use crate::scenario::presets::PRESETS;
    use crate::scenario::problem::ProblemKind;
    use crate::scenario::read::read;
    use crate::scenario::text::Text;
    use crate::scenario::{STARTER, written};
    use serde::Deserialize;
    use std::collections::BTreeMap;

    fn document(text: &str) -> Node {
        Node::document(&Text::new("test.toml", text, 0)).unwrap()
    }

    /// What a node breaks in a schema, by the few keywords that the schemas here use.
    fn broken(node: &Node, schema: &Value, root: &Value, at: &str) -> Vec<String> {
        let Some(schema) = schema.as_object() else { return Vec::new() };
        let mut found = Vec::new();
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let target = root.pointer(&name[1..]).unwrap_or_else(|| panic!("{name} leads nowhere"));
            found.extend(broken(node, target, root, at));
        }
        if let Some(name) = schema.get("type") {
            let is = match node.value {
                Toml::Text(_) | Toml::Time(_) => "string",
                Toml::Number(_) => "number",
                Toml::Flag(_) => "boolean",
                Toml::List(_) => "array",
                Toml::Table(_) => "object",
            };
            if name != is {
                found.push(format!("{at} is a {is}, not {name}"));
            }
        }
        if schema.get("const").is_some_and(|word| word.as_str() != node.text()) {
            found.push(format!("{at} is another word"));
        }
        for union in ["anyOf", "oneOf"] {
            if let Some(forms) = schema.get(union).and_then(Value::as_array)
                && forms.iter().all(|form| !broken(node, form, root, at).is_empty())
            {
                found.push(format!("{at} is none of {union}"));
            }
        }
        match &node.value {
            Toml::Table(entries)
                if schema.contains_key("properties") || schema.contains_key("additionalProperties") =>
            {
                found.extend(broken_table(entries, schema, root, at));
            }
            Toml::List(items) => {
                let schema = schema.get("items").unwrap_or(&Value::Bool(true));
                found.extend(items.iter().flat_map(|item| broken(item, schema, root, &format!("{at}[]"))));
            }
            Toml::Table(_) | Toml::Text(_) | Toml::Number(_) | Toml::Flag(_) | Toml::Time(_) => {}
        }
        found
    }

    fn broken_table(
        entries: &BTreeMap<String, Entry>,
        schema: &Map<String, Value>,
        root: &Value,
        at: &str,
    ) -> Vec<String> {
        let mut found = Vec::new();
        let rest = schema.get("additionalProperties").unwrap_or(&Value::Bool(true));
        for (key, entry) in entries {
            let at = format!("{at}.{key}");
            match schema.get("properties").and_then(|properties| properties.get(key)) {
                Some(schema) => found.extend(broken(&entry.node, schema, root, &at)),
                None if rest == &Value::Bool(false) => found.push(format!("{at} is unknown")),
                None => found.extend(broken(&entry.node, rest, root, &at)),
            }
        }
        for key in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !entries.contains_key(key.as_str().unwrap()) {
                found.push(format!("{at}.{key} is missing"));
            }
        }
        found
    }

    #[test]
    fn what_the_reader_accepts_the_schema_describes() {
        let whole = include_str!("../../tests/it/whole.toml");
        let schema = schema();
        for text in [whole, STARTER] {
            assert_eq!(broken(&document(text), &schema, &schema, ""), Vec::<String>::new());
        }
        let policies = policy_schema();
        for (_, text) in PRESETS {
            assert_eq!(broken(&document(text), &policies, &policies, ""), Vec::<String>::new());
        }
    }

    #[test]
    fn the_schema_refuses_what_the_reader_refuses() {
        let schema = schema();
        for text in [
            "policy = 'ampere'\nrepport = 1\nclock = { start = 'x', until = 'x' }",
            "policy = 'ampere'",
            "policy = 'ampere'\nclock = { start = 'x', until = 'x' }\nplan = { cadence = 'anual' }",
            "policy = 'ampere'\nclock = { start = 'x', until = 'x' }\ntasks = [{ name = 'a', schedule = { every = 'day' }, cost = { dist = 'gamma', mean = 1 } }]",
        ] {
            assert!(!broken(&document(text), &schema, &schema, "").is_empty(), "{text}");
        }
    }

    /// Every key that a schema describes, each with some value, one table for each branch of a union.
    fn probes(schema: &Value, root: &Value, depth: u8) -> Vec<String> {
        let mut found = Vec::new();
        if depth == 0 {
            return found;
        }
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            found.extend(probes(root.pointer(&name[1..]).unwrap(), root, depth - 1));
        }
        for union in ["anyOf", "oneOf"] {
            for form in schema.get(union).and_then(Value::as_array).into_iter().flatten() {
                found.extend(probes(form, root, depth - 1));
            }
        }
        if let Some(items) = schema.get("items") {
            found.extend(probes(items, root, depth - 1).into_iter().map(|item| format!("[{item}]")));
        }
        for (key, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            found.push(format!("{{ {key} = 'x' }}"));
            found.extend(
                probes(schema, root, depth - 1).into_iter().map(|below| format!("{{ {key} = {below} }}")),
            );
        }
        found
    }

    fn unknown_keys<T: for<'de> Deserialize<'de>>(schema: &Value) -> Vec<String> {
        let probes = probes(schema, schema, 12);
        assert!(probes.len() > 50, "{}", probes.len());
        let unknown = |probe: &String| {
            let text = Text::new("probe", probe, 0);
            let mut problems = Vec::new();
            read::<T>(&Node::value_at(&text, 0).unwrap(), &mut problems);
            problems.iter().any(|problem| problem.kind() == ProblemKind::UnknownKey)
        };
        probes.into_iter().filter(unknown).collect()
    }

    #[test]
    fn every_key_that_a_schema_describes_the_reader_knows() {
        assert_eq!(unknown_keys::<written::Scenario>(&schema()), Vec::<String>::new());
        assert_eq!(unknown_keys::<written::Policy>(&policy_schema()), Vec::<String>::new());
    }
}
