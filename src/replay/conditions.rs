//! Conditions of the pool whose time is measured.

use super::Rules;
use crate::policy::{Latch, RechargeState};
use crate::pool::Pool;
use crate::units::Credits;

/// Which of them hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four conditions that hold or not, each on its own")]
pub struct Conditions {
    /// Usable is below the threshold.
    pub below_threshold: bool,
    /// Usable is at or below the threshold, latched, nothing pending (R-LATCH).
    pub latched_low: bool,
    /// Below the threshold, armed and enabled, with less room under the limit than a purchase needs (R-CAP).
    pub capped: bool,
    /// Usable is zero or less.
    pub zero: bool,
}

impl Conditions {
    /// The conditions of the pool now.
    pub(super) fn of(rules: &Rules, pool: &Pool, recharge: &RechargeState) -> Self {
        let (auto_recharge, usable) = (&rules.auto_recharge, pool.usable());
        Self {
            below_threshold: usable < auto_recharge.threshold,
            latched_low: recharge.latch() == Latch::Latched && !auto_recharge.is_recovered(usable),
            capped: auto_recharge.is_low(usable) && recharge.is_capped(auto_recharge, &rules.prices, usable),
            zero: usable <= Credits::ZERO,
        }
    }
}
