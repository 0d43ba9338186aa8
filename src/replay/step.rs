//! The replay itself: one event at a time, in the total order of R-STEP.
#![expect(clippy::inline_always, reason = "measured: the loop with all of it in one function saves a tenth")]

use super::queue::Caused;
use super::quiet::Quiet;
use super::world::World;
use super::{Closing, Entry, Observer, Replayed, Rules, Snapshot, Unobserved, WorkKind};
use crate::demand::{Demand, Record, SourceId};
use crate::mutation::Mutation;
use crate::policy::TaskState;
use crate::units::{Credits, Instant, Money, Span};
use std::convert::Infallible;

/// Replays `demand` against `rules` to the end of the horizon.
///
/// # Panics
/// If credits are not conserved (R-CONSERVE), which is a bug of the engine and never of its input.
pub fn replay(demand: &Demand, rules: &Rules, replication: u32) -> Replayed {
    replay_observed(demand, rules, replication, &mut Unobserved)
}

/// The same, told to `observer`.
///
/// # Panics
/// As [`replay`].
pub fn replay_observed(
    demand: &Demand,
    rules: &Rules,
    replication: u32,
    observer: &mut impl Observer,
) -> Replayed {
    let Ok(replayed) = replay_while(demand, rules, replication, observer, &|| Ok::<(), Infallible>(()));
    replayed
}

/// The same, as long as `go_on` says so, which is asked every few milliseconds.
///
/// # Errors
/// What `go_on` answered instead of going on.
///
/// # Panics
/// As [`replay`].
pub fn replay_while<E>(
    demand: &Demand,
    rules: &Rules,
    replication: u32,
    observer: &mut impl Observer,
    go_on: &dyn Fn() -> Result<(), E>,
) -> Result<Replayed, E> {
    let mut world = World::at_start(rules, replication, observer);
    world.open();
    world.run(demand, rules.horizon.to, go_on)?;
    Ok(world.finish())
}

/// Records between two questions whether to go on: a few milliseconds, with observers that write files too.
const BLOCK: usize = 1 << 14;

/// The state after the last event at or before `at`, with everything until then told to `observer`.
///
/// # Panics
/// As [`replay`].
pub fn explain(
    demand: &Demand,
    rules: &Rules,
    replication: u32,
    at: Instant,
    observer: &mut impl Observer,
) -> Snapshot {
    let mut world = World::at_start(rules, replication, observer);
    world.open();
    let Ok(()) =
        world.run(demand, (at + Span::from_ms(1)).min(rules.horizon.to), &|| Ok::<(), Infallible>(()));
    Snapshot::of(&world, at)
}

impl<O: Observer> World<'_, O> {
    /// What happens at `start`, before any event: the opening balance, the price of a period that begins
    /// there (R-PERIOD), R-LATCH and R-REVIEW once (R-STEP).
    pub(super) fn open(&mut self) {
        let opening = self.pool.book().opening;
        self.moved(Entry::Opening, None, "R-POOL", opening, Money::ZERO);
        let subscription = &self.rules.subscription;
        if subscription.periods.starts_at(self.now) && !self.breaks(Mutation::FirstPeriodIsFree) {
            self.measure.count_subscription(subscription.price);
            self.moved(Entry::Subscription, None, "R-PERIOD", Credits::ZERO, subscription.price);
        }
        self.apply_latch();
        if !self.breaks(Mutation::StartingLowWarns) {
            self.measure.begin_warnings(self.pool.usable());
        }
        self.settle_event();
    }

    /// Handles every event before `until`, as long as `go_on` says so.
    fn run<E>(
        &mut self,
        demand: &Demand,
        until: Instant,
        go_on: &dyn Fn() -> Result<(), E>,
    ) -> Result<(), E> {
        let records = demand.count_before(until);
        for from in (0..records).step_by(BLOCK) {
            go_on()?;
            let rows = from..records.min(from + BLOCK);
            if demand.is_traced() {
                self.run_rows(demand.traced_rows(rows));
            } else {
                self.run_rows(demand.rows(rows));
            }
        }
        while self.queue.next_time() < until {
            self.handle_caused();
        }
        Ok(())
    }

    /// Handles these records of the demand, and every event before each.
    fn run_rows(&mut self, records: impl Iterator<Item = Record>) {
        for record in records {
            // A caused event of the same instant is of an earlier class than any demand (R-STEP).
            while self.queue.next_time() <= record.time {
                self.handle_caused();
            }
            self.now = record.time;
            if self.demand(record) {
                self.end_event();
            }
        }
    }

    #[inline(always)]
    pub(super) fn handle_caused(&mut self) {
        let Some((time, what)) = self.queue.pop() else { return };
        self.now = time;
        self.in_class(what.class());
        if let Caused::WorkEnds(place) = what {
            self.work_ends(place);
        } else if !self.handle_rare(what) {
            return;
        }
        self.end_event();
    }

    /// Everything but the ends of work, which are nearly all; false if it is no event of the rules.
    #[inline(never)]
    pub(super) fn handle_rare(&mut self, what: Caused) -> bool {
        // A resume touches neither the pool nor the recharge: what was quiet stays so.
        if what.resumes().is_none() {
            self.quiet = Quiet::NEVER;
        }
        match what {
            Caused::MeasurementBegins => {
                self.measure.begin(self.now, &self.pool, &mut self.sources);
                return false;
            }
            Caused::WorkEnds(place) => self.work_ends(place),
            Caused::MonthBegins => {
                self.month_begins();
                if self.breaks(Mutation::MonthIsNoEvent) {
                    return false;
                }
            }
            Caused::RechargeWakes => self.recharge_wakes(),
            Caused::LotExpires(lot) => self.lot_expires(lot),
            Caused::PeriodEnds => self.period_ends(),
            Caused::LapseBegins => self.lapse_begins(),
            Caused::LapseEnds => self.lapse_ends(),
            Caused::OutageBegins => self.outage_changes(true),
            Caused::OutageEnds => self.outage_changes(false),
            Caused::TroubleEnds => self.trouble_ends(),
            Caused::DeclaredTopUpLands(number) => self.declared_top_up_lands(number),
            Caused::RechargeLands => self.recharge_lands(),
            Caused::ReactiveTopUpLands => self.reactive_top_up_lands(),
            Caused::TaskResumes(source) => self.resume(SourceId(source)),
        }
        true
    }

    #[inline]
    pub(super) fn end_event(&mut self) {
        self.measure.count_event();
        self.settle_event();
        debug_assert!(self.pool.conserves() && self.pool.lots_agree(), "R-CONSERVE at {}", self.now);
    }

    /// The end of the horizon (R-HORIZON).
    pub(super) fn finish(mut self) -> Replayed {
        self.end_pauses();
        self.close()
    }

    /// Tasks still paused are measured up to their ends.
    fn end_pauses(&mut self) {
        let end = self.rules.horizon.to;
        for (source, work) in self.rules.work.iter().enumerate() {
            if let (WorkKind::Task(task), TaskState::Paused { reason, since }) =
                (&work.kind, self.sources[source].health.state)
            {
                let id = SourceId(u32::try_from(source).unwrap_or(u32::MAX));
                self.measure.add_paused(id, reason, since, task.ends.min(end));
            }
        }
    }

    /// The sums and the state, as they are at the end of the horizon.
    pub(super) fn close(mut self) -> Replayed {
        let end = self.rules.horizon.to;
        assert!(self.pool.conserves() && self.pool.lots_agree(), "credits are not conserved (R-CONSERVE)");
        let mut in_flight = vec![0; self.rules.work.len()];
        for flight in self.flights.iter() {
            in_flight[flight.source.index()] += 1;
        }
        let closing = Closing {
            usable: self.pool.usable(),
            included: self.pool.included(),
            purchased: self.pool.purchased(),
            held: self.pool.held(),
            debt: self.pool.debt(),
            in_flight,
            health: self.sources.iter().map(|source| source.health).collect(),
        };
        Replayed { tally: self.measure.finish(end, &self.pool, &mut self.sources), closing }
    }
}
