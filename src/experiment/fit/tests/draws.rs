use super::*;
use crate::demand::Distribution;
use crate::rng::StreamKey;
use crate::units::{Credits, Span};

fn costs(law: &Distribution, rows: usize, seed: u64) -> FittedDraw {
    let (sampler, mut stream) = (law.prepare(), StreamKey { seed, replication: 0 }.stream("costs", "cost"));
    let drawn: Vec<Credits> = (0..rows).map(|_| sampler.credits(&mut stream)).collect();
    FittedDraw::of_costs(drawn.into_iter()).unwrap()
}

#[test]
fn costs_come_back_with_their_family_and_parameters() {
    for (law, truth) in [
        (Distribution::Lognormal { mean: 12.0, sigma: 0.8 }, vec![("mean", 12.0), ("sigma", 0.8)]),
        (Distribution::Gamma { mean: 40.0, shape: 3.0 }, vec![("mean", 40.0), ("shape", 3.0)]),
        (Distribution::Exponential { mean: 9.0 }, vec![("mean", 9.0)]),
        (Distribution::Normal { mean: 60.0, sd: 9.0 }, vec![("mean", 60.0), ("sd", 9.0)]),
        (Distribution::Pareto { min: 5.5, alpha: 1.7 }, vec![("alpha", 1.7)]),
        (Distribution::Poisson { mean: 7.0 }, vec![("mean", 7.0)]),
    ] {
        let mut named = 0;
        for seed in 0..SEEDS {
            let fitted = costs(&law, 4_000, seed.into());
            named += u32::from(std::mem::discriminant(&fitted.law) == std::mem::discriminant(&law));
            if std::mem::discriminant(&fitted.law) != std::mem::discriminant(&law) {
                assert!(fitted.is_a_close_call(), "{law:?}, seed {seed}: {fitted:?}");
                continue;
            }
            for (name, truth) in &truth {
                let parameter = fitted.parameters.iter().find(|parameter| parameter.name == *name).unwrap();
                assert_near(&format!("{name} of {law:?}, seed {seed}"), parameter, *truth);
            }
            let goodness = fitted.goodness.unwrap();
            assert!(
                goodness.p.unwrap() > 1e-4 && goodness.distance < 0.05,
                "{law:?}, seed {seed}: {goodness:?}"
            );
        }
        assert!(named >= 18, "{law:?} was recognised {named} times of {SEEDS}");
    }
}

#[test]
fn constants_and_ranges_come_back_exactly() {
    for seed in 0..SEEDS {
        let constant = costs(&Distribution::UniformInteger { min: 7, max: 7 }, 40, seed.into());
        assert_eq!(
            (constant.law, constant.choice),
            (Distribution::UniformInteger { min: 7, max: 7 }, Choice::Same)
        );
        let range = costs(&Distribution::UniformInteger { min: 20, max: 40 }, 2_000, seed.into());
        assert_eq!(range.law, Distribution::UniformInteger { min: 20, max: 40 });
    }
}

#[test]
fn a_geometric_cost_is_an_exponential_one_rounded_up() {
    let fitted = costs(&Distribution::Geometric { mean: 6.0 }, 4_000, 1);
    assert_eq!(fitted.family(), "exponential");
    assert_near("mean", &fitted.parameters[0], -1.0 / (5.0_f64 / 6.0).ln());
}

#[test]
fn few_rows_are_repeated_and_not_fitted() {
    let fitted = costs(&Distribution::Exponential { mean: 90.0 }, FEW_ROWS - 1, 1);
    assert_eq!((fitted.family(), &fitted.choice), ("empirical", &Choice::FewRows));
    assert_eq!(FittedDraw::of_costs(std::iter::empty()).map(|draw| draw.rows), None);
}

#[test]
fn rows_that_no_family_fits_are_kept_as_quantiles() {
    // Two heaps far apart, each of hundreds of values.
    let rows = (0..6_000).map(|k| Credits::new(if k % 3 == 0 { 50 + k % 97 } else { 9_000 + k % 389 }));
    let fitted = FittedDraw::of_costs(rows).unwrap();
    assert!(matches!(fitted.choice, Choice::NoneFits { goodness, .. } if goodness.is_bad()), "{fitted:?}");
    assert_eq!(fitted.family(), "empirical");
    assert!((fitted.mean() - 6_160.0).abs() < 60.0, "{}", fitted.mean());
}

#[test]
fn times_in_whole_seconds_are_taken_as_rounded_to_the_nearest() {
    let law = Distribution::Exponential { mean: 8_000.0 };
    for seed in 0..SEEDS {
        let (sampler, mut stream) =
            (law.prepare(), StreamKey { seed: seed.into(), replication: 0 }.stream("times", "time"));
        let seconds =
            (0..3_000).map(|_| Span::from_ms((sampler.span(&mut stream).ms() + 500) / 1_000 * 1_000));
        let fitted = FittedDraw::of_spans(seconds).unwrap();
        assert_eq!(fitted.step, Some(Span::SECOND));
        // A gamma distribution of shape 1.07 is hardly another one.
        assert!(fitted.family() == "exponential" || fitted.is_a_close_call(), "{fitted:?}");
        assert_near("mean", &fitted.parameters[0], 8_000.0);
    }
}
