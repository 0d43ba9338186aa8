//! A small replay with every figure at work, written by hand, for the tests of this floor and of output.

use super::{Labels, Metrics};
use crate::calendar::{BillingPeriods, Cadence, Month, Window, Windows, Zone};
use crate::demand::SpanDraw;
use crate::mutation::Mutant;
use crate::policy::{
    Admission, Audience, AutoRecharge, FailureReset, FireWhen, HealthRules, Limit, LimitUnit, LimitWindow,
    Overrun, PauseReason, PaymentRules, Prices, Purchase, RearmWhen, Subscription, TaskHealth, TaskState,
};
use crate::pool::DrawOrder;
use crate::replay::{
    ActivityKind, ActivityRules, Closing, MonthTally, OpeningBalance, Replayed, Review, Reviews, Rules,
    Tally, TaskRules, Trigger, WorkKind, WorkRules, WorkTally,
};
use crate::units::{Credits, Instant, Money, Ratio, Span};
use jiff::civil::date;

pub(crate) const START: Instant = Instant::from_ms(1_767_225_600_000); // 2026-01-01T00:00:00Z
pub(crate) const END: Instant = Instant::from_ms(1_772_323_200_000); // 2026-03-01T00:00:00Z

pub(crate) fn labels() -> Labels {
    Labels {
        scenario: "by-hand".to_owned(),
        policy: "ampere".to_owned(),
        seed: 7,
        replication: 0,
        start: START,
        until: END,
    }
}

pub(crate) fn metrics() -> Metrics {
    Metrics::of(&replayed(), &rules(), &labels())
}

fn work(name: &str, rank: u32, kind: WorkKind) -> WorkRules {
    WorkRules { name: name.to_owned(), rank, reserve: Credits::new(10), failed_charge: Ratio::ONE, kind }
}

fn task() -> WorkKind {
    let review = |trigger| Review { trigger, delay: SpanDraw::constant(Span::ZERO) };
    WorkKind::Task(TaskRules {
        health: HealthRules { auto_pause_after: 5, failure_reset: FailureReset::Completion, max_runs: None },
        reviews: Reviews { credits: review(Trigger::Funded), failures: review(Trigger::Never) },
        ends: END,
        time_to_break: None,
    })
}

fn activity(kind: ActivityKind, audience: Audience) -> WorkKind {
    WorkKind::Activity(ActivityRules { kind, audience, admission: Admission::Any })
}

/// Two tasks, an activity, and a traced one with rows of members and of public visitors.
pub(crate) fn rules() -> Rules {
    Rules {
        horizon: Window { from: START, to: END },
        measured_from: START,
        zone: Zone::UTC,
        seed: 7,
        opening: OpeningBalance { included: Credits::new(1_000), purchased: Credits::ZERO },
        draw_order: DrawOrder::IncludedFirst,
        purchased_expire_after: None,
        overrun: Overrun::Absorb,
        subscription: Subscription {
            periods: BillingPeriods::new(date(2026, 1, 1).at(0, 0, 0, 0), Cadence::Monthly, Zone::UTC),
            grant: Credits::new(1_000),
            price: Money::from_micros(99_000_000),
            lapses: Windows::default(),
        },
        paid_plan: true,
        auto_recharge: AutoRecharge {
            enabled: true,
            threshold: Credits::new(100),
            fire_when: FireWhen::Below,
            rearm_when: RearmWhen::Above,
            purchase: Purchase::Amount(Credits::new(200)),
            limit: Some(Limit {
                most: LimitUnit::Credits(Credits::new(400)),
                window: LimitWindow::CalendarMonth,
            }),
            settlement_delay: Span::ZERO,
            pre_run: true,
            cooldown: Span::ZERO,
            give_up_after: None,
        },
        prices: Prices { per_1000: Money::from_micros(10_000_000), tiers: Vec::new() },
        payment: PaymentRules::default(),
        repair: SpanDraw::constant(Span::HOUR),
        reactive_top_up: None,
        top_ups: Vec::new(),
        low_balance_warning: Credits::new(100),
        work: vec![
            work("crm-sync", 0, task()),
            work("v1.2", 1, task()),
            work("joule", 2, activity(ActivityKind::Joule, Audience::Member)),
            work("chat", 3, activity(ActivityKind::Custom, Audience::Member)),
            work("chat", 3, activity(ActivityKind::Custom, Audience::Public)),
        ],
        mutant: Mutant::default(),
    }
}

fn january() -> (MonthTally, [WorkTally; 5]) {
    let month = MonthTally {
        auto_recharged: Credits::new(400),
        auto_recharge_money: Money::from_micros(4_000_000),
        subscription_money: Money::from_micros(99_000_000),
        fired: 2,
        fired_credits: Credits::new(400),
        denied: [0, 0, 1],
        cap_hit: true,
        cap_80: true,
        warnings: 3,
        below_threshold: Span::DAY,
        latched_low: Span::HOUR,
        capped: Span::from_ms(80_000_000),
        zero: Span::HOUR,
        spent_included: Credits::new(1_000),
        spent_purchased: Credits::new(390),
        closing_held: Credits::new(10),
        ..MonthTally::new(Month::containing(START, &Zone::UTC))
    };
    let crm = WorkTally {
        wanted: 50,
        started: 40,
        completed: 39,
        failed_at_start: 1,
        failed_running: 1,
        refused: 2,
        missed_for_credits: 7,
        paused_for_credits: 2,
        paused_time_for_credits: Span::from_ms(7_200_000),
        blocked_credits: Credits::new(90),
        spent: Credits::new(390),
        ..WorkTally::default()
    };
    let dotted = WorkTally { wanted: 1, started: 1, ..WorkTally::default() };
    let joule = WorkTally {
        wanted: 110,
        started: 100,
        completed: 100,
        refused: 10,
        blocked_credits: Credits::new(120),
        spent: Credits::new(1_000),
        absorbed: Credits::new(5),
        ..WorkTally::default()
    };
    let public =
        WorkTally { wanted: 4, refused: 4, blocked_credits: Credits::new(8), ..WorkTally::default() };
    (month, [crm, dotted, joule, WorkTally::default(), public])
}

fn february() -> (MonthTally, [WorkTally; 5]) {
    let month = MonthTally {
        granted: Credits::new(1_000),
        subscription_money: Money::from_micros(99_000_000),
        spent_included: Credits::new(600),
        expired_included: Credits::new(100),
        closing_usable: Credits::new(290),
        closing_included: Credits::new(300),
        closing_purchased: Credits::ZERO,
        closing_held: Credits::new(10),
        ..MonthTally::new(Month::containing(START, &Zone::UTC).next())
    };
    let crm = WorkTally { wanted: 3, missed_for_failures: 3, paused_for_failures: 1, ..WorkTally::default() };
    let dotted = WorkTally {
        wanted: 2,
        started: 2,
        completed: 1,
        spent: Credits::new(10),
        paused_time_for_failures: Span::HOUR,
        ..WorkTally::default()
    };
    let joule = WorkTally {
        wanted: 60,
        started: 60,
        completed: 59,
        failed_running: 1,
        interrupted: 1,
        unmet: Credits::new(3),
        spent: Credits::new(600),
        ..WorkTally::default()
    };
    (month, [crm, dotted, joule, WorkTally::default(), WorkTally::default()])
}

/// January: the cap is hit; February: in debt at the end, one run in flight from each month.
pub(crate) fn replayed() -> Replayed {
    let (january, january_work) = january();
    let (february, february_work) = february();
    let paused = TaskHealth {
        state: TaskState::Paused {
            reason: PauseReason::Failures,
            since: Instant::from_ms(1_769_904_000_000), // 2026-02-01T00:00:00Z
        },
        consecutive_failures: 5,
        started: 40,
    };
    Replayed {
        tally: Tally {
            events: 500,
            opening: Credits::new(1_000),
            opening_included: Credits::new(1_000),
            opening_purchased: Credits::ZERO,
            max_fires_in_24h: 2,
            months: vec![january, february],
            work: january_work.into_iter().chain(february_work).collect(),
        },
        closing: Closing {
            usable: Credits::new(290),
            included: Credits::new(300),
            purchased: Credits::ZERO,
            held: Credits::new(10),
            debt: Credits::new(10),
            in_flight: vec![0, 2, 0, 0, 0],
            health: vec![paused, TaskHealth::NEW, TaskHealth::NEW, TaskHealth::NEW, TaskHealth::NEW],
        },
    }
}
