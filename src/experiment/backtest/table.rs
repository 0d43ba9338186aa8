//! Tables in CSV: cells by column name, and errors that name line and column.

use crate::demand::{line_of, other_separator};
use csv::StringRecord;
use std::fmt;

/// What is forecast, or came: a figure of a segment of the population.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    /// The segment's name, or `all`.
    pub segment: String,
    /// The figure's dotted name.
    pub metric: String,
}

impl Quantity {
    /// The segment that stands for all of them, and the month.
    pub(super) const ALL: &'static str = "all";
}

impl fmt::Display for Quantity {
    /// The figure, and its segment where it is not all of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segment == Self::ALL {
            f.write_str(&self.metric)
        } else {
            write!(f, "{} of {}", self.metric, self.segment)
        }
    }
}

/// A table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TableError {
    /// The line in the file, from 1 (the header).
    pub line: u64,
    /// The column to blame, if one is.
    pub column: Option<String>,
    /// What is wrong and what is allowed.
    pub message: String,
}

impl fmt::Display for TableError {
    /// For after the file's name and a colon: `7: column `value`: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.line)?;
        if let Some(column) = &self.column {
            write!(f, "column `{column}`: ")?;
        }
        f.write_str(&self.message)
    }
}

/// A row with its place.
pub(super) struct Row<'a> {
    pub(super) line: u64,
    names: &'a [String],
    cells: &'a StringRecord,
}

impl Row<'_> {
    /// The cell of a column; empty where there is none.
    pub(super) fn text(&self, column: &str) -> &str {
        let index = self.names.iter().position(|name| name == column);
        index.and_then(|index| self.cells.get(index)).unwrap_or_default().trim()
    }

    /// A finite number.
    pub(super) fn number(&self, column: &str) -> Result<f64, TableError> {
        let text = self.text(column);
        text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
            self.error(column, format!("`{text}` is no number; write digits such as `1250` or `12.5`"))
        })
    }

    /// `2026-01`.
    pub(super) fn month(&self, column: &str) -> Result<String, TableError> {
        let text = self.text(column);
        let is_month = text.split_once('-').is_some_and(|(year, month)| {
            let digits = |text: &str, count: usize| {
                text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
            };
            digits(year, 4) && digits(month, 2) && (1..=12).contains(&month.parse().unwrap_or(0))
        });
        if is_month {
            return Ok(text.to_owned());
        }
        Err(self.error(column, format!("`{text}` is no month; write it like `2026-01`")))
    }

    pub(super) fn error(&self, column: &str, message: String) -> TableError {
        TableError { line: self.line, column: Some(column.to_owned()), message }
    }
}

/// Hands over every row of a table that has the columns in `needed`.
pub(super) fn each_row(
    text: &[u8],
    needed: &[&str],
    mut row: impl FnMut(&Row<'_>) -> Result<(), TableError>,
) -> Result<(), TableError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(true).flexible(false).from_reader(text);
    let unreadable = |error: csv::Error| {
        let line = line_of(text, error.position().map_or(0, csv::Position::byte));
        let message = if let csv::ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
            format!("the row has {len} cells, but there are {expected_len} columns")
        } else {
            format!("the file cannot be read: {error}")
        };
        TableError { line, column: None, message }
    };
    let names: Vec<String> =
        reader.headers().map_err(unreadable)?.iter().map(|name| name.trim().to_owned()).collect();
    for column in needed {
        if !names.iter().any(|name| name == column) {
            if let Some(message) = other_separator(names.iter().map(String::as_str)) {
                return Err(TableError { line: 1, column: None, message });
            }
            let has: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("no column `{column}`; the file has {}", has.join(", "));
            return Err(TableError { line: 1, column: None, message });
        }
    }
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).map_err(unreadable)? {
        let line = line_of(text, cells.position().map_or(0, csv::Position::byte));
        row(&Row { line, names: &names, cells: &cells })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The error of the first row whose `value` is no number.
    fn bad(text: &str) -> String {
        let read = each_row(text.as_bytes(), &["value"], |row| row.number("value").map(drop));
        read.unwrap_err().to_string()
    }

    #[test]
    fn a_bad_row_is_named_by_its_line_in_the_file() {
        let lines = "month,value\n1,5\n2,five\n";
        let blank = "month,value\n\n1,5\n\n\n2,five\n";
        let (first, short) = ("month,value\n1,five\n", "month,value\n\n1,5\n2\n");
        for (text, line) in [(lines, 3), (blank, 6), (first, 2), (short, 4)] {
            for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
                assert!(bad(&text).starts_with(&format!("{line}: ")), "{}: {text:?}", bad(&text));
            }
        }
    }

    #[test]
    fn another_separator_is_named() {
        assert_eq!(
            bad("month;value\n1;5\n"),
            "1: columns must be separated by commas, but the header has `;`; write the file anew with commas"
        );
        assert!(bad("month\tvalue\n1\t5\n").contains("the header has tabs"));
        assert!(bad("month\n1\n").contains("no column `value`; the file has `month`"));
    }
}
