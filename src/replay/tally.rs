//! What a replay counts while it runs: plain sums, which the metrics floor turns into figures.

use super::{Rules, WorkKind};
use crate::calendar::Month;
use crate::policy::{Audience, PauseReason, TaskHealth, TaskState};
use crate::units::{Credits, Money, Span};
use std::ops::{AddAssign, SubAssign};

/// What a replay did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Sums over the measured part of the horizon.
    pub tally: Tally,
    /// How it ended.
    pub closing: Closing,
}

/// Sums over the measured part of the horizon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Events handled (R-STEP).
    pub events: u64,
    /// The pool at the start of measurement: Σ remaining + held − debt.
    pub opening: Credits,
    /// Credits in included lots, or reserved from them, at the start of measurement.
    pub opening_included: Credits,
    /// Credits in purchased lots, or reserved from them, at the start of measurement.
    pub opening_purchased: Credits,
    /// The most fires in any half-open 24 hours.
    pub max_fires_in_24h: u64,
    /// One a calendar month that the measured part touches, in order.
    pub months: Vec<MonthTally>,
    /// One a month and source, row by month, `months.len() × sources`: `work[month × sources + source]`.
    pub work: Vec<WorkTally>,
}

/// Sums of one calendar month that no single source causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthTally {
    /// Which month.
    pub month: Month,
    /// Included credits granted at renewals.
    pub granted: Credits,
    /// Bought by auto-recharge and landed, without bonus.
    pub auto_recharged: Credits,
    /// Bought by manual top-ups and landed, without bonus.
    pub topped_up: Credits,
    /// Bonus credits of both.
    pub bonus: Credits,
    /// Paid by included lots.
    pub spent_included: Credits,
    /// Paid by purchased lots.
    pub spent_purchased: Credits,
    /// Expired from included lots.
    pub expired_included: Credits,
    /// Expired from purchased lots.
    pub expired_purchased: Credits,
    /// Subscription prices charged.
    pub subscription_money: Money,
    /// Charged for auto-recharge, when landed.
    pub auto_recharge_money: Money,
    /// Charged for manual top-ups.
    pub top_up_money: Money,
    /// Fires of auto-recharge.
    pub fired: u64,
    /// Credits bought by the fires of this month, without bonus, landed or not: what the limit counts (R-CAP).
    pub fired_credits: Credits,
    /// Denials counted, by [`Denial::index`](crate::policy::Denial::index) (R-DENY).
    pub denied: [u64; 3],
    /// True if a fire was denied for the cap in this month.
    pub cap_hit: bool,
    /// True if a fire of this month left the purchases counted at 80 % of the limit or more.
    pub cap_80: bool,
    /// Low-balance warnings (R-WARN).
    pub warnings: u64,
    /// Time with usable below the threshold.
    pub below_threshold: Span,
    /// Time with usable at or below the threshold, latched, nothing pending.
    pub latched_low: Span,
    /// Time below the threshold, armed and enabled, with less room under the limit than a purchase needs.
    pub capped: Span,
    /// Time with usable ≤ 0.
    pub zero: Span,
    /// Usable at the month's end, or at the horizon's.
    pub closing_usable: Credits,
    /// Credits in included lots then.
    pub closing_included: Credits,
    /// Credits in purchased lots then.
    pub closing_purchased: Credits,
    /// Reserved by work in flight then.
    pub closing_held: Credits,
}

impl MonthTally {
    /// Nothing yet.
    pub const fn new(month: Month) -> Self {
        Self {
            month,
            granted: Credits::ZERO,
            auto_recharged: Credits::ZERO,
            topped_up: Credits::ZERO,
            bonus: Credits::ZERO,
            spent_included: Credits::ZERO,
            spent_purchased: Credits::ZERO,
            expired_included: Credits::ZERO,
            expired_purchased: Credits::ZERO,
            subscription_money: Money::ZERO,
            auto_recharge_money: Money::ZERO,
            top_up_money: Money::ZERO,
            fired: 0,
            fired_credits: Credits::ZERO,
            denied: [0; 3],
            cap_hit: false,
            cap_80: false,
            warnings: 0,
            below_threshold: Span::ZERO,
            latched_low: Span::ZERO,
            capped: Span::ZERO,
            zero: Span::ZERO,
            closing_usable: Credits::ZERO,
            closing_included: Credits::ZERO,
            closing_purchased: Credits::ZERO,
            closing_held: Credits::ZERO,
        }
    }
}

/// Sums of one source in one calendar month.
///
/// For a task `refused` are the runs that credits refused; for an activity it is the work blocked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkTally {
    /// Task occurrences or arrivals of activity work.
    pub wanted: u64,
    /// Started, without failures at start.
    pub started: u64,
    /// Ended without failure.
    pub completed: u64,
    /// Failed at start.
    pub failed_at_start: u64,
    /// Failed while running.
    pub failed_running: u64,
    /// Refused for lack of credits.
    pub refused: u64,
    /// Occurrences missed while paused for credits.
    pub missed_for_credits: u64,
    /// Occurrences missed while paused for failures.
    pub missed_for_failures: u64,
    /// Pauses for credits.
    pub paused_for_credits: u64,
    /// Pauses for failures.
    pub paused_for_failures: u64,
    /// Time paused for credits.
    pub paused_time_for_credits: Span,
    /// Time paused for failures.
    pub paused_time_for_failures: Span,
    /// Cut off by `overrun = "stop"` (R-OVERRUN); counted beside its outcome.
    pub interrupted: u64,
    /// Cost of blocked activity work; reservations of runs refused, or missed while paused for credits.
    pub blocked_credits: Credits,
    /// Paid by the pool or owed as debt.
    pub spent: Credits,
    /// Borne by the vendor.
    pub absorbed: Credits,
    /// Cost of work cut off, not paid.
    pub unmet: Credits,
    /// 1 in the month in which the task completed its `max_runs`.
    pub completed_max_runs: u64,
}

impl AddAssign for WorkTally {
    fn add_assign(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.started += other.started;
        self.completed += other.completed;
        self.failed_at_start += other.failed_at_start;
        self.failed_running += other.failed_running;
        self.refused += other.refused;
        self.missed_for_credits += other.missed_for_credits;
        self.missed_for_failures += other.missed_for_failures;
        self.paused_for_credits += other.paused_for_credits;
        self.paused_for_failures += other.paused_for_failures;
        self.paused_time_for_credits += other.paused_time_for_credits;
        self.paused_time_for_failures += other.paused_time_for_failures;
        self.interrupted += other.interrupted;
        self.blocked_credits += other.blocked_credits;
        self.spent += other.spent;
        self.absorbed += other.absorbed;
        self.unmet += other.unmet;
        self.completed_max_runs += other.completed_max_runs;
    }
}

impl SubAssign for WorkTally {
    fn sub_assign(&mut self, other: Self) {
        self.wanted -= other.wanted;
        self.started -= other.started;
        self.completed -= other.completed;
        self.failed_at_start -= other.failed_at_start;
        self.failed_running -= other.failed_running;
        self.refused -= other.refused;
        self.missed_for_credits -= other.missed_for_credits;
        self.missed_for_failures -= other.missed_for_failures;
        self.paused_for_credits -= other.paused_for_credits;
        self.paused_for_failures -= other.paused_for_failures;
        self.interrupted -= other.interrupted;
        self.blocked_credits -= other.blocked_credits;
        self.spent -= other.spent;
        self.absorbed -= other.absorbed;
        self.unmet -= other.unmet;
        self.completed_max_runs -= other.completed_max_runs;
        let less = |time: Span, other: Span| Span::from_ms(time.ms() - other.ms());
        self.paused_time_for_credits = less(self.paused_time_for_credits, other.paused_time_for_credits);
        self.paused_time_for_failures = less(self.paused_time_for_failures, other.paused_time_for_failures);
    }
}

impl WorkTally {
    /// Adds time paused.
    pub(crate) fn add_paused(&mut self, reason: PauseReason, time: Span) {
        match reason {
            PauseReason::Credits { .. } => self.paused_time_for_credits += time,
            PauseReason::Failures => self.paused_time_for_failures += time,
        }
    }

    /// Counts a pause.
    pub(crate) fn count_pause(&mut self, reason: PauseReason) {
        match reason {
            PauseReason::Credits { .. } => self.paused_for_credits += 1,
            PauseReason::Failures => self.paused_for_failures += 1,
        }
    }
}

/// What a replay did as a whole: enough for every figure of a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Events handled (R-STEP).
    pub events: u64,
    /// The pool at the start of measurement: Σ remaining + held − debt.
    pub opening: Credits,
    /// The most fires in any half-open 24 hours.
    pub max_fires_in_24h: u64,
    /// One a calendar month that the measured part touches, in order.
    pub months: Vec<MonthTally>,
    /// Of all work.
    pub work: WorkSums,
    /// Σ remaining − debt at the end (R-USABLE).
    pub usable: Credits,
    /// Reserved by work in flight at the end.
    pub held: Credits,
    /// Owed at the end.
    pub debt: Credits,
    /// Work in flight at the end.
    pub in_flight: u64,
    /// Tasks paused at the end.
    pub paused_at_end: u64,
}

/// Sums over sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkSums {
    /// Of tasks.
    pub tasks: WorkTally,
    /// Of activities.
    pub activities: WorkTally,
    /// Activity work for the public that was refused, which is among the activities' too.
    pub refused_in_public: u64,
}

impl AddAssign for WorkSums {
    fn add_assign(&mut self, other: Self) {
        self.tasks += other.tasks;
        self.activities += other.activities;
        self.refused_in_public += other.refused_in_public;
    }
}

impl SubAssign for WorkSums {
    fn sub_assign(&mut self, other: Self) {
        self.tasks -= other.tasks;
        self.activities -= other.activities;
        self.refused_in_public -= other.refused_in_public;
    }
}

impl WorkSums {
    /// Of rows by source, in source order and again from the first source on.
    pub fn of(rows: &[WorkTally], rules: &Rules) -> Self {
        let mut sums = Self::default();
        for (row, work) in rows.iter().zip(rules.work.iter().cycle()) {
            match &work.kind {
                WorkKind::Task(_) => sums.tasks += *row,
                WorkKind::Activity(activity) => {
                    sums.activities += *row;
                    match activity.audience {
                        Audience::Public => sums.refused_in_public += row.refused,
                        Audience::Member => {}
                    }
                }
            }
        }
        sums
    }
}

impl Replayed {
    /// The sums over all months and sources.
    pub fn sums(&self, rules: &Rules) -> WorkSums {
        WorkSums::of(&self.tally.work, rules)
    }

    /// As a whole.
    pub fn brief(&self, rules: &Rules) -> Brief {
        self.with_months(self.tally.months.clone(), rules)
    }

    /// As a whole.
    pub fn into_brief(mut self, rules: &Rules) -> Brief {
        let months = std::mem::take(&mut self.tally.months);
        self.with_months(months, rules)
    }

    fn with_months(&self, months: Vec<MonthTally>, rules: &Rules) -> Brief {
        let paused = |health: &&TaskHealth| match health.state {
            TaskState::Paused { .. } => true,
            TaskState::Active | TaskState::Completed => false,
        };
        let paused_at_end = self.closing.health.iter().filter(paused).count();
        Brief {
            events: self.tally.events,
            opening: self.tally.opening,
            max_fires_in_24h: self.tally.max_fires_in_24h,
            work: self.sums(rules),
            months,
            usable: self.closing.usable,
            held: self.closing.held,
            debt: self.closing.debt,
            in_flight: self.closing.in_flight.iter().sum(),
            paused_at_end: u64::try_from(paused_at_end).unwrap_or(u64::MAX),
        }
    }
}

/// How a replay ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Σ remaining − debt (R-USABLE).
    pub usable: Credits,
    /// Remaining in the included lot.
    pub included: Credits,
    /// Remaining in purchased lots.
    pub purchased: Credits,
    /// Reserved by work in flight.
    pub held: Credits,
    /// Owed.
    pub debt: Credits,
    /// Work in flight, by source.
    pub in_flight: Vec<u64>,
    /// Each source's state, in source order; activities stay [`TaskHealth::NEW`].
    pub health: Vec<TaskHealth>,
}
