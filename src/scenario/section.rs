//! The section of a scenario in which a key belongs that was written at its top.

use super::schema::schema;
use serde_json::Value;

/// Every dotted key that ends in `key` one level below the top: `clock.seed` for `seed`, `tasks.*.cost` for `cost`.
pub(super) fn sections_of(key: &str) -> Vec<String> {
    let schema = schema();
    let tables = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut found = Vec::new();
    for (section, table) in tables {
        let item = table.get("items");
        let has = properties(item.unwrap_or(table), &schema).is_some_and(|keys| keys.get(key).is_some());
        match item {
            Some(_) if has => found.push(format!("{section}.*.{key}")),
            None if has => found.push(format!("{section}.{key}")),
            Some(_) | None => {}
        }
    }
    found
}

/// The keys of a table that a schema describes.
fn properties<'a>(table: &'a Value, root: &'a Value) -> Option<&'a Value> {
    let named = table.get("$ref").and_then(Value::as_str).and_then(|name| root.pointer(name.get(1..)?));
    named.unwrap_or(table).get("properties")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_the_sections_that_have_it() {
        assert_eq!(sections_of("seed"), ["clock.seed"]);
        assert_eq!(sections_of("threshold"), ["auto_recharge.threshold"]);
        assert_eq!(sections_of("cost"), ["activities.*.cost", "tasks.*.cost"]);
        assert_eq!(sections_of("nonsense"), Vec::<String>::new());
    }
}
