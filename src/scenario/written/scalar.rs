//! Numbers, durations and moments as a scenario writes them.

use crate::scenario::read::{ANYTHING, MOMENT, NUMBER};
use crate::units::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

/// An exact decimal: a TOML number, or a string that holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Decimal);

impl Number {
    /// Exact; at most 28 digits.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if ["nan", "inf"].contains(&text.trim_start_matches(['+', '-'])) {
            return Err(format!("`{text}` is not a finite number"));
        }
        let plain = text.strip_prefix('+').unwrap_or(text);
        let exact = if plain.contains(['e', 'E']) {
            Decimal::from_scientific(plain)
        } else {
            Decimal::from_str_exact(plain)
        };
        exact.map(Self).map_err(|_| match plain.parse::<f64>() {
            Ok(_) => format!("`{text}` has too many digits; at most 28 are kept exactly"),
            Err(_) => format!("expected a number, found `{text}`"),
        })
    }
}

struct TextVisitor(&'static str);

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        String::deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_newtype_struct(NUMBER, TextVisitor("a number"))?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        NUMBER.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "oneOf": [
            { "type": "number" },
            { "type": "string", "pattern": r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$" },
        ] })
    }
}

/// A date, a time, or both; a TOML date-time or a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) String);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(MOMENT, TextVisitor("a date or time")).map(Self)
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        MOMENT.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "examples": ["2026-01-01T00:00:00", "2026-01-01T00:00:00+02:00", "07:30"],
        })
    }
}

/// Any value, kept as TOML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anything(pub(crate) String);

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ANYTHING, TextVisitor("a value")).map(Self)
    }
}

impl JsonSchema for Anything {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        ANYTHING.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}

/// A number, or a string that means something else: a duration such as `"1h30m"`, or `"none"`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged, inline)]
pub(crate) enum Scalar {
    /// A number; seconds where a duration is meant.
    Number(Number),
    /// A string; a duration such as `"90s"`, `"15m"`, `"6h"`, `"30d"`, `"1h30m"` where one is meant.
    Text(String),
}
