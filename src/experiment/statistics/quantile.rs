//! Quantiles of a sample.

/// Where the quantile at `percent`, 0 to 100, lies among `count` sorted values, at least one: after the value at that
/// index, so many hundredths of the way to the next one. The same definition as [`Quantiles::at`], without rounding.
pub(in crate::experiment) fn quantile_place(percent: u32, count: u64) -> (u64, u64) {
    let last = u128::from(count.saturating_sub(1));
    let hundredths = u128::from(percent.min(100)) * last;
    let whole = |number: u128| u64::try_from(number).unwrap_or(u64::MAX);
    (whole(hundredths / 100), whole(hundredths % 100))
}

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
    fn places_are_those_of_quantiles() {
        let values: Vec<u32> = vec![3, 8, 9, 20, 21, 40, 77];
        let sample = Quantiles::of(&values.iter().copied().map(f64::from).collect::<Vec<_>>()).unwrap();
        for percent in 0..=100 {
            let (below, hundredths) = quantile_place(percent, 7);
            let low = values[usize::try_from(below).unwrap()];
            let high = values[usize::try_from(below + 1).unwrap().min(6)];
            let hundredths = u32::try_from(hundredths).unwrap();
            let exact = f64::from(low) + f64::from((high - low) * hundredths) / 100.0;
            assert!((sample.at(f64::from(percent) / 100.0) - exact).abs() < 1e-9, "{percent}");
        }
        assert_eq!(quantile_place(100, 1), (0, 0));
    }

    #[test]
    fn one_value_is_every_quantile_and_none_has_no_quantiles() {
        let one = Quantiles::of(&[3.0]).unwrap();
        assert!([0.05, 0.5, 0.95].into_iter().all(|at| one.at(at).total_cmp(&3.0).is_eq()));
        assert_eq!(Quantiles::of(&[]), None);
    }
}
