//! Forecasts: figures worked out by hand, and that it does not matter where or when they are made.
#![allow(
    clippy::float_cmp,
    reason = "counts and cents that are compared as they are read, of whole numbers far below 2^53"
)]

use super::cli::{creditsim, creditsim_to_a_full_disk, names};
use creditsim::experiment::Crew;
use creditsim::experiment::forecast::{MEASURES, NoReplay, Organisation, Row, Setting, Study, Work, measure};
use creditsim::replay::Unobserved;
use creditsim::scenario::{self, NoFiles, Scenario};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

/// Two months of hourly runs, and two kinds of organisations whose runs cost 10 or 20 credits.
const BY_HAND: &str = r#"
schema = 1
name = "by-hand"
policy = "ampere"
strict = false

[clock]
start = "2026-01-01T00:00:00"
until = "2026-03-01T00:00:00"
seed = 1

[plan]
included_credits = 5_000
price = 20.0

[auto_recharge]
threshold = 1_000
amount = 2_000
monthly_limit = 4_000

[prices]
per_1000 = 10.0

[[tasks]]
name = "hourly"
schedule = { every = "hour", minute = 15 }
cost = 10

[population]
organisations = 8

[[population.segments]]
name = "calm"

[[population.segments]]
name = "busy"
overrides = { "tasks.hourly.cost" = 20 }
"#;

/// A population of much that a scenario can have: zones, policies, growth, churn, expiry, lapses, failing payments.
const MIXED: &str = r#"
schema = 1
name = "mixed"
policy = "ampere"
strict = false

[clock]
start = "2026-01-01T00:00:00"
until = "2026-05-01T00:00:00"
seed = 3

[plan]
included_credits = 2_000
price = 10.0
opening_purchased = 500
purchased_expire_after = "40d"
overrun = "debt"
lapses = [ { from = "2026-02-20T00:00:00", to = "2026-03-05T00:00:00" } ]

[auto_recharge]
threshold = 500
amount = 1_000
monthly_limit = 3_000
settlement_delay = "2h"

[prices]
per_1000 = 10.0
tiers = [ { from = 1_000, per_1000 = 9.0, bonus = 0.1 } ]

[payment]
decline_probability = 0.1

[manual_top_up]
amount = 700
delay = "3h"

[[tasks]]
name = "sync"
count = 2
schedule = { every = "hour", minute = 15 }
cost = { dist = "uniform", min = 1, max = 9 }
reserve = 6
duration = { dist = "exponential", mean = 900 }
failure = { run = 0.1 }

[[activities]]
name = "chat"
kind = "joule"
arrivals = { per_day = 20.0 }
cost = { dist = "lognormal", mean = 5, sigma = 0.8 }

[report]
warm_up = "10d"

[population]
organisations = 60
growth_per_month = 0.2

[[population.segments]]
name = "east"
weight = 2
churn_per_month = 0.2
[population.segments.overrides]
"clock.timezone" = "America/New_York"
"activities.chat.arrivals.per_day" = { dist = "gamma", mean = 25, shape = 2 }
"auto_recharge.enabled" = { share = 0.8 }

[[population.segments]]
name = "west"
churn_per_month = 0.1
[population.segments.overrides]
"auto_recharge.threshold" = { dist = "uniform", min = 100, max = 1_500, keep = 0.5 }
"#;

const FILES: [&str; 12] = [
    "cap-exposure.csv",
    "cap-exposure.svg",
    "deferred.svg",
    "fan.svg",
    "forecast.csv",
    "forecast.json",
    "money.svg",
    "organisations.parquet",
    "organisations.svg",
    "report.html",
    "what-if.csv",
    "what-if.svg",
];

fn place(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("forecast.toml"), text).unwrap();
    dir
}

fn forecast(dir: &Path, args: &[&str]) {
    let all: Vec<&str> = ["forecast", "forecast.toml"].into_iter().chain(args.iter().copied()).collect();
    let done = creditsim(dir, &all);
    assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
}

fn files(dir: &Path) -> Vec<Vec<u8>> {
    assert_eq!(names(dir), FILES);
    FILES.map(|name| fs::read(dir.join(name)).unwrap()).to_vec()
}

/// `forecast.csv`, by month, segment, metric and statistic.
struct Table(BTreeMap<[String; 4], String>);

impl Table {
    fn read(dir: &Path) -> Self {
        let mut reader = csv::Reader::from_path(dir.join("forecast.csv")).unwrap();
        assert_eq!(reader.headers().unwrap(), vec!["month", "segment", "metric", "statistic", "value"]);
        let row = |record: Result<csv::StringRecord, _>| {
            let record = record.unwrap();
            let mut cells = record.iter().map(str::to_owned);
            let key = std::array::from_fn(|_| cells.next().unwrap());
            (key, cells.next().unwrap())
        };
        Self(reader.records().map(row).collect())
    }

    fn get(&self, key: [&str; 4]) -> Option<&str> {
        self.0.get(&key.map(str::to_owned)).map(String::as_str)
    }

    fn text(&self, key: [&str; 4]) -> &str {
        self.get(key).unwrap_or_else(|| panic!("no {key:?}"))
    }

    fn number(&self, key: [&str; 4]) -> f64 {
        self.text(key).parse().unwrap()
    }

    fn months(&self) -> Vec<String> {
        let mut months: Vec<String> = self.0.keys().map(|[month, ..]| month.clone()).collect();
        months.dedup();
        months.retain(|month| month != "all");
        months
    }
}

#[test]
fn a_population_of_constant_work_pays_what_is_worked_out_by_hand() {
    let dir = place(BY_HAND);
    forecast(dir.path(), &["-o", "out"]);
    let table = Table::read(&dir.path().join("out"));
    assert_eq!(table.months(), ["2026-01", "2026-02"]);
    let count = |segment| table.number(["2026-01", segment, "organisations.active", "total_mean"]);
    let (calm, busy) = (count("calm"), count("busy"));
    assert!(calm > 0.0 && busy > 0.0 && calm + busy == 8.0, "{calm} {busy}");
    // Of one organisation. January has 744 runs. Calm: 401 runs leave 990 of 5,000 and buy 2,000, so do 200 more; 143
    // runs later 1,560 are left. February has 672: on 6,560, 557 runs leave 990, which buys; 115 runs later 1,840 are left.
    // Busy: 201 runs leave 980 and buy, 100 more do; then the limit is used up, and with the 450th run all credits.
    // The next is refused at 2026-01-19T18:15, and 293 are missed. February's first instant buys 2,000, so that 7,000
    // are there: 301 runs leave 980 and buy, then the limit is used up after 450 runs and 2,980 − 149 × 20 = 0.
    let by_hand = [
        ("2026-01", "calm", "money.auto_recharge", "40.00"),
        ("2026-01", "calm", "money.subscription", "20.00"),
        ("2026-01", "calm", "money.total", "60.00"),
        ("2026-01", "calm", "credits.spent_included", "5000"),
        ("2026-01", "calm", "credits.spent_purchased", "2440"),
        ("2026-01", "calm", "deferred.begin", "5000"),
        ("2026-01", "calm", "deferred.sold", "4000"),
        ("2026-01", "calm", "deferred.used", "7440"),
        ("2026-01", "calm", "deferred.end", "1560"),
        ("2026-01", "calm", "deferred.end_included", "0"),
        ("2026-01", "calm", "deferred.end_purchased", "1560"),
        ("2026-01", "calm", "auto_recharge.cap_hit", "0"),
        ("2026-02", "calm", "money.auto_recharge", "20.00"),
        ("2026-02", "calm", "credits.granted", "5000"),
        ("2026-02", "calm", "deferred.begin", "1560"),
        ("2026-02", "calm", "deferred.end", "1840"),
        ("all", "calm", "money.total", "100.00"),
        ("all", "calm", "deferred.begin", "5000"),
        ("all", "calm", "deferred.end", "1840"),
        ("all", "calm", "organisations.active", "1"),
        ("2026-01", "busy", "money.auto_recharge", "40.00"),
        ("2026-01", "busy", "auto_recharge.cap_hit", "1"),
        ("2026-01", "busy", "tasks.refused", "1"),
        ("2026-01", "busy", "tasks.missed.credits", "293"),
        ("2026-01", "busy", "blocked", "294"),
        ("2026-01", "busy", "work.blocked_credits", "5880"),
        ("2026-01", "busy", "auto_recharge.cap_denied_credits", "5880"),
        // 293.75 hours.
        ("2026-01", "busy", "tasks.paused_ms.credits", "1057500000"),
        ("2026-01", "busy", "deferred.end", "0"),
        ("2026-02", "busy", "money.auto_recharge", "40.00"),
        ("2026-02", "busy", "tasks.missed.credits", "221"),
        ("all", "busy", "auto_recharge.cap_hit", "1"),
        ("all", "busy", "auto_recharge.cap_hit_months", "2"),
    ];
    for (month, segment, metric, value) in by_hand {
        for statistic in ["each_mean", "each_p5", "each_p50", "each_p95"] {
            assert_eq!(table.text([month, segment, metric, statistic]), value, "{month} {segment} {metric}");
        }
        let total = value.parse::<f64>().unwrap() * count(segment);
        let told = table.number([month, segment, metric, "total_mean"]);
        assert!((told - total).abs() < 1e-6, "{month} {segment} {metric}: {told}");
    }
    assert_eq!(table.number(["all", "all", "money.subscription", "total_mean"]), 320.0);
    // How many are calm is a draw, so that the total of all is uncertain where both differ, and else it is not.
    assert!(
        table.number(["2026-02", "all", "money.auto_recharge", "total_p5"])
            < table.number(["2026-02", "all", "money.auto_recharge", "total_p95"])
    );
    assert_eq!(table.text(["2026-01", "all", "money.auto_recharge", "total_p5"]), "320.00");
    let exposure = fs::read_to_string(dir.path().join("out/cap-exposure.csv")).unwrap();
    assert!(exposure.contains(&format!("calm,50,{calm},{},1\n", 2.0 * calm)), "{exposure}");
    assert!(exposure.contains(&format!("calm,100,{calm},{calm},0.5\n")));
}

#[test]
fn work_that_lacks_credits_for_another_reason_is_not_denied_by_the_cap() {
    // No card can be charged, which R-DENY asks before the cap.
    let outage =
        "[payment]\noutages = [ { from = '2026-01-01T00:00:00', to = '2026-03-01T00:00:00' } ]\n[prices]";
    let capped = BY_HAND.replace("monthly_limit = 4_000", "monthly_limit = 2_000");
    for (text, denied) in [(capped.replace("[prices]", outage), false), (capped, true)] {
        let dir = place(&text);
        forecast(dir.path(), &["-o", "out"]);
        let table = Table::read(&dir.path().join("out"));
        let of = |metric| table.number(["2026-01", "all", metric, "total_mean"]);
        assert!(of("work.blocked_credits") > 0.0);
        let expected = if denied { of("work.blocked_credits") } else { 0.0 };
        assert_eq!(of("auto_recharge.cap_denied_credits"), expected);
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_in_shares() {
    let dir = place(MIXED);
    let common = ["--organisations", "150", "--replications", "2", "--variant", "auto_recharge.amount=2000"];
    let made = |more: &[&str]| forecast(dir.path(), &[&common[..], more].concat());
    made(&["-o", "one", "--threads", "1"]);
    made(&["-o", "two", "--threads", "2"]);
    let whole = files(&dir.path().join("one"));
    assert_eq!(files(&dir.path().join("two")), whole);
    for (share, out) in [("1/3", "a"), ("2/3", "b"), ("3/3", "c")] {
        made(&["-o", out, "--shard", share]);
    }
    let merge = |parts: &[&str]| {
        let args: Vec<&str> = ["merge", "-o", "merged"].into_iter().chain(parts.iter().copied()).collect();
        creditsim(dir.path(), &args)
    };
    let merged = merge(&["c", "a", "b"]);
    assert_eq!(merged.code, Some(0), "{}", merged.err);
    assert_eq!(files(&dir.path().join("merged")), whole);
    made(&["-o", "d", "--shard", "3/3", "--seed", "9"]);
    for (parts, message) in [
        (&["a", "b"][..], "share 3/3 is missing"),
        (&["a", "b", "d"], "its seed is 9, not 3"),
        (&["one"], "has no parts of a sweep or a forecast"),
    ] {
        let done = merge(parts);
        assert_eq!(done.code, Some(2), "{parts:?}");
        assert!(done.err.contains(message), "{parts:?}: {}", done.err);
    }
}

#[test]
fn a_killed_forecast_goes_on_to_the_bytes_of_an_uninterrupted_one() {
    let dir = place(BY_HAND);
    let common = ["--organisations", "3000", "--variant", "auto_recharge.amount=1000"];
    forecast(dir.path(), &[&common[..], &["-o", "whole"]].concat());
    let killed = [&["forecast", "forecast.toml", "-o", "killed"][..], &common].concat();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
        .current_dir(dir.path())
        .args(&killed)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let unfinished = dir.path().join("killed/forecast.unfinished");
    let size = || fs::metadata(&unfinished).map_or(0, |data| data.len());
    while size() < 50_000 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(&dir.path().join("killed")), ["forecast.unfinished"], "it was killed too late");
    // The last block may be cut off in its middle.
    let file = fs::OpenOptions::new().write(true).open(&unfinished).unwrap();
    file.set_len(size() - 5).unwrap();
    drop(file);
    let again = creditsim(dir.path(), &killed);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("is an unfinished forecast; go on with it by --resume"), "{}", again.err);
    let resume = |more: &[&str]| creditsim(dir.path(), &[&killed[..], &["--resume"], more].concat());
    assert!(resume(&["--seed", "5"]).err.contains("its seed is 1, not 5"));
    let changed = resume(&["--set", "plan.price=1"]);
    assert!(changed.err.contains("scenario by-hand or a file that it names has changed"), "{}", changed.err);
    let resumed = resume(&[]);
    assert_eq!(resumed.code, Some(0), "{}", resumed.err);
    assert_eq!(files(&dir.path().join("killed")), files(&dir.path().join("whole")));
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_done_and_says_how_to_go_on() {
    let dir = place(BY_HAND);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
        .current_dir(dir.path())
        .args(["forecast", "forecast.toml", "-o", "stopped", "--organisations", "100000"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let unfinished = dir.path().join("stopped/forecast.unfinished");
    while fs::metadata(&unfinished).map_or(0, |data| data.len()) < 20_000
        && child.try_wait().unwrap().is_none()
    {
        std::thread::sleep(Duration::from_millis(2));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(130));
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(
        said.contains("of 100000 organisations are kept in stopped/forecast.unfinished; go on with --resume"),
        "{said}"
    );
    assert_eq!(names(&dir.path().join("stopped")), ["forecast.unfinished"]);
}

#[test]
fn a_forecast_that_fails_on_a_draw_leaves_nothing_in_the_way_of_the_corrected_scenario() {
    // Growth that is now and then one that no scenario may have.
    let growth = "\"activities.chat.growth_per_month\" = { dist = \"normal\", mean = 5, sd = 4 }";
    let chat = "[[activities]]\nname = \"chat\"\narrivals = { per_day = 0.01 }\ncost = 1\n\n[population]";
    let text = BY_HAND.replace("[population]", chat).replace("\"tasks.hourly.cost\" = 20", growth);
    let dir = place(&text);
    let args = ["forecast", "forecast.toml", "-o", "out", "--organisations", "400", "--threads", "1"];
    let done = creditsim(dir.path(), &args);
    assert_eq!(done.code, Some(2), "{}", done.err);
    assert_eq!(names(&dir.path().join("out")), Vec::<String>::new());
    fs::write(dir.path().join("forecast.toml"), BY_HAND).unwrap();
    let done = creditsim(dir.path(), &args);
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_finished_forecast_is_finished_whatever_becomes_of_its_printing() {
    let dir = place(BY_HAND);
    for _ in 0..2 {
        let done = creditsim_to_a_full_disk(dir.path(), &["forecast", "forecast.toml", "-o", "out"]);
        assert_eq!(done.code, Some(1), "{}", done.err);
        assert!(done.err.contains("cannot write to standard output"), "{}", done.err);
        assert_eq!(names(&dir.path().join("out")), FILES[..10]);
    }
}

fn loaded(text: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    scenario::load(Path::new("mixed.toml"), text, &sets, &NoFiles)
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn study(scenario: &Scenario, setting: &Setting, organisations: u32) -> Study {
    Study {
        version: String::new(),
        name: scenario.name.clone(),
        policy: scenario.policy.name.clone(),
        seed: scenario.seed,
        organisations,
        replications: 1,
        segments: setting.customers().segments().map(str::to_owned).collect(),
        drawn_keys: setting.customers().drawn_keys().to_vec(),
        variants: Vec::new(),
        confidence: 0.95,
        digest: setting.digest().to_owned(),
        command: String::new(),
    }
}

/// Everyone of a population, in order.
fn everyone(scenario: &Scenario, organisations: u32) -> (Setting, Vec<Organisation>) {
    let setting =
        Setting::of(scenario, |path| Err(path.to_owned())).unwrap_or_else(|error| panic!("{error}"));
    let study = study(scenario, &setting, organisations);
    let all = Mutex::new(BTreeMap::new());
    let settings = [setting];
    let work = Work { study: &study, settings: &settings };
    let keep = |block: usize, done: Vec<Organisation>| {
        all.lock().unwrap().insert(block, done);
        Ok::<(), NoReplay>(())
    };
    work.run(&Crew::new(None).unwrap(), |_| true, keep, &|| Ok(())).unwrap();
    let [setting] = settings;
    (setting, all.into_inner().unwrap().into_values().flatten().collect())
}

fn value(row: &Row, name: &str) -> i64 {
    row.values[measure(name).unwrap_or_else(|| panic!("no {name}"))]
}

#[test]
fn what_is_deferred_is_exactly_what_the_lots_of_every_organisation_hold() {
    let scenario = loaded(MIXED, &[]);
    let (setting, all) = everyone(&scenario, 60);
    let (mut churned, mut joined, mut absent) = (0, 0, 0);
    for organisation in &all {
        let account = &organisation.accounts[0];
        let mut before: Option<&Row> = None;
        for (index, (month, row)) in account.months.iter().enumerate() {
            for kind in ["", "_included", "_purchased"] {
                let of = |what: &str| value(row, &format!("deferred.{what}{kind}"));
                assert_eq!(
                    of("end"),
                    of("begin") + of("sold") - of("used") - of("expired") - of("forfeited"),
                    "{month}{kind}"
                );
                assert!(of("end") >= 0 && of("forfeited") >= 0);
                let end_before = before.map(|before| value(before, &format!("deferred.end{kind}")));
                assert!(end_before.is_none_or(|end| end == of("begin")), "{month}{kind}");
            }
            churned += value(row, "organisations.churned");
            joined += value(row, "organisations.joined");
            assert!(index == 0 || value(row, "organisations.joined") == 0);
            before = Some(row);
        }
        absent += i64::from(account.months.is_empty());
        // The lots themselves, month by month, as a replay counts them.
        let customer = setting.customers().draw(0, organisation.index).unwrap();
        let Some(Scenario { plan, mut rules, .. }) = customer.scenario else { continue };
        rules.measured_from = scenario.rules.measured_from.max(rules.horizon.from);
        if rules.measured_from >= rules.horizon.to {
            continue;
        }
        let replayed = creditsim::experiment::replay_replication(&plan, &rules, 0, &mut Unobserved);
        assert_eq!(replayed.tally.months.len(), account.months.len());
        for ((_, row), lots) in account.months.iter().zip(&replayed.tally.months) {
            let held = lots.closing_included + lots.closing_purchased + lots.closing_held;
            assert_eq!(value(row, "deferred.end") + value(row, "deferred.forfeited"), held.get());
        }
    }
    assert!(churned > 5 && joined > 5 && absent > 0, "{churned} {joined} {absent}");
}

#[test]
fn totals_carry_over_from_month_to_month_and_zones_have_months_of_their_own() {
    let text = MIXED.replace("warm_up = \"10d\"", "warm_up = 0");
    let dir = place(&text);
    forecast(dir.path(), &["-o", "out"]);
    let table = Table::read(&dir.path().join("out"));
    // New Year in UTC is still December in New York.
    let months = table.months();
    assert_eq!(months, ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]);
    for segment in ["east", "west", "all"] {
        let mut carried = None;
        for month in &months {
            let of = |what: &str| table.number([month, segment, &format!("deferred.{what}"), "total_mean"]);
            let left = of("begin") + of("sold") - of("used") - of("expired") - of("forfeited");
            assert_eq!(of("end"), left, "{month} {segment}");
            // Organisations of other zones begin in January.
            assert!(segment != "east" || carried.is_none_or(|carried| carried == of("begin")), "{month}");
            carried = Some(of("end"));
        }
        let total = |month: &str| table.number([month, segment, "money.total", "total_mean"]);
        let months: f64 = months.iter().map(|month| total(month)).sum();
        assert!((months - total("all")).abs() < 1e-6);
    }
    let all = table.number(["all", "all", "money.total", "total_mean"]);
    let parts = ["east", "west"].map(|segment| table.number(["all", segment, "money.total", "total_mean"]));
    assert!((parts.iter().sum::<f64>() - all).abs() < 1e-6);
}

#[test]
fn the_normal_total_of_one_population_is_as_wide_as_many_populations_are() {
    let text = MIXED.replace("until = \"2026-05-01", "until = \"2026-02-01").replace("\"10d\"", "0");
    let dir = place(&text);
    forecast(dir.path(), &["-o", "one", "--organisations", "800"]);
    forecast(dir.path(), &["-o", "many", "--organisations", "20", "--replications", "80"]);
    let (one, many) = (Table::read(&dir.path().join("one")), Table::read(&dir.path().join("many")));
    for metric in ["money.auto_recharge", "credits.spent", "organisations.churned"] {
        let of = |table: &Table, statistic: &str| table.number(["all", "all", metric, statistic]);
        // A sum of 800 has the mean of 40 sums of 20, and √40 times their deviation.
        let width = |table: &Table| of(table, "total_p90") - of(table, "total_p10");
        let (expected, told) = (width(&one) / 40.0_f64.sqrt(), width(&many));
        assert!((told / expected - 1.0).abs() < 0.35, "{metric}: {told} {expected}");
        let mean = of(&one, "total_mean") / 40.0;
        assert!((of(&many, "total_mean") - mean).abs() < expected, "{metric}");
    }
}

/// `what-if.csv` over the whole horizon, by variant and metric: base, value, difference, low, high, relative and its ends.
fn what_if(dir: &Path) -> BTreeMap<(String, String), Vec<String>> {
    let mut reader = csv::Reader::from_path(dir.join("what-if.csv")).unwrap();
    let row = |record: Result<csv::StringRecord, _>| {
        let record = record.unwrap();
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        (cells[1] == "all").then(|| ((cells[0].clone(), cells[2].clone()), cells[3..].to_vec()))
    };
    reader.records().filter_map(row).collect()
}

#[test]
fn a_variant_of_the_same_settings_changes_nothing_and_a_doubled_price_doubles() {
    let text = MIXED.replace("tiers = [ { from = 1_000, per_1000 = 9.0, bonus = 0.1 } ]", "");
    let dir = place(&text);
    let variants = [
        "auto_recharge.amount=1_000",
        "prices.per_1000=20.0",
        "auto_recharge.monthly_limit=9000,policy=taskade",
    ];
    let args: Vec<&str> = variants.iter().flat_map(|variant| ["--variant", variant]).collect();
    let all: Vec<&str> = ["forecast", "forecast.toml", "-o", "out"].into_iter().chain(args).collect();
    let done = creditsim(dir.path(), &all);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let table = what_if(&dir.path().join("out"));
    let of = |variant: &str, metric: &str| table[&(variant.to_owned(), metric.to_owned())].clone();
    for measure in &MEASURES {
        let same = of(variants[0], measure.name);
        assert_eq!(same[0], same[1], "{}", measure.name);
        assert!(same[2..].iter().all(|cell| matches!(cell.as_str(), "0" | "0.00" | "")), "{same:?}");
    }
    let doubled = of(variants[1], "money.auto_recharge");
    assert_eq!(doubled[5..], ["1", "1", "1"], "{doubled:?}");
    assert_eq!(of(variants[1], "credits.auto_recharged")[2], "0");
    assert!(of(variants[1], "money.auto_recharge")[0].parse::<f64>().unwrap() > 0.0);
    let less = of(variants[2], "auto_recharge.cap_denied_credits");
    assert!(less[2].parse::<f64>().unwrap() < 0.0, "{less:?}");
    assert!(
        done.out.contains("auto_recharge.amount 1,000 → 1,000: auto-recharge revenue unchanged"),
        "{}",
        done.out
    );
    assert!(
        done.out.contains("prices.per_1000 10.0 → 20.0: auto-recharge revenue +100 % (±0)"),
        "{}",
        done.out
    );
}

#[test]
fn segments_have_files_and_policies_of_their_own_and_some_never_join() {
    let dir = place(
        &BY_HAND.replace("overrides = { \"tasks.hourly.cost\" = 20 }", "scenario = \"other.toml\"").replace(
            "name = \"calm\"",
            "name = \"calm\"\n\n[[population.segments]]\nname = \"late\"\njoins = \"2026-03-01T00:00:00\"",
        ),
    );
    let other = "schema = 1\nname = 'other'\npolicy = 'taskade'\nstrict = false\n[clock]\nstart = '2020-01-01T00:00:00'\n\
        until = '2021-01-01T00:00:00'\n[plan]\nincluded_credits = 1\nprice = 3\n";
    fs::write(dir.path().join("other.toml"), other).unwrap();
    forecast(dir.path(), &["-o", "out", "--organisations", "30", "--variant", "plan.price=6"]);
    let table = Table::read(&dir.path().join("out"));
    let of = |segment, metric| table.number(["2026-02", segment, metric, "total_mean"]);
    assert!(of("busy", "organisations.active") > 0.0);
    assert_eq!(of("busy", "money.subscription"), 3.0 * of("busy", "organisations.active"));
    assert_eq!((of("late", "organisations.active"), of("late", "money.total")), (0.0, 0.0));
    assert_eq!(table.get(["2026-02", "late", "money.total", "each_mean"]), None);
    let priced = what_if(&dir.path().join("out"))
        [&("plan.price=6".to_owned(), "money.subscription".to_owned())]
        .clone();
    let active = of("busy", "organisations.active") + of("calm", "organisations.active");
    assert_eq!(priced[1].parse::<f64>().unwrap(), 2.0 * 6.0 * active, "{priced:?}");
}

#[test]
fn json_is_the_file_and_nothing_else() {
    let dir = place(BY_HAND);
    let done = creditsim(dir.path(), &["forecast", "forecast.toml", "-o", "out", "--format", "json"]);
    assert_eq!(done.out, fs::read_to_string(dir.path().join("out/forecast.json")).unwrap());
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!((json["organisations"].as_u64(), json["seed"].as_u64()), (Some(8), Some(1)));
    assert_eq!(json["months"][2]["segments"]["all"]["money.subscription"]["total"]["mean"], "320.00");
    assert_eq!(json["quantiles"]["total"], "normal");
    assert_eq!(names(&dir.path().join("out")), FILES[..10], "nothing of variants");
}

#[test]
fn a_forecast_that_cannot_be_made_says_why() {
    let dir = place(BY_HAND);
    let bare = BY_HAND.split("[population]").next().unwrap();
    fs::write(dir.path().join("bare.toml"), bare).unwrap();
    fs::write(dir.path().join("all.toml"), BY_HAND.replace("\"calm\"", "\"all\"")).unwrap();
    for (args, message) in [
        (&["bare.toml"][..], "bare.toml has no [population]"),
        (&["all.toml"], "a segment is named `all`"),
        (&["forecast.toml", "--variant", "clock.seed=7"], "`clock.seed=7` changes what all variants share"),
        (&["forecast.toml", "--variant", "plan.prize=7"], "plan.prize"),
        (
            &["forecast.toml", "--variant", "tasks.hourly.cost=1", "--variant", "tasks.hourly.cost=1"],
            "is there twice",
        ),
        (&["forecast.toml", "--variant", "policy=nobody.toml"], "a variation cannot name other files"),
        (&["forecast.toml", "--organisations", "0"], "must be a whole number from 1 to 100000000"),
        (&["forecast.toml", "--replications", "20000"], "must be a whole number from 1 to 10000"),
    ] {
        let done = creditsim(dir.path(), &[&["forecast"], args].concat());
        assert_eq!(done.code, Some(2), "{args:?}: {}", done.err);
        assert!(done.err.contains(message), "{args:?}: {}", done.err);
        assert!(!dir.path().join("output").exists(), "{args:?}");
    }
}
