//! Variances and covariances from exact sums.

/// `n Σxy − Σx Σy`, of which `n (n − 1)` is the covariance of n pairs: exact where it fits, so that pairs without any
/// variation have none.
#[expect(clippy::cast_precision_loss, reason = "a statistic")]
fn scaled(count: u64, (x, y): (i128, i128), products: i128) -> f64 {
    let exact = i128::from(count).checked_mul(products).and_then(|all| all.checked_sub(x.checked_mul(y)?));
    match exact {
        Some(exact) => exact as f64,
        None => count as f64 * products as f64 - x as f64 * y as f64,
    }
}

/// The covariance of `count` pairs with these sums and this sum of products, with n − 1; `None` of less than two.
#[expect(clippy::cast_precision_loss, reason = "a statistic")]
pub(super) fn covariance(count: u64, sums: (i128, i128), products: i128) -> Option<f64> {
    (count > 1).then(|| scaled(count, sums, products) / count as f64 / (count - 1) as f64)
}

/// The variance of `count` values with this sum and this sum of squares, with n − 1, not negative; `None` of less than
/// two.
pub(super) fn variance(count: u64, sum: i128, squares: i128) -> Option<f64> {
    covariance(count, (sum, sum), squares).map(|variance| variance.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variance_is_that_of_the_definition_and_exactly_zero_without_variation() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares of deviations 32.
        assert!((variance(8, 40, 232).unwrap() - 32.0 / 7.0).abs() < 1e-12);
        let same = 123_456_789_012_i128;
        assert_eq!(variance(10_000, 10_000 * same, 10_000 * same * same).map(f64::to_bits), Some(0));
        assert_eq!(variance(1, 4, 16), None);
        // x 1, 2, 3; y 2, 4, 9: (−1)(−3) + 0 + (1)(4) = 7, halved.
        assert!((covariance(3, (6, 15), 37).unwrap() - 3.5).abs() < 1e-12);
    }

    #[test]
    fn sums_that_do_not_fit_are_approximated() {
        let large = 1_i128 << 62;
        let spread = variance(1 << 20, large << 20, (large * large) << 2).unwrap();
        assert!(spread.is_finite());
    }
}
