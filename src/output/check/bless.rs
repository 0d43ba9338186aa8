//! `NAME.expected.json` with the figures that came.

use crate::experiment::check::{Comparison, Sample, compare};
use crate::metrics::{FIGURES, Figure};
use crate::scenario::{Expectation, Must, Problems};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// New contents of `NAME.expected.json`, and what differs from the old.
#[derive(Clone, Debug, PartialEq)]
pub struct Blessed {
    /// The file.
    pub json: String,
    /// How many figures it expects.
    pub figures: usize,
    /// Those that change, in the order of the file.
    pub changes: Vec<BlessedFigure>,
    /// What does not hold and is left for a person: ranges, means, and what the scenario's own `[expect]` says.
    pub left: Vec<Comparison>,
}

/// A figure that blessing changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlessedFigure {
    /// Its name.
    pub figure: String,
    /// What was expected; `None` if nothing was.
    pub old: Option<String>,
    /// What is expected now.
    pub new: String,
}

/// Blesses what came: every figure of `summary.json`, exactly, but for those that `own`, the scenario's `[expect]`,
/// speaks of. What `json`, the file as it was, and `beside`, what it expects, say of a figure in another form stays
/// where it holds; the value of a tolerance moves.
///
/// # Errors
/// Names that are no figures'.
pub fn bless(
    json: &str,
    beside: &[Expectation],
    own: &[Expectation],
    sample: &Sample,
) -> Result<Blessed, Problems> {
    let mut written = BTreeMap::new();
    let parsed: Value = serde_json::from_str(json).unwrap_or_default();
    let known: Vec<&str> = beside.iter().map(|expect| expect.figure.as_str()).collect();
    flatten("", &parsed, &known, &mut written);
    let mut left: Vec<Comparison> = compare(own, sample)?;
    left.retain(|comparison| !comparison.holds());
    let (mut figures, mut changes) = (BTreeMap::new(), Vec::new());
    for comparison in compare(beside, sample)? {
        let name = comparison.figure.as_str();
        let old = written.get(name).cloned().unwrap_or_default();
        let new = match renewed(&comparison, &old) {
            Renewed::Same => old,
            Renewed::Now(new) => {
                let (old, new) = (Some(shown(&old)), new);
                changes.push(BlessedFigure { figure: name.to_owned(), old, new: shown(&new) });
                new
            }
            Renewed::Left => {
                left.push(comparison.clone());
                old
            }
        };
        figures.insert(name.to_owned(), new);
    }
    let of_summary = std::iter::once("events").chain(FIGURES.iter().map(|&(name, _)| name));
    for name in of_summary.filter(|name| own.iter().all(|expect| expect.figure.as_str() != *name)) {
        if let (false, Some(figure)) = (figures.contains_key(name), sample.first.figure(name)) {
            let new = exact(figure);
            changes.push(BlessedFigure { figure: name.to_owned(), old: None, new: shown(&new) });
            figures.insert(name.to_owned(), new);
        }
    }
    let order = sample.first.names();
    let place = |name: &str| order.iter().position(|known| known == name);
    let mut lines: Vec<(&String, &Value)> = figures.iter().collect();
    lines.sort_by_key(|(name, _)| place(name));
    changes.sort_by_key(|change| place(&change.figure));
    Ok(Blessed { json: file(&lines), figures: figures.len(), changes, left })
}

/// What becomes of an expectation.
enum Renewed {
    /// It holds.
    Same,
    /// It is this now.
    Now(Value),
    /// It does not hold and a person has to decide.
    Left,
}

fn renewed(comparison: &Comparison, old: &Value) -> Renewed {
    use crate::experiment::check::Actual;
    let figure = match comparison.actual {
        _ if comparison.holds() => return Renewed::Same,
        Actual::Mean { .. } => return Renewed::Left,
        Actual::Figure(figure) => figure,
    };
    match (&comparison.must, old) {
        (Must::Equal(_) | Must::Near { .. }, Value::Object(table)) => {
            let mut table: Map<String, Value> = table.clone();
            table.insert("value".to_owned(), exact(figure));
            Renewed::Now(Value::Object(table))
        }
        (Must::Equal(_), _) => Renewed::Now(exact(figure)),
        (Must::Near { .. } | Must::Between { .. } | Must::MeanWithin { .. }, _) => Renewed::Left,
    }
}

/// The exact value, as `summary.json` has it; shares as text, as a JSON number may lose digits.
fn exact(figure: Figure) -> Value {
    match figure {
        Figure::Count(count) => count.into(),
        Figure::Credits(credits) => credits.get().into(),
        Figure::Time(span) => span.ms().into(),
        Figure::Money(_) | Figure::Ratio(_) => figure.to_string().into(),
    }
}

/// Every expected figure by its dotted name.
fn flatten(path: &str, value: &Value, known: &[&str], into: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(entries) if !known.contains(&path) => {
            for (key, value) in entries {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, known, into);
            }
        }
        Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_) => {
            into.insert(path.to_owned(), value.clone());
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// One figure a line, so that a difference of two versions reads well.
fn file(figures: &[(&String, &Value)]) -> String {
    let mut json = String::from("{\n");
    for (index, (name, value)) in figures.iter().enumerate() {
        let comma = if index + 1 < figures.len() { "," } else { "" };
        // Writing to a string does not fail; `Value`'s own form quotes as JSON does.
        let _ = writeln!(json, "  {}: {value}{comma}", Value::from(name.as_str()));
    }
    json + "}\n"
}
