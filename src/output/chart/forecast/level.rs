//! The value axis of a fan.

use super::root::Root;
use crate::output::chart::axis::Axis;
use crate::output::chart::range::Range;
use crate::output::chart::scale::Scale;

/// How values become heights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Level {
    /// In proportion, from 0.
    FromZero(Scale),
    /// In proportion, from above 0, as the fan would be thin otherwise.
    Above(Range),
    /// By square root.
    Root(Root),
}

impl Axis for Level {
    fn share(&self, value: f64) -> f64 {
        match self {
            Self::FromZero(scale) => scale.share(value),
            Self::Above(range) => range.share(value),
            Self::Root(root) => root.share(value),
        }
    }

    fn labels(&self) -> Vec<(f64, String)> {
        match self {
            Self::FromZero(scale) => scale.labels(),
            Self::Above(range) => range.labels(),
            Self::Root(root) => root.labels(),
        }
    }
}
