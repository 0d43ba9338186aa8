//! Numbers of a back-test for people.

use super::super::number::grouped;
use crate::units::Decimal;

/// Four significant digits.
pub(super) fn figure(value: f64) -> String {
    let exact = Decimal::try_from(value).unwrap_or_default();
    grouped(&exact.round_sf(4).unwrap_or(exact).normalize().to_string())
}

/// `12 %`, below ten with one decimal.
pub(super) fn percent(share: f64) -> String {
    let exact = Decimal::try_from(share * 100.0).unwrap_or_default();
    let digits = u32::from(exact.abs() < Decimal::TEN);
    format!("{} %", grouped(&exact.round_dp(digits).normalize().to_string()))
}

/// `P10–P90`, by the numbers of two levels.
pub(super) fn band((low, high): (usize, usize)) -> String {
    use crate::experiment::backtest::LEVELS;
    format!("P{}–P{}", LEVELS[low], LEVELS[high])
}

/// `1 month`, `12 months`.
pub(super) fn months(count: usize) -> String {
    super::super::number::counted(u64::try_from(count).unwrap_or(u64::MAX), "month")
}
