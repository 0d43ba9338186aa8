//! The values of one figure over organisations: all of them while they are few, else a sketch.

use super::amount::Amount;
use super::measure::Unit;
use crate::experiment::statistics::quantile_place;
use hdrhistogram::Histogram;

/// Values, none negative, of which quantiles are asked. What it answers does not depend on their order.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// Most figures of most organisations are 0.
    zeros: u64,
    others: Others,
}

#[derive(Clone, Debug)]
enum Others {
    Exact(Vec<i64>),
    Sketched(Box<Histogram<u64>>),
}

/// Significant digits of a sketch.
const DIGITS: u8 = 2;

/// The most that a sketched value is off, relative to it: half of a bin, of which there are 128 or more from any power
/// of two to the next.
pub(super) const SKETCH_ERROR: f64 = 1.0 / 256.0;

impl Sample {
    /// Without values; those to come are kept exactly, or sketched.
    pub(super) fn new(sketched: bool) -> Self {
        let mut sample = Self { zeros: 0, others: Others::Exact(Vec::new()) };
        if sketched {
            sample.sketch();
        }
        sample
    }

    /// How many values.
    pub(super) fn count(&self) -> u64 {
        self.zeros
            + match &self.others {
                Others::Exact(values) => u64::try_from(values.len()).unwrap_or(u64::MAX),
                Others::Sketched(histogram) => histogram.len(),
            }
    }

    /// One value more; true if it is kept by itself in memory.
    pub(super) fn add(&mut self, value: i64) -> bool {
        if value <= 0 {
            self.zeros += 1;
            return false;
        }
        match &mut self.others {
            Others::Exact(values) => {
                values.push(value);
                true
            }
            Others::Sketched(histogram) => {
                record(histogram, value);
                false
            }
        }
    }

    /// From now on a sketch, of what it has too.
    pub(super) fn sketch(&mut self) {
        if let Others::Exact(values) = &self.others
            && let Ok(mut histogram) = Histogram::new(DIGITS)
        {
            histogram.auto(true);
            for &value in values {
                record(&mut histogram, value);
            }
            self.others = Others::Sketched(Box::new(histogram));
        }
    }

    /// The values of both.
    pub(super) fn merge(&mut self, other: &Self) {
        self.zeros += other.zeros;
        match &other.others {
            Others::Exact(values) => {
                for &value in values {
                    self.add(value);
                }
            }
            Others::Sketched(theirs) => {
                self.sketch();
                if let Others::Sketched(own) = &mut self.others {
                    // Both have the same bins, and grow as they need to.
                    let _ = own.add(theirs.as_ref());
                }
            }
        }
    }

    /// Quantiles at these per cents, rising; `None` without values. Each is linear between order statistics.
    pub(super) fn quantiles<const N: usize>(
        &mut self,
        unit: Unit,
        percents: [u32; N],
    ) -> Option<[Amount; N]> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        let zeros = self.zeros;
        Some(match &mut self.others {
            Others::Exact(values) => {
                values.sort_unstable();
                let value = |rank: u64| values.get(usize::try_from(rank).ok()?).copied();
                let at = |rank: u64| rank.checked_sub(zeros).and_then(value).unwrap_or(0);
                interpolated(unit, percents, count, |rank| at(rank).into())
            }
            Others::Sketched(histogram) => {
                let at = |rank: u64| rank.checked_sub(zeros).map_or(0, |rank| ranked(histogram, rank));
                interpolated(unit, percents, count, |rank| at(rank).into())
            }
        })
    }
}

/// One value more in a sketch, which grows as it needs to.
fn record(histogram: &mut Histogram<u64>, value: i64) {
    if histogram.record(value.unsigned_abs()).is_err() {
        // Only where addresses are too short for the bins: what is largest counts as large as can be.
        histogram.saturating_record(value.unsigned_abs());
    }
}

/// Quantiles of `count` values, at least one, of which `at` knows the one of each rank, from 0.
pub(super) fn interpolated<const N: usize>(
    unit: Unit,
    percents: [u32; N],
    count: u64,
    at: impl Fn(u64) -> i128,
) -> [Amount; N] {
    percents.map(|percent| {
        let (below, hundredths) = quantile_place(percent, count);
        let (low, high) = (at(below), at((below + 1).min(count - 1)));
        Amount::quotient(unit, low * 100 + (high - low) * i128::from(hundredths), 100)
    })
}

/// The middle of the bin of the value at `rank`, from 0.
fn ranked(histogram: &Histogram<u64>, rank: u64) -> u64 {
    let mut before = 0;
    let bin = histogram.iter_recorded().find(|bin| {
        before += bin.count_since_last_iteration();
        before > rank
    });
    bin.map_or(0, |bin| histogram.median_equivalent(bin.value_iterated_to()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Quantiles;

    const PERCENTS: [u32; 7] = [5, 10, 25, 50, 75, 90, 95];

    /// Some thousand numbers between 0 and 10^12, half of them small.
    fn values() -> Vec<i64> {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from(state >> 33).unwrap()
        };
        (0..5_000)
            .map(
                |index| if index % 3 == 0 { next() % 5 } else { (next() % 1_000_000) * (next() % 1_000_000) },
            )
            .collect()
    }

    fn sample(values: &[i64], sketched: bool) -> Sample {
        let mut sample = Sample::new(sketched);
        for &value in values {
            sample.add(value);
        }
        sample
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    fn quantiles_are_those_of_the_sorted_values() {
        let values = values();
        let reals: Vec<f64> = values.iter().map(|&value| value as f64).collect();
        let exact = Quantiles::of(&reals).unwrap();
        let own = sample(&values, false).quantiles(Unit::Credits, PERCENTS).unwrap();
        for (percent, own) in PERCENTS.into_iter().zip(own) {
            let expected = exact.at(f64::from(percent) / 100.0);
            assert!((own.approximate() - expected).abs() <= 1e-3 + expected * 1e-12, "{percent}");
        }
        assert_eq!(Sample::new(false).quantiles(Unit::Credits, PERCENTS), None);
    }

    #[test]
    fn a_sketch_is_within_its_error_in_any_order_and_in_parts() {
        let mut values = values();
        let exact = sample(&values, false).quantiles(Unit::Count, PERCENTS).unwrap();
        let whole = sample(&values, true).quantiles(Unit::Count, PERCENTS).unwrap();
        for (exact, sketched) in exact.into_iter().zip(whole) {
            let off = (exact.approximate() - sketched.approximate()).abs();
            assert!(off <= exact.approximate() * SKETCH_ERROR + 1e-6, "{exact:?} {sketched:?}");
        }
        assert_ne!(exact, whole, "the sketch is one");
        values.reverse();
        let (first, rest) = values.split_at(1_234);
        let mut parts = sample(first, false);
        parts.merge(&sample(rest, true));
        assert_eq!(parts.quantiles(Unit::Count, PERCENTS).unwrap(), whole);
        let mut late = sample(&values, false);
        late.sketch();
        assert_eq!(late.quantiles(Unit::Count, PERCENTS).unwrap(), whole);
    }
}
