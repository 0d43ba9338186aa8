//! The weekly shape of an activity's rate (R-BURST).

use super::draw::real_count;

/// Hours in a week.
const HOURS: usize = 168;

/// Weights by hour of the week in the organisation's zone, from Monday 00:00; mean 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    weights: Box<[f64; HOURS]>,
}

impl Profile {
    /// The same rate always.
    pub fn flat() -> Self {
        Self { weights: Box::new([1.0; HOURS]) }
    }

    /// Monday to Friday from 9 to 17 o'clock weighted 1, all else 0.05.
    pub fn office() -> Self {
        let open = |hour: usize| hour / 24 < 5 && (9..17).contains(&(hour % 24));
        Self::normalised(&std::array::from_fn(|hour| if open(hour) { 1.0 } else { 0.05 }))
    }

    /// A day/night wave, alike on every day: 1 − 0.6 cos, lowest at 03:30 and highest at 15:30.
    pub fn always_on() -> Self {
        let turn = std::f64::consts::PI / 12.0;
        let wave = |hour: usize| 1.0 - 0.6 * libm::cos(turn * (real_count(hour % 24) - 3.0));
        Self::normalised(&std::array::from_fn(wave))
    }

    /// Of any weights from Monday 00:00, normalised; `None` unless all are finite and not negative with a
    /// positive, finite sum.
    pub fn from_weights(weights: [f64; HOURS]) -> Option<Self> {
        let valid = weights.iter().all(|&weight| weight.is_finite() && weight >= 0.0);
        let sum: f64 = weights.iter().sum();
        (valid && sum > 0.0 && sum.is_finite()).then(|| Self::normalised(&weights))
    }

    /// The 168 weights, mean 1, from Monday 00:00.
    pub fn weights(&self) -> &[f64; HOURS] {
        &self.weights
    }

    fn normalised(weights: &[f64; HOURS]) -> Self {
        let mean = weights.iter().sum::<f64>() / 168.0;
        Self { weights: Box::new(weights.map(|weight| weight / mean)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_has_mean_one() {
        for profile in [Profile::flat(), Profile::office(), Profile::always_on()] {
            assert!((profile.weights().iter().sum::<f64>() / 168.0 - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_office_is_open_from_monday_to_friday_from_nine_to_seventeen() {
        let office = Profile::office();
        let (open, shut) = (office.weights()[9], office.weights()[8]);
        assert!((open / shut - 20.0).abs() < 1e-12);
        let hours: Vec<usize> = (0..168).filter(|&hour| office.weights()[hour] > 1.0).collect();
        let expected: Vec<usize> = (0..5).flat_map(|day| day * 24 + 9..day * 24 + 17).collect();
        assert_eq!(hours, expected);
    }

    #[test]
    fn the_wave_is_smooth_and_never_stops() {
        let wave = Profile::always_on();
        assert!((wave.weights()[3] - 0.4).abs() < 1e-9 && (wave.weights()[15] - 1.6).abs() < 1e-9);
        for hour in 0..168 {
            let step = wave.weights()[(hour + 1) % 168] - wave.weights()[hour];
            assert!(step.abs() < 0.17, "hour {hour} steps by {step}");
        }
    }

    #[test]
    fn bad_weights_are_no_profile() {
        assert_eq!(Profile::from_weights([0.0; 168]), None);
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            let mut weights = [1.0; 168];
            weights[7] = bad;
            assert_eq!(Profile::from_weights(weights), None, "{bad}");
        }
        let doubled = Profile::from_weights([2.0; 168]);
        assert_eq!(doubled, Some(Profile::flat()));
    }
}
