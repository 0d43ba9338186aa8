//! A mean over replications, and how well it is known.

use super::Confidence;

/// The mean of a metric over independent replications. Units are those of the metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The replications, at least 1.
    pub replications: u32,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation, with n − 1; `None` of one replication.
    pub sd: Option<f64>,
    /// Half the width of the Student-t interval around the mean; `None` of one replication.
    pub half_width: Option<f64>,
}

impl Estimate {
    /// Of `sample`, one value a replication; `None` if it is empty.
    pub fn of(sample: &[f64], confidence: Confidence) -> Option<Self> {
        let degrees = u32::try_from(sample.len()).ok()?.saturating_sub(1);
        Self::within(sample, confidence.two_sided_t(degrees))
    }

    /// The same where Student's t is known already: that of as many degrees of freedom as there are values, less 1.
    pub fn within(sample: &[f64], t: f64) -> Option<Self> {
        let replications = u32::try_from(sample.len()).ok().filter(|&count| count > 0)?;
        let count = f64::from(replications);
        let mean = sample.iter().sum::<f64>() / count;
        if replications == 1 {
            return Some(Self { replications, mean, sd: None, half_width: None });
        }
        let squares: f64 = sample.iter().map(|value| (value - mean) * (value - mean)).sum();
        let sd = (squares / (count - 1.0)).sqrt();
        let half_width = t * sd / count.sqrt();
        Some(Self { replications, mean, sd: Some(sd), half_width: Some(half_width) })
    }

    /// The lower end of the interval.
    pub fn low(&self) -> Option<f64> {
        self.half_width.map(|half| self.mean - half)
    }

    /// The upper end of the interval.
    pub fn high(&self) -> Option<f64> {
        self.half_width.map(|half| self.mean + half)
    }

    /// True if the interval is known and zero lies outside of it.
    pub fn differs_from_zero(&self) -> bool {
        self.half_width.is_some_and(|half| self.mean.abs() > half)
    }

    /// The replications at which an interval of this spread would no longer reach `distance` from the mean, as
    /// far as these replications tell; `None` where none ever would (`distance` 0) or the spread is unknown.
    pub fn replications_to_resolve(&self, distance: f64, confidence: Confidence) -> Option<u32> {
        let (sd, distance) = (self.sd?, distance.abs());
        if distance <= 0.0 {
            return None;
        }
        let reaches =
            |count: u32| confidence.two_sided_t(count - 1) * sd / f64::from(count).sqrt() >= distance;
        let mut most = self.replications.max(2);
        while reaches(most) {
            most = most.checked_mul(2)?;
        }
        let mut least = 1; // one replication resolves nothing
        while most - least > 1 {
            let middle = least.midpoint(most);
            if reaches(middle) { least = middle } else { most = middle }
        }
        Some(most)
    }
}

/// `of − from` within each replication; as many as both have.
pub fn differences(of: &[f64], from: &[f64]) -> Vec<f64> {
    of.iter().zip(from).map(|(of, from)| of - from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level() -> Confidence {
        Confidence::new(0.95).unwrap()
    }

    #[test]
    fn the_interval_is_that_of_a_published_example() {
        // NIST/SEMATECH e-Handbook, 1.3.5.2, "Confidence Limits for the Mean", ZARR13.DAT: 195 values of mean
        // 9.261460 and standard deviation 0.022789 have the 95 % interval 9.258242 to 9.264679. A sample of that
        // size, mean and deviation: 97 pairs around the mean and the mean.
        let apart = 0.022_789 * (194.0_f64 / 194.0).sqrt();
        let mut sample = vec![9.261_460];
        for _ in 0..97 {
            sample.extend([9.261_460 - apart, 9.261_460 + apart]);
        }
        let estimate = Estimate::of(&sample, level()).unwrap();
        assert!((estimate.sd.unwrap() - 0.022_789).abs() < 1e-9);
        assert!((estimate.low().unwrap() - 9.258_242).abs() < 2e-6);
        assert!((estimate.high().unwrap() - 9.264_679).abs() < 2e-6);
    }

    #[test]
    fn one_replication_has_no_interval_and_none_has_no_mean() {
        let one = Estimate::of(&[4.0], level()).unwrap();
        assert_eq!((one.mean, one.sd, one.low(), one.differs_from_zero()), (4.0, None, None, false));
        assert_eq!(Estimate::of(&[], level()), None);
    }

    #[test]
    fn differences_are_paired() {
        let (cell, baseline) = ([101.0, 202.0, 299.0], [100.0, 200.0, 300.0]);
        let paired = Estimate::of(&differences(&cell, &baseline), level()).unwrap();
        // 1, 2, −1: mean 2/3, deviation √(7/3), t(2) = 4.302653.
        assert!((paired.mean - 2.0 / 3.0).abs() < 1e-12);
        assert!(
            (paired.half_width.unwrap() - 4.302_653 * (7.0_f64 / 3.0).sqrt() / 3.0_f64.sqrt()).abs() < 1e-5
        );
    }

    #[test]
    fn the_replications_asked_for_are_the_fewest_that_resolve() {
        let estimate = Estimate::of(&[0.0, 2.0, 1.0, 3.0, -1.0], level()).unwrap();
        let needed = estimate.replications_to_resolve(0.5, level()).unwrap();
        let half =
            |count: u32| level().two_sided_t(count - 1) * estimate.sd.unwrap() / f64::from(count).sqrt();
        assert!(half(needed) < 0.5 && half(needed - 1) >= 0.5, "{needed}");
        assert_eq!(estimate.replications_to_resolve(0.0, level()), None);
    }
}
