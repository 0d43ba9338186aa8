//! `NAME.expected.json`: expectations beside a scenario.

use super::check::check_expect;
use super::experiment::Expectation;
use super::node::{Entry, Node, Value};
use super::once::Once;
use super::place::{Findings, Place};
use super::problem::{Problem, Problems};
use super::read::read;
use super::text::{Origin, Text};
use super::written::Figure;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Reads expectations in the form of `[expect]`, but in JSON; `path` names the file in messages.
///
/// # Errors
/// Everything that is wrong; the place of a value is that of its key.
pub fn expectations(path: &Path, json: &str) -> Result<Vec<Expectation>, Problems> {
    let text = Text::new(&path.display().to_string(), json, 0);
    let refused = |problem: Problem, error: &serde_json::Error| {
        let place = Origin::new(&text, byte_at(json, error.line(), error.column()));
        Problems::new(vec![problem.at(place)])
    };
    let parsed: Json = serde_json::from_str(json)
        .map_err(|error| refused(Problem::new(format!("not valid JSON: {error}")), &error))?;
    serde_json::from_str::<Once>(json).map_err(|error| {
        let problem = Problem::new("the file names a key twice").label("for the second time here");
        refused(problem.note("one of them would never be looked at; remove one"), &error)
    })?;
    let document = node(&parsed, &Origin::new(&text, 0..0), &text);
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

fn node(json: &Json, origin: &Origin, text: &Arc<Text>) -> Node {
    let value = match json {
        Json::Null => Value::Text("null".to_owned()),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(|item| node(item, origin, text)).collect()),
        Json::Object(entries) => {
            let entry = |(name, value): (&String, &Json)| {
                let key = key_after(text, origin.span.end, name).unwrap_or_else(|| origin.clone());
                (name.clone(), Entry { node: node(value, &key, text), key })
            };
            Value::Table(entries.iter().map(entry).collect())
        }
    };
    Node { value, origin: origin.clone() }
}

/// Where `"name":` is written after byte `from`. Parsed JSON has no places; this finds the first that it can be.
fn key_after(text: &Arc<Text>, from: usize, name: &str) -> Option<Origin> {
    let quoted = serde_json::to_string(name).ok()?;
    let mut rest = from;
    loop {
        let start = rest + text.body.get(rest..)?.find(&quoted)?;
        let end = start + quoted.len();
        if text.body.get(end..)?.trim_start().starts_with(':') {
            return Some(Origin::new(text, start..end));
        }
        rest = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expectation_s_place_is_that_of_its_key() {
        let json = "{\n  \"events\": 5,\n  \"credits\": { \"spent\": 1,\n  \"closing\": \"7\" }\n}";
        let found = expectations(Path::new("a.expected.json"), json).unwrap();
        let places: Vec<String> = found
            .iter()
            .map(|expected| (expected.figure.as_str(), expected.figure.location()))
            .map(|(name, place)| format!("{name} {}:{}:{}", place.file, place.line, place.column))
            .collect();
        let wanted = [
            "credits.closing a.expected.json:4:3",
            "credits.spent a.expected.json:3:16",
            "events a.expected.json:2:3",
        ];
        assert_eq!(places, wanted);
    }
}
