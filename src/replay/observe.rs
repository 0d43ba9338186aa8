//! What a replay tells an observer: every movement of credits, every event and why it went as it did.

use super::Conditions;
use crate::calendar::Month;
use crate::demand::SourceId;
use crate::policy::{Denial, PauseReason};
use crate::units::{Credits, Instant, Money};

/// Watches a replay. The replay is compiled once for each observer, so that [`Unobserved`] costs nothing.
pub trait Observer {
    /// False if nothing is to be told: the replay then prepares nothing.
    const WATCHES: bool;

    /// True if [`note`](Self::note) is to be told, whether or not anything else is.
    const NOTES: bool = Self::WATCHES;

    /// True if [`lacked`](Self::lacked) is to be told, whether or not anything else is.
    const ASKS_WHY: bool = false;

    /// A movement of credits, in the order in which it happened.
    fn movement(&mut self, movement: &Movement);

    /// Something that happened within an event, in order.
    fn note(&mut self, note: &Note);

    /// From `time` on other conditions hold than before, at first none. Most observers do not ask.
    fn conditions(&mut self, _time: Instant, _conditions: Conditions) {}

    /// Work was refused, blocked or missed for lack of `credits`, as `work.blocked_credits` counts them; `capped` if
    /// a try of auto-recharge at that moment is denied for the cap (R-DENY). Only observers that
    /// [ask why](Self::ASKS_WHY) are told.
    fn lacked(&mut self, _time: Instant, _month: Month, _credits: Credits, _capped: bool) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    const WATCHES: bool = false;
    fn movement(&mut self, _: &Movement) {}
    fn note(&mut self, _: &Note) {}
}

/// Where there may be nobody; meant beside others that watch.
impl<A: Observer> Observer for Option<A> {
    const WATCHES: bool = A::WATCHES;
    const NOTES: bool = A::NOTES;
    const ASKS_WHY: bool = A::ASKS_WHY;

    fn movement(&mut self, movement: &Movement) {
        if let Some(observer) = self {
            observer.movement(movement);
        }
    }

    fn note(&mut self, note: &Note) {
        if let Some(observer) = self {
            observer.note(note);
        }
    }

    fn conditions(&mut self, time: Instant, conditions: Conditions) {
        if let Some(observer) = self {
            observer.conditions(time, conditions);
        }
    }

    fn lacked(&mut self, time: Instant, month: Month, credits: Credits, capped: bool) {
        if let Some(observer) = self {
            observer.lacked(time, month, credits, capped);
        }
    }
}

/// One line of the ledger. The credits of all lines so far add up to `usable_after`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// When.
    pub time: Instant,
    /// In which calendar month.
    pub month: Month,
    /// What kind of movement.
    pub entry: Entry,
    /// Whose work, where it was work.
    pub source: Option<SourceId>,
    /// The name of the rule at work: `R-INCLUDED`, …
    pub cause: &'static str,
    /// The change of usable.
    pub credits: Credits,
    /// Left in included lots.
    pub included_after: Credits,
    /// Left in purchased lots.
    pub purchased_after: Credits,
    /// Σ remaining − debt (R-USABLE).
    pub usable_after: Credits,
    /// Money charged with it.
    pub money: Money,
}

/// The kinds of ledger lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The pool at the start of the simulation.
    Opening,
    /// The subscription's price, where no grant comes with it.
    Subscription,
    /// Included credits granted at a renewal, with its price.
    Grant,
    /// Credits of an auto-recharge landed, with their price.
    AutoRecharge,
    /// Credits of a manual top-up landed, with their price.
    TopUp,
    /// Bonus credits of the purchase in the line before.
    Bonus,
    /// Credits reserved for a run that starts.
    Reservation,
    /// Unused credits of a reservation returned.
    Release,
    /// Cost drawn at arrival, or beyond the reservation at settlement, debt included.
    Charge,
    /// Credits that expired.
    Expiry,
}

impl Entry {
    /// As the ledger writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Subscription => "subscription",
            Self::Grant => "grant",
            Self::AutoRecharge => "auto_recharge",
            Self::TopUp => "top_up",
            Self::Bonus => "bonus",
            Self::Reservation => "reservation",
            Self::Release => "release",
            Self::Charge => "charge",
            Self::Expiry => "expiry",
        }
    }
}

/// One thing that happened within an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub time: Instant,
    /// The class of the event it happened in (R-STEP), 0 to 8; `None`: at the start, before any event.
    pub class: Option<u8>,
    /// Whose work, where it was work.
    pub source: Option<SourceId>,
    /// What happened, with its rule.
    pub what: Happening,
    /// Usable afterwards.
    pub usable: Credits,
}

/// What can happen, each with what one wants to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A calendar month starts.
    MonthBegins,
    /// A cooldown ends, or a purchase leaves a rolling limit.
    RechargeWakes,
    /// A purchased lot expires.
    LotExpires(Credits),
    /// The period ends: what was left expires and a new allowance is granted.
    Renews(Credits),
    /// The period ends in a lapse: what was left expires, nothing is granted.
    PeriodEndsLapsed,
    /// A lapse begins.
    LapseBegins,
    /// A lapse ends.
    LapseEnds,
    /// A declared payment outage begins.
    OutageBegins,
    /// A declared payment outage ends.
    OutageEnds,
    /// Payment trouble after a random decline ends.
    TroubleEnds,
    /// A manual top-up is ordered.
    TopUpOrdered(Credits),
    /// A manual top-up lands.
    TopUpLands(Credits),
    /// Auto-recharge buys.
    RechargeFires(Credits),
    /// Auto-recharge's credits land.
    RechargeLands(Credits),
    /// Auto-recharge is denied.
    RechargeDenied(Denial),
    /// The recharge becomes armed.
    RechargeArms,
    /// A run of a task starts, with this reservation.
    Starts(Credits),
    /// Activity work is admitted and starts, with this reservation.
    Admitted(Credits),
    /// A run fails at start; its reservation is returned whole.
    FailsAtStart(Credits),
    /// Work ends without failure; this was charged at its end (nothing more for work that paid on arrival).
    Completes(Credits),
    /// Work fails while running; this was charged at its end.
    Fails(Credits),
    /// Credits that the pool could not cover are borne by the vendor.
    Absorbed(Credits),
    /// Credits that the pool could not cover are owed.
    Owed(Credits),
    /// The work is cut off; so many credits of its cost are not paid.
    Interrupted(Credits),
    /// Activity work is blocked; it needed this.
    Blocked(Credits),
    /// A run is refused; it needed this.
    Refused(Credits),
    /// A task pauses.
    Pauses(PauseReason),
    /// An occurrence is missed, as its task is paused.
    Missed(PauseReason),
    /// A review is due at that instant.
    ReviewDue(Instant),
    /// A person resumes a task.
    Resumes,
    /// A task has started its `max_runs`.
    CompletesMaxRuns,
    /// A low-balance warning.
    Warns,
}

impl Happening {
    /// The rule at work.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::MonthBegins | Self::RechargeWakes => "R-MONTH",
            Self::LotExpires(_) => "R-PURCHASED",
            Self::Renews(_) => "R-INCLUDED",
            Self::PeriodEndsLapsed
            | Self::LapseBegins
            | Self::LapseEnds
            | Self::RechargeDenied(Denial::NoSubscription) => "R-LAPSE",
            Self::OutageBegins
            | Self::OutageEnds
            | Self::TroubleEnds
            | Self::RechargeDenied(Denial::Payment) => "R-PAYMENT",
            Self::TopUpOrdered(_) | Self::TopUpLands(_) => "R-TOPUP",
            Self::RechargeFires(_) | Self::RechargeArms => "R-LATCH",
            Self::RechargeLands(_) => "R-DELAY",
            Self::RechargeDenied(Denial::Cap) => "R-CAP",
            Self::Starts(_) | Self::Refused(_) => "R-START",
            Self::FailsAtStart(_) | Self::Fails(_) => "R-FAIL",
            Self::Completes(_) => "R-RESERVE",
            Self::Absorbed(_) | Self::Owed(_) | Self::Interrupted(_) => "R-OVERRUN",
            Self::Admitted(_) | Self::Blocked(_) => "R-ADMIT",
            Self::Pauses(_) | Self::Missed(_) => "R-PAUSE",
            Self::ReviewDue(_) | Self::Resumes => "R-REVIEW",
            Self::CompletesMaxRuns => "R-SCHEDULE",
            Self::Warns => "R-WARN",
        }
    }
}
