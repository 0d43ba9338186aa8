//! How well a distribution fits what was recorded.

use super::laws::{below, chi_square_above, kolmogorov_above};
use super::number::count;
use super::sample::Sample;
use crate::demand::Distribution;

/// How well a model fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goodness {
    /// The chance of a worse fit if the model were true; `None` where there are too few rows to tell.
    pub p: Option<f64>,
    /// The greatest distance between the two distribution functions, 0 to 1 (Kolmogorov's D).
    pub distance: f64,
}

impl Goodness {
    /// Beyond this distance a model is not used: it misplaces more than one row in twenty.
    pub const FAR: f64 = 0.05;

    /// True where the model is off by more than chance explains, and by so much that it matters.
    pub fn is_bad(&self) -> bool {
        self.distance > Self::FAR && self.p.is_some_and(|p| p < 0.001)
    }

    /// Of `law` with `free` fitted parameters: Pearson's chi-square over classes of at least five rows expected, about
    /// 2 n^0.4 of them (H. B. Mann and A. Wald, Annals of Mathematical Statistics 13, 1942).
    ///
    /// The parameters are fitted to the rows and not to the classes, so p is a little too small (H. Chernoff and E. L.
    /// Lehmann, Annals of Mathematical Statistics 25, 1954).
    pub(super) fn of(law: &Distribution, sample: &Sample, free: usize) -> Self {
        let rows = sample.size();
        let least = (rows / (2.0 * libm::pow(rows, 0.4))).max(5.0);
        let (mut statistic, mut classes) = (0.0, 0_usize);
        let (mut seen, mut expected, mut passed) = (0.0, 0.0, 0.0);
        let (mut counted, mut distance) = (0.0, 0.0_f64);
        for cell in &sample.cells {
            let upto = below(law, cell.to);
            counted += cell.weight;
            distance = distance.max((counted / rows - upto).abs());
            seen += cell.weight;
            expected += rows * (upto - passed);
            passed = upto;
            if expected >= least && rows * (1.0 - upto) >= least {
                statistic += (seen - expected) * (seen - expected) / expected;
                classes += 1;
                (seen, expected) = (0.0, 0.0);
            }
        }
        expected += rows * (1.0 - passed);
        if expected > 0.0 {
            statistic += (seen - expected) * (seen - expected) / expected;
            classes += 1;
        }
        let degrees = classes.checked_sub(1 + free).filter(|&degrees| degrees > 0);
        let p = match degrees {
            Some(degrees) => chi_square_above(statistic, count(degrees)),
            // Rows so heaped that they make no classes: Kolmogorov's test, which is cautious on whole numbers.
            None => kolmogorov_above(distance, rows),
        };
        Self { p: Some(p), distance }
    }

    /// Of numbers that a true model makes uniform between 0 and 1: the Kolmogorov–Smirnov test. With parameters fitted
    /// to the same rows p is too great.
    pub(super) fn of_uniform(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let rows = count(numbers.len());
        let distance = numbers
            .iter()
            .enumerate()
            .map(|(index, &number)| (number - count(index) / rows).max(count(index + 1) / rows - number))
            .fold(0.0, f64::max);
        let p = (numbers.len() >= 8).then(|| kolmogorov_above(distance, rows));
        Self { p, distance }
    }
}
