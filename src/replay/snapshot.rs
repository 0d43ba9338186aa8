//! The state of a replay at an instant, for `explain`.

use super::queue::Caused;
use super::world::World;
use super::{Observer, WorkKind};
use crate::demand::SourceId;
use crate::policy::{Denial, Latch, LimitUnit, Standing, TaskHealth};
use crate::pool::Lot;
use crate::units::{Credits, Instant};

/// Everything that one may want to know of a replay at an instant.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// When the last event before happened.
    pub last_event: Instant,
    /// The lots that hold credits, in draw order (R-ORDER).
    pub lots: Vec<Lot>,
    /// Σ remaining − debt (R-USABLE).
    pub usable: Credits,
    /// Reserved by work in flight.
    pub held: Credits,
    /// Owed.
    pub debt: Credits,
    /// Whether auto-recharge may fire (R-LATCH).
    pub latch: Latch,
    /// Credits bought by auto-recharge in this month, or in the rolling window (R-CAP).
    pub bought: Credits,
    /// What the limit still allows, in its own unit; `None` without a limit.
    pub room: Option<LimitUnit>,
    /// Why auto-recharge would be denied now, if it would.
    pub denied_now: Option<Denial>,
    /// The end of the cooldown after the last purchase, where one runs.
    pub cooling_until: Option<Instant>,
    /// Auto-recharge has met too many declined payments in a row and never tries again.
    pub given_up: bool,
    /// The end of the declared payment outage, in one (R-PAYMENT).
    pub outage_until: Option<Instant>,
    /// The end of the payment trouble that a decline opened, in one (R-PAYMENT).
    pub trouble_until: Option<Instant>,
    /// Where the subscription stands.
    pub standing: Standing,
    /// When the billing period ends.
    pub period_end: Instant,
    /// A reactive top-up is on its way.
    pub top_up_pending: bool,
    /// Each task's state.
    pub tasks: Vec<TaskSnapshot>,
    /// Work in flight.
    pub in_flight: usize,
}

/// A task at an instant.
#[derive(Clone, Debug)]
pub struct TaskSnapshot {
    /// Which task.
    pub source: SourceId,
    /// Its state.
    pub health: TaskHealth,
    /// When it will be resumed, if a review is due.
    pub resumes: Option<Instant>,
}

impl Snapshot {
    /// The state at `at`, after the last event before.
    pub(super) fn of<O: Observer>(world: &World<'_, O>, at: Instant) -> Self {
        let rules = world.rules;
        let usable = world.pool.usable();
        Self {
            last_event: world.now,
            lots: world.pool.lots(),
            usable,
            held: world.pool.held(),
            debt: world.pool.debt(),
            latch: world.recharge.latch(),
            bought: world.recharge.bought(),
            room: world.recharge.left(&rules.auto_recharge),
            denied_now: world.denied_now(),
            cooling_until: Some(world.recharge.ready()).filter(|&ready| ready > at),
            given_up: world.recharge.has_given_up(&rules.auto_recharge),
            outage_until: rules
                .payment
                .outages
                .iter()
                .map(|outage| outage.to)
                .find(|&to| world.outage && to > at),
            trouble_until: Self::due(world, Caused::TroubleEnds).filter(|_| world.trouble),
            standing: world.subscription.standing(),
            period_end: world.subscription.period_end(),
            top_up_pending: world.top_up_pending,
            tasks: Self::tasks_of(world),
            in_flight: world.flights.iter().count(),
        }
    }

    /// When something that is scheduled happens.
    fn due<O: Observer>(world: &World<'_, O>, wanted: Caused) -> Option<Instant> {
        world.queue.iter().find_map(|(time, what)| (what == wanted).then_some(time))
    }

    fn tasks_of<O: Observer>(world: &World<'_, O>) -> Vec<TaskSnapshot> {
        let numbered = (0..).map(SourceId).zip(&world.rules.work);
        numbered
            .filter(|(_, work)| matches!(work.kind, WorkKind::Task(_)))
            .map(|(source, _)| TaskSnapshot {
                source,
                health: world.sources[source.index()].health,
                resumes: Self::due(world, Caused::TaskResumes(source.0)),
            })
            .collect()
    }
}
