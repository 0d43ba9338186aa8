//! Some of the records of a demand, to find the first of them from a record on.

use crate::replay::number::{index, number};

/// Rows between two entries of the index, on average.
const APART: usize = 8;

/// Numbers of records, rising.
#[derive(Debug, Default)]
pub(super) struct Rows {
    numbers: Vec<u32>,
    /// Each entry of `places` stands for 2^shift records of the demand.
    shift: u32,
    /// Of each stretch of records, how many of the rows come before it; one more for the end.
    places: Vec<u32>,
}

impl Rows {
    /// Of a demand of so many records.
    pub(super) fn of(rows: Vec<u32>, records: usize) -> Self {
        let most = rows.len() / APART + 1;
        let mut shift = 0;
        while records >> shift > most {
            shift += 1;
        }
        let stretches = (records >> shift) + 2;
        let mut places = Vec::with_capacity(stretches);
        let mut stretch = 0;
        for (place, &row) in rows.iter().enumerate() {
            while stretch <= index(row) >> shift {
                places.push(number(place));
                stretch += 1;
            }
        }
        places.resize(stretches, number(rows.len()));
        Self { numbers: rows, shift, places }
    }

    /// How many come before a record.
    pub(super) fn count_before(&self, record: usize) -> usize {
        let stretch = record >> self.shift;
        let ends = self.places.get(stretch).zip(self.places.get(stretch + 1));
        let Some((&from, &to)) = ends else { return self.numbers.len() };
        let (from, to) = (index(from), index(to));
        from + self.numbers[from..to].partition_point(|&row| index(row) < record)
    }

    /// Those that are this record or come after it.
    pub(super) fn from(&self, record: usize) -> &[u32] {
        &self.numbers[self.count_before(record)..]
    }

    /// The first that is this record or comes after it.
    pub(super) fn next(&self, record: usize) -> Option<usize> {
        self.numbers.get(self.count_before(record)).map(|&row| index(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_row_is_found_from_any_record() {
        for (every, records) in [(1, 100), (3, 1_000), (97, 1_000), (2_000, 1_000)] {
            let chosen: Vec<u32> = (0..records).filter(|row| row % every == every / 2).collect();
            let rows = Rows::of(chosen.clone(), index(records));
            for record in 0..index(records) + 3 {
                let before = chosen.iter().filter(|&&row| index(row) < record).count();
                assert_eq!(rows.count_before(record), before, "{record} of {records}, every {every}");
                assert_eq!(rows.next(record), chosen.get(before).map(|&row| index(row)));
            }
        }
    }
}
