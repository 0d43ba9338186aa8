//! Rows of CSV written while a replay runs.

use crate::replay::Rules;
use crate::units::Instant;
use std::fmt::{self, Write as _};
use std::io::{self, BufWriter, Write};

/// Bytes gathered before they are handed on: larger than the default, as ledgers are long.
const BUFFER: usize = 1 << 16;

/// Writes rows to `out`. An observer cannot stop a replay, so the first error is kept until
/// [`finish`](Self::finish), and nothing more is written.
pub(super) struct Rows<W: Write> {
    out: BufWriter<W>,
    line: String,
    /// `replication,` where there are several, else empty.
    lead: String,
    /// Names of sources, quoted where CSV asks for it.
    names: Vec<String>,
    /// The last instant and its text: rows of one event share it.
    time: (Instant, String),
    error: Option<io::Error>,
}

impl<W: Write> Rows<W> {
    pub(super) fn new(out: W, rules: &Rules, replication: Option<u32>) -> Self {
        Self {
            out: BufWriter::with_capacity(BUFFER, out),
            line: String::with_capacity(160),
            lead: replication.map(|replication| format!("{replication},")).unwrap_or_default(),
            names: rules.work.iter().map(|work| quoted(&work.name)).collect(),
            time: (Instant::default(), Instant::default().to_string()),
            error: None,
        }
    }

    /// Begins a row with the replication and the time, and shows the buffer to write the rest to.
    pub(super) fn begin(&mut self, time: Instant) {
        if self.time.0 != time {
            self.time.0 = time;
            self.time.1.clear();
            // Writing to a string does not fail.
            let _ = write!(self.time.1, "{time}");
        }
        self.line.clear();
        self.line.push_str(&self.lead);
        self.line.push_str(&self.time.1);
    }

    /// Appends a field.
    pub(super) fn field(&mut self, field: impl fmt::Display) {
        // Writing to a string does not fail.
        let _ = write!(self.line, ",{field}");
    }

    /// Appends the field of a source.
    pub(super) fn source(&mut self, source: Option<crate::demand::SourceId>) {
        self.line.push(',');
        let name = source.and_then(|source| self.names.get(source.index())).map_or("", String::as_str);
        self.line.push_str(name);
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.line.push('\n');
        if self.error.is_none() {
            self.error = self.out.write_all(self.line.as_bytes()).err();
        }
    }

    /// The writer with everything written to it.
    pub(super) fn finish(self) -> io::Result<W> {
        match self.error {
            Some(error) => Err(error),
            None => self.out.into_inner().map_err(io::IntoInnerError::into_error),
        }
    }
}

/// A header line, with `replication` first where there are several.
pub(super) fn header(columns: &[&str], several: bool) -> String {
    let lead = if several { "replication," } else { "" };
    format!("{lead}{}\n", columns.join(","))
}

/// A field as RFC 4180 quotes it.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_comma_or_a_quote_is_quoted() {
        assert_eq!(quoted("crm-sync"), "crm-sync");
        assert_eq!(quoted(r#"say "hi", twice"#), r#""say ""hi"", twice""#);
    }
}
