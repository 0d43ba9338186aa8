//! Distributions as written.

use super::{Number, Scalar};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A number (always the same), a duration, or a distribution.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(untagged, inline)]
pub(crate) enum Drawn {
    /// Always the same: credits, or seconds where a time is meant.
    Number(Number),
    /// Always the same: a duration such as "1h30m" where a time is meant.
    Text(String),
    /// A distribution.
    Table(Box<Distribution>),
}

/// A distribution: `dist` and its parameters; credits for costs, seconds or durations for times.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Distribution {
    pub(crate) dist: Option<Family>,
    pub(crate) min: Option<Scalar>,
    pub(crate) max: Option<Scalar>,
    pub(crate) mode: Option<Scalar>,
    pub(crate) mean: Option<Scalar>,
    pub(crate) sd: Option<Scalar>,
    pub(crate) sigma: Option<Number>,
    pub(crate) shape: Option<Number>,
    pub(crate) alpha: Option<Number>,
    pub(crate) values: Option<Vec<Scalar>>,
    pub(crate) weights: Option<Vec<Number>>,
}

/// A family of distributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Family {
    Uniform,
    Exponential,
    Lognormal,
    Normal,
    Gamma,
    Pareto,
    Poisson,
    Geometric,
    Triangular,
    Empirical,
}

impl Family {
    /// All of them.
    pub(crate) const ALL: [Self; 10] = [
        Self::Uniform,
        Self::Exponential,
        Self::Lognormal,
        Self::Normal,
        Self::Gamma,
        Self::Pareto,
        Self::Poisson,
        Self::Geometric,
        Self::Triangular,
        Self::Empirical,
    ];

    /// As written.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Exponential => "exponential",
            Self::Lognormal => "lognormal",
            Self::Normal => "normal",
            Self::Gamma => "gamma",
            Self::Pareto => "pareto",
            Self::Poisson => "poisson",
            Self::Geometric => "geometric",
            Self::Triangular => "triangular",
            Self::Empirical => "empirical",
        }
    }

    /// The parameters that it needs; no others are allowed.
    pub(crate) const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Uniform => &["min", "max"],
            Self::Exponential | Self::Poisson | Self::Geometric => &["mean"],
            Self::Lognormal => &["mean", "sigma"],
            Self::Normal => &["mean", "sd"],
            Self::Gamma => &["mean", "shape"],
            Self::Pareto => &["min", "alpha"],
            Self::Triangular => &["min", "mode", "max"],
            Self::Empirical => &["values", "weights"],
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Uniform => "From min to max; whole numbers with both ends included where it is a cost.",
            Self::Exponential => "Density exp(-x/mean)/mean.",
            Self::Lognormal => "`mean` is the arithmetic mean, `sigma` of the underlying normal.",
            Self::Normal => "Truncated at 0.",
            Self::Gamma => "Of that mean; scale is mean / shape.",
            Self::Pareto => "P(X > x) = (min/x)^alpha; its mean is infinite for alpha <= 1.",
            Self::Poisson => "Poisson counts.",
            Self::Geometric => "1, 2, 3, …: trials up to the first success; mean at least 1.",
            Self::Triangular => "From min to max with its peak at mode.",
            Self::Empirical => "One of `values`, drawn by `weights`.",
        }
    }
}

fn parameter(name: &str, generator: &mut SchemaGenerator) -> Value {
    match name {
        "values" => json!({ "type": "array", "minItems": 1, "items": Scalar::json_schema(generator) }),
        "weights" => json!({ "type": "array", "minItems": 1, "items": Number::json_schema(generator) }),
        "sigma" | "shape" | "alpha" => Number::json_schema(generator).to_value(),
        _ => Scalar::json_schema(generator).to_value(),
    }
}

impl JsonSchema for Distribution {
    fn schema_name() -> Cow<'static, str> {
        "Distribution".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let family = |family: Family| {
            let mut properties = Map::new();
            properties.insert("dist".to_owned(), json!({ "const": family.name() }));
            let mut required = vec!["dist"];
            for &name in family.parameters() {
                properties.insert(name.to_owned(), parameter(name, generator));
                required.push(name);
            }
            json!({
                "title": family.name(),
                "description": family.about(),
                "type": "object",
                "properties": properties,
                "required": required,
                "additionalProperties": false,
            })
        };
        let families: Vec<Value> = Family::ALL.into_iter().map(family).collect();
        json_schema!({ "description": "A distribution.", "oneOf": families })
    }
}
