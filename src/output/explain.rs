//! The state of a replay at an instant, and what led there, for people.

use super::Trail;
use super::aligned::{plain_table, right_aligned};
use super::events::{detail, event_name};
use super::number::grouped;
use crate::metrics::Standing as TaskStanding;
use crate::policy::{Denial, FireWhen, Latch, LimitUnit, RearmWhen, Standing};
use crate::pool::LotKind;
use crate::replay::{Rules, Snapshot};
use crate::units::{Credits, Instant};

/// The pool by lot, the latch, the limit's room, each task's state and the last events; no colours, ends with a
/// line break.
pub fn explain_report(at: Instant, snapshot: &Snapshot, rules: &Rules, trail: &Trail) -> String {
    let parts = [
        format!("At {at}, after the event of {}", snapshot.last_event),
        pool(snapshot),
        recharge(snapshot, rules),
        subscription(snapshot),
        tasks(snapshot, rules),
        events(rules, trail),
    ];
    let mut report = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    report.push('\n');
    report
}

fn credits(credits: Credits) -> String {
    grouped(&credits.to_string())
}

fn pool(snapshot: &Snapshot) -> String {
    let mut lines = vec![format!(
        "Pool: {} usable, {} held by work in flight ({}), {} owed (R-USABLE)",
        credits(snapshot.usable),
        credits(snapshot.held),
        grouped(&snapshot.in_flight.to_string()),
        credits(snapshot.debt)
    )];
    let mut table = plain_table();
    table.set_header(["  lot, in draw order", "left", "since", "expires"]);
    for lot in &snapshot.lots {
        let (kind, expires) = match (lot.kind, lot.expires) {
            (LotKind::Included, _) => ("  included", format!("{} (period ends)", snapshot.period_end)),
            (LotKind::Purchased, Some(expires)) => ("  purchased", expires.to_string()),
            (LotKind::Purchased, None) => ("  purchased", "never".to_owned()),
        };
        table.add_row([kind.to_owned(), credits(lot.remaining), lot.granted.to_string(), expires]);
    }
    if !snapshot.lots.is_empty() {
        lines.push(right_aligned(table, 1..2));
    }
    lines.join("\n")
}

fn recharge(snapshot: &Snapshot, rules: &Rules) -> String {
    let settings = &rules.auto_recharge;
    if !settings.enabled {
        return "Auto-recharge: off (R-DENY)".to_owned();
    }
    let threshold = credits(settings.threshold);
    let low = match settings.fire_when {
        FireWhen::Below => "below",
        FireWhen::AtOrBelow => "at or below",
    };
    let recovered = match settings.rearm_when {
        RearmWhen::Above => "above",
        RearmWhen::AtOrAbove => "at or above",
    };
    let latch = match snapshot.latch {
        Latch::Armed => format!("armed: fires when usable is {low} {threshold}"),
        Latch::Latched => format!("latched: waits until usable is {recovered} {threshold}"),
        Latch::Pending(order) => {
            format!("latched: {} credits land at {}", credits(order.credits), order.lands)
        }
    };
    let mut lines = vec![format!("Auto-recharge: {latch} (R-LATCH)")];
    lines.push(limit(snapshot, settings.limit.map(|limit| limit.most)));
    lines.extend(obstacles(snapshot));
    lines.extend(snapshot.denied_now.map(|reason| {
        let why = match reason {
            Denial::NoSubscription => "the subscription has lapsed (R-LAPSE)",
            Denial::Payment => "the payment would be declined (R-PAYMENT)",
            Denial::Cap => "it would exceed the limit (R-CAP)",
        };
        format!("  a purchase would be denied: {why}")
    }));
    lines.extend(snapshot.top_up_pending.then(|| "  a manual top-up is on its way (R-TOPUP)".to_owned()));
    lines.join("\n")
}

/// What was bought in the limit's window, and what may be.
fn limit(snapshot: &Snapshot, most: Option<LimitUnit>) -> String {
    let bought = credits(snapshot.bought);
    let amount = |amount: LimitUnit| match amount {
        LimitUnit::Credits(amount) => credits(amount),
        LimitUnit::Money(amount) => grouped(&amount.to_cents()),
    };
    match (most, snapshot.room) {
        (Some(most @ LimitUnit::Credits(_)), Some(room)) => {
            let (most, room) = (amount(most), amount(room));
            format!("  bought {bought} of {most} that the limit allows, room for {room} (R-CAP)")
        }
        (Some(most @ LimitUnit::Money(_)), Some(room)) => {
            let (most, room) = (amount(most), amount(room));
            format!("  bought {bought} credits; of the limit of {most} in money {room} are left (R-CAP)")
        }
        (Some(_) | None, None) | (None, Some(_)) => format!("  bought {bought}, no limit (R-CAP)"),
    }
}

/// What keeps auto-recharge from trying, and payments from being made.
fn obstacles(snapshot: &Snapshot) -> Vec<String> {
    let given_up = "  given up after too many declined payments in a row: never tries again (R-PAYMENT)";
    let cooling = |until| format!("  cooling down: does not try again before {until} (R-LATCH)");
    let outage = |until| format!("  payment outage until {until} (R-PAYMENT)");
    let trouble = |until| format!("  payment trouble after a decline, until {until} (R-PAYMENT)");
    let lines = [
        snapshot.given_up.then(|| given_up.to_owned()),
        snapshot.cooling_until.map(cooling),
        snapshot.outage_until.map(outage),
        snapshot.trouble_until.map(trouble),
    ];
    lines.into_iter().flatten().collect()
}

fn subscription(snapshot: &Snapshot) -> String {
    let end = snapshot.period_end;
    match snapshot.standing {
        Standing::Active => format!("Subscription: active, renews at {end} (R-PERIOD)"),
        Standing::Lapsed => format!("Subscription: lapsed, its period still runs until {end} (R-LAPSE)"),
        Standing::Ended => format!("Subscription: lapsed, its period ended at {end} (R-LAPSE)"),
    }
}

fn tasks(snapshot: &Snapshot, rules: &Rules) -> String {
    if snapshot.tasks.is_empty() {
        return String::new();
    }
    let mut table = plain_table();
    table.set_header(["  task", "state", "since", "resumes", "failures in a row", "started"]);
    for task in &snapshot.tasks {
        let standing = TaskStanding::from(task.health.state);
        let instant = |instant: Option<Instant>| instant.map(|at| at.to_string()).unwrap_or_default();
        table.add_row([
            format!("  {}", rules.work.get(task.source.index()).map_or("", |work| &work.name)),
            standing.name().replace('_', " for "),
            instant(standing.paused_since()),
            instant(task.resumes),
            task.health.consecutive_failures.to_string(),
            grouped(&task.health.started.to_string()),
        ]);
    }
    format!("Tasks\n{}", right_aligned(table, 4..))
}

fn events(rules: &Rules, trail: &Trail) -> String {
    let mut table = plain_table();
    table.set_header(["  time", "source", "event", "detail", "rule", "usable"]);
    for note in trail.notes() {
        let source = note.source.and_then(|source| rules.work.get(source.index()));
        table.add_row([
            format!("  {}", note.time),
            source.map_or_else(String::new, |work| work.name.clone()),
            event_name(note.what).replace('_', " "),
            detail(note.what),
            note.what.rule().to_owned(),
            credits(note.usable),
        ]);
    }
    if trail.most() == 0 {
        return String::new();
    }
    if table.row_count() == 0 {
        let whose = trail.only().and_then(|only| rules.work.get(only.index()));
        return whose
            .map_or_else(|| "No events yet".to_owned(), |work| format!("No events of {} yet", work.name));
    }
    format!("Last events\n{}", right_aligned(table, 5..))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::SourceId;
    use crate::metrics::fixture;
    use crate::policy::{AutoRecharge, Limit, PauseReason, TaskHealth, TaskState};
    use crate::pool::Lot;
    use crate::replay::{Happening, Note, Observer, TaskSnapshot};
    use crate::units::Money;

    fn snapshot() -> Snapshot {
        let lot = |kind, remaining| Lot {
            kind,
            remaining: Credits::new(remaining),
            granted: fixture::START,
            expires: None,
            open: true,
        };
        let needed = Credits::new(10);
        let pause = TaskState::Paused { reason: PauseReason::Credits { needed }, since: fixture::START };
        Snapshot {
            last_event: fixture::START,
            lots: vec![lot(LotKind::Included, 5), lot(LotKind::Purchased, 1_200)],
            usable: Credits::new(1_205),
            held: Credits::new(10),
            debt: Credits::ZERO,
            latch: Latch::Latched,
            bought: Credits::new(400),
            room: Some(LimitUnit::Credits(Credits::ZERO)),
            denied_now: Some(Denial::Cap),
            cooling_until: Some(fixture::END),
            given_up: true,
            outage_until: Some(fixture::END),
            trouble_until: Some(fixture::END),
            standing: Standing::Active,
            period_end: fixture::END,
            top_up_pending: true,
            tasks: vec![TaskSnapshot {
                source: SourceId(0),
                health: TaskHealth { state: pause, ..TaskHealth::NEW },
                resumes: Some(fixture::END),
            }],
            in_flight: 1,
        }
    }

    #[test]
    fn the_report_names_every_part_of_the_state_and_the_rules_at_work() {
        let needed = Credits::new(10);
        let mut trail = Trail::new(5, None);
        let what = Happening::Pauses(PauseReason::Credits { needed });
        trail.note(&Note {
            time: fixture::START,
            class: Some(7),
            source: Some(SourceId(0)),
            what,
            usable: Credits::new(9),
        });
        insta::assert_snapshot!(explain_report(fixture::END, &snapshot(), &fixture::rules(), &trail));
    }
    #[test]
    fn thresholds_and_limits_are_told_as_the_policy_has_them() {
        let mut rules = fixture::rules();
        let most = LimitUnit::Money(Money::from_micros(500_000_000));
        let recharge = &mut rules.auto_recharge;
        recharge.limit = recharge.limit.map(|limit| Limit { most, ..limit });
        let told = |recharge: AutoRecharge, latch| {
            let rules = Rules { auto_recharge: recharge, ..fixture::rules() };
            let left = LimitUnit::Money(Money::from_micros(300_500_000));
            let snapshot = Snapshot { latch, room: Some(left), ..snapshot() };
            explain_report(fixture::END, &snapshot, &rules, &Trail::new(0, None))
        };
        let (below, mut at) = (rules.auto_recharge, rules.auto_recharge);
        (at.fire_when, at.rearm_when) = (FireWhen::AtOrBelow, RearmWhen::AtOrAbove);
        for (recharge, latch, words) in [
            (below, Latch::Armed, "fires when usable is below 100 ("),
            (at, Latch::Armed, "fires when usable is at or below 100 ("),
            (below, Latch::Latched, "waits until usable is above 100 ("),
            (at, Latch::Latched, "waits until usable is at or above 100 ("),
            (
                below,
                Latch::Armed,
                "bought 400 credits; of the limit of 500.00 in money 300.50 are left (R-CAP)",
            ),
        ] {
            let told = told(recharge, latch);
            assert!(told.contains(words), "{words} is not in\n{told}");
        }
    }

    #[test]
    fn events_that_were_not_asked_for_are_not_said_to_be_missing() {
        let told = |trail: Trail| explain_report(fixture::END, &snapshot(), &fixture::rules(), &trail);
        assert!(!told(Trail::new(0, None)).contains("vents"));
        assert!(told(Trail::new(1, None)).contains("\n\nNo events yet\n"));
        assert!(told(Trail::new(1, Some(SourceId(0)))).contains("\n\nNo events of crm-sync yet\n"));
    }
}
