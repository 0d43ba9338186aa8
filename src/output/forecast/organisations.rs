//! `organisations.parquet`: one row an organisation and replication.

use super::super::parquet::{Column, ParquetError, Table, Values};
use super::super::sweep::unquoted;
use crate::experiment::forecast::{Account, Amount, MEASURES, Organisation, Study, TooLarge, Unit};
use std::io::{self, Write};

/// Writes `organisations.parquet`: columns `replication`, `organisation`, `segment`, `joins`, `churns` (text, empty where
/// it stays), one text column a drawn key (empty where it is not drawn), and one double column a metric of the whole
/// horizon. Nothing is missing in any row.
pub struct Organisations<W: Write + Send> {
    table: Table<W>,
    keys: Vec<String>,
    segments: Vec<String>,
}

impl<W: Write + Send> Organisations<W> {
    /// An empty table.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, study: &Study) -> Result<Self, ParquetError> {
        let fixed = [
            ("replication", Column::Whole),
            ("organisation", Column::Whole),
            ("segment", Column::Text),
            ("joins", Column::Text),
            ("churns", Column::Text),
        ];
        let keys = study.drawn_keys.iter().map(|key| (key.as_str(), Column::Text));
        let figures = MEASURES.iter().map(|measure| (measure.name, Column::Real));
        let columns: Vec<(&str, Column)> = fixed.into_iter().chain(keys).chain(figures).collect();
        let table = Table::new(out, "organisations", &columns)?;
        Ok(Self { table, keys: study.drawn_keys.clone(), segments: study.segments.clone() })
    }

    /// One organisation more.
    ///
    /// # Errors
    /// Those of the output, or one of its sums is too large.
    pub fn row(&mut self, organisation: &Organisation) -> Result<(), ParquetError> {
        let Organisation { replication, index, segment, joins, churns, drawn, accounts } = organisation;
        let segment = self.segments.get(*segment).cloned().unwrap_or_default();
        let churns = churns.map(|churns| churns.to_string()).unwrap_or_default();
        let mut texts = vec![segment, joins.to_string(), churns];
        for key in &self.keys {
            let value = drawn.iter().find(|(drawn, _)| drawn == key).map(|(_, value)| unquoted(value));
            texts.push(value.unwrap_or_default());
        }
        let whole = accounts.first().map(Account::whole).transpose();
        let whole = whole.map_err(|error: TooLarge| ParquetError::from(io::Error::other(error)))?.flatten();
        let reals = MEASURES.iter().enumerate().map(|(place, measure)| {
            let value = whole.as_ref().map_or(0, |row| row.values[place]);
            approximate(measure.unit, value)
        });
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let wholes = vec![whole(*replication), whole(*index)];
        self.table.row(Values { texts, wholes, reals: reals.collect() })
    }

    /// The last rows, and the file's end.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> Result<(), ParquetError> {
        self.table.finish()
    }
}

/// As the nearest binary fraction, money in units of currency.
fn approximate(unit: Unit, value: i64) -> f64 {
    match unit {
        Unit::Money => Amount::from_millionths(value.into()).approximate(),
        #[expect(clippy::cast_precision_loss, reason = "that is what is asked for")]
        Unit::Count | Unit::Credits | Unit::Time => value as f64,
    }
}
