//! Quantiles of a sample.

/// A sample in order, to read quantiles from.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    sorted: Vec<f64>,
}

impl Quantiles {
    /// Of `sample`, in any order; `None` if it is empty.
    pub fn of(sample: &[f64]) -> Option<Self> {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        (!sorted.is_empty()).then_some(Self { sorted })
    }

    /// The value below which lies the share `at`, from 0 to 1: linear between order statistics, as R and `NumPy`
    /// do by default (type 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The
    /// American Statistician 50, 1996).
    pub fn at(&self, at: f64) -> f64 {
        let last = self.sorted.len() - 1;
        #[expect(clippy::cast_precision_loss, reason = "a sample's size is far below 2^53")]
        let position = at.clamp(0.0, 1.0) * last as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the last index"
        )]
        let below = (position.floor() as usize).min(last);
        let above = (below + 1).min(last);
        let (low, high) = (self.sorted[below], self.sorted[above]);
        low + (high - low) * (position - position.floor())
    }

    /// The least value.
    pub fn least(&self) -> f64 {
        self.at(0.0)
    }

    /// The greatest value.
    pub fn greatest(&self) -> f64 {
        self.at(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_published_tables() {
        // R's documentation of `quantile`, type 7, on 1 … 10: 5 % 1.45, 50 % 5.5, 95 % 9.55.
        let sample = Quantiles::of(&[10.0, 1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0, 5.0]).unwrap();
        for (at, value) in [(0.0, 1.0), (0.05, 1.45), (0.25, 3.25), (0.5, 5.5), (0.95, 9.55), (1.0, 10.0)] {
            assert!((sample.at(at) - value).abs() < 1e-12, "{at}");
        }
        assert_eq!((sample.least(), sample.greatest()), (1.0, 10.0));
    }

    #[test]
    fn one_value_is_every_quantile_and_none_has_no_quantiles() {
        let one = Quantiles::of(&[3.0]).unwrap();
        assert!([0.05, 0.5, 0.95].into_iter().all(|at| one.at(at).total_cmp(&3.0).is_eq()));
        assert_eq!(Quantiles::of(&[]), None);
    }
}
