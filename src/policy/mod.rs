//! Floor 3: the rules as small pure state machines, and the data that sets them.

mod admission;
mod auto_recharge;
mod payment;
mod prices;
mod subscription;
mod task_health;

pub use admission::{Admission, Audience, BlockReason, Overrun};
pub use auto_recharge::{
    Attempt, AutoRecharge, Denial, FireWhen, Latch, Limit, LimitUnit, LimitWindow, Order, Purchase,
    RearmWhen, RechargeState,
};
pub use payment::{DeclineChance, PaymentRules};
pub use prices::{PriceTier, Prices, Quote};
pub use subscription::{Change, Standing, Subscription, SubscriptionState};
pub use task_health::{FailureReset, HealthRules, PauseReason, TaskHealth, TaskState};
