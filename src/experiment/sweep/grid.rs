//! Combinations of settings.

use crate::rng::{Stream, StreamKey};
use crate::scenario::SweepAxis;
use rand::RngExt;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The combinations of the axes' values that a sweep tries, numbered from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    axes: Vec<SweepAxis>,
    points: Points,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Points {
    /// Every combination, the last axis fastest; how many.
    All(u32),
    /// A choice of them: of each point the value's index on every axis.
    Sample(Vec<Vec<usize>>),
}

/// A grid that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GridError {
    /// Without axes, or with one that has no values.
    #[error("there is nothing to sweep: no axis has values")]
    NoAxes,
    /// More combinations than [`Grid::MOST`].
    #[error("the axes have more than {} combinations; `sample` tries some of them", Grid::MOST)]
    TooMany,
}

impl Grid {
    /// The most combinations.
    pub const MOST: u32 = 10_000_000;

    /// Every combination of `axes`.
    ///
    /// # Errors
    /// There are none, or too many.
    pub fn of(axes: &[SweepAxis]) -> Result<Self, GridError> {
        let sizes = axes.iter().map(|axis| u32::try_from(axis.values.len()).ok());
        let count = sizes.into_iter().try_fold(1_u32, |count, size| count.checked_mul(size?));
        match count.filter(|&count| count <= Self::MOST) {
            None => Err(GridError::TooMany),
            Some(_) if axes.is_empty() => Err(GridError::NoAxes),
            Some(0) => Err(GridError::NoAxes),
            Some(count) => Ok(Self { axes: axes.to_vec(), points: Points::All(count) }),
        }
    }

    /// `count` combinations that cover every axis evenly: a Latin hypercube (M. D. `McKay`, R. J. Beckman and
    /// W. J. Conover, "A Comparison of Three Methods for Selecting Values of Input Variables in the Analysis
    /// of Output from a Computer Code", Technometrics 21, 1979). Each axis is cut into `count` equal parts, and each
    /// part is used once; where an axis has fewer values, each is used as often as any other, within one. Where some of
    /// them come out alike further such designs make up the number, and every combination where there are no more.
    ///
    /// # Errors
    /// There are no axes, or too many points.
    pub fn sample(axes: &[SweepAxis], count: u32, seed: u64) -> Result<Self, GridError> {
        if axes.is_empty() || axes.iter().any(|axis| axis.values.is_empty()) || count == 0 {
            return Err(GridError::NoAxes);
        }
        if count > Self::MOST {
            return Err(GridError::TooMany);
        }
        let sizes = axes.iter().map(|axis| u32::try_from(axis.values.len()).ok());
        let all = sizes.into_iter().try_fold(1_u32, |count, size| count.checked_mul(size?));
        if all.is_some_and(|all| all <= count) {
            return Self::of(axes);
        }
        let key = StreamKey { seed, replication: 0 };
        let mut streams: Vec<Stream> =
            axes.iter().map(|axis| key.stream(&axis.key, "latin hypercube")).collect();
        let rows = usize::try_from(count).unwrap_or(usize::MAX);
        let (mut points, mut tried) = (Vec::new(), BTreeSet::new());
        while points.len() < rows {
            let columns = axes.iter().zip(&mut streams);
            let columns: Vec<Vec<usize>> =
                columns.map(|(axis, stream)| strata(count, axis.values.len(), stream)).collect();
            let design = (0..rows).map(|row| columns.iter().map(|column| column[row]).collect());
            let new = design.filter(|point: &Vec<usize>| tried.insert(point.clone()));
            points.extend(new.take(rows - points.len()));
        }
        Ok(Self { axes: axes.to_vec(), points: Points::Sample(points) })
    }

    /// How many combinations.
    pub fn len(&self) -> u32 {
        match &self.points {
            Points::All(count) => *count,
            Points::Sample(points) => u32::try_from(points.len()).unwrap_or(u32::MAX),
        }
    }

    /// Never: a grid has at least one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The axes, in order.
    pub fn axes(&self) -> &[SweepAxis] {
        &self.axes
    }

    /// True if it has every combination, so that a point has neighbours.
    pub const fn is_full(&self) -> bool {
        matches!(self.points, Points::All(_))
    }

    /// The value's index on every axis, of combination `point`.
    pub fn indices(&self, point: u32) -> Vec<usize> {
        let mut rest = usize::try_from(point).unwrap_or(usize::MAX);
        match &self.points {
            Points::Sample(points) => points.get(rest).cloned().unwrap_or_default(),
            Points::All(_) => {
                let mut indices = vec![0; self.axes.len()];
                for (index, axis) in indices.iter_mut().zip(&self.axes).rev() {
                    *index = rest % axis.values.len();
                    rest /= axis.values.len();
                }
                indices
            }
        }
    }

    /// The combination with those indices, of a full grid.
    pub fn point(&self, indices: &[usize]) -> Option<u32> {
        if !self.is_full() || indices.len() != self.axes.len() {
            return None;
        }
        let mut point = 0_u32;
        for (&index, axis) in indices.iter().zip(&self.axes) {
            let size = u32::try_from(axis.values.len()).ok()?;
            let index = u32::try_from(index).ok().filter(|&index| index < size)?;
            point = point.checked_mul(size)?.checked_add(index)?;
        }
        Some(point)
    }

    /// The value on every axis as TOML text, of combination `point`.
    pub fn values(&self, point: u32) -> Vec<&str> {
        let chosen = self.axes.iter().zip(self.indices(point));
        chosen.filter_map(|(axis, index)| axis.values.get(index).map(String::as_str)).collect()
    }

    /// The settings of combination `point`, each `key=value` as `--set` takes it.
    pub fn sets(&self, point: u32) -> Vec<String> {
        let pairs = self.axes.iter().zip(self.values(point));
        pairs.map(|(axis, value)| format!("{}={value}", axis.key)).collect()
    }
}

/// For each of `count` points an index below `size`: a random place within its own part of the axis, in random
/// order.
fn strata(count: u32, size: usize, stream: &mut Stream) -> Vec<usize> {
    let size = u64::try_from(size).unwrap_or(u64::MAX);
    let part = |part: u32| {
        // [part, part + 1) of `count`, in units that are whole for both.
        let place = u64::from(part) * size + stream.random_range(0..size);
        usize::try_from(place / u64::from(count)).unwrap_or_default()
    };
    let mut indices: Vec<usize> = (0..count).map(part).collect();
    indices.shuffle(stream);
    indices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(key: &str, count: usize) -> SweepAxis {
        SweepAxis { key: key.to_owned(), values: (0..count).map(|value| value.to_string()).collect() }
    }

    #[test]
    fn every_combination_comes_once_the_last_axis_fastest() {
        let grid = Grid::of(&[axis("a", 2), axis("b", 3)]).unwrap();
        let all: Vec<Vec<usize>> = (0..grid.len()).map(|point| grid.indices(point)).collect();
        assert_eq!(all, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
        assert!((0..6).all(|point| grid.point(&grid.indices(point)) == Some(point)));
        assert_eq!(grid.sets(5), ["a=1", "b=2"]);
        assert_eq!(grid.point(&[1, 3]), None);
    }

    #[test]
    fn no_axes_and_too_many_combinations_are_refused() {
        assert_eq!(Grid::of(&[]).unwrap_err(), GridError::NoAxes);
        let wide = [axis("a", 5_000), axis("b", 5_000)];
        assert_eq!(Grid::of(&wide).unwrap_err(), GridError::TooMany);
    }

    #[test]
    fn a_sample_has_no_combination_twice_and_all_where_it_may() {
        let axes = [axis("a", 5), axis("b", 3), axis("c", 2)];
        for count in 1..40 {
            let grid = Grid::sample(&axes, count, 3).unwrap();
            assert_eq!(grid.len(), count.min(30));
            assert_eq!(grid.is_full(), count >= 30);
            let distinct: BTreeSet<Vec<usize>> = (0..grid.len()).map(|point| grid.indices(point)).collect();
            assert_eq!(distinct.len(), usize::try_from(grid.len()).unwrap(), "{count}");
        }
    }

    #[test]
    fn a_sample_uses_each_part_of_every_axis_once() {
        let axes = [axis("many", 1_000), axis("few", 3), axis("same", 20)];
        let grid = Grid::sample(&axes, 20, 7).unwrap();
        assert_eq!(grid.len(), 20);
        let column = |axis: usize| -> Vec<usize> {
            let mut column: Vec<usize> = (0..20).map(|point| grid.indices(point)[axis]).collect();
            column.sort_unstable();
            column
        };
        let parts: Vec<usize> = column(0).into_iter().map(|value| value / 50).collect();
        assert_eq!(parts, (0..20).collect::<Vec<_>>());
        assert_eq!(column(2), (0..20).collect::<Vec<_>>());
        for value in 0..3 {
            let uses = column(1).into_iter().filter(|&used| used == value).count();
            assert!((6..=7).contains(&uses), "{value} is used {uses} times");
        }
        assert_eq!(grid.indices(3), Grid::sample(&axes, 20, 7).unwrap().indices(3));
        assert_ne!(
            (0..20).map(|point| grid.indices(point)).collect::<Vec<_>>(),
            (0..20).map(|point| Grid::sample(&axes, 20, 8).unwrap().indices(point)).collect::<Vec<_>>()
        );
    }
}
