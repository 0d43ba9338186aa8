//! What a long job has done while it runs, and a share of it: a header, then blocks in any order.
//!
//! | bytes | meaning |
//! |---|---|
//! | a line | what job it is, and the version of its format |
//! | a line | the header: one JSON object, the study and the share |
//! | then each block | its number (4), the length of its content (4), the content, a checksum of these (8) |
//!
//! Numbers are little-endian. A block that is cut off or damaged ends what can be read: a process that was killed
//! loses at most the blocks that it had under way.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, BufRead, Read};
use std::str::FromStr;

/// The most bytes that a block can have; more is damage.
const MOST: u32 = 1 << 30;

/// What a job's parts tell of it: enough to read them, and to tell whether they belong together.
pub trait Job: Clone + Serialize + DeserializeOwned {
    /// The first line of its parts: a word, a space, the version of the format.
    const MAGIC: &'static str;
    /// What people call it.
    const NAME: &'static str;

    /// How many blocks it has.
    fn blocks(&self) -> usize;

    /// Why parts of `other` are not parts of this one: the first thing in which they differ.
    fn unlike(&self, other: &Self) -> Option<String>;
}

/// One block: a piece of the work, done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number among all blocks of the job.
    pub number: usize,
    /// What came of it.
    pub content: Vec<u8>,
}

/// Which share of a job's blocks: the `part`-th of `parts`, from 1.
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
    #[error("it is no part of a {0} that this version can read")]
    Foreign(&'static str),
    /// The header is damaged.
    #[error("its header is damaged: {0}")]
    Header(serde_json::Error),
    /// The system says so.
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[derive(Serialize, Deserialize)]
struct Header<J> {
    share: Share,
    study: J,
}

/// What a part begins with.
///
/// # Errors
/// The study cannot be written as JSON.
pub fn header_bytes<J: Job>(study: &J, share: Share) -> io::Result<Vec<u8>> {
    let header = Header { share, study: study.clone() };
    let mut bytes = format!("{}\n", J::MAGIC).into_bytes();
    serde_json::to_writer(&mut bytes, &header)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// True if the file begins as a part of such a job does; the reader then stands behind that.
///
/// # Errors
/// Reading fails.
pub fn is_part_of<J: Job>(file: &mut impl Read) -> io::Result<bool> {
    let mut line = Vec::new();
    let length = u64::try_from(J::MAGIC.len()).unwrap_or(u64::MAX) + 1;
    file.take(length).read_to_end(&mut line)?;
    Ok(line.strip_suffix(b"\n") == Some(J::MAGIC.as_bytes()))
}

/// Reads a header; the reader then stands before the first block.
///
/// # Errors
/// It is no part of such a job, or damaged.
pub fn read_header<J: Job>(file: &mut impl BufRead) -> Result<(J, Share), PartError> {
    if !is_part_of::<J>(file)? {
        return Err(PartError::Foreign(J::NAME));
    }
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line)?;
    let header: Header<J> = serde_json::from_slice(&line).map_err(PartError::Header)?;
    Ok((header.study, header.share))
}

/// The bytes before a block's content.
pub const BLOCK_HEAD: u64 = 8;
/// The bytes after it.
const CHECKSUM: usize = 8;

/// One block.
///
/// # Errors
/// It is too large.
pub fn block_bytes(block: &Block) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(16 + block.content.len());
    let length = u32::try_from(block.content.len()).ok().filter(|&length| length <= MOST);
    let numbers = [u32::try_from(block.number).ok(), length];
    for number in numbers {
        let number = number.ok_or_else(|| io::Error::other("a block is too large"))?;
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(&block.content);
    bytes.extend(checksum(&bytes));
    Ok(bytes)
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let hash = blake3::hash(bytes);
    let mut sum = [0; CHECKSUM];
    sum.copy_from_slice(&hash.as_bytes()[..CHECKSUM]);
    sum
}

/// Reads whole blocks until the end or the first that is not whole; of each the length in bytes.
///
/// # Errors
/// Reading fails, or `each` does.
pub fn read_blocks(
    file: &mut impl Read,
    mut each: impl FnMut(Block, u64) -> Result<(), PartError>,
) -> Result<(), PartError> {
    loop {
        let mut bytes = Vec::new();
        file.take(BLOCK_HEAD).read_to_end(&mut bytes)?;
        let (Some(number), Some(length)) = (word(&bytes, 0), word(&bytes, 4)) else { return Ok(()) };
        if length > MOST {
            return Ok(());
        }
        let rest = u64::from(length) + 8;
        if u64::try_from(file.take(rest).read_to_end(&mut bytes)?).ok() != Some(rest) {
            return Ok(());
        }
        let (block, sum) = bytes.split_at(bytes.len() - CHECKSUM);
        if checksum(block) != sum {
            return Ok(());
        }
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        each(Block { number, content: block[8..].to_vec() }, rest + BLOCK_HEAD)?;
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<Block>, u64) {
        let (mut all, mut length) = (Vec::new(), 0);
        read_blocks(&mut &bytes[..], |block, size| {
            all.push(block);
            length += size;
            Ok(())
        })
        .unwrap();
        (all, length)
    }

    #[test]
    fn blocks_come_back_up_to_the_first_that_is_cut_off_or_damaged() {
        let done = |number| Block { number, content: (0..32).collect() };
        let bytes: Vec<u8> =
            [4, 1, 2].into_iter().flat_map(|block| block_bytes(&done(block)).unwrap()).collect();
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
