//! Large numbers on axes, in millions and more.

/// What a tick's label counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Magnitude {
    /// What one of it is.
    pub(super) size: f64,
    word: &'static str,
}

impl Magnitude {
    /// For values up to `most`: labels have at most seven digits.
    pub(super) fn of(most: f64) -> Self {
        let words = [(1e15, "10¹⁵"), (1e12, "trillions"), (1e9, "billions"), (1e6, "millions")];
        let large = words.into_iter().find(|&(size, _)| most >= size * 10.0);
        let (size, word) = large.unwrap_or((1.0, ""));
        Self { size, word }
    }

    /// The unit above an axis: `money, millions`.
    pub(super) fn unit(self, unit: &str) -> String {
        if self.word.is_empty() { unit.to_owned() } else { format!("{unit}, {}", self.word) }
    }

    /// Values in it.
    pub(super) fn scaled(self, values: &[f64]) -> Vec<f64> {
        values.iter().map(|value| value / self.size).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stay_short() {
        let unit = |most| Magnitude::of(most).unit("money");
        assert_eq!(
            [0.0, 9.9e6, 1e7, 9.9e9, 3e13].map(unit),
            ["money", "money", "money, millions", "money, millions", "money, trillions"]
        );
        assert_eq!(Magnitude::of(5e8).scaled(&[2e6]), [2.0]);
    }
}
