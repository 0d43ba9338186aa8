//! What to look at first: plain sentences chosen from the figures.

use super::LostRuns;
use super::number::{counted, grouped, percent, time};
use crate::metrics::{Figures, Metrics, Standing};
use crate::units::{Decimal, Span};

/// A sentence about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// The sentence, naming the rule where one is at work.
    pub sentence: String,
}

/// What a sentence is about; the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Auto-recharge sat latched at or below its threshold.
    DeadLatch,
    /// Auto-recharge hit its limit.
    CapHit,
    /// Purchases were denied for payment.
    PaymentDenied,
    /// Purchases were denied in a lapse.
    LapseDenied,
    /// Activity work was blocked.
    Blocked,
    /// Tasks paused for credits.
    PausedForCredits,
    /// Tasks are still paused for failures.
    PausedForFailures,
    /// Work was cut off.
    CutOff,
    /// The vendor bore costs.
    Absorbed,
    /// Credits are owed.
    Debt,
    /// The pool was empty.
    Empty,
    /// Auto-recharge came near its limit.
    CapNear,
    /// Most credits expired unused.
    Breakage,
    /// Nothing was interrupted, or not for lack of credits.
    Calm,
}

/// At most so many sentences.
const MOST: usize = 7;

/// The sentences about one run, the most urgent first.
pub fn findings(metrics: &Metrics) -> Vec<Finding> {
    all_findings(metrics, None)
}

/// The sentences about the first of several replications, which says when its runs were lost, each with how many
/// replications share it where there are several.
pub(super) fn findings_of(replications: &[Metrics], lost: &LostRuns) -> Vec<(String, Option<String>)> {
    let Some(first) = replications.first() else { return Vec::new() };
    let kinds: Vec<FindingKind> =
        replications.iter().flat_map(findings).map(|finding| finding.kind).collect();
    let among = |kind: FindingKind| {
        let count = kinds.iter().filter(|&&other| other == kind).count();
        (replications.len() > 1).then(|| format!("in {count} of {} replications", replications.len()))
    };
    let of_first = all_findings(first, Some(lost)).into_iter();
    of_first.map(|finding| (finding.sentence, among(finding.kind))).collect()
}

fn all_findings(metrics: &Metrics, lost: Option<&LostRuns>) -> Vec<Finding> {
    let figures = &metrics.summary.figures;
    let mut all: Vec<Finding> = Vec::new();
    let mut say = |kind, sentence: Option<String>| {
        all.extend(sentence.map(|sentence| Finding { kind, sentence }));
    };
    say(FindingKind::DeadLatch, dead_latch(figures));
    say(FindingKind::CapHit, cap_hit(figures));
    say(FindingKind::PaymentDenied, denied(figures.auto_recharge.denied.payment, "payment", "R-PAYMENT"));
    let lapsed = figures.auto_recharge.denied.no_subscription;
    say(FindingKind::LapseDenied, denied(lapsed, "lack of a subscription", "R-LAPSE"));
    say(FindingKind::Blocked, blocked(figures));
    say(FindingKind::PausedForCredits, paused_for_credits(figures, lost));
    say(FindingKind::PausedForFailures, paused_for_failures(metrics));
    say(FindingKind::CutOff, cut_off(figures));
    say(FindingKind::Absorbed, absorbed(figures));
    say(FindingKind::Debt, debt(figures));
    say(FindingKind::Empty, empty(figures));
    say(FindingKind::CapNear, cap_near(figures));
    say(FindingKind::Breakage, breakage(figures));
    say(FindingKind::Calm, calm(figures));
    all.truncate(MOST);
    all
}

/// The part of the measured time that `span` is.
fn share(span: Span, figures: &Figures) -> Decimal {
    let measured = Decimal::from(figures.basis.measured.ms());
    Decimal::from(span.ms()).checked_div(measured).unwrap_or_default()
}

fn calm(figures: &Figures) -> Option<String> {
    let (work, tasks) = (&figures.work, &figures.tasks);
    let lacked = work.blocked.total() + work.interrupted + tasks.refused + tasks.missed.credits;
    let failed = tasks.pauses.failures + tasks.missed.failures;
    match (lacked, failed) {
        (0, 0) => Some("Nothing was interrupted.".to_owned()),
        (0, _) => Some("Nothing was interrupted for lack of credits.".to_owned()),
        _ => None,
    }
}

fn dead_latch(figures: &Figures) -> Option<String> {
    let latched = share(figures.auto_recharge.latched_low, figures);
    // Under 1 % it is the ordinary wait for a review or a top-up, not a dead latch.
    (latched >= Decimal::new(1, 2)).then(|| {
        format!(
            "Recharge is dead-latched: it sat latched at or below the threshold for {} of the time (R-LATCH).",
            percent(latched)
        )
    })
}

fn cap_hit(figures: &Figures) -> Option<String> {
    let recharge = &figures.auto_recharge;
    (recharge.cap_hit_months > 0).then(|| {
        format!(
            "Auto-recharge hit its monthly limit in {} of {} and had no room under it for {} (R-CAP).",
            recharge.cap_hit_months,
            counted(figures.basis.months, "month"),
            time(recharge.capped)
        )
    })
}

fn denied(count: u64, why: &str, rule: &str) -> Option<String> {
    let times = counted(count, "time");
    (count > 0).then(|| format!("Auto-recharge was denied {times} for {why} ({rule})."))
}

fn blocked(figures: &Figures) -> Option<String> {
    let blocked = figures.work.blocked.total();
    let arrived = figures.work.wanted - figures.tasks.occurrences;
    let share = Decimal::from(blocked).checked_div(Decimal::from(arrived)).unwrap_or_default();
    (blocked > 0).then(|| {
        format!(
            "{} of {} of activity work were blocked for lack of credits: {} (R-ADMIT).",
            grouped(&blocked.to_string()),
            counted(arrived, "piece"),
            percent(share)
        )
    })
}

fn paused_for_credits(figures: &Figures, lost: Option<&LostRuns>) -> Option<String> {
    let tasks = &figures.tasks;
    let late = lost.and_then(LostRuns::late_part).map(|late| format!(", {late}")).unwrap_or_default();
    (tasks.pauses.credits > 0).then(|| {
        format!(
            "Tasks paused {} for lack of credits and missed {}{late} (R-START, R-PAUSE).",
            counted(tasks.pauses.credits, "time"),
            counted(tasks.refused + tasks.missed.credits, "run"),
        )
    })
}

fn paused_for_failures(metrics: &Metrics) -> Option<String> {
    let mut paused = metrics.tasks.iter().filter_map(|row| match row.standing {
        Standing::PausedForFailures(since) => Some((&row.name, since)),
        Standing::Active | Standing::PausedForCredits(_) | Standing::Completed => None,
    });
    let (name, since) = paused.next()?;
    Some(match paused.count() {
        0 => format!("Task {name} is paused for failures since {since} (R-FAIL)."),
        1 => format!("Task {name} is paused for failures since {since}, and 1 more task is too (R-FAIL)."),
        more => {
            format!(
                "Task {name} is paused for failures since {since}, and {more} more tasks are too (R-FAIL)."
            )
        }
    })
}

fn cut_off(figures: &Figures) -> Option<String> {
    let count = figures.work.interrupted;
    let unmet = grouped(&figures.credits.unmet.to_string());
    let pieces = counted(count, "piece");
    (count > 0)
        .then(|| format!("{pieces} of work ran out of credits midway: {unmet} credits not met (R-OVERRUN)."))
}

fn absorbed(figures: &Figures) -> Option<String> {
    let absorbed = figures.credits.absorbed;
    absorbed.is_positive().then(|| {
        let credits = counted(absorbed.get().unsigned_abs(), "credit");
        format!("The vendor bore {credits} that the pool could not cover (R-OVERRUN).")
    })
}

fn debt(figures: &Figures) -> Option<String> {
    let debt = figures.credits.debt;
    debt.is_positive()
        .then(|| format!("{} credits are owed at the end (R-OVERRUN).", grouped(&debt.to_string())))
}

fn empty(figures: &Figures) -> Option<String> {
    let empty = share(figures.work.zero, figures);
    (!empty.is_zero()).then(|| format!("The pool was empty for {} of the time (R-ZERO).", percent(empty)))
}

fn cap_near(figures: &Figures) -> Option<String> {
    let recharge = &figures.auto_recharge;
    let near = recharge.cap_80_months.saturating_sub(recharge.cap_hit_months);
    let more = if recharge.cap_hit_months > 0 { " more" } else { "" };
    let months = counted(figures.basis.months, "month");
    (near > 0).then(|| {
        format!("Auto-recharge used at least 80 % of its limit in {near}{more} of {months} (R-CAP).")
    })
}

fn breakage(figures: &Figures) -> Option<String> {
    let credits = &figures.credits;
    let expired = credits.expired_included + credits.expired_purchased;
    let came = credits.opening + credits.granted + credits.auto_recharged + credits.topped_up + credits.bonus;
    let share = Decimal::from(expired.get()).checked_div(Decimal::from(came.get())).unwrap_or_default();
    (share > Decimal::new(5, 1))
        .then(|| format!("{} of all credits expired unused (R-INCLUDED).", percent(share)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{Figures, fixture};

    fn sentences(metrics: &Metrics) -> Vec<String> {
        findings(metrics).into_iter().map(|finding| finding.sentence).collect()
    }

    #[test]
    fn findings_come_most_urgent_first_and_name_their_rule() {
        insta::assert_snapshot!(sentences(&fixture::metrics()).join("\n"));
    }

    #[test]
    fn a_run_without_interruption_says_so_and_nothing_else() {
        let mut metrics = fixture::metrics();
        metrics.summary.figures = Figures::default();
        metrics.tasks.clear();
        assert_eq!(sentences(&metrics), ["Nothing was interrupted."]);
        metrics.summary.figures.tasks.pauses.failures = 1;
        assert_eq!(sentences(&metrics), ["Nothing was interrupted for lack of credits."]);
    }

    #[test]
    fn r_latch_a_dead_latch_is_named() {
        let mut metrics = fixture::metrics();
        metrics.summary.figures.auto_recharge.latched_low = Span::from_ms(36 * Span::DAY.ms());
        let expected = "Recharge is dead-latched: it sat latched at or below the threshold for 61 % of the time (R-LATCH).";
        assert!(sentences(&metrics).iter().any(|sentence| sentence == expected));
    }
}
