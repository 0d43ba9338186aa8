//! Draws keep their values, and follow their distributions.

use super::*;
use crate::rng::StreamKey;
use rand_distr as reference;
use std::fmt::Write;

const DRAWS: usize = 100_000;

fn stream(purpose: &str) -> Stream {
    StreamKey { seed: 42, replication: 0 }.stream("draw", purpose)
}

/// Every kind of distribution, small and large parameters, with its true mean and variance.
fn distributions() -> Vec<(&'static str, Distribution, f64, f64)> {
    let normal = |mean, sd| Distribution::Normal { mean, sd };
    // Johnson, Kotz and Balakrishnan 1994, section 13.10.1, with h = φ(a) / Φ(a): sd² (1 − h (h + a)).
    let h = 0.241_970_724_519_143_4 / 0.841_344_746_068_542_9;
    let lognormal_variance = 144.0 * (libm::exp(0.64) - 1.0);
    vec![
        ("constant", Distribution::Constant(3.5), 3.5, 0.0),
        ("uniform integer", Distribution::UniformInteger { min: 20, max: 40 }, 30.0, 440.0 / 12.0),
        ("uniform", Distribution::Uniform { min: 2.0, max: 5.0 }, 3.5, 0.75),
        ("exponential", Distribution::Exponential { mean: 120.0 }, 120.0, 14_400.0),
        ("lognormal", Distribution::Lognormal { mean: 12.0, sigma: 0.8 }, 12.0, lognormal_variance),
        ("lognormal without spread", Distribution::Lognormal { mean: 12.0, sigma: 0.0 }, 12.0, 0.0),
        ("normal", normal(100.0, 5.0), 100.0, 25.0),
        ("truncated normal", normal(10.0, 10.0), 10.0 + 10.0 * h, 100.0 * (1.0 - h * (h + 1.0))),
        ("normal without spread", normal(7.0, 0.0), 7.0, 0.0),
        ("gamma", Distribution::Gamma { mean: 12.0, shape: 2.5 }, 12.0, 144.0 / 2.5),
        ("gamma of small shape", Distribution::Gamma { mean: 3.0, shape: 0.4 }, 3.0, 22.5),
        ("gamma of shape one", Distribution::Gamma { mean: 3.0, shape: 1.0 }, 3.0, 9.0),
        ("pareto", Distribution::Pareto { min: 5.0, alpha: 9.0 }, 5.625, 25.0 * 9.0 / (64.0 * 7.0)),
        ("poisson", Distribution::Poisson { mean: 2.5 }, 2.5, 2.5),
        ("large poisson", Distribution::Poisson { mean: 25.0 }, 25.0, 25.0),
        ("huge poisson", Distribution::Poisson { mean: 1e9 }, 1e9, 1e9),
        ("geometric", Distribution::Geometric { mean: 25.0 }, 25.0, 600.0),
        (
            "minutes",
            Distribution::Scaled { by: 60.0, of: Box::new(Distribution::Poisson { mean: 2.5 }) },
            150.0,
            9_000.0,
        ),
        ("geometric of mean one", Distribution::Geometric { mean: 1.0 }, 1.0, 0.0),
        ("triangular", Distribution::Triangular { min: 1.0, mode: 3.0, max: 8.0 }, 4.0, 39.0 / 18.0),
        (
            "empirical",
            Distribution::Empirical { values: vec![1.0, 5.0, 20.0, 7.0], weights: vec![5.0, 3.0, 2.0, 0.0] },
            6.0,
            // 0.5 × 1 + 0.3 × 25 + 0.2 × 400 − 36
            52.0,
        ),
    ]
}

/// The mean, the variance, and their standard errors by the sample's own moments.
fn moments(values: &[f64]) -> [(f64, f64); 2] {
    let count = real_count(values.len());
    let mean = values.iter().sum::<f64>() / count;
    let central = |power| values.iter().map(|value| libm::pow(value - mean, power)).sum::<f64>() / count;
    let (variance, fourth) = (central(2.0), central(4.0));
    [(mean, (variance / count).sqrt()), (variance, ((fourth - variance * variance) / count).sqrt())]
}

#[test]
fn means_and_variances_are_within_four_standard_errors() {
    for (name, distribution, mean, variance) in distributions() {
        let (sampler, mut stream) = (distribution.prepare(), stream(name));
        let values: Vec<f64> = (0..DRAWS).map(|_| sampler.real(&mut stream)).collect();
        let [(sample_mean, mean_error), (sample_variance, variance_error)] = moments(&values);
        assert!((sample_mean - mean).abs() <= 4.0 * mean_error, "{name}: mean {sample_mean}, not {mean}");
        assert!(
            (sample_variance - variance).abs() <= 4.0 * variance_error,
            "{name}: variance {sample_variance}, not {variance}"
        );
        let stated = distribution.mean();
        assert!((stated - mean).abs() <= mean * 1e-12, "{name}: states mean {stated}, not {mean}");
    }
}

/// The greatest difference between the distribution functions of two samples of [`DRAWS`] each.
fn distance(mut ours: Vec<f64>, mut theirs: Vec<f64>) -> f64 {
    ours.sort_by(f64::total_cmp);
    theirs.sort_by(f64::total_cmp);
    let (mut i, mut j, mut greatest) = (0, 0, 0.0_f64);
    while i < ours.len() && j < theirs.len() {
        let value = ours[i].min(theirs[j]);
        i += ours[i..].iter().take_while(|&&other| other <= value).count();
        j += theirs[j..].iter().take_while(|&&other| other <= value).count();
        greatest = greatest.max((real_count(i) - real_count(j)).abs() / real_count(DRAWS));
    }
    greatest
}

/// Compares with `rand_distr` by the two-sample Kolmogorov–Smirnov test at level 10⁻⁴ (Smirnov 1948):
/// √(−ln(α / 2) / 2) √(2 / n).
fn agrees(name: &str, distribution: &Distribution, other: impl reference::Distribution<f64>) {
    let (sampler, mut ours, mut theirs) = (distribution.prepare(), stream(name), stream("reference"));
    let ours = (0..DRAWS).map(|_| sampler.real(&mut ours)).collect();
    let theirs = (0..DRAWS).map(|_| other.sample(&mut theirs)).collect();
    let limit = (-libm::log(0.5e-4) / 2.0).sqrt() * (2.0 / real_count(DRAWS)).sqrt();
    let distance = distance(ours, theirs);
    assert!(distance < limit, "{name}: distance {distance} is above {limit}");
}

#[test]
fn samples_agree_with_the_reference_library() {
    let mu = libm::log(12.0) - 0.32;
    agrees("e", &Distribution::Exponential { mean: 2.0 }, reference::Exp::new(0.5).unwrap());
    agrees(
        "l",
        &Distribution::Lognormal { mean: 12.0, sigma: 0.8 },
        reference::LogNormal::new(mu, 0.8).unwrap(),
    );
    agrees("n", &Distribution::Normal { mean: 100.0, sd: 5.0 }, reference::Normal::new(100.0, 5.0).unwrap());
    agrees("g", &Distribution::Gamma { mean: 5.0, shape: 2.5 }, reference::Gamma::new(2.5, 2.0).unwrap());
    agrees("s", &Distribution::Gamma { mean: 0.8, shape: 0.4 }, reference::Gamma::new(0.4, 2.0).unwrap());
    agrees("p", &Distribution::Pareto { min: 5.0, alpha: 1.5 }, reference::Pareto::new(5.0, 1.5).unwrap());
    agrees("q", &Distribution::Poisson { mean: 2.5 }, reference::Poisson::new(2.5).unwrap());
    agrees("r", &Distribution::Poisson { mean: 10.0 }, reference::Poisson::new(10.0).unwrap());
    agrees("t", &Distribution::Poisson { mean: 300.0 }, reference::Poisson::new(300.0).unwrap());
    let triangular = Distribution::Triangular { min: 1.0, mode: 3.0, max: 8.0 };
    agrees("u", &triangular, reference::Triangular::new(1.0, 8.0, 3.0).unwrap());
    agrees("v", &Distribution::Uniform { min: 2.0, max: 5.0 }, reference::Uniform::new(2.0, 5.0).unwrap());
    let failures = reference::Geometric::new(0.04).unwrap();
    let trials = reference::Distribution::map(failures, |failures: u64| real(failures.cast_signed()) + 1.0);
    agrees("w", &Distribution::Geometric { mean: 25.0 }, trials);
}

#[test]
fn r_crn_draws_keep_their_values() {
    let mut known = String::new();
    for (name, distribution, ..) in distributions() {
        let (sampler, mut stream) = (distribution.prepare(), stream(name));
        let first: Vec<f64> = (0..3).map(|_| sampler.real(&mut stream)).collect();
        // The sum of many draws' bits meets the rare branches too.
        let all = (0..DRAWS).fold(0_u64, |sum, _| sum.rotate_left(1) ^ sampler.real(&mut stream).to_bits());
        writeln!(known, "{name}: {first:?} {all:016x}").unwrap();
    }
    insta::assert_snapshot!(known);
}

#[test]
fn credits_and_spans_are_rounded_up_and_limited() {
    let mut stream = stream("limits");
    for (value, credits) in
        [(0.0, 0), (0.1, 1), (12.0, 12), (12.000_000_000_000_002, 12), (1e15, 1_000_000_000_000)]
    {
        let sampler = Distribution::Constant(value).prepare();
        assert_eq!(sampler.credits(&mut stream), Credits::new(credits), "{value}");
    }
    let endless = Distribution::Pareto { min: 1.0, alpha: 0.001 }.prepare();
    for _ in 0..1_000 {
        assert!(endless.credits(&mut stream) <= Credits::MAX_INPUT);
        assert!(endless.span(&mut stream) <= Sampler::MAX_SPAN);
    }
}

#[test]
fn many_draws_at_once_are_the_same_as_one_after_the_other() {
    // Several blocks, and one that is not full.
    const MANY: usize = 1_000;
    let places: Vec<u32> = (0..1_000).rev().collect();
    for (name, distribution, ..) in distributions() {
        let sampler = distribution.prepare();
        let (mut one, mut many, mut block) = (stream(name), stream(name), Block::default());
        let (mut credits, mut spans) = (vec![Credits::ZERO; MANY], vec![Span::ZERO; MANY]);
        sampler.set_credits(&mut credits, &places, &mut many, &mut block);
        sampler.set_spans(&mut spans, &places, &mut many, &mut block);
        assert!(credits.into_iter().rev().all(|credits| credits == sampler.credits(&mut one)), "{name}");
        assert!(spans.into_iter().rev().all(|span| span == sampler.span(&mut one)), "{name}");
        let mut given = 0;
        sampler.spans(MANY, &mut many, &mut block, |span| {
            assert_eq!(span, sampler.span(&mut one), "{name}");
            given += 1;
        });
        assert_eq!(given, MANY);
    }
}

#[test]
fn whole_uniform_draws_reach_both_ends_alike() {
    let (sampler, mut stream) = (Distribution::UniformInteger { min: 3, max: 5 }.prepare(), stream("ends"));
    let mut counts = [0_i32; 3];
    for _ in 0..30_000 {
        counts[usize::try_from(sampler.credits(&mut stream).get() - 3).unwrap()] += 1;
    }
    assert!(counts.iter().all(|count| (count - 10_000).abs() < 330), "{counts:?}"); // 4 standard errors
}

#[test]
fn a_probability_of_zero_never_happens_and_one_always_does() {
    let mut stream = stream("chance");
    assert!((0..10_000).all(|_| !happens(0.0, &mut stream) && happens(1.0, &mut stream)));
}

#[test]
fn no_weight_is_never_drawn() {
    let (values, weights) = (vec![1.0, 2.0, 3.0], vec![0.0, 1.0, 0.0]);
    let (sampler, mut stream) = (Distribution::Empirical { values, weights }.prepare(), stream("weights"));
    assert!((0..10_000).all(|_| sampler.credits(&mut stream) == Credits::new(2)));
}

#[test]
fn quantiles_of_random_scores_agree_with_the_samplers() {
    let limit = (-libm::log(0.5e-4) / 2.0).sqrt() * (2.0 / real_count(DRAWS)).sqrt();
    for (name, distribution, ..) in distributions() {
        let (sampler, mut ours, mut theirs) = (distribution.prepare(), stream(name), stream("scores"));
        let ours = (0..DRAWS).map(|_| sampler.real(&mut ours)).collect();
        let theirs = (0..DRAWS).map(|_| distribution.quantile(Score::draw(&mut theirs))).collect();
        let distance = distance(ours, theirs);
        assert!(distance < limit, "{name}: distance {distance} is above {limit}");
    }
}

#[test]
fn quantiles_have_their_closed_forms() {
    let score = Score::new(1.959_963_984_540_054);
    for (distribution, quantile) in [
        (Distribution::Constant(3.5), 3.5),
        (Distribution::UniformInteger { min: 20, max: 59 }, 59.0),
        (Distribution::Uniform { min: 2.0, max: 6.0 }, 5.9),
        (Distribution::Exponential { mean: 10.0 }, 36.888_794_541_139_36), // −10 ln 0.025
        (Distribution::Lognormal { mean: 12.0, sigma: 0.5 }, 28.215_984_456_494_866),
        (Distribution::Normal { mean: 1_000.0, sd: 10.0 }, 1_019.599_639_845_400_5),
        (Distribution::Pareto { min: 5.0, alpha: 2.0 }, 31.622_776_601_683_793), // 5 √40
        (Distribution::Geometric { mean: 2.0 }, 6.0),                            // 2⁻⁵ > 0.025 ≥ 2⁻⁶
        (Distribution::Triangular { min: 0.0, mode: 5.0, max: 10.0 }, 8.881_966_011_250_105),
        (Distribution::Empirical { values: vec![9.0, 1.0], weights: vec![0.03, 0.97] }, 9.0),
        (Distribution::Empirical { values: vec![9.0, 1.0], weights: vec![0.02, 0.98] }, 1.0),
    ] {
        let found = distribution.quantile(score);
        assert!((found / quantile - 1.0).abs() < 1e-12, "{distribution:?}: {found}");
    }
    // Half of a normal variable that starts at its peak lies below the quartile 0.6745.
    let half = Distribution::Normal { mean: 1e-9, sd: 1.0 }.quantile(Score::MEDIAN);
    assert!((half - 0.674_489_750_196_081_7).abs() < 1e-8, "{half}");
}

#[test]
fn r_crn_quantiles_keep_their_values() {
    let mut known = String::new();
    for (name, distribution, ..) in distributions() {
        let at = [-3.0, -0.5, 0.0, 1.0, 5.0].map(|z| distribution.quantile(Score::new(z)));
        writeln!(known, "{name}: {at:?}").unwrap();
    }
    insta::assert_snapshot!(known);
}
