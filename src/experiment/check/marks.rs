//! From a ledger's rows to its fingerprint.

use super::{Chunk, Fingerprint};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Takes the bytes of `ledger.csv` without its header, in any pieces.
#[derive(Default)]
pub struct Fingerprinter {
    /// A row that is not complete yet.
    row: Vec<u8>,
    rows: u64,
    open: Option<(Chunk, Sha256)>,
    closed: Vec<Chunk>,
}

/// The most rows of a chunk.
const CHUNK: u64 = 4_096;

/// The digits of base64url.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Fingerprinter {
    /// The fingerprint of what was written, with a mark at every row.
    pub fn finish(mut self) -> Fingerprint {
        if !self.row.is_empty() {
            let row = std::mem::take(&mut self.row);
            self.take(&row);
        }
        self.close();
        Fingerprint { every: 1, chunks: self.closed }
    }

    fn take(&mut self, row: &[u8]) {
        // The time and the month come first, and neither is ever quoted.
        let mut fields = row.split(|&byte| byte == b',');
        let (time, month) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let goes_on = |(chunk, _): &(Chunk, Sha256)| chunk.month.as_bytes() == month && chunk.rows < CHUNK;
        if !self.open.as_ref().is_some_and(goes_on) {
            self.close();
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        self.rows += 1;
        let first = self.rows;
        let (chunk, hasher) = self.open.get_or_insert_with(|| {
            let (month, time) = (text(month), text(time));
            let chunk = Chunk { month, first, rows: 0, time, sha256: String::new(), marks: Vec::new() };
            (chunk, Sha256::new())
        });
        hasher.update(row);
        chunk.rows += 1;
        chunk.marks.push(mark(hasher));
    }

    fn close(&mut self) {
        if let Some((mut chunk, hasher)) = self.open.take() {
            for byte in hasher.finalize() {
                // Writing to a string does not fail.
                let _ = write!(chunk.sha256, "{byte:02x}");
            }
            self.closed.push(chunk);
        }
    }
}

/// The digit of the last six bits of what was hashed so far.
fn mark(hasher: &Sha256) -> u8 {
    let last = hasher.clone().finalize().last().copied().unwrap_or_default();
    DIGITS[usize::from(last % 64)]
}

impl Write for Fingerprinter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            if self.row.is_empty() && piece.ends_with(b"\n") {
                self.take(piece);
                continue;
            }
            self.row.extend_from_slice(piece);
            if self.row.ends_with(b"\n") {
                let row = std::mem::take(&mut self.row);
                self.take(&row);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
