//! An axis by square root: what is small stays visible beside what is large, and 0 has a place.

use crate::output::chart::axis::Axis;
use crate::output::number::grouped;

/// From 0 to `high`, which is above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Root {
    high: f64,
}

/// The least distance between ticks, as a share of the axis.
const GAP: f64 = 0.062;

impl Root {
    /// Covers 0 and `most`, up to the next tick where that is near.
    pub(super) fn to(most: f64) -> Self {
        if most <= 0.0 {
            return Self { high: 1.0 };
        }
        let mut power = 1.0;
        while power * 10.0 <= most {
            power *= 10.0;
        }
        while power > most {
            power /= 10.0;
        }
        let near = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
        let near = near.into_iter().find(|&tick| tick >= most && tick <= most * 1.25);
        Self { high: near.unwrap_or(most * 1.04) }
    }
}

impl Axis for Root {
    fn share(&self, value: f64) -> f64 {
        (value.max(0.0) / self.high).sqrt()
    }

    /// 0, and 1, 2 or 5 times powers of ten, as long as they are apart.
    fn labels(&self) -> Vec<(f64, String)> {
        let (mut power, mut digits) = (1.0, 0_usize);
        while power * 10.0 <= self.high {
            power *= 10.0;
        }
        while power > self.high {
            power /= 10.0;
            digits += 1;
        }
        let mut labels: Vec<(f64, String)> = Vec::new();
        let mut above = f64::INFINITY;
        while self.share(power * 5.0) >= GAP {
            for tick in [5.0, 2.0, 1.0].map(|times| times * power) {
                let share = self.share(tick);
                if tick <= self.high && share >= GAP && above - share >= GAP {
                    labels.push((tick, grouped(&format!("{tick:.digits$}"))));
                    above = share;
                }
            }
            digits += usize::from(power <= 1.0);
            power /= 10.0;
        }
        labels.push((0.0, "0".to_owned()));
        labels.reverse();
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(most: f64) -> Vec<String> {
        Root::to(most).labels().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_and_apart_whatever_the_largest_value() {
        assert_eq!(labels(100.0), ["0", "0.5", "2", "5", "10", "20", "50", "100"]);
        assert_eq!(labels(2_400.0).last().map(String::as_str), Some("2,000"));
        assert_eq!(labels(0.5)[..3], ["0", "0.005", "0.02"]);
        for most in [0.0, 1e-6, 0.9, 1.0, 3.0, 99_999.0, 1e12] {
            let root = Root::to(most);
            let shares: Vec<f64> = root.labels().iter().map(|&(value, _)| root.share(value)).collect();
            assert!((4..=12).contains(&shares.len()), "{most}: {shares:?}");
            assert!(shares.windows(2).all(|pair| pair[1] - pair[0] >= GAP - 1e-9), "{most}: {shares:?}");
            assert!(root.share(most) <= 1.0);
        }
    }
}
