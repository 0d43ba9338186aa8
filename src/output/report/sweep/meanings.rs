//! What each metric is, in a sentence; `docs/outputs.md` says it exactly.

/// Name and meaning, in the order of the files.
const MEANINGS: [(&str, &str); 61] = [
    ("credits.opening", "Credits at the start of measurement."),
    ("credits.granted", "Included credits granted at renewals."),
    ("credits.auto_recharged", "Credits bought by auto-recharge, without bonus."),
    ("credits.topped_up", "Credits bought by manual top-ups, without bonus."),
    ("credits.bonus", "Bonus credits of purchases."),
    ("credits.spent", "Credits that work cost, paid by the pool or owed."),
    ("credits.spent_included", "Credits spent from included lots."),
    ("credits.spent_purchased", "Credits spent from purchased lots."),
    ("credits.expired_included", "Included credits that expired unused."),
    ("credits.expired_purchased", "Purchased credits that expired unused."),
    ("credits.absorbed", "Cost that the vendor bore (R-OVERRUN)."),
    ("credits.unmet", "Cost of work that was cut off, not paid."),
    ("credits.held", "Credits reserved by work in flight at the end."),
    ("credits.debt", "Credits owed at the end."),
    ("credits.closing", "Usable credits at the end."),
    ("money.subscription", "Money charged for billing periods."),
    ("money.auto_recharge", "Money charged by auto-recharge."),
    ("money.top_up", "Money charged for manual top-ups."),
    ("money.total", "All money charged: subscription, auto-recharge and top-ups."),
    ("auto_recharge.fired", "Purchases that auto-recharge made."),
    ("auto_recharge.denied.no_subscription", "Purchases denied without a subscription."),
    ("auto_recharge.denied.payment", "Purchases denied for payment."),
    ("auto_recharge.denied.cap", "Purchases denied for the monthly limit."),
    ("auto_recharge.cap_hit_months", "Calendar months in which the limit denied a purchase."),
    ("auto_recharge.cap_80_months", "Calendar months in which purchases reached 80 % of the limit."),
    ("auto_recharge.max_fires_in_24h", "The most purchases by auto-recharge within 24 hours."),
    ("auto_recharge.below_threshold_ms", "Time with usable credits below the threshold."),
    (
        "auto_recharge.latched_low_ms",
        "Time at or below the threshold while auto-recharge waits to be armed again (R-LATCH).",
    ),
    ("auto_recharge.capped_ms", "Time below the threshold while the limit leaves no room for a purchase."),
    ("work.wanted", "Runs that fell due and activity work that arrived."),
    ("work.started", "Work that started."),
    ("work.completed", "Work that ended without failure."),
    ("work.failed", "Work that failed."),
    ("work.in_flight", "Work not ended at the end."),
    ("work.interrupted", "Work cut off for lack of credits."),
    ("work.blocked.buy_credits", "Activity work blocked, shown as “buy credits”."),
    ("work.blocked.upgrade_or_buy", "Activity work blocked, shown as “upgrade or buy”."),
    ("work.blocked.neutral", "Activity work blocked, shown without a reason."),
    ("work.blocked_credits", "What work that was lost for lack of credits would have cost."),
    ("work.zero_ms", "Time without usable credits."),
    ("work.warnings", "Low-balance warnings."),
    ("tasks.occurrences", "Scheduled runs that fell due."),
    ("tasks.started", "Scheduled runs that started."),
    ("tasks.succeeded", "Scheduled runs that succeeded."),
    ("tasks.failed_start", "Scheduled runs that failed at their start."),
    ("tasks.failed_run", "Scheduled runs that failed while running."),
    ("tasks.refused", "Scheduled runs refused for lack of credits (R-START)."),
    ("tasks.missed.credits", "Scheduled runs missed while their task was paused for lack of credits."),
    ("tasks.missed.failures", "Scheduled runs missed while their task was paused for failures."),
    ("tasks.pauses.credits", "Pauses for lack of credits."),
    ("tasks.pauses.failures", "Pauses for failures."),
    ("tasks.paused_ms.credits", "Time paused for lack of credits, added up over tasks."),
    ("tasks.paused_ms.failures", "Time paused for failures, added up over tasks."),
    ("tasks.completed_max_runs", "Tasks that made all their runs."),
    ("tasks.paused_at_end", "Tasks still paused at the end."),
    ("spend", "Money charged by auto-recharge and for top-ups, without the subscription."),
    ("spend_per_month", "Spend in a month of 30.4375 days."),
    (
        "blocked_share",
        "The share of wanted work that was lost for lack of credits: blocked, refused or missed.",
    ),
    ("pause_rate", "Pauses for lack of credits, of each task in 30 days."),
    ("cap_hit_share", "The share of calendar months in which the limit denied a purchase."),
    ("breakage", "The share of all credits that expired unused."),
];

/// Of a measure; nothing of what is none.
pub(super) fn meaning(measure: &str) -> &'static str {
    MEANINGS.iter().find(|(name, _)| *name == measure).map_or("", |(_, meaning)| meaning)
}

#[cfg(test)]
mod tests {
    use super::MEANINGS;
    use crate::experiment::sweep::measures;

    #[test]
    fn every_metric_has_a_meaning() {
        let names: Vec<&str> = MEANINGS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, measures().collect::<Vec<_>>());
    }
}
