//! `NAME.ledger.sha256`: enough of a ledger to find where another parts from it, without the ledger.

use std::fmt;
use std::str::FromStr;

/// A ledger's chunks, each with its SHA-256 and marks along it.
///
/// A mark is six bits of the SHA-256 of the chunk up to its row, so that every mark from the first
/// different row on differs with 63 chances in 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// A mark stands for so many rows, the last of a chunk for the rest; at least 1.
    pub(super) every: u64,
    pub(super) chunks: Vec<Chunk>,
}

/// Consecutive rows of one calendar month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Their month: `2026-03`.
    pub month: String,
    /// The first row's number, from 1; the header is no row.
    pub first: u64,
    /// How many, at least 1.
    pub rows: u64,
    /// The first row's time.
    pub time: String,
    /// Of all bytes of the rows, in hexadecimal.
    pub sha256: String,
    /// Base64 digits, one for each `every` rows.
    pub(super) marks: Vec<u8>,
}

/// Where a ledger parts from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The calendar month.
    pub month: String,
    /// The time of the first row of the chunk in which they part.
    pub from: String,
    /// The time of the first row of the chunk after it, if there is one.
    pub until: Option<String>,
    /// The row at which they part, from 1; with more than one of `rows`, the first that it can be. It may be the
    /// one after the last, where this ledger ends earlier.
    pub row: u64,
    /// It is one of so many, at least 1.
    pub rows: u64,
}

/// More marks than this make a file too large to keep beside a scenario.
const MOST_MARKS: u64 = 150_000;

impl Fingerprint {
    /// How many rows the ledger has.
    pub fn rows(&self) -> u64 {
        self.chunks.iter().map(|chunk| chunk.rows).sum()
    }

    /// With as few marks as fit a file.
    #[must_use]
    pub fn thinned(&self) -> Self {
        let every = self.rows().div_ceil(MOST_MARKS).max(1);
        if self.every != 1 || every == 1 {
            return self.clone();
        }
        let thin = |chunk: &Chunk| {
            let ends = (every..chunk.rows).step_by(usize::try_from(every).unwrap_or(usize::MAX));
            let marks = ends.chain([chunk.rows]).filter_map(|end| chunk.mark(end)).collect();
            Chunk { marks, ..chunk.clone() }
        };
        Self { every, chunks: self.chunks.iter().map(thin).collect() }
    }

    /// Where this ledger, with a mark at every row, parts from `blessed`; `None` if it does not.
    pub fn parts_from(&self, blessed: &Self) -> Option<Parting> {
        let same = |(mine, theirs): &(&Chunk, &Chunk)| mine.is_same(theirs);
        let at = self.chunks.iter().zip(&blessed.chunks).take_while(same).count();
        let until = |chunks: &[Chunk]| chunks.get(at + 1).map(|chunk| chunk.time.clone());
        match (self.chunks.get(at), blessed.chunks.get(at)) {
            (None, None) => None,
            (Some(mine), None) => {
                let Chunk { month, time, first, .. } = mine.clone();
                Some(Parting { month, from: time, until: until(&self.chunks), row: first, rows: 1 })
            }
            (mine, Some(theirs)) => {
                let (row, rows) = mine.map_or((1, 1), |mine| mine.parts_from(theirs, blessed.every));
                let Chunk { month, time, first, .. } = theirs.clone();
                let until = until(&blessed.chunks);
                Some(Parting { month, from: time, until, row: first - 1 + row, rows })
            }
        }
    }
}

impl Chunk {
    fn is_same(&self, other: &Self) -> bool {
        (self.rows, &self.sha256, &self.month) == (other.rows, &other.sha256, &other.month)
    }

    /// The mark at a row of the chunk, from 1, where every row has one.
    fn mark(&self, row: u64) -> Option<u8> {
        usize::try_from(row - 1).ok().and_then(|index| self.marks.get(index)).copied()
    }

    /// The row of the chunk, from 1, and how many it can be, at which this one parts from one that is not the same.
    fn parts_from(&self, blessed: &Self, every: u64) -> (u64, u64) {
        let mut begin = 1;
        for &mark in &blessed.marks {
            let end = (begin + every - 1).min(blessed.rows);
            if end > self.rows {
                return (begin, (self.rows + 1 - begin).max(1));
            }
            if self.mark(end) != Some(mark) {
                return (begin, end + 1 - begin);
            }
            begin = end + 1;
        }
        if self.rows > blessed.rows {
            return (begin, 1); // this run's month goes on
        }
        let last = begin.saturating_sub(every).max(1);
        (last, blessed.rows + 1 - last) // all marks alike: it is the last one's chance in 64
    }
}

/// The first line of a file: its format and version.
const HEADER: &str = "# creditsim ledger fingerprint, version 1";

impl fmt::Display for Fingerprint {
    /// As the file has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}\nrows {} marked-every {}", self.rows(), self.every)?;
        for Chunk { month, first, rows, time, sha256, marks } in &self.chunks {
            writeln!(f, "{month} {first} {rows} {time} {sha256}\n{}", String::from_utf8_lossy(marks))?;
        }
        Ok(())
    }
}

/// A file that is no fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}; bless the scenario to write it anew")]
pub struct BadFingerprint {
    /// From 1.
    pub line: usize,
    /// Why.
    pub what: &'static str,
}

impl FromStr for Fingerprint {
    type Err = BadFingerprint;

    fn from_str(text: &str) -> Result<Self, BadFingerprint> {
        let bad = |line: usize, what| BadFingerprint { line, what };
        let lines: Vec<&str> = text.lines().collect();
        let [HEADER, sizes, chunks @ ..] = lines.as_slice() else {
            return Err(bad(1, "this is no ledger fingerprint of version 1"));
        };
        let sizes: Vec<&str> = sizes.split(' ').collect();
        let ["rows", rows, "marked-every", every] = sizes.as_slice() else {
            return Err(bad(2, "expected `rows N marked-every N`"));
        };
        let every = every.parse().ok().filter(|&every| every > 0);
        let every = every.ok_or_else(|| bad(2, "expected a number above 0"))?;
        let mut read: Vec<Chunk> = Vec::new();
        for (index, pair) in chunks.chunks(2).enumerate() {
            let chunk =
                chunk(pair, every).ok_or_else(|| bad(2 * index + 3, "expected a chunk and its marks"))?;
            let first = read.last().map_or(1, |last| last.first + last.rows);
            if chunk.first != first {
                return Err(bad(2 * index + 3, "rows are left out"));
            }
            read.push(chunk);
        }
        let fingerprint = Self { every, chunks: read };
        if rows.parse() == Ok(fingerprint.rows()) {
            Ok(fingerprint)
        } else {
            Err(bad(2, "the chunks have another number of rows"))
        }
    }
}

/// A chunk's two lines.
fn chunk(lines: &[&str], every: u64) -> Option<Chunk> {
    let [head, marks] = lines else { return None };
    let fields: Vec<&str> = head.split(' ').collect();
    let [month, first, rows, time, sha256] = fields.as_slice() else { return None };
    let (first, rows): (u64, u64) = (first.parse().ok()?, rows.parse().ok()?);
    let complete = rows > 0 && sha256.len() == 64 && u64::try_from(marks.len()) == Ok(rows.div_ceil(every));
    let marks = marks.as_bytes().to_vec();
    let [month, time, sha256] = [month, time, sha256].map(|field| (*field).to_owned());
    complete.then_some(Chunk { month, first, rows, time, sha256, marks })
}
