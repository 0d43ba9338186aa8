//! From a replay's sums to figures: of the whole run, and of one month.

use super::{
    Basis, BlockedFigures, CreditFigures, DenialFigures, Figures, MoneyFigures, ReasonCounts, ReasonTimes,
    RechargeFigures, TaskFigures, WorkFigures,
};
use crate::policy::{Audience, BlockReason, Denial};
use crate::replay::{MonthTally, Rules, WorkKind, WorkSums, WorkTally};
use crate::units::{Credits, Money, Span};

/// Consecutive months of a replay and where they begin and end.
pub(super) struct Part<'a> {
    pub(super) rules: &'a Rules,
    pub(super) months: &'a [MonthTally],
    pub(super) work: WorkSums,
    pub(super) measured: Span,
    /// Σ remaining + held − debt at its beginning.
    pub(super) opening: Credits,
    /// Usable at its end.
    pub(super) closing: Credits,
    pub(super) held: Credits,
    pub(super) debt: Credits,
    pub(super) in_flight: u64,
    /// Known of whole runs only; else 0.
    pub(super) max_fires_in_24h: u64,
    /// Known of whole runs only; else 0.
    pub(super) paused_at_end: u64,
}

impl Part<'_> {
    pub(super) fn figures(&self) -> Figures {
        let tasks = self.work.tasks;
        let mut all = tasks;
        all += self.work.activities;
        let mut blocked = BlockedFigures::default();
        let public = self.work.refused_in_public;
        for (audience, refused) in
            [(Audience::Public, public), (Audience::Member, self.work.activities.refused - public)]
        {
            *match BlockReason::shown_to(audience, self.rules.paid_plan) {
                BlockReason::BuyCredits => &mut blocked.buy_credits,
                BlockReason::UpgradeOrBuy => &mut blocked.upgrade_or_buy,
                BlockReason::Neutral => &mut blocked.neutral,
            } += refused;
        }
        let is_task = |kind: &WorkKind| match kind {
            WorkKind::Task(_) => 1,
            WorkKind::Activity(_) => 0,
        };
        Figures {
            basis: Basis {
                tasks: self.rules.work.iter().map(|work| is_task(&work.kind)).sum(),
                months: self.count(|_| 1),
                measured: self.measured,
            },
            credits: self.credits(&all),
            money: self.money(),
            auto_recharge: self.recharge(),
            work: self.work(&all, blocked),
            tasks: self.tasks(&tasks),
        }
    }

    fn count(&self, of: impl Fn(&MonthTally) -> u64) -> u64 {
        self.months.iter().map(of).sum()
    }

    fn sum(&self, of: impl Fn(&MonthTally) -> Credits) -> Credits {
        self.months.iter().map(of).sum()
    }

    fn time(&self, of: impl Fn(&MonthTally) -> Span) -> Span {
        self.months.iter().map(of).sum()
    }

    fn credits(&self, all: &WorkTally) -> CreditFigures {
        CreditFigures {
            opening: self.opening,
            granted: self.sum(|month| month.granted),
            auto_recharged: self.sum(|month| month.auto_recharged),
            topped_up: self.sum(|month| month.topped_up),
            bonus: self.sum(|month| month.bonus),
            spent: all.spent,
            spent_included: self.sum(|month| month.spent_included),
            spent_purchased: self.sum(|month| month.spent_purchased),
            expired_included: self.sum(|month| month.expired_included),
            expired_purchased: self.sum(|month| month.expired_purchased),
            absorbed: all.absorbed,
            unmet: all.unmet,
            held: self.held,
            debt: self.debt,
            closing: self.closing,
        }
    }

    fn money(&self) -> MoneyFigures {
        let sum = |of: fn(&MonthTally) -> Money| -> Money { self.months.iter().map(of).sum() };
        let subscription = sum(|month| month.subscription_money);
        let auto_recharge = sum(|month| month.auto_recharge_money);
        let top_up = sum(|month| month.top_up_money);
        MoneyFigures { subscription, auto_recharge, top_up, total: subscription + auto_recharge + top_up }
    }

    fn recharge(&self) -> RechargeFigures {
        let denied = |reason: Denial| self.count(|month| month.denied[reason.index()]);
        RechargeFigures {
            fired: self.count(|month| month.fired),
            denied: DenialFigures {
                no_subscription: denied(Denial::NoSubscription),
                payment: denied(Denial::Payment),
                cap: denied(Denial::Cap),
            },
            cap_hit_months: self.count(|month| month.cap_hit.into()),
            cap_80_months: self.count(|month| month.cap_80.into()),
            max_fires_in_24h: self.max_fires_in_24h,
            below_threshold: self.time(|month| month.below_threshold),
            latched_low: self.time(|month| month.latched_low),
            capped: self.time(|month| month.capped),
        }
    }

    fn work(&self, all: &WorkTally, blocked: BlockedFigures) -> WorkFigures {
        WorkFigures {
            wanted: all.wanted,
            started: all.started,
            completed: all.completed,
            failed: all.failed_at_start + all.failed_running,
            in_flight: self.in_flight,
            interrupted: all.interrupted,
            blocked,
            blocked_credits: all.blocked_credits,
            zero: self.time(|month| month.zero),
            warnings: self.count(|month| month.warnings),
        }
    }

    fn tasks(&self, tasks: &WorkTally) -> TaskFigures {
        TaskFigures {
            occurrences: tasks.wanted,
            started: tasks.started,
            succeeded: tasks.completed,
            failed_start: tasks.failed_at_start,
            failed_run: tasks.failed_running,
            refused: tasks.refused,
            missed: ReasonCounts::missed(tasks),
            pauses: ReasonCounts::pauses(tasks),
            paused_ms: ReasonTimes::paused(tasks),
            completed_max_runs: tasks.completed_max_runs,
            paused_at_end: self.paused_at_end,
        }
    }
}
