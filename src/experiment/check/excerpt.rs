//! A few rows of a ledger.

use std::io::{self, Write};

/// Takes the bytes of `ledger.csv` without its header and keeps some rows.
#[derive(Debug)]
pub struct Excerpt {
    first: u64,
    rows: u64,
    at: u64,
    kept: Vec<u8>,
}

/// A row of a ledger, for people: what its columns say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub time: String,
    /// What kind of movement.
    pub entry: String,
    /// Whose work, where it was work.
    pub source: String,
    /// The rule at work.
    pub cause: String,
    /// The change of usable.
    pub credits: String,
    /// Usable afterwards.
    pub usable_after: String,
}

impl Excerpt {
    /// Rows `first`, counted from 1, and as many as `rows` in all.
    pub const fn new(first: u64, rows: u64) -> Self {
        Self { first, rows, at: 1, kept: Vec::new() }
    }

    /// The rows; fewer where the ledger has ended.
    pub fn finish(self) -> Vec<LedgerRow> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(self.kept.as_slice());
        // What a ledger wrote can be read.
        let records = reader.records().filter_map(Result::ok);
        let row = |(number, record): (u64, csv::StringRecord)| {
            let field = |index: usize| record.get(index).unwrap_or_default().to_owned();
            LedgerRow {
                number,
                time: field(0),
                entry: field(2),
                source: field(3),
                cause: field(4),
                credits: field(5),
                usable_after: field(8),
            }
        };
        (self.first..).zip(records).map(row).collect()
    }
}

impl Write for Excerpt {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            if self.first <= self.at && self.at - self.first < self.rows {
                self.kept.extend_from_slice(piece);
            }
            self.at += u64::from(piece.ends_with(b"\n"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
