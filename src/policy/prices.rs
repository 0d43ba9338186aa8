//! What credits cost (R-MONEY, R-BONUS).

use crate::units::{Credits, Money, Ratio};

/// Prices of purchased credits, by volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// For 1,000 credits, where no tier applies.
    pub per_1000: Money,
    /// By rising `from`; the highest not above the purchase applies.
    pub tiers: Vec<PriceTier>,
}

/// A price for large purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceTier {
    /// The least purchase that it applies to.
    pub from: Credits,
    /// For 1,000 credits.
    pub per_1000: Money,
    /// Bonus credits for each bought (R-BONUS).
    pub bonus: Ratio,
}

/// The price of one purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What is charged.
    pub price: Money,
    /// Bonus credits that come with it, in the same lot (R-BONUS).
    pub bonus: Credits,
}

impl Prices {
    /// The price and bonus of buying `credits`.
    pub fn quote(&self, credits: Credits) -> Quote {
        match self.tiers.iter().rev().find(|tier| tier.from <= credits) {
            Some(tier) => Quote {
                price: Money::of_credits(credits, tier.per_1000),
                bonus: tier.bonus.floor_of(credits),
            },
            None => Quote { price: Money::of_credits(credits, self.per_1000), bonus: Credits::ZERO },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_bonus_the_highest_tier_not_above_the_purchase_applies_and_floors() {
        let tier = |from, per_1000, bonus: &str| PriceTier {
            from: Credits::new(from),
            per_1000: Money::from_micros(per_1000),
            bonus: Ratio::from_decimal(bonus.parse().unwrap()).unwrap(),
        };
        let prices = Prices {
            per_1000: Money::from_micros(10_000_000),
            tiers: vec![tier(50_000, 9_000_000, "0.05"), tier(99_999, 8_000_000, "0.07")],
        };
        let quote = |credits| prices.quote(Credits::new(credits));
        assert_eq!(quote(49_999), Quote { price: Money::from_micros(499_990_000), bonus: Credits::ZERO });
        assert_eq!(
            quote(50_000),
            Quote { price: Money::from_micros(450_000_000), bonus: Credits::new(2_500) }
        );
        // 0.07 × 99,999 = 6,999.93
        assert_eq!(quote(99_999).bonus, Credits::new(6_999));
    }
}
