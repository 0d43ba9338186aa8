//! Variants beside each other as bytes: `compare.csv`, `compare.json`, and what a person reads first.

mod largest;
mod table;
mod terminal;

pub use largest::largest_differences;
pub use table::{compare_csv, compare_json};
pub use terminal::compare_report;

use crate::experiment::sweep::Rows;
use crate::experiment::{Compared, Confidence, compared};

/// Variants and their figures; the first is what the others are compared with.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// In the order of `rows`.
    pub names: &'a [String],
    /// One for each variant, with as many replications each.
    pub rows: &'a [Rows],
    /// Of intervals.
    pub confidence: Confidence,
}

impl<'a> Comparison<'a> {
    /// Every variant but the first: its name, and its measures by size of difference.
    fn others(self) -> impl Iterator<Item = (&'a str, Vec<Compared>)> {
        let first = self.rows.first();
        self.names
            .iter()
            .zip(self.rows)
            .skip(1)
            .filter_map(move |(name, own)| Some((name.as_str(), compared(first?, own, self.confidence))))
    }

    /// The name of the first variant.
    fn first(self) -> &'a str {
        self.names.first().map_or("", String::as_str)
    }

    /// How many replications.
    fn replications(self) -> u32 {
        self.rows.first().map_or(0, Rows::replications)
    }
}
