//! The file in which a long job keeps what it has done while it runs.

use super::failure::Failure;
use creditsim::output::part::{
    BLOCK_HEAD, Block, Job, PartError, Share, block_bytes, header_bytes, read_blocks, read_header,
};
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What came of blocks, some of them on disk.
pub(crate) struct Part {
    path: PathBuf,
    file: Mutex<File>,
    /// Of each block, where its content is.
    places: Mutex<Vec<Option<Place>>>,
}

/// Where a block's content is in the file.
#[derive(Clone, Copy)]
struct Place {
    from: u64,
    length: usize,
}

impl Part {
    /// A new one at `path`; or, to `resume`, the one that is there, if it is of the same job and share.
    pub(crate) fn begin<J: Job>(path: &Path, study: &J, share: Share, resume: bool) -> Result<Self, Failure> {
        let shown = path.display();
        if !path.exists() {
            return Self::create(path, study, share);
        }
        if !resume {
            let name = J::NAME;
            return Err(Failure::BadInput(format!(
                "{shown} is an unfinished {name}; go on with it by --resume, or remove it"
            )));
        }
        let (part, other, its_share): (_, J, _) = Self::open(path, true)?;
        let unlike = study
            .unlike(&other)
            .or_else(|| (its_share != share).then(|| format!("it is share {its_share}, not {share}")));
        match unlike {
            Some(reason) => Err(Failure::BadInput(format!("cannot go on with {shown}: {reason}"))),
            None => Ok(part),
        }
    }

    /// A new one at `path`, which must not exist.
    fn create<J: Job>(path: &Path, study: &J, share: Share) -> Result<Self, Failure> {
        let header = header_bytes(study, share).map_err(|error| Failure::writing(path, &error))?;
        let made = OpenOptions::new().read(true).write(true).create_new(true).open(path);
        let mut file = made.map_err(|error| Failure::path("make", path, &error))?;
        file.write_all(&header).map_err(|error| Failure::writing(path, &error))?;
        Ok(Self::with(path, file, vec![None; study.blocks()]))
    }

    fn with(path: &Path, file: File, places: Vec<Option<Place>>) -> Self {
        Self { path: path.to_owned(), file: Mutex::new(file), places: Mutex::new(places) }
    }

    /// One that exists, with the whole blocks that it has; what follows them is cut off, if it may be changed.
    pub(crate) fn open<J: Job>(path: &Path, change: bool) -> Result<(Self, J, Share), Failure> {
        let reading = |error: &PartError| Failure::path("read", path, error);
        let opened = OpenOptions::new().read(true).write(change).open(path);
        let file = opened.map_err(|error| Failure::path("read", path, &error))?;
        let mut reader = BufReader::new(file);
        let (study, share): (J, Share) = read_header(&mut reader).map_err(|error| reading(&error))?;
        let mut end = reader.stream_position().map_err(|error| reading(&error.into()))?;
        let mut places = vec![None; study.blocks()];
        let note = |block: Block, length: u64| {
            if let Some(place) = places.get_mut(block.number) {
                *place = Some(Place { from: end + BLOCK_HEAD, length: block.content.len() });
            }
            end += length;
            Ok(())
        };
        read_blocks(&mut reader, note).map_err(|error| reading(&error))?;
        let mut file = reader.into_inner();
        let cut = if change { file.set_len(end) } else { Ok(()) };
        cut.and_then(|()| file.seek(SeekFrom::End(0)).map(drop))
            .map_err(|error| Failure::writing(path, &error))?;
        Ok((Self::with(path, file, places), study, share))
    }

    /// Takes it away: what it was for is finished.
    pub(crate) fn remove(self) -> Result<(), Failure> {
        let Self { path, file, places: _ } = self;
        drop(file); // some systems remove no file that is open
        fs::remove_file(&path).map_err(|error| Failure::writing(&path, &error))
    }

    /// What to say when the job ends with `failure`. Where nothing can go on with the file it is taken away, so that a
    /// corrected scenario finds none: it holds nothing, or belongs to a scenario that fails wherever it goes on.
    pub(crate) fn left_by(self, failure: Failure) -> Failure {
        let is_hopeless = matches!(failure, Failure::BadInput(_) | Failure::Problems(_));
        if !is_hopeless && !self.is_empty() {
            return failure;
        }
        let _ = self.remove(); // why the job ended matters more
        if matches!(failure, Failure::Paused(_)) { Failure::Interrupted } else { failure }
    }

    /// True if no block is here.
    fn is_empty(&self) -> bool {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).iter().all(Option::is_none)
    }

    fn place(&self, number: usize) -> Option<Place> {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get(number).copied().flatten()
    }

    /// True if the block is here.
    pub(crate) fn has(&self, number: usize) -> bool {
        self.place(number).is_some()
    }

    /// Keeps a block.
    pub(crate) fn keep(&self, block: &Block) -> Result<(), Failure> {
        let bytes = block_bytes(block).map_err(|error| Failure::writing(&self.path, &error))?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let at = file.seek(SeekFrom::End(0));
        let at = at.and_then(|at| file.write_all(&bytes).map(|()| at));
        let at = at.map_err(|error| Failure::writing(&self.path, &error))?;
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get_mut(block.number) {
            *place = Some(Place { from: at + BLOCK_HEAD, length: block.content.len() });
        }
        Ok(())
    }

    /// These bytes of a block's content; `None` if the block is not here.
    pub(crate) fn read(&self, number: usize, bytes: Range<usize>) -> Result<Option<Vec<u8>>, Failure> {
        let Some(place) = self.place(number) else { return Ok(None) };
        let mut content = vec![0; bytes.len()];
        let at = place.from + u64::try_from(bytes.start).unwrap_or(u64::MAX);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut content));
        read.map_err(|error| Failure::path("read", &self.path, &error))?;
        Ok(Some(content))
    }

    /// All of a block's content; `None` if the block is not here.
    pub(crate) fn content(&self, number: usize) -> Result<Option<Vec<u8>>, Failure> {
        match self.place(number) {
            Some(place) => self.read(number, 0..place.length),
            None => Ok(None),
        }
    }
}
