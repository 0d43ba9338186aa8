//! Floor 0: wrong variants of the rules, in tests only.
//!
//! The shipped scenarios must notice each of them (`experiment::check`, its test of mutations). A place that can go
//! wrong asks [`Mutant::breaks`], which outside of unit tests is always false and costs nothing.

/// One rule, broken in a small way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    /// R-LATCH: a recovered balance does not arm the recharge again.
    NeverRearms,
    /// R-LATCH: a fire leaves the recharge armed.
    FireNeverLatches,
    /// R-CAP: a fire that would exceed the limit is made smaller.
    PartialAtCap,
    /// R-CAP: the limit counts billing periods.
    CapByBillingPeriod,
    /// R-CAP: the limit is never unused again.
    CapNeverResets,
    /// R-DENY: a denied fire latches.
    DenialLatches,
    /// R-DENY: every denial is counted.
    EveryDenialCounts,
    /// R-DENY: the cap is tested before the payment.
    CapBeforePayment,
    /// R-MONTH: the start of a month is no event.
    MonthIsNoEvent,
    /// R-INCLUDED: a renewal keeps what was left.
    RenewalKeepsRemainder,
    /// R-PERIOD: a period that begins at the start is free.
    FirstPeriodIsFree,
    /// R-LAPSE: a lapse changes nothing.
    LapseIgnored,
    /// R-LAPSE: auto-recharge is available in a lapse.
    RechargesInLapse,
    /// R-PAYMENT: a declared outage declines nothing.
    OutageIgnored,
    /// R-PAYMENT: a random decline opens no trouble.
    DeclineWithoutTrouble,
    /// R-BONUS: bonus credits are lost.
    BonusLost,
    /// R-PURCHASED: purchased lots never expire.
    PurchasedNeverExpire,
    /// R-TOPUP: a reactive top-up is ordered while one is pending.
    TopUpsPileUp,
    /// R-WARN: starting low is a warning.
    StartingLowWarns,
    /// R-REVIEW: any credits fund a review.
    FundedByAnything,
    /// R-REVIEW: a review of failures takes no time.
    FailuresReviewAtOnce,
    /// R-REVIEW: resuming leaves the count of failures.
    ResumeKeepsFailures,
    /// R-OUTAGE: a review repairs nothing.
    ReviewRepairsNothing,
    /// R-FAIL: a run that fails is charged nothing.
    FailedRunIsFree,
    /// R-FAIL: a failure at start is charged its reservation.
    StartFailureIsCharged,
    /// R-FAIL: a failure at start does not count.
    StartFailureUncounted,
    /// R-PAUSE: a paused task runs.
    PausedTaskRuns,
    /// R-START: a refused run does not pause its task.
    RefusalDoesNotPause,
    /// R-ADMIT: `any` needs the whole cost.
    AnyNeedsItsCost,
    /// R-RESERVE: what a reservation does not need is not returned.
    ReservationIsKept,
}

/// The mutation in force, if there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mutant {
    #[cfg(test)]
    pub(crate) mutation: Option<Mutation>,
}

impl Mutant {
    /// True if this rule is to be broken.
    #[inline]
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "there is no mutation outside of tests"))]
    pub(crate) fn breaks(self, rule: Mutation) -> bool {
        #[cfg(test)]
        let broken = self.mutation == Some(rule);
        #[cfg(not(test))]
        let broken = {
            let _ = rule;
            false
        };
        broken
    }
}
