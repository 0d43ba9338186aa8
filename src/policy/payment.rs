//! Whether a purchase can be paid (R-PAYMENT).

use crate::calendar::Windows;

/// How payments fail (R-PAYMENT); how long random trouble lasts is drawn by the replay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaymentRules {
    /// The chance that an attempt is declined.
    pub decline: DeclineChance,
    /// Every attempt inside is declined.
    pub outages: Windows,
}

/// The probability that a purchase attempt is declined, without a float on this floor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeclineChance {
    /// No attempt is declined.
    #[default]
    Never,
    /// An attempt is declined if a uniform 64-bit draw is below this.
    Below(u64),
    /// Every attempt is declined.
    Always,
}
