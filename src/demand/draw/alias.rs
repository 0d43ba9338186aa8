//! Weighted choice in constant time (Vose, "A Linear Algorithm for Generating Random Numbers with a Given
//! Distribution", IEEE Trans. Softw. Eng. 17(9), 1991).

use super::float::{floor, real_count, unit};
use crate::rng::Stream;

/// Values with weights, prepared; every column of the table has the same chance.
#[derive(Clone, Debug)]
pub(super) struct Alias {
    columns: Box<[Column]>,
}

#[derive(Clone, Copy, Debug)]
struct Column {
    /// The chance of `value` within the column.
    share: f64,
    value: f64,
    other: f64,
}

impl Alias {
    /// As many weights as values, not empty; the weights not negative, their sum positive and finite.
    pub(super) fn new(values: &[f64], weights: &[f64]) -> Self {
        let count = real_count(values.len());
        let total: f64 = weights.iter().sum();
        let mut columns: Box<[Column]> = values
            .iter()
            .zip(weights)
            .map(|(&value, &weight)| Column { share: weight / total * count, value, other: value })
            .collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..columns.len()).partition(|&index| columns[index].share < 1.0);
        while let (Some(&low), Some(&high)) = (small.last(), large.last()) {
            small.pop();
            columns[low].other = columns[high].value;
            columns[high].share -= 1.0 - columns[low].share;
            if columns[high].share < 1.0 {
                large.pop();
                small.push(high);
            }
        }
        // What is left differs from 1 by rounding only.
        for index in small.into_iter().chain(large) {
            columns[index].share = 1.0;
        }
        Self { columns }
    }

    /// One of the values.
    pub(super) fn draw(&self, stream: &mut Stream) -> f64 {
        let point = unit(stream) * real_count(self.columns.len());
        // The product may round up to the count itself.
        let index = usize::try_from(floor(point)).unwrap_or(0).min(self.columns.len() - 1);
        let column = self.columns[index];
        if unit(stream) < column.share { column.value } else { column.other }
    }
}
