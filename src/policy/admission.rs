//! Whether work may start (R-ADMIT, R-START) and who bears what the pool cannot cover (R-OVERRUN).

/// How activity work is admitted (R-ADMIT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// If usable > 0; pays at once.
    Any,
    /// If usable covers its reservation; settles when it ends.
    Reserve,
}

/// Who sees that work was blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Someone of the organisation.
    Member,
    /// A public visitor.
    Public,
}

/// The reason shown to the audience of blocked work (R-ADMIT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockReason {
    /// To members on a paid plan.
    BuyCredits,
    /// To members on the free plan.
    UpgradeOrBuy,
    /// To public visitors.
    Neutral,
}

impl BlockReason {
    /// What an audience of a paid or free plan is shown (R-ADMIT).
    pub const fn shown_to(audience: Audience, paid_plan: bool) -> Self {
        match (audience, paid_plan) {
            (Audience::Public, _) => Self::Neutral,
            (Audience::Member, true) => Self::BuyCredits,
            (Audience::Member, false) => Self::UpgradeOrBuy,
        }
    }
}

/// What happens to cost that the pool cannot cover (R-OVERRUN).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overrun {
    /// The vendor bears it.
    Absorb,
    /// The pool owes it: usable goes negative.
    Debt,
    /// The work is cut off.
    Stop,
}
