//! How a measure is shown on axes.

use crate::output::sweep::{Survey, Unit};

/// How a measure is shown on axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    /// Of the unit in one of the measure's own.
    pub(super) factor: f64,
}

impl Shown {
    /// The `number`-th of the survey's measures.
    pub(super) fn of(survey: &Survey<'_>, number: usize) -> Self {
        let name = survey.name(number);
        let (unit, factor) = Unit::of(name).axis(name);
        Self { name, unit, factor }
    }

    /// `spend (money)`.
    pub(super) fn title(&self) -> String {
        format!("{} ({})", self.name, self.unit)
    }
}
