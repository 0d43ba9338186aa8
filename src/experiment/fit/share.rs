//! Shares of a count, such as failure rates.

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Those that did.
    pub of: usize,
    /// All.
    pub all: usize,
}

impl Share {
    /// 0 of none.
    pub fn value(self) -> f64 {
        if self.all == 0 { 0.0 } else { super::number::count(self.of) / super::number::count(self.all) }
    }

    /// The interval of E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22,
    /// 1927, at `z` standard errors: 1.96 for 95 %. From 0 to 1 of none.
    pub fn wilson(self, z: f64) -> (f64, f64) {
        if self.all == 0 {
            return (0.0, 1.0);
        }
        let (rows, share, square) = (super::number::count(self.all), self.value(), z * z);
        let middle = (share + square / (2.0 * rows)) / (1.0 + square / rows);
        let half =
            z * (share * (1.0 - share) / rows + square / (4.0 * rows * rows)).sqrt() / (1.0 + square / rows);
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_a_published_example() {
        // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998,
        // table I, method 3: 81 of 263 has 0.2553 to 0.3662, 0 of 20 has 0 to 0.1611.
        for (share, low, high) in
            [(Share { of: 81, all: 263 }, 0.2553, 0.3662), (Share { of: 0, all: 20 }, 0.0, 0.1611)]
        {
            let (least, most) = share.wilson(1.959_964);
            assert!((least - low).abs() < 1e-4 && (most - high).abs() < 1e-4, "{least} {most}");
        }
        assert_eq!(Share { of: 0, all: 0 }.wilson(1.96), (0.0, 1.0));
    }
}
