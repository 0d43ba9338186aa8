//! Floor 3: the rules as small pure state machines, and the data that sets them.

mod activity_kind;
mod admission;
mod auto_recharge;
mod payment;
mod preset;
mod prices;
mod range;
mod review;
mod subscription;
mod task_health;

pub use activity_kind::ActivityKind;
pub use admission::{Admission, Audience, BlockReason, Overrun};
pub use auto_recharge::{
    Attempt, AutoRecharge, Denial, FireWhen, Latch, Limit, LimitUnit, LimitWindow, Order, Payment, Purchase,
    RearmWhen, RechargeState,
};
pub use payment::{DeclineChance, PaymentRules};
pub use preset::{
    LegalSetting, LimitTerms, Model, Policy, PurchaseTerms, RechargeTerms, Route, TaskTerms, Tier,
};
pub use prices::{PriceTier, Prices, Quote};
pub use range::{Range, Terms};
pub use review::Trigger;
pub use subscription::{Change, Standing, Subscription, SubscriptionState};
pub use task_health::{FailureReset, HealthRules, PauseReason, TaskHealth, TaskState};
