//! The file in which a sweep keeps its figures while it runs.

use super::failure::Failure;
use creditsim::experiment::sweep::{Blocks, Done, MEASURES, Rows, Study};
use creditsim::output::sweep::{PartError, Share, block_bytes, header_bytes, read_blocks, read_header};
use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Figures of blocks, some of them on disk.
pub(crate) struct Part {
    path: PathBuf,
    file: Mutex<File>,
    /// Of each block, where its figures begin.
    places: Mutex<Vec<Option<u64>>>,
}

impl Part {
    /// A new one at `path`, which must not exist.
    pub(crate) fn create(path: &Path, study: &Study, share: Share) -> Result<Self, Failure> {
        let header = header_bytes(study, share).map_err(|error| Failure::writing(path, &error))?;
        let made = OpenOptions::new().read(true).write(true).create_new(true).open(path);
        let mut file = made.map_err(|error| Failure::path("make", path, &error))?;
        file.write_all(&header).map_err(|error| Failure::writing(path, &error))?;
        Ok(Self::with(path, file, study.blocks().blocks.len()))
    }

    fn with(path: &Path, file: File, blocks: usize) -> Self {
        Self { path: path.to_owned(), file: Mutex::new(file), places: Mutex::new(vec![None; blocks]) }
    }

    /// One that exists, with the whole blocks that it has; what follows them is cut off, if it may be changed.
    pub(crate) fn open(path: &Path, change: bool) -> Result<(Self, Study, Share), Failure> {
        let reading = |error: &PartError| Failure::path("read", path, error);
        let opened = OpenOptions::new().read(true).write(change).open(path);
        let file = opened.map_err(|error| Failure::path("read", path, &error))?;
        let mut reader = BufReader::new(file);
        let (study, share) = read_header(&mut reader).map_err(|error| reading(&error))?;
        let mut end = reader.stream_position().map_err(|error| reading(&error.into()))?;
        let mut places = vec![None; study.blocks().blocks.len()];
        let note = |done: Done, length: u64| {
            if let Some(place) = places.get_mut(done.block) {
                *place = Some(end + 8); // after the block's number and count
            }
            end += length;
            Ok(())
        };
        read_blocks(&mut reader, note).map_err(|error| reading(&error))?;
        let mut file = reader.into_inner();
        let cut = if change { file.set_len(end) } else { Ok(()) };
        cut.and_then(|()| file.seek(SeekFrom::End(0)).map(drop))
            .map_err(|error| Failure::writing(path, &error))?;
        let part = Self::with(path, file, 0);
        Ok((Self { places: Mutex::new(places), ..part }, study, share))
    }

    /// True if the block's figures are here.
    pub(crate) fn has(&self, block: usize) -> bool {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.get(block).copied().flatten().is_some()
    }

    /// Keeps a block.
    pub(crate) fn keep(&self, done: &Done) -> Result<(), Failure> {
        let bytes = block_bytes(done);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let at = file.seek(SeekFrom::End(0));
        let at = at.and_then(|at| file.write_all(&bytes).map(|()| at));
        let at = at.map_err(|error| Failure::writing(&self.path, &error))?;
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get_mut(done.block) {
            *place = Some(at + 8);
        }
        Ok(())
    }

    /// So many figures of a block from the `from`-th on; `None` if the block is not here.
    fn read(&self, block: usize, from: usize, count: usize) -> Result<Option<Vec<f64>>, Failure> {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = places.get(block).copied().flatten() else { return Ok(None) };
        let mut bytes = vec![0; count * 8];
        let at = place + u64::try_from(from * 8).unwrap_or(u64::MAX);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes));
        read.map_err(|error| Failure::path("read", &self.path, &error))?;
        let figure = |eight: &[u8]| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(eight);
            f64::from_le_bytes(bytes)
        };
        Ok(Some(bytes.chunks_exact(8).map(figure).collect()))
    }
}

/// Every figure of a study, from the parts that have them.
pub(crate) struct Figures<'a> {
    parts: &'a [Part],
    blocks: Blocks,
    /// Of each cell the blocks that it is in, by replication.
    of_cell: Vec<Vec<usize>>,
}

impl<'a> Figures<'a> {
    pub(crate) fn new(parts: &'a [Part], study: &Study) -> Self {
        let blocks = study.blocks();
        let mut of_cell = vec![Vec::new(); study.cells.points.len()];
        for (number, block) in blocks.blocks.iter().enumerate() {
            for cell in block.cells.clone() {
                of_cell[cell].push(number);
            }
        }
        for numbers in &mut of_cell {
            numbers.sort_by_key(|&number| blocks.blocks[number].replications.start);
        }
        Self { parts, blocks, of_cell }
    }

    /// A cell's figures.
    pub(crate) fn rows(&self, cell: usize) -> Result<Rows, Failure> {
        let mut all = Vec::new();
        for &number in self.of_cell.get(cell).into_iter().flatten() {
            let block = &self.blocks.blocks[number];
            let replications = block.replications.end - block.replications.start;
            let count = usize::try_from(replications).unwrap_or(usize::MAX) * MEASURES;
            let from = (cell - block.cells.start) * count;
            let read = self.parts.iter().find_map(|part| part.read(number, from, count).transpose());
            // Cells that were not asked for have no numbers.
            let rows = read.transpose()?.unwrap_or_default();
            all.extend(rows.chunks_exact(MEASURES).filter(|row| !row[0].is_nan()).flatten());
        }
        Ok(Rows(all))
    }
}
