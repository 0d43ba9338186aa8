//! Lots of credits (R-POOL).

/// Where a lot's credits came from (R-POOL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LotKind {
    /// Granted by the subscription; ends with its period.
    Included,
    /// Bought, bonus credits among them.
    Purchased,
}

/// Which kind is drawn first (R-ORDER); among purchased lots always the soonest to expire, then grant order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawOrder {
    /// Included lots, then purchased ones: both products.
    #[default]
    IncludedFirst,
    /// Purchased lots, then included ones.
    PurchasedFirst,
}
