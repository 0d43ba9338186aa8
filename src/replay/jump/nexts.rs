//! The next record of each task, side by side: whoever asks for one asks for all.

use super::rows::Rows;
use crate::replay::number::index;

/// Of each task its first record, from every so many records on.
#[derive(Debug, Default)]
pub(super) struct Nexts {
    /// A line for every 2^shift records.
    shift: u32,
    tasks: usize,
    /// Line by line, of each task; [`NONE`] where there is none.
    rows: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// Records from one line to the next, at least: a line is worth it where most tasks run less often than that, and so many
/// for each task make it no more than a byte and a third a record.
const APART: usize = 64;
const APART_FOR_EACH: usize = 3;

impl Nexts {
    /// Of tasks with these records, of a demand of so many.
    pub(super) fn of(tasks: &[Rows], records: usize) -> Self {
        let apart = APART.max(APART_FOR_EACH * tasks.len()).next_power_of_two();
        let shift = apart.ilog2();
        let lines = records / apart + 1;
        let mut rows = vec![NONE; lines * tasks.len()];
        for (task, own) in tasks.iter().enumerate() {
            let mut own = own.from(0).iter().copied().peekable();
            for line in 0..lines {
                while own.next_if(|&row| index(row) < line * apart).is_some() {}
                if let Some(&row) = own.peek() {
                    rows[line * tasks.len() + task] = row;
                }
            }
        }
        Self { shift, tasks: tasks.len(), rows }
    }

    /// The first record of a task from `row` on; `Err` where it is not known, as there is one between the line and `row`.
    #[inline]
    pub(super) fn of_task(&self, task: usize, row: usize) -> Result<Option<usize>, ()> {
        match self.rows.get((row >> self.shift) * self.tasks + task) {
            Some(&NONE) => Ok(None),
            Some(&next) if index(next) >= row => Ok(Some(index(next))),
            Some(_) | None => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::number::number;

    #[test]
    fn what_is_known_of_the_next_record_is_what_a_search_finds() {
        let records = 10_000;
        let every = |every: u32| (0..number(records)).filter(|row| row % every == every / 3).collect();
        let chosen: [Vec<u32>; 5] = [every(1), every(7), every(150), every(4_000), Vec::new()];
        let tasks: Vec<Rows> = chosen.into_iter().map(|rows| Rows::of(rows, records)).collect();
        let nexts = Nexts::of(&tasks, records);
        let mut known = [0; 5];
        for row in 0..records {
            for (task, rows) in tasks.iter().enumerate() {
                if let Ok(next) = nexts.of_task(task, row) {
                    assert_eq!(next, rows.next(row), "task {task} from {row}");
                    known[task] += 1;
                }
            }
        }
        assert!(known[0] < 200 && known[2] > 6_000 && known[3] > 9_800 && known[4] == records, "{known:?}");
    }
}
