//! An auditor: recomputes the figures of `summary.json` and `monthly.csv` from `ledger.csv` and `events.csv`,
//! knowing nothing of how the replay counts.

use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Everything at once, on credits that do not suffice.
const BUSY: &str = r#"
schema = 1
name = "busy"
policy = "ampere"
strict = false

[clock]
start = "2026-01-10T00:00:00"
until = "2026-05-20T00:00:00"
timezone = "America/New_York"
seed = 5

[plan]
included_credits = 20_000
price = 99.99
anchor = "2026-01-31T00:00:00"
opening_included = 5_000
opening_purchased = 3_000
purchased_expire_after = "20d"
lapses = [ { from = "2026-02-25T00:00:00", to = "2026-03-05T00:00:00" } ]

[auto_recharge]
threshold = 5_000
amount = 20_000
monthly_limit = 60_000

[prices]
per_1000 = 9.995
tiers = [ { from = 20_000, per_1000 = 9.5, bonus = 0.033 } ]

[payment]
decline_probability = 0.2
repair = "8h"
outages = [ { from = "2026-04-02T00:00:00", to = "2026-04-03T00:00:00" } ]

[manual_top_up]
amount = 7_000
delay = "30h"

[[top_ups]]
at = "2026-03-03T09:00:00"
credits = 40_000

[[tasks]]
name = "sync"
count = 6
schedule = { every = "hour", minute = 15 }
stagger = "7m"
cost = { dist = "uniform", min = 10, max = 60 }
reserve = 35
duration = { dist = "exponential", mean = 4000 }
failure = { start = 0.02, run = 0.2, failed_charge = 0.35 }
auto_pause_after = 3

[[tasks]]
name = "report"
schedule = { every = "day", at = "07:30" }
cost = 400
duration = 1800
max_runs = 50

[[activities]]
name = "joule"
kind = "joule"
arrivals = { bursts_per_day = 10.0, burst_size = { dist = "geometric", mean = 10 }, gap = { dist = "exponential", mean = 30 }, profile = "office" }
cost = { dist = "lognormal", mean = 12, sigma = 0.8 }

[[activities]]
name = "tool"
kind = "ai_tool"
audience = "public"
arrivals = { per_day = 30.0 }
cost = { dist = "exponential", mean = 40 }
reserve = 30
duration = { dist = "exponential", mean = 600 }
"#;

/// Columns by name.
type Row = BTreeMap<String, String>;

/// A CSV as rows of columns by name.
fn table(path: &Path) -> Vec<Row> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let columns = reader.headers().cloned().unwrap_or_default();
    reader
        .records()
        .flatten()
        .map(|row| columns.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect())
        .collect()
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is not a whole number"))
}

fn ms(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().map_or_else(|_| panic!("`{time}`"), jiff::Timestamp::as_millisecond)
}

/// What the ledger and the events say, in one calendar month or in all.
#[derive(Default)]
struct Account {
    credits: BTreeMap<String, i64>,
    money: BTreeMap<String, Decimal>,
    events: BTreeMap<String, u64>,
    amounts: BTreeMap<String, i64>,
}

impl Account {
    fn enter(&mut self, row: &Row) {
        *self.credits.entry(row["entry"].clone()).or_default() += number(&row["credits"]);
        *self.money.entry(row["entry"].clone()).or_default() +=
            row["money"].parse::<Decimal>().unwrap_or_default();
    }

    fn hear(&mut self, row: &Row) {
        let (event, detail) = (row["event"].clone(), &row["detail"]);
        match detail.parse::<i64>() {
            Ok(amount) => *self.amounts.entry(event.clone()).or_default() += amount,
            Err(_) => *self.events.entry(format!("{event} {detail}")).or_default() += 1,
        }
        *self.events.entry(event).or_default() += 1;
    }

    fn credits(&self, entry: &str) -> String {
        self.credits.get(entry).copied().unwrap_or_default().to_string()
    }

    fn events(&self, event: &str) -> String {
        self.events.get(event).copied().unwrap_or_default().to_string()
    }

    fn amount(&self, event: &str) -> String {
        self.amounts.get(event).copied().unwrap_or_default().to_string()
    }

    fn money(&self, entries: &[&str]) -> String {
        let sum: Decimal = entries.iter().filter_map(|entry| self.money.get(*entry)).sum();
        let sum = sum.normalize();
        format!("{sum:.*}", usize::try_from(sum.scale().max(2)).unwrap_or(6))
    }

    /// The figures that it can tell, but for balances and times.
    fn figures(&self) -> Vec<(&'static str, String)> {
        let sum = |events: &[&str]| -> String {
            events.iter().filter_map(|event| self.events.get(*event)).sum::<u64>().to_string()
        };
        vec![
            ("credits.granted", self.credits("grant")),
            ("credits.auto_recharged", self.credits("auto_recharge")),
            ("credits.topped_up", self.credits("top_up")),
            ("credits.bonus", self.credits("bonus")),
            ("credits.absorbed", self.amount("absorbed")),
            ("credits.unmet", self.amount("interrupted")),
            ("money.subscription", self.money(&["grant", "subscription"])),
            ("money.auto_recharge", self.money(&["auto_recharge"])),
            ("money.top_up", self.money(&["top_up"])),
            ("money.total", self.money(&["grant", "subscription", "auto_recharge", "top_up"])),
            ("auto_recharge.fired", self.events("recharge_fires")),
            ("work.started", sum(&["starts", "admitted"])),
            ("work.completed", self.events("completes")),
            ("work.failed", sum(&["fails", "fails_at_start"])),
            ("work.interrupted", self.events("interrupted")),
            ("work.wanted", sum(&["starts", "admitted", "fails_at_start", "refused", "missed", "blocked"])),
            ("work.warnings", self.events("warns")),
            ("tasks.refused", self.events("refused")),
            ("tasks.missed.credits", self.events("missed credits")),
            ("tasks.missed.failures", self.events("missed failures")),
            ("tasks.pauses.credits", self.events("pauses credits")),
            ("tasks.pauses.failures", self.events("pauses failures")),
            ("tasks.failed_start", self.events("fails_at_start")),
            ("tasks.completed_max_runs", self.events("completes_max_runs")),
        ]
    }
}

/// The value of a dotted path, as text.
fn at(summary: &Value, path: &str) -> String {
    let value = path.split('.').fold(summary, |value, key| &value[key]);
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Time with usable below `bound`, from the ledger: what a row leaves holds until the next.
fn time_below(bound: i64, ledger: &[Row], until: i64) -> i64 {
    let times = ledger.iter().skip(1).map(|row| ms(&row["time"])).chain([until]);
    let below = |row: &Row| number(&row["usable_after"]) < bound;
    ledger.iter().zip(times).filter(|(row, _)| below(row)).map(|(row, next)| next - ms(&row["time"])).sum()
}

/// Time with usable at or below the threshold, latched, no purchase pending: the latch from the events, usable
/// from the ledger.
fn latched_low(threshold: i64, ledger: &[Row], events: &[Row], until: i64) -> i64 {
    let latch = events.iter().filter(|row| row["event"].starts_with("recharge_"));
    let mut changes: Vec<(i64, &Row)> =
        ledger.iter().chain(latch).map(|row| (ms(&row["time"]), row)).collect();
    changes.sort_by_key(|&(time, _)| time);
    let (mut usable, mut latched, mut pending, mut low, mut last) = (0, false, false, 0, 0);
    for (time, row) in changes {
        if latched && !pending && usable <= threshold {
            low += time - last;
        }
        last = time;
        match row.get("event").map(String::as_str) {
            None => usable = number(&row["usable_after"]),
            Some("recharge_fires") => (latched, pending) = (true, true),
            Some("recharge_lands") => pending = false,
            Some("recharge_arms") => latched = false,
            Some(_) => {}
        }
    }
    low + if latched && !pending && usable <= threshold { until - last } else { 0 }
}

/// The most of `times` (sorted) in any half-open 24 hours.
fn most_in_a_day(times: &[i64]) -> usize {
    let within =
        |&first: &i64| times.iter().filter(|&&time| time >= first && time < first + 86_400_000).count();
    times.iter().map(within).max().unwrap_or_default()
}

fn audit(name: &str, sets: &[&str]) -> Value {
    let dir = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary directory: {error}"));
    fs::write(dir.path().join("busy.toml"), BUSY).unwrap_or_else(|error| panic!("cannot write: {error}"));
    let output = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
        .current_dir(dir.path())
        .args(["run", "busy.toml", "--out", "out", "--trace", "--format", "json"])
        .args(sets.iter().flat_map(|set| ["--set", set]))
        .output()
        .unwrap_or_else(|error| panic!("creditsim cannot be started: {error}"));
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let ledger = table(&dir.path().join("out/ledger.csv"));
    let events = table(&dir.path().join("out/events.csv"));
    let monthly = table(&dir.path().join("out/monthly.csv"));

    let mut all = Account::default();
    let mut months: BTreeMap<String, Account> = BTreeMap::new();
    let mut usable = 0;
    for row in &ledger {
        usable += number(&row["credits"]);
        assert_eq!(usable, number(&row["usable_after"]), "{name}: {row:?}");
        all.enter(row);
        months.entry(row["month"].clone()).or_default().enter(row);
    }
    // Events have no month: New York's begins at 04:00 or 05:00 UTC, when `month_begins` comes first.
    let mut month = monthly[0]["month"].clone();
    let mut names = monthly.iter().skip(1).map(|row| row["month"].clone());
    let (mut fires, mut capped) = (Vec::new(), BTreeSet::new());
    for row in &events {
        if row["event"] == "month_begins" {
            month = names.next().unwrap_or_default();
        }
        if row["event"] == "recharge_fires" {
            fires.push(ms(&row["time"]));
        }
        if row["event"] == "recharge_denied" && row["detail"] == "cap" {
            capped.insert(month.clone());
        }
        all.hear(row);
        months.entry(month.clone()).or_default().hear(row);
    }

    for (figure, told) in all.figures() {
        assert_eq!(at(&summary, figure), told, "{name}: {figure}");
    }
    for row in &monthly {
        for (figure, told) in months[&row["month"]].figures() {
            assert_eq!(row[figure], told, "{name}: {figure} of {}", row["month"]);
        }
    }
    let whole = |path: &str| number(&at(&summary, path));
    let drawn = |entry: &str| -number(&all.credits(entry));
    let paid = drawn("reservation") + drawn("release") + drawn("charge");
    assert_eq!(whole("credits.spent") + whole("credits.held"), paid, "{name}: spent");
    let expired = whole("credits.expired_included") + whole("credits.expired_purchased");
    assert_eq!(expired, drawn("expiry"), "{name}: expired");
    assert_eq!(whole("credits.closing"), usable, "{name}: closing");
    let blocked =
        ["buy_credits", "upgrade_or_buy", "neutral"].map(|reason| whole(&format!("work.blocked.{reason}")));
    assert_eq!(blocked.iter().sum::<i64>().to_string(), all.events("blocked"), "{name}: blocked");
    let until = ms(&at(&summary, "until"));
    assert_eq!(whole("work.zero_ms"), time_below(1, &ledger, until), "{name}: zero_ms");
    let threshold =
        sets.iter().find_map(|set| set.strip_prefix("auto_recharge.threshold=")).map_or(5_000, number);
    let low = latched_low(threshold, &ledger, &events, until);
    assert_eq!(whole("auto_recharge.latched_low_ms"), low, "{name}: latched_low_ms");
    let below = time_below(threshold, &ledger, until);
    assert_eq!(whole("auto_recharge.below_threshold_ms"), below, "{name}: below_threshold_ms");
    let most = most_in_a_day(&fires);
    assert_eq!(whole("auto_recharge.max_fires_in_24h").to_string(), most.to_string(), "{name}: most fires");
    assert_eq!(whole("auto_recharge.cap_hit_months").to_string(), capped.len().to_string(), "{name}: cap");
    summary
}

/// The variation is worth auditing only if these figures are at work.
fn at_work(name: &str, summary: &Value, paths: &[&str]) {
    for path in paths {
        assert!(number(&at(summary, path)) > 0, "{name}: {path} is 0, choose another scenario");
    }
}

#[test]
fn the_ledger_and_the_events_account_for_every_figure() {
    let paths = [
        "credits.bonus",
        "credits.topped_up",
        "credits.absorbed",
        "auto_recharge.denied.no_subscription",
        "auto_recharge.denied.payment",
        "auto_recharge.denied.cap",
        "work.blocked.neutral",
        "tasks.missed.credits",
        "tasks.missed.failures",
        "tasks.failed_start",
        "tasks.completed_max_runs",
        "tasks.paused_at_end",
    ];
    at_work("busy", &audit("busy", &[]), &paths);
}

#[test]
fn every_way_to_treat_an_overrun_is_accounted_for() {
    audit("debt", &["plan.overrun=debt"]);
    let stop = audit("stop", &["plan.overrun=stop"]);
    at_work("stop", &stop, &["credits.unmet", "work.interrupted"]);
}

#[test]
fn r_latch_a_dead_latch_and_late_purchases_are_accounted_for() {
    let dead = audit("dead latch", &["auto_recharge.threshold=50000"]);
    at_work("dead latch", &dead, &["auto_recharge.latched_low_ms"]);
    audit("late", &["auto_recharge.settlement_delay=90m", "auto_recharge.monthly_limit=100000"]);
}

#[test]
fn runs_without_recharge_and_with_plenty_are_accounted_for() {
    audit("off", &["auto_recharge.enabled=false"]);
    let plenty = audit("plenty", &["plan.included_credits=10000000", "plan.opening_included=10000000"]);
    at_work("plenty", &plenty, &["credits.expired_included", "credits.expired_purchased", "credits.held"]);
}
