//! `replications.parquet`: one row a cell and replication.

use super::super::parquet::{Column, ParquetError, Table, Values};
use super::table::{cell_name, settings};
use crate::experiment::sweep::{Grid, MEASURES, Point, Rows, measures};
use std::io::Write;

/// Writes `replications.parquet`: columns `cell` (text), `replication`, one text column an axis, and one
/// double column a measure. Nothing is missing in any row.
pub struct Replications<W: Write + Send> {
    table: Table<W>,
    grid: Grid,
}

impl<W: Write + Send> Replications<W> {
    /// An empty table.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, grid: &Grid) -> Result<Self, ParquetError> {
        let axes = grid.axes().iter().map(|axis| (axis.key.as_str(), Column::Text));
        let columns: Vec<(&str, Column)> = [("cell", Column::Text), ("replication", Column::Whole)]
            .into_iter()
            .chain(axes)
            .chain(measures().map(|measure| (measure, Column::Real)))
            .collect();
        Ok(Self { table: Table::new(out, "replications", &columns)?, grid: grid.clone() })
    }

    /// All replications of a cell.
    ///
    /// # Errors
    /// Those of the output.
    pub fn cell(&mut self, point: Point, rows: &Rows) -> Result<(), ParquetError> {
        let texts: Vec<String> =
            std::iter::once(cell_name(point)).chain(settings(&self.grid, point)).collect();
        for (replication, row) in (0..).zip(rows.0.chunks_exact(MEASURES)) {
            let values = Values { texts: texts.clone(), wholes: vec![replication], reals: row.to_vec() };
            self.table.row(values)?;
        }
        Ok(())
    }

    /// The last rows, and the file's end.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> Result<(), ParquetError> {
        self.table.finish()
    }
}
