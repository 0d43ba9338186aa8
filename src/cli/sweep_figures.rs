//! The figures of a sweep's cells, from its parts.

use super::failure::Failure;
use super::parts::Part;
use creditsim::experiment::sweep::{Blocks, MEASURES, Rows, Study};
use creditsim::output::sweep::figures_from;

/// Bytes of a figure.
const FIGURE: usize = size_of::<f64>();

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
            let bytes = from * FIGURE..(from + count) * FIGURE;
            let read = self.parts.iter().find_map(|part| part.read(number, bytes.clone()).transpose());
            // Cells that were not asked for have no numbers.
            let rows = figures_from(&read.transpose()?.unwrap_or_default());
            all.extend(rows.chunks_exact(MEASURES).filter(|row| !row[0].is_nan()).flatten());
        }
        Ok(Rows(all))
    }
}
