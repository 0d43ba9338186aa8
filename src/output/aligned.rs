//! Aligned columns for the terminal.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use std::ops::RangeBounds;

/// A table without lines.
pub(super) fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table
}

/// The table's lines with these columns aligned right.
pub(super) fn right_aligned(mut table: Table, columns: impl RangeBounds<usize>) -> String {
    for index in 0..table.column_count() {
        if let Some(column) = table.column_mut(index) {
            column.set_padding((0, 2));
            if columns.contains(&index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    table.trim_fmt()
}
