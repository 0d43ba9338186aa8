//! Work: occurrences, arrivals, starts, settlements, ends (R-START, R-ADMIT, R-FAIL, R-OVERRUN).
#![expect(clippy::inline_always, reason = "measured: calls between these are a third of a replay's time")]

use super::queue::{Caused, Class};
use super::source::SourceKind;
use super::world::{Balances, World};
use super::{Entry, Happening, Observer, TaskRules, WorkKind, WorkTally};
use crate::demand::{Outcome, Record, SourceId};
use crate::mutation::Mutation;
use crate::policy::{Admission, Overrun, PauseReason, TaskState};
use crate::pool::{Reservation, Returned};
use crate::units::{Credits, Money, count};

impl<'a, O: Observer> World<'a, O> {
    /// The rules of a task; `None` for an activity.
    pub(super) fn task_rules(&self, source: SourceId) -> Option<&'a TaskRules> {
        match &self.rules.work[source.index()].kind {
            WorkKind::Task(task) => Some(task),
            WorkKind::Activity(_) => None,
        }
    }

    #[inline(always)]
    fn sums(&mut self, source: SourceId) -> &mut WorkTally {
        &mut self.sources[source.index()].sums
    }

    /// A record of the demand: a task's occurrence (class 7) or an arrival (class 8).
    ///
    /// False if it is no event, as its task is completed and has no further occurrences (R-SCHEDULE).
    #[inline(always)]
    pub(super) fn demand(&mut self, record: Record) -> bool {
        let source = &self.sources[record.source.index()];
        // What a record reserves: its own, where it was traced with one, else its source's.
        let reserve = record.reserve.unwrap_or(source.reserve);
        match source.kind {
            SourceKind::Task(_) => {
                let state = source.health.state;
                self.in_class(Class::Run);
                match state {
                    TaskState::Completed => return false,
                    TaskState::Paused { .. } if self.breaks(Mutation::PausedTaskRuns) => {
                        self.arrive_reserving(record, reserve);
                    }
                    TaskState::Paused { reason, .. } => self.miss(record.source, reserve, reason),
                    TaskState::Active => self.arrive_reserving(record, reserve),
                }
            }
            SourceKind::Activity(admission) => {
                self.in_class(Class::Arrival);
                let admission = Self::admission(record, admission);
                match admission {
                    Admission::Any => self.arrive_paying(record),
                    Admission::Reserve => self.arrive_reserving(record, reserve),
                }
            }
        }
        true
    }

    /// A traced record with a reservation of its own is admitted by it.
    #[inline(always)]
    pub(super) fn admission(record: Record, of_source: Admission) -> Admission {
        if record.reserve.is_some() { Admission::Reserve } else { of_source }
    }

    /// A paused task misses its occurrence (R-PAUSE).
    #[inline(never)]
    fn miss(&mut self, source: SourceId, reserve: Credits, reason: PauseReason) {
        let sums = self.sums(source);
        match reason {
            PauseReason::Credits { .. } => {
                count(&mut sums.missed_for_credits);
                sums.blocked_credits += reserve;
                self.lacked(reserve);
            }
            PauseReason::Failures => count(&mut sums.missed_for_failures),
        }
        self.note(Some(source), Happening::Missed(reason));
    }

    /// Work that reserves and settles when it ends: an active task occurs (R-START), an activity's arrives (R-ADMIT).
    #[inline(always)]
    fn arrive_reserving(&mut self, record: Record, reserve: Credits) {
        if !self.covers(reserve) {
            return match self.sources[record.source.index()].kind {
                SourceKind::Task(_) => self.refuse(record.source, reserve),
                SourceKind::Activity(_) => self.block(record.source, record.cost, reserve),
            };
        }
        let reservation = self.reserve(record.source, reserve);
        let Some(fails) = self.fails(record) else {
            return self.fail_at_start(record.source, reservation);
        };
        let source = &mut self.sources[record.source.index()];
        if let SourceKind::Task(rules) = source.kind
            && source.health.run_starts(rules)
        {
            source.sums.completed_max_runs += 1;
            self.note(Some(record.source), Happening::CompletesMaxRuns);
        }
        self.start(record, Credits::ZERO, self.charge(record, fails), reservation, fails);
    }

    /// Whether work fails while running; `None`: it fails at start.
    #[inline(always)]
    fn fails(&self, record: Record) -> Option<bool> {
        match record.outcome {
            Outcome::Completes => Some(false),
            Outcome::FailsRunning => Some(true),
            // Only tasks break: an activity's break never comes.
            Outcome::FailsIfBroken => {
                Some(self.breaks.get(record.source.index()).is_some_and(|&at| at <= self.now))
            }
            Outcome::FailsAtStart => None,
        }
    }

    /// A run is refused for lack of credits: its task pauses (R-START).
    #[inline(never)]
    pub(super) fn refuse(&mut self, source: SourceId, reserve: Credits) {
        let sums = self.sums(source);
        count(&mut sums.refused);
        sums.blocked_credits += reserve;
        self.lacked(reserve);
        self.note(Some(source), Happening::Refused(reserve));
        if let Some(task) = self.task_rules(source)
            && !self.breaks(Mutation::RefusalDoesNotPause)
        {
            self.pause_for_credits(source, task, reserve);
        }
    }

    /// Activity work is blocked and lost, and someone may order a top-up (R-ADMIT, R-TOPUP).
    #[inline(never)]
    fn block(&mut self, source: SourceId, cost: Credits, needed: Credits) {
        let sums = self.sums(source);
        count(&mut sums.refused);
        sums.blocked_credits += cost;
        self.lacked(cost);
        self.note(Some(source), Happening::Blocked(needed));
        self.order_reactive_top_up();
    }

    /// Work that pays at once; what costs nothing by its drawn cost is always admitted, in debt too (R-ADMIT).
    #[inline(always)]
    fn arrive_paying(&mut self, record: Record) {
        let short = !self.pool.usable().is_positive()
            || self.breaks(Mutation::AnyNeedsItsCost) && self.pool.usable() < record.cost;
        if !record.cost.is_zero() && short {
            return self.block(record.source, record.cost, record.cost);
        }
        let Some(fails) = self.fails(record) else {
            return self.fail_at_start(record.source, Reservation::NONE);
        };
        let paid = self.pay(record.source, self.charge(record, fails), "R-ADMIT");
        self.start(record, paid, Credits::ZERO, Reservation::NONE, fails);
    }

    /// What a piece of work is charged in the end (R-FAIL).
    #[inline(always)]
    pub(super) fn charge(&self, record: Record, fails: bool) -> Credits {
        if fails && self.breaks(Mutation::FailedRunIsFree) {
            Credits::ZERO
        } else if fails {
            self.rules.work[record.source.index()].failed_charge.ceil_of(record.cost)
        } else {
            record.cost
        }
    }

    /// True if usable covers a reservation, after R-PRERUN has been tried where it does not.
    #[inline]
    fn covers(&mut self, reserve: Credits) -> bool {
        // Work that reserves nothing always starts, in debt too.
        reserve.is_zero() || self.pool.usable() >= reserve || self.covers_after_recharge(reserve)
    }

    #[inline(never)]
    fn covers_after_recharge(&mut self, reserve: Credits) -> bool {
        // After R-LATCH has tried here in vain, and would again, so would this.
        let in_vain =
            self.quiet.holds(self.pool.usable()) && self.rules.auto_recharge.is_low(self.pool.usable());
        if self.rules.auto_recharge.pre_run && !in_vain {
            self.try_recharge();
        }
        self.pool.usable() >= reserve
    }

    #[inline(always)]
    fn reserve(&mut self, source: SourceId, credits: Credits) -> Reservation {
        if credits.is_zero() {
            return Reservation::NONE;
        }
        let reservation = self.pool.reserve(credits);
        if O::WATCHES {
            self.moved(Entry::Reservation, Some(source), "R-RESERVE", -credits, Money::ZERO);
        }
        reservation
    }

    /// Fails at start: the reservation is returned whole, nothing is charged (R-FAIL).
    #[inline(always)]
    fn fail_at_start(&mut self, source: SourceId, reservation: Reservation) {
        self.sums(source).failed_at_start += 1;
        self.note(Some(source), Happening::FailsAtStart(reservation.total()));
        let charged = self.breaks(Mutation::StartFailureIsCharged);
        let cost = if charged { reservation.total() } else { Credits::ZERO };
        self.settle(source, reservation, cost);
        if !self.breaks(Mutation::StartFailureUncounted) {
            self.count_failure(source);
        }
    }

    /// Work starts, having `paid` on arrival; work of no duration ends within its own start event (R-STEP).
    #[inline(always)]
    fn start(
        &mut self,
        record: Record,
        paid: Credits,
        charge: Credits,
        reservation: Reservation,
        fails: bool,
    ) {
        let source = &mut self.sources[record.source.index()];
        count(&mut source.sums.started);
        source.sums.spent += paid;
        let (kind, rank) = (source.kind, source.rank);
        if O::NOTES {
            let with = reservation.total();
            let starts = match kind {
                SourceKind::Task(_) => Happening::Starts(with),
                SourceKind::Activity(_) => Happening::Admitted(with),
            };
            self.note(Some(record.source), starts);
        }
        if record.duration.is_zero() {
            self.end(record.source, charge, reservation, fails);
        } else {
            let ends = self.now + record.duration;
            let place = self.flights.add(record.source, charge, reservation, fails);
            self.queue.push(ends, rank, Caused::WorkEnds(place));
        }
    }

    /// Work in flight ends (class 5).
    #[inline(always)]
    pub(super) fn work_ends(&mut self, place: u32) {
        let flight = self.flights.remove(place);
        self.end(flight.source, flight.charge, flight.reservation, flight.fails);
    }

    /// Work ends and settles: what its reservation covers, then the rest.
    #[inline(always)]
    fn end(&mut self, source: SourceId, charge: Credits, reservation: Reservation, fails: bool) {
        let kept = self.breaks(Mutation::ReservationIsKept);
        let charge = if kept { charge.max(reservation.total()) } else { charge };
        let covered = charge.min(reservation.total());
        self.settle(source, reservation, covered);
        let paid = self.pay(source, charge - covered, "R-OVERRUN");
        let ended = &mut self.sources[source.index()];
        ended.sums.spent += covered + paid;
        if fails {
            ended.sums.failed_running += 1;
            self.note(Some(source), Happening::Fails(charge));
            self.count_failure(source);
        } else {
            count(&mut ended.sums.completed);
            if let SourceKind::Task(rules) = ended.kind {
                ended.health.run_completes(rules);
            }
            self.note(Some(source), Happening::Completes(charge));
        }
    }

    /// A run of a task has failed; other work keeps no count (R-FAIL).
    #[inline(never)]
    pub(super) fn count_failure(&mut self, source: SourceId) {
        let failed = &mut self.sources[source.index()];
        if let SourceKind::Task(rules) = failed.kind
            && failed.health.run_fails(rules, self.now)
            && let Some(task) = self.task_rules(source)
        {
            self.paused_for_failures(source, task);
        }
    }

    /// Settles a reservation at `cost`, at most its total (R-RESERVE).
    #[inline(always)]
    fn settle(&mut self, source: SourceId, reservation: Reservation, cost: Credits) {
        let total = reservation.total();
        if total.is_zero() {
            return;
        }
        let returned = self.pool.settle(reservation, cost);
        if O::WATCHES && total > cost {
            self.release_moved(source, returned);
        }
    }

    /// A line for what returned, and one for each kind of it that expired at once.
    fn release_moved(&mut self, source: SourceId, returned: Returned) {
        let after = self.balances();
        let (included, purchased) = (returned.expired_included, returned.expired_purchased);
        let with = |included: Credits, purchased: Credits| Balances {
            included: after.included + included,
            purchased: after.purchased + purchased,
            usable: after.usable + included + purchased,
        };
        let all = returned.live + included + purchased;
        let source = Some(source);
        self.moved_to(with(included, purchased), Entry::Release, source, "R-RESERVE", all, Money::ZERO);
        for (gone, left) in [(included, with(Credits::ZERO, purchased)), (purchased, after)] {
            if gone.is_positive() {
                self.moved_to(left, Entry::Expiry, source, "R-RESERVE", -gone, Money::ZERO);
            }
        }
    }

    /// Pays what no reservation covers, on arrival or at settlement (R-OVERRUN); what the pool paid.
    #[inline(always)]
    fn pay(&mut self, source: SourceId, cost: Credits, cause: &'static str) -> Credits {
        if cost.is_zero() {
            return cost;
        }
        let shortfall = self.pool.charge(cost);
        let paid = cost - shortfall;
        if O::WATCHES && paid.is_positive() {
            self.moved(Entry::Charge, Some(source), cause, -paid, Money::ZERO);
        }
        if shortfall.is_positive() {
            self.overrun(source, shortfall);
        }
        paid
    }

    /// What the pool cannot cover (R-OVERRUN).
    #[inline(never)]
    fn overrun(&mut self, source: SourceId, shortfall: Credits) {
        let (overrun, work) = (self.rules.overrun, self.sums(source));
        match overrun {
            Overrun::Absorb => {
                work.absorbed += shortfall;
                self.note(Some(source), Happening::Absorbed(shortfall));
            }
            Overrun::Debt => {
                work.spent += shortfall;
                self.pool.owe(shortfall);
                self.moved(Entry::Charge, Some(source), "R-OVERRUN", -shortfall, Money::ZERO);
                self.note(Some(source), Happening::Owed(shortfall));
            }
            Overrun::Stop => {
                work.interrupted += 1;
                work.unmet += shortfall;
                self.note(Some(source), Happening::Interrupted(shortfall));
            }
        }
    }
}
