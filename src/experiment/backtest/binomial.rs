//! Counts of months, and what they say of a share.

use statrs::function::beta::beta_reg;

/// So many of so many months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Those that did.
    pub of: u32,
    /// All.
    pub all: u32,
}

impl Counted {
    /// 0 of none.
    pub fn share(self) -> f64 {
        if self.all == 0 { 0.0 } else { f64::from(self.of) / f64::from(self.all) }
    }

    /// The exact interval of C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the
    /// Case of the Binomial", Biometrika 26, 1934, at 95 %. From 0 to 1 of none.
    pub fn interval(self) -> (f64, f64) {
        let (of, all) = (f64::from(self.of), f64::from(self.all));
        let low = if self.of == 0 { 0.0 } else { root(|p| beta_reg(of, all - of + 1.0, p), 0.025) };
        let high = if self.of >= self.all { 1.0 } else { root(|p| beta_reg(of + 1.0, all - of, p), 0.975) };
        (low, high)
    }

    /// The chance of a count as far from `share` of all months, or farther, on its side: at most ½. 1 of none.
    pub fn tail(self, share: f64) -> f64 {
        let (of, all) = (f64::from(self.of), f64::from(self.all));
        if self.all == 0 {
            return 1.0;
        }
        let at_least = if self.of == 0 { 1.0 } else { beta_reg(of, all - of + 1.0, share) };
        let at_most = if self.of >= self.all { 1.0 } else { 1.0 - beta_reg(of + 1.0, all - of, share) };
        at_least.min(at_most)
    }
}

/// Where a rising function of a share reaches `value`, by bisection.
fn root(of: impl Fn(f64) -> f64, value: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if of(middle) < value { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_and_tails_are_those_of_published_examples() {
        // R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 5: 81 of 263 has 0.2527 to 0.3676.
        let (low, high) = Counted { of: 81, all: 263 }.interval();
        assert!((low - 0.2527).abs() < 1e-4 && (high - 0.3676).abs() < 1e-4, "{low} {high}");
        assert_eq!(Counted { of: 0, all: 0 }.interval(), (0.0, 1.0));
        let (low, high) = Counted { of: 0, all: 20 }.interval();
        assert!(low.abs() < 1e-12 && (high - 0.1684).abs() < 1e-4);
        // P(X ≥ 5) of 12 at 0.2 is 1 − 0.0687 − 0.2062 − 0.2835 − 0.2362 − 0.1329.
        assert!((Counted { of: 5, all: 12 }.tail(0.2) - 0.0726).abs() < 2e-4);
    }
}
