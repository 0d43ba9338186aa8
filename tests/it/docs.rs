//! The documentation names every key that a file may have.

use creditsim::scenario::{policy_schema, schema};
use serde_json::Value;
use std::collections::BTreeSet;

/// The names of all keys that a schema describes.
fn keys(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                found.extend(properties.keys().cloned());
            }
            map.values().for_each(|value| keys(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Keys of `schema` that are no word of `page`.
fn missing(schema: &Value, page: &str) -> Vec<String> {
    let is_letter = |character: char| character.is_alphanumeric() || character == '_';
    let words: BTreeSet<&str> = page.split(|character| !is_letter(character)).collect();
    let mut known = BTreeSet::new();
    keys(schema, &mut known);
    assert!(known.len() > 30, "{known:?}");
    known.into_iter().filter(|key| !words.contains(key.as_str())).collect()
}

#[test]
fn every_key_of_a_scenario_or_policy_file_is_documented() {
    assert_eq!(missing(&schema(), include_str!("../../docs/scenario.md")), Vec::<String>::new());
    let mut policy = policy_schema();
    // Distributions are described with scenarios; a policy's delays are durations.
    policy.pointer_mut("/$defs").and_then(Value::as_object_mut).unwrap().remove("Distribution").unwrap();
    assert_eq!(missing(&policy, include_str!("../../docs/policy.md")), Vec::<String>::new());
}
