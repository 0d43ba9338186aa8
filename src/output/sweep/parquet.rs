//! `replications.parquet`: one row a cell and replication.

use super::table::{cell_name, settings};
use crate::experiment::sweep::{Grid, MEASURES, Point, Rows, measures};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError as Refused;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;

/// Rows of a group: some 30 MB in memory.
const GROUP: usize = 65_536;

/// The table cannot be written.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ParquetError(#[from] Refused);

/// Writes `replications.parquet`: columns `cell` (text), `replication`, one text column an axis, and one
/// double column a measure. Nothing is missing in any row.
pub struct Replications<W: Write + Send> {
    file: SerializedFileWriter<W>,
    grid: Grid,
    /// Rows of the group under way: the cell and the replication.
    keys: Vec<(Point, i32)>,
    /// Their measures, row by row.
    figures: Vec<f64>,
}

impl<W: Write + Send> Replications<W> {
    /// An empty table.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, grid: &Grid) -> Result<Self, ParquetError> {
        let mut columns = vec![text("cell")?, column("replication", Physical::INT32)?];
        for axis in grid.axes() {
            columns.push(text(&axis.key)?);
        }
        for measure in measures() {
            columns.push(column(measure, Physical::DOUBLE)?);
        }
        let schema = Type::group_type_builder("replications").with_fields(columns).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("creditsim ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { file, grid: grid.clone(), keys: Vec::new(), figures: Vec::new() })
    }

    /// All replications of a cell.
    ///
    /// # Errors
    /// Those of the output.
    pub fn cell(&mut self, point: Point, rows: &Rows) -> Result<(), ParquetError> {
        for (replication, row) in (0..).zip(rows.0.chunks_exact(MEASURES)) {
            self.keys.push((point, replication));
            self.figures.extend(row);
        }
        if self.keys.len() >= GROUP { self.write_group() } else { Ok(()) }
    }

    /// The last rows, and the file's end.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> Result<(), ParquetError> {
        self.write_group()?;
        self.file.close()?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.keys.is_empty() {
            return Ok(());
        }
        let axes = self.grid.axes().len();
        let mut group = self.file.next_row_group()?;
        let mut number = 0;
        while let Some(mut column) = group.next_column()? {
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let texts: Vec<ByteArray> =
                        self.keys.iter().map(|&(point, _)| text_of(&self.grid, point, number)).collect();
                    writer.write_batch(&texts, None, None)?;
                }
                ColumnWriter::Int32ColumnWriter(writer) => {
                    let replications: Vec<i32> =
                        self.keys.iter().map(|&(_, replication)| replication).collect();
                    writer.write_batch(&replications, None, None)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let measure = number - axes - 2;
                    let figures: Vec<f64> = self
                        .figures
                        .chunks_exact(MEASURES)
                        .filter_map(|row| row.get(measure).copied())
                        .collect();
                    writer.write_batch(&figures, None, None)?;
                }
                ColumnWriter::BoolColumnWriter(_)
                | ColumnWriter::Int64ColumnWriter(_)
                | ColumnWriter::Int96ColumnWriter(_)
                | ColumnWriter::FloatColumnWriter(_)
                | ColumnWriter::FixedLenByteArrayColumnWriter(_) => {}
            }
            column.close()?;
            number += 1;
        }
        group.close()?;
        self.keys.clear();
        self.figures.clear();
        Ok(())
    }
}

/// The cell's name in column 0, its settings from column 2 on.
fn text_of(grid: &Grid, point: Point, column: usize) -> ByteArray {
    let text = match column.checked_sub(2) {
        None => cell_name(point),
        Some(axis) => settings(grid, point).into_iter().nth(axis).unwrap_or_default(),
    };
    ByteArray::from(text.into_bytes())
}

fn column(name: &str, physical: Physical) -> Result<Arc<Type>, ParquetError> {
    let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED);
    Ok(Arc::new(builder.build()?))
}

fn text(name: &str) -> Result<Arc<Type>, ParquetError> {
    let builder = Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .with_converted_type(ConvertedType::UTF8);
    Ok(Arc::new(builder.build()?))
}
