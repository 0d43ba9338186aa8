//! What replications say of a cell.

use super::measure::MEASURES;
use crate::experiment::{Confidence, Estimate, Quantiles, differences};

/// The figures of one cell: by replication, then measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows(pub Vec<f64>);

impl Rows {
    /// A measure's value in every replication.
    pub fn sample(&self, measure: usize) -> Vec<f64> {
        self.0.chunks_exact(MEASURES).filter_map(|row| row.get(measure).copied()).collect()
    }

    /// How many replications.
    pub fn replications(&self) -> u32 {
        u32::try_from(self.0.len() / MEASURES).unwrap_or(u32::MAX)
    }
}

/// A measure of a cell over replications. Units are those of the measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Mean, deviation and interval.
    pub estimate: Estimate,
    /// The least value.
    pub least: f64,
    /// 5 %, 50 % and 95 % quantiles.
    pub quantiles: [f64; 3],
    /// The greatest value.
    pub greatest: f64,
    /// Less the baseline in the same replication (R-CRN).
    pub difference: Estimate,
}

/// The cell that all others are compared with.
#[derive(Clone, Debug)]
pub struct Baseline {
    rows: Rows,
    /// Student's t by replications of a cell, up to those of the baseline.
    t: Vec<f64>,
}

impl Baseline {
    /// With intervals of `confidence`. No cell has more replications than the baseline.
    pub fn new(rows: Rows, confidence: Confidence) -> Self {
        let degrees = 0..rows.replications();
        Self { rows, t: degrees.map(|degrees| confidence.two_sided_t(degrees)).collect() }
    }

    /// Every measure of a cell, in the order of [`measures`](super::measures); empty
    /// without replications.
    pub fn spreads(&self, cell: &Rows) -> Vec<Spread> {
        (0..MEASURES).filter_map(|measure| self.spread(cell, measure)).collect()
    }

    /// One measure of a cell; `None` without replications.
    pub fn spread(&self, cell: &Rows, measure: usize) -> Option<Spread> {
        let sample = cell.sample(measure);
        let quantiles = Quantiles::of(&sample)?;
        let t = *self.t.get(sample.len() - 1)?;
        Some(Spread {
            estimate: Estimate::within(&sample, t)?,
            least: quantiles.least(),
            quantiles: [0.05, 0.5, 0.95].map(|at| quantiles.at(at)),
            greatest: quantiles.greatest(),
            difference: Estimate::within(&differences(&sample, &self.rows.sample(measure)), t)?,
        })
    }
}
