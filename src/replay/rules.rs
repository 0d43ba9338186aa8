//! Everything a replay needs besides the demand: the checked form of a scenario's policy side.

use crate::calendar::{Window, Zone};
use crate::demand::{Record, SpanDraw};
use crate::mutation::Mutant;
pub use crate::policy::{ActivityKind, Trigger};
use crate::policy::{
    Admission, Audience, AutoRecharge, HealthRules, Overrun, PaymentRules, Prices, Subscription,
};
use crate::pool::DrawOrder;
use crate::units::{Credits, Instant, Ratio, Span, digest};

/// One organisation's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// `[start, end)` (R-HORIZON).
    pub horizon: Window,
    /// Figures are measured from here on, `start` or later (`report.warm_up`).
    pub measured_from: Instant,
    /// The organisation's zone: calendar months.
    pub zone: Zone,
    /// Keys the replay's own streams (review delays, declines).
    pub seed: u64,
    /// The pool at `start`.
    pub opening: OpeningBalance,
    /// Which lots are drawn first (R-ORDER).
    pub draw_order: DrawOrder,
    /// Purchased lots expire so long after they land; `None`: never (R-PURCHASED).
    pub purchased_expire_after: Option<Span>,
    /// What happens to cost that the pool cannot cover.
    pub overrun: Overrun,
    /// Renewals and lapses.
    pub subscription: Subscription,
    /// False on a free plan: chooses the text shown with blocked work (R-ADMIT).
    pub paid_plan: bool,
    /// Auto-recharge; `enabled` is false where the scenario has none.
    pub auto_recharge: AutoRecharge,
    /// Prices of purchased credits.
    pub prices: Prices,
    /// How payments fail.
    pub payment: PaymentRules,
    /// How long the trouble that a random decline opens lasts (R-PAYMENT).
    pub repair: Repair,
    /// Ordered when work is blocked or a task pauses for credits (R-TOPUP).
    pub reactive_top_up: Option<ReactiveTopUp>,
    /// Declared top-ups: when and how many credits; in the order of the file.
    pub top_ups: Vec<(Instant, Credits)>,
    /// R-WARN.
    pub low_balance_warning: Credits,
    /// The rules of each source, by [`SourceId`](crate::demand::SourceId).
    pub work: Vec<WorkRules>,
    /// Which of them are wrong: none, but in tests.
    pub(crate) mutant: Mutant,
}

impl Rules {
    /// Identifies the rules within one version of the program: the same demand under rules of the same digest ends
    /// the same.
    pub fn digest(&self) -> [u8; 32] {
        digest(self)
    }
}

/// How long payment trouble lasts.
pub type Repair = SpanDraw;

/// Credits in the pool at `start`; the purchased lot counts as landed then (R-PURCHASED).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningBalance {
    /// In the included lot of the period that contains `start`.
    pub included: Credits,
    /// In one purchased lot.
    pub purchased: Credits,
}

/// The reactive manual top-up (R-TOPUP).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReactiveTopUp {
    /// Credits bought, positive.
    pub credits: Credits,
    /// From order to landing.
    pub delay: Span,
}

/// The rules of one source.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkRules {
    /// The task's or activity's name.
    pub name: String,
    /// Its place in the file: tasks, then activities, then traces, all sources of one trace sharing one (R-STEP).
    pub rank: u32,
    /// The reservation of a record without its own; for `Admission::Any` unused.
    pub reserve: Credits,
    /// The share of a run's cost that is charged when it fails while running (R-FAIL).
    pub failed_charge: Ratio,
    /// What kind of work.
    pub kind: WorkKind,
}

impl WorkRules {
    /// What a record reserves; `None` where it pays on arrival (R-ADMIT).
    pub(super) fn reservation(&self, record: &Record) -> Option<Credits> {
        record.reserve.or_else(|| self.usual_reservation())
    }

    /// What a record reserves that has no reservation of its own.
    pub(super) fn usual_reservation(&self) -> Option<Credits> {
        match &self.kind {
            WorkKind::Task(_) => Some(self.reserve),
            WorkKind::Activity(activity) => match activity.admission {
                Admission::Any => None,
                Admission::Reserve => Some(self.reserve),
            },
        }
    }
}

/// Scheduled work or activity work.
#[derive(Clone, Debug, PartialEq)]
pub enum WorkKind {
    /// Of a task.
    Task(TaskRules),
    /// Of people and background AI.
    Activity(ActivityRules),
}

/// A task's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRules {
    /// Pausing and completion.
    pub health: HealthRules,
    /// How people resume it (R-REVIEW).
    pub reviews: Reviews,
    /// Paused time is measured up to here for a task still paused at the end: `ends`, at most the horizon's end.
    pub ends: Instant,
    /// Time from start or review to the next break, where only a review repairs the task (R-OUTAGE).
    pub time_to_break: Option<SpanDraw>,
}

/// An activity's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityRules {
    /// The usage report's grouping: `joule`, `ai_tool`, `workflow`, `browser_session`, `background`, `custom`.
    pub kind: ActivityKind,
    /// Who sees that it was blocked.
    pub audience: Audience,
    /// How it is admitted; a traced record with a reservation of its own is admitted by `Reserve`.
    pub admission: Admission,
}

/// How people resume a task, for each reason of its pause (R-REVIEW).
#[derive(Clone, Debug, PartialEq)]
pub struct Reviews {
    /// Paused for credits.
    pub credits: Review,
    /// Paused for failures; its trigger is never `Funded`.
    pub failures: Review,
}

/// When a paused task is resumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What starts the delay.
    pub trigger: Trigger,
    /// From there to the resume.
    pub delay: SpanDraw,
}
