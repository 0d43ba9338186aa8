//! The figures of a run or of one of its months: the groups of `summary.json`.

use super::NamedFigure;
use crate::replay::WorkTally;
use crate::units::{Credits, Money, Span};
use serde::Serialize;

/// All figures of a run or of one calendar month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// What derived figures are relative to; not written.
    #[serde(skip)]
    pub basis: Basis,
    /// Credits that came, went and stayed.
    pub credits: CreditFigures,
    /// Money charged.
    pub money: MoneyFigures,
    /// What auto-recharge did.
    pub auto_recharge: RechargeFigures,
    /// Tasks and activities together.
    pub work: WorkFigures,
    /// Tasks alone.
    pub tasks: TaskFigures,
}

/// What derived figures are relative to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Tasks in the scenario.
    pub tasks: u64,
    /// Calendar months touched.
    pub months: u64,
    /// Elapsed time measured.
    pub measured: Span,
}

/// Credits. `opening + granted + auto_recharged + topped_up + bonus = spent + expired + held + closing`
/// (R-CONSERVE).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CreditFigures {
    /// Σ remaining + held − debt at the start of measurement.
    pub opening: Credits,
    /// Included credits granted at renewals.
    pub granted: Credits,
    /// Bought by auto-recharge and landed, without bonus.
    pub auto_recharged: Credits,
    /// Bought by manual top-ups and landed, without bonus.
    pub topped_up: Credits,
    /// Bonus credits of both.
    pub bonus: Credits,
    /// Paid by the pool or owed.
    pub spent: Credits,
    /// Paid by included lots.
    pub spent_included: Credits,
    /// Paid by purchased lots.
    pub spent_purchased: Credits,
    /// Expired from included lots.
    pub expired_included: Credits,
    /// Expired from purchased lots.
    pub expired_purchased: Credits,
    /// Borne by the vendor (R-OVERRUN).
    pub absorbed: Credits,
    /// Cost of work cut off, not paid (R-OVERRUN).
    pub unmet: Credits,
    /// Reserved by work in flight at the end.
    pub held: Credits,
    /// Owed at the end.
    pub debt: Credits,
    /// Usable at the end: Σ remaining − debt (R-USABLE).
    pub closing: Credits,
}

/// Money charged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MoneyFigures {
    /// Subscription prices.
    pub subscription: Money,
    /// Auto-recharge, when landed.
    pub auto_recharge: Money,
    /// Manual top-ups, when landed.
    pub top_up: Money,
    /// All three.
    pub total: Money,
}

/// What auto-recharge did (R-LATCH, R-CAP, R-DENY).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RechargeFigures {
    /// Purchases fired.
    pub fired: u64,
    /// Denials, once per reason, episode and month.
    pub denied: DenialFigures,
    /// Calendar months with a denial for the cap.
    pub cap_hit_months: u64,
    /// Calendar months in which purchases reached 80 % of the limit.
    pub cap_80_months: u64,
    /// The most fires in any half-open 24 hours; known of whole runs only, 0 in a month.
    pub max_fires_in_24h: u64,
    /// Time with usable below the threshold.
    #[serde(rename = "below_threshold_ms")]
    pub below_threshold: Span,
    /// Time with usable at or below the threshold, latched, no purchase pending.
    #[serde(rename = "latched_low_ms")]
    pub latched_low: Span,
    /// Time below the threshold, armed and enabled, with less room in the month than a purchase needs.
    #[serde(rename = "capped_ms")]
    pub capped: Span,
}

/// Denials by reason, in the order in which reasons are tested (R-DENY).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DenialFigures {
    /// The subscription had lapsed.
    pub no_subscription: u64,
    /// The payment was declined.
    pub payment: u64,
    /// It would have exceeded the month's limit.
    pub cap: u64,
}

/// Tasks and activities together. `started = completed + failed while running + in_flight`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WorkFigures {
    /// Activity arrivals and task occurrences.
    pub wanted: u64,
    /// Started, without failures at start.
    pub started: u64,
    /// Ended without failure.
    pub completed: u64,
    /// Failed at start or while running.
    pub failed: u64,
    /// In flight at the end.
    pub in_flight: u64,
    /// Cut off (R-OVERRUN `stop`); counted beside the outcome.
    pub interrupted: u64,
    /// Activity work blocked, by the reason shown (R-ADMIT).
    pub blocked: BlockedFigures,
    /// Cost of blocked activity work, and reservations of runs refused or missed while paused for credits.
    pub blocked_credits: Credits,
    /// Time with usable ≤ 0.
    #[serde(rename = "zero_ms")]
    pub zero: Span,
    /// Low-balance warnings (R-WARN).
    pub warnings: u64,
}

/// Blocked activity work by the reason shown (R-ADMIT).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BlockedFigures {
    /// To members on a paid plan.
    pub buy_credits: u64,
    /// To members on the free plan.
    pub upgrade_or_buy: u64,
    /// To public visitors.
    pub neutral: u64,
}

impl BlockedFigures {
    /// All of it.
    pub const fn total(&self) -> u64 {
        self.buy_credits + self.upgrade_or_buy + self.neutral
    }
}

/// Tasks alone. `occurrences = started + failed_start + refused + missed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TaskFigures {
    /// Scheduled runs that fell due.
    pub occurrences: u64,
    /// Runs started, without failures at start.
    pub started: u64,
    /// Runs that ended without failure.
    pub succeeded: u64,
    /// Runs that failed at start.
    pub failed_start: u64,
    /// Runs that failed while running.
    pub failed_run: u64,
    /// Runs refused for lack of credits.
    pub refused: u64,
    /// Occurrences missed, by why the task was paused.
    pub missed: ReasonCounts,
    /// Pauses by reason.
    pub pauses: ReasonCounts,
    /// Time paused by reason, added up over tasks.
    pub paused_ms: ReasonTimes,
    /// Tasks that completed their `max_runs`.
    pub completed_max_runs: u64,
    /// Tasks still paused at the end; known of whole runs only, 0 in a month.
    pub paused_at_end: u64,
}

/// Counts by the reason of a pause (R-PAUSE).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReasonCounts {
    /// For lack of credits.
    pub credits: u64,
    /// For failures.
    pub failures: u64,
}

/// Times by the reason of a pause (R-PAUSE).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReasonTimes {
    /// For lack of credits.
    pub credits: Span,
    /// For failures.
    pub failures: Span,
}

impl ReasonCounts {
    /// Occurrences missed while paused.
    pub(super) const fn missed(sum: &WorkTally) -> Self {
        Self { credits: sum.missed_for_credits, failures: sum.missed_for_failures }
    }

    /// Pauses.
    pub(super) const fn pauses(sum: &WorkTally) -> Self {
        Self { credits: sum.paused_for_credits, failures: sum.paused_for_failures }
    }
}

impl ReasonTimes {
    /// Time paused.
    pub(super) const fn paused(sum: &WorkTally) -> Self {
        Self { credits: sum.paused_time_for_credits, failures: sum.paused_time_for_failures }
    }
}

/// Figures that are known of a whole run only; the monthly table leaves them out.
pub const WHOLE_RUN_ONLY: [&str; 2] = ["auto_recharge.max_fires_in_24h", "tasks.paused_at_end"];

/// Every figure by its dotted path in `summary.json`, in that order.
pub const FIGURES: &[NamedFigure<Figures>] = &[
    ("credits.opening", |f| f.credits.opening.into()),
    ("credits.granted", |f| f.credits.granted.into()),
    ("credits.auto_recharged", |f| f.credits.auto_recharged.into()),
    ("credits.topped_up", |f| f.credits.topped_up.into()),
    ("credits.bonus", |f| f.credits.bonus.into()),
    ("credits.spent", |f| f.credits.spent.into()),
    ("credits.spent_included", |f| f.credits.spent_included.into()),
    ("credits.spent_purchased", |f| f.credits.spent_purchased.into()),
    ("credits.expired_included", |f| f.credits.expired_included.into()),
    ("credits.expired_purchased", |f| f.credits.expired_purchased.into()),
    ("credits.absorbed", |f| f.credits.absorbed.into()),
    ("credits.unmet", |f| f.credits.unmet.into()),
    ("credits.held", |f| f.credits.held.into()),
    ("credits.debt", |f| f.credits.debt.into()),
    ("credits.closing", |f| f.credits.closing.into()),
    ("money.subscription", |f| f.money.subscription.into()),
    ("money.auto_recharge", |f| f.money.auto_recharge.into()),
    ("money.top_up", |f| f.money.top_up.into()),
    ("money.total", |f| f.money.total.into()),
    ("auto_recharge.fired", |f| f.auto_recharge.fired.into()),
    ("auto_recharge.denied.no_subscription", |f| f.auto_recharge.denied.no_subscription.into()),
    ("auto_recharge.denied.payment", |f| f.auto_recharge.denied.payment.into()),
    ("auto_recharge.denied.cap", |f| f.auto_recharge.denied.cap.into()),
    ("auto_recharge.cap_hit_months", |f| f.auto_recharge.cap_hit_months.into()),
    ("auto_recharge.cap_80_months", |f| f.auto_recharge.cap_80_months.into()),
    ("auto_recharge.max_fires_in_24h", |f| f.auto_recharge.max_fires_in_24h.into()),
    ("auto_recharge.below_threshold_ms", |f| f.auto_recharge.below_threshold.into()),
    ("auto_recharge.latched_low_ms", |f| f.auto_recharge.latched_low.into()),
    ("auto_recharge.capped_ms", |f| f.auto_recharge.capped.into()),
    ("work.wanted", |f| f.work.wanted.into()),
    ("work.started", |f| f.work.started.into()),
    ("work.completed", |f| f.work.completed.into()),
    ("work.failed", |f| f.work.failed.into()),
    ("work.in_flight", |f| f.work.in_flight.into()),
    ("work.interrupted", |f| f.work.interrupted.into()),
    ("work.blocked.buy_credits", |f| f.work.blocked.buy_credits.into()),
    ("work.blocked.upgrade_or_buy", |f| f.work.blocked.upgrade_or_buy.into()),
    ("work.blocked.neutral", |f| f.work.blocked.neutral.into()),
    ("work.blocked_credits", |f| f.work.blocked_credits.into()),
    ("work.zero_ms", |f| f.work.zero.into()),
    ("work.warnings", |f| f.work.warnings.into()),
    ("tasks.occurrences", |f| f.tasks.occurrences.into()),
    ("tasks.started", |f| f.tasks.started.into()),
    ("tasks.succeeded", |f| f.tasks.succeeded.into()),
    ("tasks.failed_start", |f| f.tasks.failed_start.into()),
    ("tasks.failed_run", |f| f.tasks.failed_run.into()),
    ("tasks.refused", |f| f.tasks.refused.into()),
    ("tasks.missed.credits", |f| f.tasks.missed.credits.into()),
    ("tasks.missed.failures", |f| f.tasks.missed.failures.into()),
    ("tasks.pauses.credits", |f| f.tasks.pauses.credits.into()),
    ("tasks.pauses.failures", |f| f.tasks.pauses.failures.into()),
    ("tasks.paused_ms.credits", |f| f.tasks.paused_ms.credits.into()),
    ("tasks.paused_ms.failures", |f| f.tasks.paused_ms.failures.into()),
    ("tasks.completed_max_runs", |f| f.tasks.completed_max_runs.into()),
    ("tasks.paused_at_end", |f| f.tasks.paused_at_end.into()),
];
