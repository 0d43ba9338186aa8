//! Estimated numbers: as many digits as they deserve, without exponents.

use super::super::number::grouped;
use crate::units::Decimal;

/// Five significant digits, as TOML and people read them.
pub(super) fn figure(value: f64) -> String {
    rounded(value, 5)
}

/// Three significant digits.
pub(super) fn short(value: f64) -> String {
    grouped(&rounded(value, 3))
}

/// The weight of an hour: three significant digits.
pub(super) fn weight(value: f64) -> String {
    rounded(value, 3)
}

/// `12.03 ± 0.15`; without an error the value alone.
pub(super) fn with_error(value: f64, error: Option<f64>) -> String {
    match error {
        Some(error) => format!("{} ± {}", grouped(&rounded(value, 4)), grouped(&rounded(error, 2))),
        None => grouped(&rounded(value, 4)),
    }
}

/// `4.3 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", rounded(share * 100.0, 2))
}

/// `p = 0.43`, `p < 0.001`.
pub(super) fn chance(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {}", rounded(p, 2)) }
}

/// A count of rows.
pub(super) fn rows(count: usize) -> String {
    grouped(&count.to_string())
}

fn rounded(value: f64, digits: u32) -> String {
    // Beyond the digits that Decimal keeps it is nothing.
    let exact = Decimal::try_from(value).unwrap_or_default().round_dp(12);
    exact.round_sf(digits).unwrap_or(exact).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_they_deserve() {
        assert_eq!([12.034_567, 123_456.7, 0.000_012_3].map(figure), ["12.035", "123460", "0.0000123"]);
        assert_eq!(with_error(1_234.56, Some(0.123)), "1,235 ± 0.12");
        assert_eq!([0.000_2, 0.43].map(chance), ["p < 0.001", "p = 0.43"]);
        assert_eq!(percent(0.0433), "4.3 %");
    }
}
