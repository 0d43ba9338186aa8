//! Checked populations: what the organisations of a forecast are drawn from.

use crate::demand::{Copula, Distribution, SpanDraw};
use crate::units::Instant;

/// A population of organisations.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// How many there are at the start or join before the end, at least 1.
    pub organisations: u32,
    /// Kinds of organisations; not empty.
    pub segments: Vec<Segment>,
}

/// A kind of organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// In outputs; unique.
    pub name: String,
    /// Its share relative to the others, above 0.
    pub weight: f64,
    /// A scenario file relative to this one; `None`: this scenario.
    pub scenario: Option<String>,
    /// What is the same for all of its organisations: keys and TOML text, as `--set` takes them; sorted by key.
    pub constants: Vec<(String, String)>,
    /// What each of its organisations draws; sorted by key.
    pub drawn: Vec<DrawnKey>,
    /// How the values of `drawn` go together, by their index there.
    pub copula: Copula,
    /// When its organisations join.
    pub joins: Joins,
    /// How long they stay.
    pub lifetime: Lifetime,
}

/// A key whose value each organisation draws.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnKey {
    /// A dotted key of the scenario, as `--set` takes it.
    pub key: String,
    /// Its values.
    pub value: DrawnValue,
    /// The share of organisations that keep what the scenario says instead, from 0 to 1.
    pub keep: f64,
}

/// What a drawn value is.
#[derive(Clone, Debug, PartialEq)]
pub enum DrawnValue {
    /// A number, rounded to one that the key accepts; where the key is a duration it counts seconds.
    Number(Distribution),
    /// True with this probability, else false.
    Flag(f64),
    /// One of several, as they are written.
    Choice {
        /// TOML text; not empty.
        values: Vec<String>,
        /// As many, none negative, not all 0.
        weights: Vec<f64>,
    },
}

/// When an organisation joins.
#[derive(Clone, Debug, PartialEq)]
pub enum Joins {
    /// It is there at the start.
    AtStart,
    /// Then; not before the start.
    At(Instant),
    /// So long after the start.
    After(SpanDraw),
    /// So that the number of those that ever joined grows by this a month of 30.4375 days, compounding; positive.
    Growing(f64),
}

/// How long an organisation stays.
#[derive(Clone, Debug, PartialEq)]
pub enum Lifetime {
    /// For ever.
    Endless,
    /// It leaves within any month of 30.4375 days with this probability, above 0 and below 1.
    Churn(f64),
    /// So long.
    Drawn(SpanDraw),
}
