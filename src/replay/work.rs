//! Work: occurrences, arrivals, starts, settlements, ends (R-START, R-ADMIT, R-FAIL, R-OVERRUN).
#![expect(clippy::inline_always, reason = "measured: calls between these are a third of a replay's time")]

use super::queue::{Caused, Class, Rank};
use super::world::{Balances, World};
use super::{ActivityRules, Entry, Happening, Observer, TaskRules, WorkKind, WorkRules};
use crate::demand::{Outcome, Record, SourceId};
use crate::policy::{Admission, Overrun, PauseReason, TaskState};
use crate::pool::{Reservation, Returned};
use crate::units::{Credits, Money};

/// A source with its rules, looked up once for an event.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    source: SourceId,
    rules: &'a WorkRules,
}

impl<'a, O: Observer> World<'a, O> {
    #[inline]
    fn who(&self, source: SourceId) -> Who<'a> {
        Who { source, rules: &self.rules.work[source.index()] }
    }

    /// The rules of a task; `None` for an activity.
    pub(super) fn task_rules(&self, source: SourceId) -> Option<&'a TaskRules> {
        self.who(source).task()
    }

    /// A record of the demand: a task's occurrence (class 7) or an arrival (class 8). Every way that it can go
    /// counts it as wanted.
    ///
    /// False if it is no event, as its task is completed and has no further occurrences (R-SCHEDULE).
    #[inline]
    pub(super) fn demand(&mut self, record: &Record) -> bool {
        let who = self.who(record.source);
        match &who.rules.kind {
            WorkKind::Task(task) => {
                self.in_class(Class::Run);
                match self.health[record.source.index()].state {
                    TaskState::Completed => return false,
                    TaskState::Paused { reason, .. } => self.miss(who, record, reason),
                    TaskState::Active => self.occur(who, record, task),
                }
            }
            WorkKind::Activity(activity) => {
                self.in_class(Class::Arrival);
                self.arrive(who, record, activity);
            }
        }
        true
    }

    /// A paused task misses its occurrence (R-PAUSE).
    #[inline(never)]
    fn miss(&mut self, who: Who<'a>, record: &Record, reason: PauseReason) {
        let work = self.measure.work(who.source);
        work.wanted += 1;
        match reason {
            PauseReason::Credits { .. } => {
                work.missed_for_credits += 1;
                work.blocked_credits += who.reservation(record);
            }
            PauseReason::Failures => work.missed_for_failures += 1,
        }
        self.note(Some(who.source), Happening::Missed(reason));
    }

    /// An active task occurs (R-START).
    #[inline(always)]
    fn occur(&mut self, who: Who<'a>, record: &Record, task: &'a TaskRules) {
        let reserve = who.reservation(record);
        if !self.covers(reserve) {
            return self.refuse(who, task, reserve);
        }
        let reservation = self.reserve(who, reserve);
        let fails = match record.outcome {
            Outcome::Completes => false,
            Outcome::FailsRunning => true,
            Outcome::FailsIfBroken => self.breaks.get(who.source.index()).is_some_and(|&at| at <= self.now),
            Outcome::FailsAtStart => return self.fail_at_start(who, reservation),
        };
        let health = &mut self.health[who.source.index()];
        health.run_starts(task.health);
        if health.state == TaskState::Completed {
            self.measure.work(who.source).completed_max_runs += 1;
            self.note(Some(who.source), Happening::CompletesMaxRuns);
        }
        self.start(who, record, who.charge(record, fails), reservation, fails);
    }

    /// A run is refused for lack of credits: its task pauses (R-START).
    #[inline(never)]
    fn refuse(&mut self, who: Who<'a>, task: &TaskRules, reserve: Credits) {
        let work = self.measure.work(who.source);
        work.wanted += 1;
        work.refused += 1;
        work.blocked_credits += reserve;
        self.note(Some(who.source), Happening::Refused(reserve));
        self.pause_for_credits(who.source, task, reserve);
    }

    /// Activity work is blocked and lost, and someone may order a top-up (R-ADMIT, R-TOPUP).
    #[inline(never)]
    fn block(&mut self, who: Who<'a>, record: &Record, needed: Credits) {
        let work = self.measure.work(who.source);
        work.wanted += 1;
        work.refused += 1;
        work.blocked_credits += record.cost;
        self.note(Some(who.source), Happening::Blocked(needed));
        self.order_reactive_top_up();
    }

    /// Activity work arrives (R-ADMIT).
    #[inline]
    fn arrive(&mut self, who: Who<'a>, record: &Record, activity: &ActivityRules) {
        let admission = if record.reserve.is_some() { Admission::Reserve } else { activity.admission };
        match admission {
            Admission::Any => self.arrive_paying(who, record),
            Admission::Reserve => self.arrive_reserving(who, record),
        }
    }

    /// Work that pays at once; what costs nothing by its drawn cost is always admitted, in debt too.
    #[inline(always)]
    fn arrive_paying(&mut self, who: Who<'a>, record: &Record) {
        if !record.cost.is_zero() && !self.pool.usable().is_positive() {
            return self.block(who, record, record.cost);
        }
        let fails = match record.outcome {
            Outcome::Completes | Outcome::FailsIfBroken => false,
            Outcome::FailsRunning => true,
            Outcome::FailsAtStart => return self.fail_at_start(who, Reservation::NONE),
        };
        self.pay(who, who.charge(record, fails), "R-ADMIT");
        self.start(who, record, Credits::ZERO, Reservation::NONE, fails);
    }

    /// Work that reserves and settles when it ends.
    #[inline(never)]
    fn arrive_reserving(&mut self, who: Who<'a>, record: &Record) {
        let reserve = who.reservation(record);
        if !self.covers(reserve) {
            return self.block(who, record, reserve);
        }
        let reservation = self.reserve(who, reserve);
        let fails = match record.outcome {
            Outcome::Completes | Outcome::FailsIfBroken => false,
            Outcome::FailsRunning => true,
            Outcome::FailsAtStart => return self.fail_at_start(who, reservation),
        };
        self.start(who, record, who.charge(record, fails), reservation, fails);
    }

    /// True if usable covers a reservation, after R-PRERUN has been tried where it does not.
    #[inline]
    fn covers(&mut self, reserve: Credits) -> bool {
        // Work that reserves nothing always starts, in debt too.
        reserve.is_zero() || self.pool.usable() >= reserve || self.covers_after_recharge(reserve)
    }

    #[inline(never)]
    fn covers_after_recharge(&mut self, reserve: Credits) -> bool {
        if self.rules.auto_recharge.pre_run {
            self.try_recharge();
        }
        self.pool.usable() >= reserve
    }

    #[inline(always)]
    fn reserve(&mut self, who: Who<'a>, credits: Credits) -> Reservation {
        if credits.is_zero() {
            return Reservation::NONE;
        }
        let reservation = self.pool.reserve(credits);
        self.moved(Entry::Reservation, Some(who.source), "R-RESERVE", -credits, Money::ZERO);
        reservation
    }

    /// Fails at start: the reservation is returned whole, nothing is charged (R-FAIL).
    #[inline(never)]
    fn fail_at_start(&mut self, who: Who<'a>, reservation: Reservation) {
        let work = self.measure.work(who.source);
        work.wanted += 1;
        work.failed_at_start += 1;
        self.note(Some(who.source), Happening::FailsAtStart(reservation.total()));
        self.settle(who, reservation, Credits::ZERO);
        if let Some(task) = who.task() {
            self.count_failure(who, task);
        }
    }

    /// Work starts; work of no duration ends within its own start event (R-STEP).
    #[inline(always)]
    fn start(
        &mut self,
        who: Who<'a>,
        record: &Record,
        charge: Credits,
        reservation: Reservation,
        fails: bool,
    ) {
        let work = self.measure.work(who.source);
        work.wanted += 1;
        work.started += 1;
        if O::WATCHES {
            let with = reservation.total();
            let starts = who.task().map_or(Happening::Admitted(with), |_| Happening::Starts(with));
            self.note(Some(who.source), starts);
        }
        if record.duration.is_zero() {
            self.end(who, charge, reservation, fails);
        } else {
            let ends = self.now + record.duration;
            let place = self.flights.add(who.source, charge, reservation, fails);
            self.queue.push(ends, Rank(who.rules.rank), Caused::WorkEnds(place));
        }
    }

    /// Work in flight ends (class 5).
    #[inline(always)]
    pub(super) fn work_ends(&mut self, place: u32) {
        let flight = self.flights.remove(place);
        let who = self.who(flight.source);
        self.end(who, flight.charge, flight.reservation, flight.fails);
    }

    /// Work ends and settles: what its reservation covers, then the rest.
    #[inline(always)]
    fn end(&mut self, who: Who<'a>, charge: Credits, reservation: Reservation, fails: bool) {
        let covered = charge.min(reservation.total());
        self.settle(who, reservation, covered);
        self.pay(who, charge - covered, "R-OVERRUN");
        let work = self.measure.work(who.source);
        if fails {
            work.failed_running += 1;
            self.note(Some(who.source), Happening::Fails(charge));
            if let Some(task) = who.task() {
                self.count_failure(who, task);
            }
        } else {
            work.completed += 1;
            self.note(Some(who.source), Happening::Completes(charge));
            if let Some(task) = who.task() {
                self.health[who.source.index()].run_completes(task.health);
            }
        }
    }

    #[inline(never)]
    fn count_failure(&mut self, who: Who<'a>, task: &'a TaskRules) {
        if self.health[who.source.index()].run_fails(task.health, self.now) {
            self.paused_for_failures(who.source, task);
        }
    }

    /// Settles a reservation at `cost`, at most its total (R-RESERVE).
    #[inline(always)]
    fn settle(&mut self, who: Who<'a>, reservation: Reservation, cost: Credits) {
        let total = reservation.total();
        if total.is_zero() {
            return;
        }
        self.measure.work(who.source).spent += cost;
        let returned = self.pool.settle(reservation, cost);
        if O::WATCHES && total > cost {
            self.release_moved(who.source, returned);
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

    /// Pays what no reservation covers, on arrival or at settlement (R-OVERRUN).
    #[inline(always)]
    fn pay(&mut self, who: Who<'a>, cost: Credits, cause: &'static str) {
        if cost.is_zero() {
            return;
        }
        let shortfall = self.pool.charge(cost);
        let paid = cost - shortfall;
        self.measure.work(who.source).spent += paid;
        if paid.is_positive() {
            self.moved(Entry::Charge, Some(who.source), cause, -paid, Money::ZERO);
        }
        if shortfall.is_positive() {
            self.overrun(who.source, shortfall);
        }
    }

    /// What the pool cannot cover (R-OVERRUN).
    #[inline(never)]
    fn overrun(&mut self, source: SourceId, shortfall: Credits) {
        let work = self.measure.work(source);
        match self.rules.overrun {
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

impl<'a> Who<'a> {
    #[inline]
    fn task(self) -> Option<&'a TaskRules> {
        match &self.rules.kind {
            WorkKind::Task(task) => Some(task),
            WorkKind::Activity(_) => None,
        }
    }

    /// What a record reserves: its own, where it was traced with one, else its source's.
    #[inline]
    fn reservation(self, record: &Record) -> Credits {
        record.reserve.unwrap_or(self.rules.reserve)
    }

    /// What a piece of work is charged in the end (R-FAIL).
    #[inline]
    fn charge(self, record: &Record, fails: bool) -> Credits {
        if fails { self.rules.failed_charge.ceil_of(record.cost) } else { record.cost }
    }
}
