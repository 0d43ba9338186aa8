//! `NAME.expected.json`: expectations beside a scenario.

use super::check::check_expect;
use super::experiment::Expectation;
use super::node::{Entry, Node, Value};
use super::place::{Findings, Place};
use super::problem::{Problem, Problems};
use super::read::read;
use super::text::{Origin, Text};
use super::written::Figure;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads expectations in the form of `[expect]`, but in JSON; `path` names the file in messages.
///
/// # Errors
/// Everything that is wrong; places are those of the file as a whole, but for JSON that cannot be parsed.
pub fn expectations(path: &Path, json: &str) -> Result<Vec<Expectation>, Problems> {
    let text = Text::new(&path.display().to_string(), json, 0);
    let parsed: Json = serde_json::from_str(json).map_err(|error| {
        let problem = Problem::new(format!("not valid JSON: {error}"));
        Problems::new(vec![problem.at(Origin::new(&text, byte_at(json, error.line(), error.column())))])
    })?;
    let document = node(&parsed, &Origin::new(&text, 0..0));
    let mut problems = Vec::new();
    let (figures, poisoned) = read::<BTreeMap<String, Figure>>(&document, &mut problems);
    let findings = Findings::after(poisoned);
    let found = check_expect(&figures.unwrap_or_default(), &Place::root(&findings, &document, "the file"));
    problems.extend(findings.into_problems());
    if problems.is_empty() { Ok(found) } else { Err(Problems::new(problems)) }
}

/// The byte at a line and a column, both from 1, as `serde_json` counts them.
fn byte_at(json: &str, line: usize, column: usize) -> std::ops::Range<usize> {
    let before: usize = json.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let start = before + column.saturating_sub(1);
    start..start + 1
}

fn node(json: &Json, origin: &Origin) -> Node {
    let value = match json {
        Json::Null => Value::Text("null".to_owned()),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(|item| node(item, origin)).collect()),
        Json::Object(entries) => {
            let entry = |(key, value): (&String, &Json)| {
                (key.clone(), Entry { key: origin.clone(), node: node(value, origin) })
            };
            Value::Table(entries.iter().map(entry).collect())
        }
    };
    Node { value, origin: origin.clone() }
}
