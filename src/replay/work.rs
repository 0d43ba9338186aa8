//! Work: occurrences, arrivals, starts, settlements, ends (R-START, R-ADMIT, R-FAIL, R-OVERRUN).

use super::flight::Flight;
use super::queue::{Caused, Class, Rank};
use super::world::{Balances, World};
use super::{ActivityRules, Entry, Happening, Observer, TaskRules, WorkKind};
use crate::demand::{Outcome, Record, SourceId};
use crate::policy::{Admission, Overrun, PauseReason, TaskState};
use crate::pool::{Reservation, Returned};
use crate::units::{Credits, Money};

impl<'a, O: Observer> World<'a, O> {
    /// The rules of a task; `None` for an activity.
    pub(super) fn task_rules(&self, source: SourceId) -> Option<&'a TaskRules> {
        match &self.rules.work[source.index()].kind {
            WorkKind::Task(task) => Some(task),
            WorkKind::Activity(_) => None,
        }
    }

    /// A record of the demand: a task's occurrence (class 7) or an arrival (class 8).
    ///
    /// False if it is no event, as its task is completed and has no further occurrences (R-SCHEDULE).
    #[inline]
    pub(super) fn demand(&mut self, record: &Record) -> bool {
        match &self.rules.work[record.source.index()].kind {
            WorkKind::Task(task) => {
                self.in_class(Class::Run);
                match self.health[record.source.index()].state {
                    TaskState::Completed => return false,
                    TaskState::Paused { reason, .. } => self.miss(record, reason),
                    TaskState::Active => self.occur(record, task),
                }
            }
            WorkKind::Activity(activity) => {
                self.in_class(Class::Arrival);
                self.arrive(record, activity);
            }
        }
        true
    }

    #[inline]
    fn reservation_of(&self, record: &Record) -> Credits {
        record.reserve.unwrap_or(self.rules.work[record.source.index()].reserve)
    }

    /// A paused task misses its occurrence (R-PAUSE).
    #[inline(never)]
    fn miss(&mut self, record: &Record, reason: PauseReason) {
        let reserve = self.reservation_of(record);
        let work = self.measure.work(record.source);
        work.wanted += 1;
        match reason {
            PauseReason::Credits { .. } => {
                work.missed_for_credits += 1;
                work.blocked_credits += reserve;
            }
            PauseReason::Failures => work.missed_for_failures += 1,
        }
        self.note(Some(record.source), Happening::Missed(reason));
    }

    /// An active task occurs (R-START).
    #[inline]
    fn occur(&mut self, record: &Record, task: &'a TaskRules) {
        let source = record.source;
        let reserve = self.reservation_of(record);
        self.measure.work(source).wanted += 1;
        if !self.covers(reserve) {
            return self.refuse(source, task, reserve);
        }
        let reservation = self.reserve(source, reserve);
        let fails = match record.outcome {
            Outcome::FailsAtStart => return self.fail_at_start(source, reservation, Some(task)),
            Outcome::FailsRunning => true,
            Outcome::FailsIfBroken => self.breaks.get(source.index()).is_some_and(|&at| at <= self.now),
            Outcome::Completes => false,
        };
        let health = &mut self.health[source.index()];
        health.run_starts(task.health);
        if health.state == TaskState::Completed {
            self.measure.work(source).completed_max_runs += 1;
            self.note(Some(source), Happening::CompletesMaxRuns);
        }
        let charge = self.charge_of(record, fails);
        self.start(record, charge, reservation, fails);
    }

    /// A run is refused for lack of credits: its task pauses (R-START).
    #[inline(never)]
    fn refuse(&mut self, source: SourceId, task: &TaskRules, reserve: Credits) {
        let work = self.measure.work(source);
        work.refused += 1;
        work.blocked_credits += reserve;
        self.note(Some(source), Happening::Refused(reserve));
        self.pause_for_credits(source, task, reserve);
    }

    /// Activity work is blocked and lost, and someone may order a top-up (R-ADMIT, R-TOPUP).
    #[inline(never)]
    fn block(&mut self, record: &Record, needed: Credits) {
        let work = self.measure.work(record.source);
        work.refused += 1;
        work.blocked_credits += record.cost;
        self.note(Some(record.source), Happening::Blocked(needed));
        self.order_reactive_top_up();
    }

    /// Activity work arrives (R-ADMIT).
    fn arrive(&mut self, record: &Record, activity: &ActivityRules) {
        let source = record.source;
        self.measure.work(source).wanted += 1;
        let admission = if record.reserve.is_some() { Admission::Reserve } else { activity.admission };
        let (admitted, needed) = match admission {
            // Work that costs nothing by its drawn cost is always admitted, in debt too.
            Admission::Any => (record.cost.is_zero() || self.pool.usable().is_positive(), record.cost),
            Admission::Reserve => {
                let reserve = self.reservation_of(record);
                (self.covers(reserve), reserve)
            }
        };
        if !admitted {
            return self.block(record, needed);
        }
        let fails = matches!(record.outcome, Outcome::FailsRunning);
        let charge = self.charge_of(record, fails);
        let reservation = match admission {
            Admission::Any => Reservation::NONE,
            Admission::Reserve => self.reserve(source, needed),
        };
        if record.outcome == Outcome::FailsAtStart {
            return self.fail_at_start(source, reservation, None);
        }
        match admission {
            Admission::Any => {
                self.pay(source, charge, "R-ADMIT");
                self.start(record, Credits::ZERO, reservation, fails);
            }
            Admission::Reserve => self.start(record, charge, reservation, fails),
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
        if self.rules.auto_recharge.pre_run {
            self.try_recharge();
        }
        self.pool.usable() >= reserve
    }

    #[inline]
    fn charge_of(&self, record: &Record, fails: bool) -> Credits {
        if fails {
            self.rules.work[record.source.index()].failed_charge.ceil_of(record.cost)
        } else {
            record.cost
        }
    }

    #[inline]
    fn reserve(&mut self, source: SourceId, credits: Credits) -> Reservation {
        if credits.is_zero() {
            return Reservation::NONE;
        }
        let reservation = self.pool.reserve(credits);
        self.moved(Entry::Reservation, Some(source), "R-RESERVE", -credits, Money::ZERO);
        reservation
    }

    /// Fails at start: the reservation is returned whole, nothing is charged (R-FAIL).
    #[inline(never)]
    fn fail_at_start(&mut self, source: SourceId, reservation: Reservation, task: Option<&'a TaskRules>) {
        self.measure.work(source).failed_at_start += 1;
        self.note(Some(source), Happening::FailsAtStart(reservation.total()));
        self.settle(source, reservation, Credits::ZERO);
        if let Some(task) = task {
            self.count_failure(source, task);
        }
    }

    /// Work starts; work of no duration ends within its own start event (R-STEP).
    #[inline]
    fn start(&mut self, record: &Record, charge: Credits, reservation: Reservation, fails: bool) {
        let source = record.source;
        self.measure.work(source).started += 1;
        self.note(Some(source), Happening::Starts(reservation.total()));
        if record.duration.is_zero() {
            self.end(Flight { source, charge, reservation, fails });
        } else {
            let ends = self.now + record.duration;
            let place = self.flights.add(Flight { source, charge, reservation, fails });
            let rank = Rank(self.rules.work[source.index()].rank);
            self.queue.push(ends, rank, Caused::WorkEnds(place));
        }
    }

    /// Work in flight ends (class 5).
    #[inline]
    pub(super) fn work_ends(&mut self, place: u32) {
        if let Some(flight) = self.flights.remove(place) {
            self.end(flight);
        }
    }

    #[inline]
    fn end(&mut self, flight: Flight) {
        let Flight { source, charge, reservation, fails } = flight;
        let covered = charge.min(reservation.total());
        self.settle(source, reservation, covered);
        self.pay(source, charge - covered, "R-OVERRUN");
        let work = self.measure.work(source);
        if fails {
            work.failed_running += 1;
            self.note(Some(source), Happening::Fails(charge));
        } else {
            work.completed += 1;
            self.note(Some(source), Happening::Completes(charge));
        }
        if let Some(task) = self.task_rules(source) {
            if fails {
                self.count_failure(source, task);
            } else {
                self.health[source.index()].run_completes(task.health);
            }
        }
    }

    #[inline(never)]
    fn count_failure(&mut self, source: SourceId, task: &'a TaskRules) {
        if self.health[source.index()].run_fails(task.health, self.now) {
            self.paused_for_failures(source, task);
        }
    }

    /// Settles a reservation at `cost`, at most its total (R-RESERVE).
    #[inline]
    fn settle(&mut self, source: SourceId, reservation: Reservation, cost: Credits) {
        let total = reservation.total();
        if total.is_zero() {
            return;
        }
        self.measure.work(source).spent += cost;
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

    /// Pays what no reservation covers, on arrival or at settlement (R-OVERRUN).
    #[inline]
    fn pay(&mut self, source: SourceId, cost: Credits, cause: &'static str) {
        if cost.is_zero() {
            return;
        }
        let shortfall = self.pool.charge(cost);
        let paid = cost - shortfall;
        self.measure.work(source).spent += paid;
        if paid.is_positive() {
            self.moved(Entry::Charge, Some(source), cause, -paid, Money::ZERO);
        }
        if shortfall.is_positive() {
            self.overrun(source, shortfall);
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
