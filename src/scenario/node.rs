//! TOML values that know where they were written.

use super::problem::Problem;
use super::text::{Origin, Text};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A TOML value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

/// A TOML value; numbers keep their text, so that decimals are read exactly.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// Decimal digits as written, without underscores; `inf` and `nan` too.
    Number(String),
    Flag(bool),
    /// A date, a time or both, in TOML's form.
    Time(String),
    List(Vec<Node>),
    Table(BTreeMap<String, Entry>),
}

/// A key of a table with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Origin,
    pub(crate) node: Node,
}

impl Node {
    /// All of a TOML file.
    pub(crate) fn document(text: &Arc<Text>) -> Result<Self, Vec<Problem>> {
        let (table, errors) = DeTable::parse_recoverable(&text.body);
        if errors.is_empty() {
            let value = Value::Table(entries(text, 0, table.into_inner()));
            return Ok(Self { value, origin: Origin::new(text, 0..0) });
        }
        Err(errors.iter().map(|error| syntax(text, 0, error)).collect())
    }

    /// One value, written at `offset` of `text`.
    pub(crate) fn value_at(text: &Arc<Text>, offset: usize) -> Result<Self, Problem> {
        match DeValue::parse(text.body.get(offset..).unwrap_or_default()) {
            Ok(value) => Ok(node(text, offset, value)),
            Err(error) => Err(syntax(text, offset, &error)),
        }
    }

    /// What people call this kind of value.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a string",
            Value::Number(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::Time(_) => "a date or time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value of `key` in a table.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// `key` in a table, and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Table(entries) => entries.get(key),
            Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Time(_) | Value::List(_) => None,
        }
    }

    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::Flag(_) | Value::Time(_) | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// A copy of a table without `keys`.
    pub(crate) fn without(&self, keys: &[&str]) -> Self {
        let value = match &self.value {
            Value::Table(entries) => {
                let kept = entries.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
                Value::Table(kept.map(|(key, entry)| (key.clone(), entry.clone())).collect())
            }
            Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Time(_) | Value::List(_) => {
                self.value.clone()
            }
        };
        Self { value, origin: self.origin.clone() }
    }

    /// Written anew on one line, as a TOML value.
    pub(crate) fn to_toml(&self) -> String {
        match &self.value {
            Value::Text(text) => toml_string(text),
            Value::Number(text) | Value::Time(text) => text.clone(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Self::to_toml).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(entries) => {
                let pair = |(key, entry): (&String, &Entry)| {
                    format!("{} = {}", toml_string(key), entry.node.to_toml())
                };
                format!("{{ {} }}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A TOML basic string.
pub fn toml_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}

fn entries(text: &Arc<Text>, offset: usize, table: DeTable<'_>) -> BTreeMap<String, Entry> {
    let entry = |(key, value): (Spanned<toml::de::DeString<'_>>, Spanned<DeValue<'_>>)| {
        let span = key.span();
        let key_origin = Origin::new(text, span.start + offset..span.end + offset);
        (key.into_inner().into_owned(), Entry { key: key_origin, node: node(text, offset, value) })
    };
    table.into_iter().map(entry).collect()
}

fn node(text: &Arc<Text>, offset: usize, value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(string) => Value::Text(string.into_owned()),
        DeValue::Integer(integer) => {
            Value::Number(match i128::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(whole) => whole.to_string(),
                Err(_) => integer.to_string(),
            })
        }
        DeValue::Float(float) => Value::Number(float.as_str().to_owned()),
        DeValue::Boolean(flag) => Value::Flag(flag),
        DeValue::Datetime(time) => Value::Time(time.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().cloned().map(|item| node(text, offset, item)).collect())
        }
        DeValue::Table(table) => Value::Table(entries(text, offset, table)),
    };
    Node { value, origin: Origin::new(text, span.start + offset..span.end + offset) }
}

fn syntax(text: &Arc<Text>, offset: usize, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let mut origin = Origin::new(text, span.start + offset..span.end + offset);
    if origin.span.is_empty() && origin.span.start > 0 && origin.span.start == text.body.len() {
        origin = Origin::new(text, text.body.trim_end().len().saturating_sub(1)..text.body.trim_end().len());
    }
    Problem::new(format!("not valid TOML: {}", error.message())).at(origin)
}
