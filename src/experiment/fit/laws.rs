//! Distribution functions of the distributions that scenarios have.

use super::number::real;
use crate::demand::Distribution;
use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

/// P(`from` < X ≤ `to`), from the tail in which it is exact.
pub(super) fn within(law: &Distribution, from: f64, to: f64) -> f64 {
    let ((below_from, above_from), (below_to, above_to)) = (tails(law, from), tails(law, to));
    if below_to <= 0.5 { below_to - below_from } else { above_from - above_to }
}

/// P(X ≤ x).
pub(super) fn below(law: &Distribution, x: f64) -> f64 {
    tails(law, x).0
}

/// P(X ≤ x) and P(X > x).
fn tails(law: &Distribution, x: f64) -> (f64, f64) {
    match *law {
        Distribution::Constant(value) => step(value <= x),
        Distribution::UniformInteger { min, max } => {
            of_below(((x.floor() - real(min) + 1.0) / (real(max) - real(min) + 1.0)).clamp(0.0, 1.0))
        }
        Distribution::Uniform { min, max } if max > min => {
            of_below(((x - min) / (max - min)).clamp(0.0, 1.0))
        }
        Distribution::Uniform { min, .. } => step(min <= x),
        Distribution::Exponential { mean } => of_above(libm::exp(-x.max(0.0) / mean)),
        Distribution::Lognormal { mean, sigma } => {
            if x <= 0.0 {
                return (0.0, 1.0);
            }
            normal((libm::log(x / mean) + sigma * sigma / 2.0) / sigma)
        }
        Distribution::Normal { mean, sd } => {
            let (cut, kept) = normal(-mean / sd);
            let (below, above) = normal((x.max(0.0) - mean) / sd);
            (((below - cut) / kept).max(0.0), (above / kept).min(1.0))
        }
        Distribution::Gamma { mean, shape } => incomplete_gamma(shape, x * shape / mean),
        Distribution::Pareto { min, alpha } => {
            of_above(if x <= min { 1.0 } else { libm::pow(min / x, alpha) })
        }
        Distribution::Poisson { mean } => {
            if x < 0.0 {
                return (0.0, 1.0);
            }
            let (more, fewer) = incomplete_gamma(x.floor() + 1.0, mean);
            (fewer, more)
        }
        Distribution::Geometric { mean } => {
            of_above(if x < 1.0 { 1.0 } else { libm::pow(1.0 - 1.0 / mean, x.floor()) })
        }
        Distribution::Triangular { min, mode, max } => triangular(min, mode, max, x),
        Distribution::Empirical { ref values, ref weights } => {
            let total: f64 = weights.iter().sum();
            let below = values.iter().zip(weights).filter(|&(&value, _)| value <= x);
            of_below(below.map(|(_, weight)| weight).sum::<f64>() / total)
        }
        Distribution::Scaled { by, ref of } => tails(of, x / by),
    }
}

fn step(is_below: bool) -> (f64, f64) {
    if is_below { (1.0, 0.0) } else { (0.0, 1.0) }
}

fn of_below(below: f64) -> (f64, f64) {
    (below, 1.0 - below)
}

fn of_above(above: f64) -> (f64, f64) {
    (1.0 - above, above)
}

/// The tails of the standard normal distribution.
fn normal(z: f64) -> (f64, f64) {
    let scaled = z * std::f64::consts::FRAC_1_SQRT_2;
    (0.5 * libm::erfc(-scaled), 0.5 * libm::erfc(scaled))
}

/// P(a, x) and Q(a, x), the regularised incomplete gamma functions.
fn incomplete_gamma(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    (checked_gamma_lr(a, x).unwrap_or(f64::NAN), checked_gamma_ur(a, x).unwrap_or(f64::NAN))
}

fn triangular(min: f64, mode: f64, max: f64, x: f64) -> (f64, f64) {
    if x <= min {
        (0.0, 1.0)
    } else if x >= max {
        (1.0, 0.0)
    } else if x < mode {
        of_below((x - min) * (x - min) / ((max - min) * (mode - min)))
    } else {
        of_above((max - x) * (max - x) / ((max - min) * (max - mode)))
    }
}

/// The tail of the chi-square distribution with `degrees` of freedom.
pub(super) fn chi_square_above(statistic: f64, degrees: f64) -> f64 {
    incomplete_gamma(degrees / 2.0, statistic / 2.0).1
}

/// The chance of a greater Kolmogorov distance between `rows` values and their distribution (Kolmogorov's series with
/// the correction of M. A. Stephens, "EDF Statistics for Goodness of Fit and Some Comparisons", JASA 69, 1974).
pub(super) fn kolmogorov_above(distance: f64, rows: f64) -> f64 {
    let root = rows.sqrt();
    let scaled = (root + 0.12 + 0.11 / root) * distance;
    if scaled < 0.2 {
        return 1.0; // the series converges slowly there; the truth is 1 − 10⁻¹²
    }
    let term = |k: i32| {
        let k = f64::from(k);
        let sign = if k % 2.0 == 0.0 { -1.0 } else { 1.0 };
        2.0 * sign * libm::exp(-2.0 * k * k * scaled * scaled)
    };
    (1..=100).map(term).sum::<f64>().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::StreamKey;

    #[test]
    fn distribution_functions_agree_with_what_is_drawn() {
        let laws = [
            Distribution::UniformInteger { min: 3, max: 9 },
            Distribution::Uniform { min: 3.0, max: 9.0 },
            Distribution::Exponential { mean: 5.0 },
            Distribution::Lognormal { mean: 12.0, sigma: 0.8 },
            Distribution::Normal { mean: 4.0, sd: 3.0 },
            Distribution::Gamma { mean: 9.0, shape: 0.7 },
            Distribution::Pareto { min: 2.0, alpha: 1.5 },
            Distribution::Poisson { mean: 6.0 },
            Distribution::Geometric { mean: 4.0 },
            Distribution::Triangular { min: 1.0, mode: 2.0, max: 9.0 },
            Distribution::Scaled { by: 10.0, of: Box::new(Distribution::Poisson { mean: 2.0 }) },
        ];
        for law in laws {
            let (sampler, mut stream) =
                (law.prepare(), StreamKey { seed: 1, replication: 0 }.stream("laws", "draws"));
            let drawn: Vec<f64> = (0..20_000).map(|_| sampler.real(&mut stream)).collect();
            for x in [0.5, 2.0, 3.0, 4.0, 5.5, 8.0, 12.0, 30.0] {
                let share =
                    super::super::number::count(drawn.iter().filter(|&&value| value <= x).count()) / 20_000.0;
                let (below, above) = tails(&law, x);
                // 4.5 standard errors at most
                assert!((below - share).abs() < 0.016, "{law:?} at {x}: {below} is not {share}");
                assert!((below + above - 1.0).abs() < 1e-9, "{law:?} at {x}");
            }
        }
    }

    #[test]
    fn tails_are_those_of_published_tables() {
        // NIST/SEMATECH e-Handbook, 1.3.6.7.4: the upper 5 % of chi-square with 10 degrees is 18.307.
        assert!((chi_square_above(18.307, 10.0) - 0.05).abs() < 1e-5);
        // Stephens 1974, table 1A: the upper 5 % of the modified D is 1.358.
        assert!((kolmogorov_above(1.358 / (10.0 + 0.12 + 0.011), 100.0) - 0.05).abs() < 1e-3);
    }
}
