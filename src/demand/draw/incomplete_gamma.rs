//! The incomplete gamma function, and with it the quantiles of gamma and Poisson distributions.

use super::score::Score;

/// From this shape (or mean) on the expansions are used: they are then right to 1 in 10¹⁰.
const LARGE: f64 = 10_000.0;

/// The quantile of the gamma distribution of that shape, positive, and of scale 1.
///
/// ln P and ln Q are concave in ln x, so Newton's method on the smaller tail converges from anywhere.
pub(super) fn gamma_quantile(shape: f64, score: Score) -> f64 {
    if shape >= LARGE {
        return large_gamma(shape, score.z());
    }
    let lower = score.z() < 0.0;
    let wanted = libm::log(if lower { score.below() } else { score.above() });
    let (log_gamma, mut y) = (libm::lgamma(shape), start(shape, score));
    for _ in 0..1_000 {
        let (below, above) = log_tails(shape, y);
        let tail = if lower { below } else { above };
        let slope = libm::exp(shape * y - libm::exp(y) - log_gamma - tail);
        let gap = if lower { wanted - tail } else { tail - wanted };
        let step = (gap / slope).clamp(-2.0, 2.0);
        if step.is_nan() {
            break;
        }
        y += step;
        // The next step would be about its square.
        if step.abs() <= 1e-9 {
            break;
        }
    }
    libm::exp(y)
}

/// The logarithm of a guess: Wilson and Hilferty's ("The distribution of chi-square", PNAS 17, 1931), but not below
/// the bound that follows from P(a, x) ≤ xᵃ / Γ(a + 1).
fn start(shape: f64, score: Score) -> f64 {
    let bound = (libm::log(score.below()) + libm::lgamma(shape + 1.0)) / shape;
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + score.z() * ninth.sqrt();
    if root > 0.0 { bound.max(libm::log(shape) + 3.0 * libm::log(root)) } else { bound }
}

/// Cornish and Fisher's expansion (Goldberg and Levine, "Approximate formulas for the percentage points and
/// normalization of t and χ²", Annals of Mathematical Statistics 17, 1946).
fn large_gamma(shape: f64, z: f64) -> f64 {
    let (root, square) = (shape.sqrt(), z * z);
    shape + root * z + (square - 1.0) / 3.0 + z * (square - 7.0) / (36.0 * root)
        - ((3.0 * square + 7.0) * square - 16.0) / (810.0 * shape)
        + z * ((9.0 * square + 256.0) * square - 433.0) / (38_880.0 * shape * root)
}

/// The least k with P(X ≤ k) not below the score's probability, for a Poisson X of that mean, positive.
pub(super) fn poisson_quantile(mean: f64, score: Score) -> f64 {
    let guess = large_poisson(mean, score.z()).floor().max(0.0);
    if mean >= LARGE {
        return guess;
    }
    let lower = score.z() < 0.0;
    let wanted = libm::log(if lower { score.below() } else { score.above() });
    let log_mean = libm::log(mean);
    // P(X ≤ k) = Q(k + 1, mean).
    let reaches = |count: f64| {
        let (above, below) = log_tails(count + 1.0, log_mean);
        if lower { below >= wanted } else { above <= wanted }
    };
    // The expansion means nothing for small means; there the counts are few.
    let mut count = if mean < 4.0 { 0.0 } else { guess };
    while count > 0.0 && reaches(count - 1.0) {
        count -= 1.0;
    }
    while !reaches(count) {
        count += 1.0;
    }
    count
}

/// Whose whole part is the quantile (Giles, "Algorithm 955: Approximation of the Inverse Poisson Cumulative
/// Distribution Function", ACM TOMS 42(1), 2016, equation 10).
fn large_poisson(mean: f64, z: f64) -> f64 {
    let (root, square) = (mean.sqrt(), z * z);
    mean + root * z + (2.0 + square) / 6.0 - z * (2.0 + square) / (72.0 * root)
        + ((3.0 * square + 7.0) * square - 16.0) / (810.0 * mean)
}

/// ln P(a, x) and ln Q(a, x) at x = exp(y): by the series below a + 1 and by Lentz's continued fraction above it
/// (Press et al., "Numerical Recipes", 3rd ed. 2007, section 6.2).
fn log_tails(a: f64, y: f64) -> (f64, f64) {
    let x = libm::exp(y);
    let factor = a * y - x - libm::lgamma(a);
    if x < a + 1.0 {
        let below = factor + libm::log(series(a, x));
        return (below, libm::log(-libm::expm1(below.min(0.0))));
    }
    let above = factor + libm::log(fraction(a, x));
    (libm::log(-libm::expm1(above.min(0.0))), above)
}

/// Σ xⁿ / (a (a + 1) … (a + n)).
fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut divisor) = (1.0 / a, a);
    let mut sum = term;
    for _ in 0..100_000 {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
        if term <= sum * 1e-17 {
            break;
        }
    }
    sum
}

/// 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − …)).
fn fraction(shape: f64, x: f64) -> f64 {
    let mut denominator = x + 1.0 - shape;
    let (mut above, mut below) = (1e300, 1.0 / denominator);
    let (mut value, mut count) = (below, 0.0);
    for _ in 0..100_000 {
        count += 1.0;
        let numerator = count * (shape - count);
        denominator += 2.0;
        below = 1.0 / nonzero(numerator * below + denominator);
        above = nonzero(denominator + numerator / above);
        value *= above * below;
        if (above * below - 1.0).abs() <= 1e-16 {
            break;
        }
    }
    value
}

/// Lentz's rule for a denominator that vanishes.
fn nonzero(value: f64) -> f64 {
    if value.abs() < 1e-300 { 1e-300 } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(below: f64) -> Score {
        Score::of(below, 1.0 - below)
    }

    #[test]
    fn gamma_quantiles_are_those_of_the_tables_of_chi_square() {
        // Half a chi-square variable of ν degrees is gamma of shape ν / 2.
        for (degrees, below, chi_square) in [
            (1.0, 0.95, 3.841_458_820_694_124),
            (1.0, 0.05, 0.003_932_140_000_019_522),
            (2.0, 0.5, 2.0 * std::f64::consts::LN_2),
            (10.0, 0.95, 18.307_038_053_275_146),
            (10.0, 0.05, 3.940_299_136_119_157),
            (100.0, 0.99, 135.806_723_171_026_76),
        ] {
            let found = 2.0 * gamma_quantile(degrees / 2.0, score(below));
            assert!((found / chi_square - 1.0).abs() < 1e-11, "{degrees} {below}: {found}");
        }
    }

    #[test]
    fn gamma_quantiles_come_back_from_the_distribution_function() {
        for shape in [0.01, 0.3, 1.0, 2.5, 40.0, 3_000.0, 9_999.0] {
            for z in [-8.0, -3.0, -0.5, -1e-9, 0.0, 0.5, 2.0, 5.0, 8.0] {
                let score = Score::new(z);
                let x = gamma_quantile(shape, score);
                let (below, above) = log_tails(shape, libm::log(x));
                let (found, wanted) = if z < 0.0 { (below, score.below()) } else { (above, score.above()) };
                // Where x is too small for a float, 0 is the nearest.
                let fits = (found - libm::log(wanted)).abs() < 1e-9;
                assert!(fits || x == 0.0, "{shape} {z}: {x}");
            }
        }
    }

    #[test]
    fn the_expansions_go_on_where_the_exact_ways_end() {
        for z in [-6.0, -2.0, 0.0, 1.0, 6.0] {
            let exact = gamma_quantile(LARGE * 0.999_999, Score::new(z));
            let expanded = large_gamma(LARGE * 0.999_999, z);
            assert!((exact / expanded - 1.0).abs() < 1e-9, "{z}: {exact} {expanded}");
            let exact = poisson_quantile(LARGE - 0.5, Score::new(z));
            assert!((exact - large_poisson(LARGE - 0.5, z).floor()).abs() < 0.5, "{z}: {exact}");
        }
    }

    #[test]
    fn poisson_quantiles_are_those_of_the_tables() {
        for (mean, below, count) in
            [(2.5, 0.5, 2.0), (2.5, 0.95, 5.0), (10.0, 0.95, 15.0), (10.0, 0.95127, 16.0), (0.01, 0.5, 0.0)]
        {
            assert_eq!(poisson_quantile(mean, score(below)).to_bits(), f64::to_bits(count), "{mean} {below}");
        }
    }

    #[test]
    fn a_poisson_quantile_is_the_least_count_that_reaches_its_probability() {
        for mean in [0.003, 0.7, 3.9, 4.1, 25.0, 300.0] {
            let (mut sum, mut term, mut count) = (libm::exp(-mean), libm::exp(-mean), 0.0);
            while sum < 1.0 - 1e-9 {
                // Just below and just above what P(X ≤ count) is, where a step is that wide.
                let wide = term > 1e-11;
                for (below, expected) in
                    [(sum - 1e-12, count), (sum + 1e-12, count + 1.0)].into_iter().filter(|_| wide)
                {
                    let found = poisson_quantile(mean, score(below));
                    assert_eq!(found.to_bits(), f64::to_bits(expected), "{mean} {below}");
                }
                count += 1.0;
                term *= mean / count;
                sum += term;
            }
        }
    }
}
