//! The figures of a sweep while it runs, and of a share of it: a header, then blocks in any order.
//!
//! | bytes | meaning |
//! |---|---|
//! | a line | `creditsim-sweep 1` |
//! | a line | the header: one JSON object, the study and the share |
//! | then each block | its number (4), how many figures (4), the figures (8 each), a checksum of these (8) |
//!
//! Numbers are little-endian. A block that is cut off or damaged ends what can be read: a process that was killed
//! loses at most the blocks that it had under way.

use crate::experiment::sweep::{Done, Study, Told};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, BufRead, Read};
use std::str::FromStr;

const MAGIC: &str = "creditsim-sweep 1\n";
/// The most figures that a block can have; more is damage.
const MOST: u32 = 1 << 27;

/// Which share of a sweep's blocks: the `part`-th of `parts`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    part: u32,
    parts: u32,
}

impl Share {
    /// All of them.
    pub const ALL: Self = Self { part: 1, parts: 1 };

    /// True if the block of that number is one of its own.
    pub fn has(self, block: usize) -> bool {
        let parts = u64::from(self.parts);
        u64::try_from(block).is_ok_and(|block| block % parts == u64::from(self.part - 1))
    }

    /// How many parts there are.
    pub const fn parts(self) -> u32 {
        self.parts
    }

    /// Which of them it is, from 1.
    pub const fn part(self) -> u32 {
        self.part
    }
}

impl FromStr for Share {
    type Err = String;

    /// `k/n`.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(part, parts)| Some((part.parse().ok()?, parts.parse().ok()?)));
        match numbers {
            Some((part, parts)) if (1..=parts).contains(&part) => Ok(Self { part, parts }),
            Some((_, parts)) if parts > 0 => {
                Err(format!("`{text}` is no share; the first number is 1 to {parts}"))
            }
            Some(_) | None => Err(format!("`{text}` is no share; write k/n, such as 1/4")),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.parts)
    }
}

/// Why a part cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// It is another kind of file, or of another version of the format.
    #[error("it is no part of a sweep that this version can read")]
    Foreign,
    /// The header is damaged.
    #[error("its header is damaged: {0}")]
    Header(serde_json::Error),
    /// The system says so.
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[derive(Serialize, Deserialize)]
struct Header {
    share: Share,
    study: Study,
}

/// What a part begins with.
///
/// # Errors
/// The study cannot be written as JSON.
pub fn header_bytes(study: &Study, share: Share) -> io::Result<Vec<u8>> {
    let header = Header { share, study: study.clone() };
    let mut bytes = MAGIC.as_bytes().to_vec();
    serde_json::to_writer(&mut bytes, &header)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads a header; the reader then stands before the first block.
///
/// # Errors
/// It is no part, or damaged.
pub fn read_header(file: &mut impl BufRead) -> Result<(Study, Share), PartError> {
    let mut magic = vec![0; MAGIC.len()];
    file.read_exact(&mut magic).map_err(|_| PartError::Foreign)?;
    if magic != MAGIC.as_bytes() {
        return Err(PartError::Foreign);
    }
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line)?;
    let header: Header = serde_json::from_slice(&line).map_err(PartError::Header)?;
    Ok((header.study, header.share))
}

/// One block.
pub fn block_bytes(done: &Done) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(16 + done.values.len() * 8);
    bytes.extend(u32::try_from(done.block).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(u32::try_from(done.values.len()).unwrap_or(u32::MAX).to_le_bytes());
    for value in &done.values {
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(checksum(&bytes));
    bytes
}

fn checksum(bytes: &[u8]) -> [u8; 8] {
    let hash = blake3::hash(bytes);
    let mut sum = [0; 8];
    sum.copy_from_slice(&hash.as_bytes()[..8]);
    sum
}

/// Reads whole blocks until the end or the first that is not whole; of each the length in bytes.
///
/// # Errors
/// Reading fails, or `each` does.
pub fn read_blocks(
    file: &mut impl Read,
    mut each: impl FnMut(Done, u64) -> Result<(), PartError>,
) -> Result<(), PartError> {
    loop {
        let mut bytes = Vec::new();
        file.take(8).read_to_end(&mut bytes)?;
        let (Some(block), Some(count)) = (word(&bytes, 0), word(&bytes, 4)) else { return Ok(()) };
        if count > MOST {
            return Ok(());
        }
        let rest = u64::from(count) * 8 + 8;
        if u64::try_from(file.take(rest).read_to_end(&mut bytes)?).ok() != Some(rest) {
            return Ok(());
        }
        let (content, sum) = bytes.split_at(bytes.len() - 8);
        if checksum(content) != sum {
            return Ok(());
        }
        let values = content[8..].chunks_exact(8).map(|eight| {
            let mut value = [0; 8];
            value.copy_from_slice(eight);
            f64::from_le_bytes(value)
        });
        let block = usize::try_from(block).unwrap_or(usize::MAX);
        each(Done { block, values: values.collect(), told: Told::default() }, rest + 8)?;
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<Done>, u64) {
        let (mut all, mut length) = (Vec::new(), 0);
        read_blocks(&mut &bytes[..], |done, size| {
            all.push(done);
            length += size;
            Ok(())
        })
        .unwrap();
        (all, length)
    }

    #[test]
    fn blocks_come_back_up_to_the_first_that_is_cut_off_or_damaged() {
        let done =
            |block| Done { block, values: vec![1.5, -0.0, f64::MAX, 1.0 / 3.0], told: Told::default() };
        let bytes: Vec<u8> = [4, 1, 2].into_iter().flat_map(|block| block_bytes(&done(block))).collect();
        let size = u64::try_from(bytes.len()).unwrap() / 3;
        assert_eq!(read(&bytes), (vec![done(4), done(1), done(2)], 3 * size));
        for cut in 1..48 {
            assert_eq!(read(&bytes[..bytes.len() - cut]).1, 2 * size, "{cut} bytes less");
        }
        let mut damaged = bytes.clone();
        damaged[60] ^= 1;
        assert_eq!(read(&damaged), (vec![done(4)], size));
    }

    #[test]
    fn shares_are_disjoint_and_cover_all_blocks() {
        let shares: Vec<Share> = ["1/3", "2/3", "3/3"].map(|text| text.parse().unwrap()).to_vec();
        for block in 0..20 {
            assert_eq!(shares.iter().filter(|share| share.has(block)).count(), 1);
        }
        assert_eq!("0/3".parse::<Share>().unwrap_err(), "`0/3` is no share; the first number is 1 to 3");
        assert_eq!("4/3".parse::<Share>().unwrap_err(), "`4/3` is no share; the first number is 1 to 3");
        assert_eq!("half".parse::<Share>().unwrap_err(), "`half` is no share; write k/n, such as 1/4");
        assert_eq!("1/0".parse::<Share>().unwrap_err(), "`1/0` is no share; write k/n, such as 1/4");
    }
}
