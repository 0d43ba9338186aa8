//! The state of a replay.

use super::flight::Flights;
use super::measure::Measure;
use super::queue::{Caused, Class, Queue, Rank};
use super::quiet::Quiet;
use super::review::Waiting;
use super::source::Source;
use super::streams::PolicyStreams;
use super::{Entry, Happening, Movement, Note, Observer, Rules, WorkKind};
use crate::calendar::Windows;
use crate::demand::SourceId;
use crate::mutation::Mutation;
use crate::policy::{RechargeState, SubscriptionState};
use crate::pool::Pool;
use crate::units::{Credits, Instant, Money};

/// Everything that changes while a replay runs, and the rules by which it does.
pub(super) struct World<'a, O> {
    pub(super) rules: &'a Rules,
    pub(super) observer: &'a mut O,
    pub(super) now: Instant,
    /// The class of the event in hand, where anyone watches.
    pub(super) class: Option<Class>,
    pub(super) queue: Queue,
    pub(super) pool: Pool,
    pub(super) recharge: RechargeState,
    pub(super) subscription: SubscriptionState,
    /// In a declared payment outage.
    pub(super) outage: bool,
    /// In trouble after a random decline (R-PAYMENT).
    pub(super) trouble: bool,
    /// A reactive top-up has been ordered and has not landed (R-TOPUP).
    pub(super) top_up_pending: bool,
    /// By [`SourceId`].
    pub(super) sources: Vec<Source>,
    /// When each task that only a review repairs breaks next; empty if there is none (R-OUTAGE).
    pub(super) breaks: Vec<Instant>,
    pub(super) flights: Flights,
    pub(super) waiting: Waiting,
    pub(super) streams: PolicyStreams,
    pub(super) measure: Measure,
    /// While usable stays inside, nothing can follow an event.
    pub(super) quiet: Quiet,
}

/// What replays share at `start` that differ in settings of money only.
#[derive(Clone, Debug)]
pub(super) struct Template {
    queue: Queue,
    pub(super) subscription: SubscriptionState,
    breaks: Vec<Instant>,
    measure: Measure,
}

impl<'a, O: Observer> World<'a, O> {
    /// The state at `start`, before anything has happened, with all declared events scheduled.
    pub(super) fn at_start(rules: &'a Rules, replication: u32, observer: &'a mut O) -> Self {
        let start = rules.horizon.from;
        let expires = rules.purchased_expire_after.map(|after| start + after);
        let opening = rules.opening;
        let (pool, expiring) =
            Pool::open(rules.draw_order, start, opening.included, opening.purchased, expires);
        let mut queue = Queue::new(rules.horizon.to);
        if let (Some(lot), Some(at)) = (expiring, expires) {
            queue.push(at, Rank::ONLY, Caused::LotExpires(lot));
        }
        let mut streams = PolicyStreams::new(rules.seed, replication);
        let measure = Measure::new(rules, &pool);
        let breaks = Self::first_breaks(rules, &mut streams);
        let mut recharge = RechargeState::new();
        recharge.mutant = rules.mutant;
        let mut world = Self {
            rules,
            observer,
            now: start,
            class: None,
            queue,
            pool,
            recharge,
            subscription: SubscriptionState::at_start(&rules.subscription, start),
            outage: rules.payment.outages.contain(start),
            trouble: false,
            top_up_pending: false,
            sources: Source::all(rules),
            breaks,
            flights: Flights::new(),
            waiting: Waiting::default(),
            streams,
            measure,
            quiet: Quiet::NEVER,
        };
        world.schedule_declared();
        world
    }

    /// The same state without sources, for a replay that follows another one: what all share is copied from `template`.
    pub(super) fn like(template: &Template, rules: &'a Rules, replication: u32, observer: &'a mut O) -> Self {
        let start = rules.horizon.from;
        let opening = rules.opening;
        let (pool, _) = Pool::open(rules.draw_order, start, opening.included, opening.purchased, None);
        let mut measure = template.measure.clone();
        measure.open_anew(rules, &pool);
        let mut world = Self {
            rules,
            observer,
            now: start,
            class: None,
            queue: template.queue.clone(),
            pool,
            recharge: RechargeState::new(),
            subscription: template.subscription.clone(),
            outage: rules.payment.outages.contain(start),
            trouble: false,
            top_up_pending: false,
            sources: Vec::new(),
            breaks: template.breaks.clone(),
            flights: Flights::new(),
            waiting: Waiting::default(),
            streams: PolicyStreams::new(rules.seed, replication),
            measure,
            quiet: Quiet::NEVER,
        };
        world.schedule_payments();
        world
    }

    /// What replays share that differ in settings of money only.
    pub(super) fn template(&self) -> Template {
        let mut measure = self.measure.clone();
        measure.sum_months();
        Template {
            queue: self.queue.clone(),
            subscription: self.subscription.clone(),
            breaks: self.breaks.clone(),
            measure,
        }
    }

    /// When every task that only a review repairs first breaks.
    fn first_breaks(rules: &Rules, streams: &mut PolicyStreams) -> Vec<Instant> {
        let time_to_break = |work: &super::WorkRules| match &work.kind {
            WorkKind::Task(task) => task.time_to_break.clone(),
            WorkKind::Activity(_) => None,
        };
        if rules.work.iter().all(|work| time_to_break(work).is_none()) {
            return Vec::new();
        }
        let mut breaks = Vec::with_capacity(rules.work.len());
        for (source, work) in rules.work.iter().enumerate() {
            breaks.push(match time_to_break(work) {
                Some(time) => rules.horizon.from + streams.time_to_break(source, &work.name, &time),
                None => Instant::FAR_FUTURE,
            });
        }
        breaks
    }

    /// Every event that the scenario declares: months, the first renewal, windows, top-ups, measurement.
    ///
    /// Windows that contain `start` are in effect from there and need no event to begin (R-STEP).
    fn schedule_declared(&mut self) {
        let (rules, start) = (self.rules, self.rules.horizon.from);
        if rules.measured_from > start {
            self.queue.push(rules.measured_from, Rank::ONLY, Caused::MeasurementBegins);
        }
        for month in self.measure.months_after_first() {
            self.queue.push(month.start(&rules.zone), Rank::ONLY, Caused::MonthBegins);
        }
        self.queue.push(self.subscription.period_end(), Rank::ONLY, Caused::PeriodEnds);
        let lapses = &rules.subscription.lapses;
        self.schedule_windows(lapses, Rank::SUBSCRIPTION, Caused::LapseBegins, Caused::LapseEnds);
        self.schedule_payments();
    }

    fn schedule_windows(&mut self, windows: &Windows, rank: Rank, begins: Caused, ends: Caused) {
        let start = self.rules.horizon.from;
        for window in windows.iter().filter(|window| window.to > start) {
            if window.from > start {
                self.queue.push(window.from, rank, begins);
            }
            self.queue.push(window.to, rank, ends);
        }
    }

    /// The declared events that are settings of money: payment outages and top-ups.
    fn schedule_payments(&mut self) {
        let (rules, start) = (self.rules, self.rules.horizon.from);
        self.schedule_windows(
            &rules.payment.outages,
            Rank::PAYMENT,
            Caused::OutageBegins,
            Caused::OutageEnds,
        );
        for (number, &(at, _)) in (0..).zip(&rules.top_ups).filter(|(_, (at, _))| *at >= start) {
            self.queue.push(at, Rank::DECLARED, Caused::DeclaredTopUpLands(number));
        }
    }

    /// True if this rule is to be broken: in tests only.
    #[inline]
    pub(super) fn breaks(&self, rule: Mutation) -> bool {
        self.rules.mutant.breaks(rule)
    }

    /// An event of this class is in hand: only observers ask.
    #[inline]
    pub(super) fn in_class(&mut self, class: Class) {
        if O::WATCHES {
            self.class = Some(class);
        }
    }

    /// Tells the observer what happened.
    #[inline]
    pub(super) fn note(&mut self, source: Option<SourceId>, what: Happening) {
        if O::NOTES {
            let class = self.class.and_then(Class::number);
            let note = Note { time: self.now, class, source, what, usable: self.pool.usable() };
            self.observer.note(&note);
        }
    }

    /// Tells the observer of a movement after which the pool stands as it does now; neither credits nor money
    /// is no movement.
    #[inline]
    pub(super) fn moved(
        &mut self,
        entry: Entry,
        source: Option<SourceId>,
        cause: &'static str,
        credits: Credits,
        money: Money,
    ) {
        if O::WATCHES && !(credits.is_zero() && money == Money::ZERO) {
            self.moved_to(self.balances(), entry, source, cause, credits, money);
        }
    }

    /// The same for a movement after which the pool stood at `after`, as another followed at once.
    pub(super) fn moved_to(
        &mut self,
        after: Balances,
        entry: Entry,
        source: Option<SourceId>,
        cause: &'static str,
        credits: Credits,
        money: Money,
    ) {
        let movement = Movement {
            time: self.now,
            month: self.measure.month(),
            entry,
            source,
            cause,
            credits,
            included_after: after.included,
            purchased_after: after.purchased,
            usable_after: after.usable,
            money,
        };
        self.observer.movement(&movement);
    }

    /// The pool as a ledger line shows it.
    pub(super) fn balances(&self) -> Balances {
        Balances {
            included: self.pool.included(),
            purchased: self.pool.purchased(),
            usable: self.pool.usable(),
        }
    }
}

/// The pool as a ledger line shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Balances {
    pub(super) included: Credits,
    pub(super) purchased: Credits,
    pub(super) usable: Credits,
}
