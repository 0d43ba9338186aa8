//! Tables of columns, for tools that read Parquet.

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError as Refused;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows of a group: some 30 MB in memory.
const GROUP: usize = 65_536;

/// The table cannot be written.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ParquetError(#[from] Refused);

impl From<io::Error> for ParquetError {
    fn from(error: io::Error) -> Self {
        Self(Refused::from(error))
    }
}

/// What the columns of a table hold, all values of a row together. Nothing is missing in any row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Values {
    pub(super) texts: Vec<String>,
    pub(super) wholes: Vec<i32>,
    pub(super) reals: Vec<f64>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Text.
    Text,
    /// A 32-bit whole number.
    Whole,
    /// A double.
    Real,
}

/// Writes a table row by row. Of each kind of column a row's values are in the order of these columns.
pub(super) struct Table<W: Write + Send> {
    file: SerializedFileWriter<W>,
    /// Of each column what it holds, and which of these it is.
    columns: Vec<(Column, usize)>,
    /// Rows of the group under way.
    rows: Vec<Values>,
}

impl<W: Write + Send> Table<W> {
    /// An empty table.
    pub(super) fn new(out: W, name: &str, columns: &[(&str, Column)]) -> Result<Self, ParquetError> {
        let mut fields = Vec::with_capacity(columns.len());
        let mut places = Vec::with_capacity(columns.len());
        for &(name, column) in columns {
            fields.push(field(name, column)?);
            places.push((column, places.iter().filter(|&&(other, _)| other == column).count()));
        }
        let schema = Type::group_type_builder(name).with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("creditsim ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { file, columns: places, rows: Vec::new() })
    }

    /// One row more.
    pub(super) fn row(&mut self, row: Values) -> Result<(), ParquetError> {
        self.rows.push(row);
        if self.rows.len() >= GROUP { self.write_group() } else { Ok(()) }
    }

    /// The last rows, and the file's end.
    pub(super) fn finish(mut self) -> Result<(), ParquetError> {
        self.write_group()?;
        self.file.close()?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group()?;
        let mut places = self.columns.iter();
        while let Some(mut column) = group.next_column()? {
            let place = places.next().map_or(0, |&(_, place)| place);
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let text = |row: &Values| row.texts.get(place).cloned().unwrap_or_default();
                    let texts: Vec<ByteArray> =
                        self.rows.iter().map(|row| ByteArray::from(text(row).into_bytes())).collect();
                    writer.write_batch(&texts, None, None)?;
                }
                ColumnWriter::Int32ColumnWriter(writer) => {
                    let whole = |row: &Values| row.wholes.get(place).copied().unwrap_or_default();
                    let wholes: Vec<i32> = self.rows.iter().map(whole).collect();
                    writer.write_batch(&wholes, None, None)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let real = |row: &Values| row.reals.get(place).copied().unwrap_or(f64::NAN);
                    let reals: Vec<f64> = self.rows.iter().map(real).collect();
                    writer.write_batch(&reals, None, None)?;
                }
                ColumnWriter::BoolColumnWriter(_)
                | ColumnWriter::Int64ColumnWriter(_)
                | ColumnWriter::Int96ColumnWriter(_)
                | ColumnWriter::FloatColumnWriter(_)
                | ColumnWriter::FixedLenByteArrayColumnWriter(_) => {}
            }
            column.close()?;
        }
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn field(name: &str, column: Column) -> Result<Arc<Type>, ParquetError> {
    let physical = match column {
        Column::Text => Physical::BYTE_ARRAY,
        Column::Whole => Physical::INT32,
        Column::Real => Physical::DOUBLE,
    };
    let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED);
    let builder = match column {
        Column::Text => {
            builder.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8)
        }
        Column::Whole | Column::Real => builder,
    };
    Ok(Arc::new(builder.build()?))
}
