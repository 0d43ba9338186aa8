//! The scenarios in `scenarios/` load, run, and show what their comments claim; so does the recipe in `docs/real-usage.md`.

use crate::support::Recorder;
use assert_cmd::Command;
use creditsim::calendar::{CivilTime, Zone};
use creditsim::experiment::{labels, replay_replication};
use creditsim::metrics::Metrics;
use creditsim::replay::{Happening, Observer, Unobserved};
use creditsim::scenario::{self, Files, Scenario};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) const SHIPPED: [&str; 13] = [
    "ampere-annual",
    "ampere-card-trouble",
    "ampere-customers",
    "ampere-dead-latch",
    "ampere-dst",
    "ampere-flaky-tasks",
    "ampere-heavy-burst",
    "ampere-low-cap",
    "ampere-team",
    "backtest",
    "taskade-free",
    "taskade-max-burst",
    "taskade-pro-auto",
];

/// The project's directory.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn path_of(name: &str) -> PathBuf {
    root().join("scenarios").join(format!("{name}.toml"))
}

/// Reads what a scenario names from beside it.
struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

pub(crate) fn load(name: &str, sets: &[String]) -> Scenario {
    let path = path_of(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let beside = Beside(root().join("scenarios"));
    scenario::load(&path, &text, sets, &beside).unwrap_or_else(|problems| panic!("{name}: {problems}"))
}

fn replayed(scenario: &Scenario, observer: &mut impl Observer) -> Metrics {
    let replayed = replay_replication(&scenario.plan, &scenario.rules, 0, observer);
    Metrics::of(&replayed, &scenario.rules, &labels(scenario, 0))
}

/// The figures of a shipped scenario, with some keys set.
fn run_with(name: &str, sets: &[&str]) -> Metrics {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    replayed(&load(name, &sets), &mut Unobserved)
}

fn run(name: &str) -> Metrics {
    run_with(name, &[])
}

/// A figure that is a whole number.
fn figure(metrics: &Metrics, name: &str) -> i64 {
    let figure = metrics.figure(name).unwrap_or_else(|| panic!("there is no figure {name}"));
    i64::try_from(figure.value()).unwrap_or_else(|error| panic!("{name} is {figure}: {error}"))
}

/// A figure of every month, in order.
fn by_month(metrics: &Metrics, name: &str) -> Vec<i64> {
    metrics.months.iter().map(|row| figure(metrics, &format!("monthly.{}.{name}", row.month))).collect()
}

/// The months, counted from 1, in which a figure is not 0.
fn months_with(metrics: &Metrics, name: &str) -> Vec<usize> {
    (1..).zip(by_month(metrics, name)).filter(|&(_, value)| value != 0).map(|(month, _)| month).collect()
}

/// A column of `tasks.csv`, added up over the copies of a task.
fn of_copies(metrics: &Metrics, stem: &str, column: &str) -> i64 {
    let copies = metrics.tasks.iter().filter(|row| {
        row.name.rsplit_once('-').is_some_and(|(front, copy)| front == stem && copy.parse::<u32>().is_ok())
    });
    copies.map(|row| figure(metrics, &format!("tasks.{}.{column}", row.name))).sum()
}

fn horizon_ms(scenario: &Scenario) -> i64 {
    (scenario.rules.horizon.to - scenario.rules.horizon.from).ms()
}

/// The `creditsim run` commands in a scenario's comments: which scenario, and its settings.
fn commands_to_try(text: &str) -> Vec<(String, Vec<String>)> {
    let commands = text.lines().filter_map(|line| line.strip_prefix("#   creditsim run scenarios/"));
    let parsed = commands.map(|command| {
        let (name, options) = command.split_once(".toml").unwrap_or((command, ""));
        let sets = options.split(" --set ").skip(1);
        let plain = |set: &str| {
            let set = set.trim();
            let quote = set.chars().next().filter(|quote| matches!(quote, '\'' | '"'));
            quote.map_or(set, |quote| set.trim_matches(quote)).to_owned()
        };
        (name.to_owned(), sets.map(plain).collect())
    });
    parsed.collect()
}

#[test]
fn every_shipped_scenario_is_named_like_its_file_and_loads_without_a_warning() {
    let mut found: Vec<String> = fs::read_dir(root().join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    found.sort();
    assert_eq!(found, SHIPPED);
    for name in SHIPPED {
        let scenario = load(name, &[]);
        assert_eq!(scenario.name, name);
        assert!(scenario.warnings.is_empty(), "{name}: {}", scenario.warnings);
        assert!(scenario.left_out.iter().all(|(_, rows)| *rows == 0), "{name}: {:?}", scenario.left_out);
    }
}

#[test]
fn every_command_in_a_scenarios_comments_can_be_run_and_changes_the_figures() {
    let mut tried = 0;
    for name in SHIPPED {
        let plain = run(name);
        for (of, sets) in commands_to_try(&fs::read_to_string(path_of(name)).unwrap()) {
            assert_eq!(of, name);
            let changed = replayed(&load(name, &sets), &mut Unobserved);
            assert_ne!(changed.summary.figures, plain.summary.figures, "{name} with {sets:?}");
            tried += 1;
        }
    }
    assert!(tried >= 12, "only {tried} commands");
}

#[test]
fn the_team_recharges_every_month_and_reaches_the_limit_only_late_in_its_growing_year() {
    let team = run("ampere-team");
    assert_eq!(team.tasks.len(), 30);
    assert!(by_month(&team, "auto_recharge.fired").iter().all(|&fired| fired >= 3));
    let capped = months_with(&team, "auto_recharge.denied.cap");
    assert_eq!(figure(&team, "auto_recharge.cap_hit_months"), i64::try_from(capped.len()).unwrap());
    assert!((1..=4).contains(&capped.len()) && capped[0] > 8, "{capped:?}");
    assert!(figure(&team, "work.blocked.buy_credits") > 0);
    assert!(figure(&team, "tasks.pauses.credits") > 0);
    assert!(figure(&team, "work.zero_ms") > 0);
    assert!(of_copies(&team, "partner-feed", "pauses_failures") > 0);
    let by_partner = of_copies(&team, "partner-feed", "pauses_failures");
    assert_eq!(by_partner, figure(&team, "tasks.pauses.failures"));
    // Its comments' two ways out: a higher limit, and no growth.
    for set in ["auto_recharge.monthly_limit=200000", "activities.*.growth_per_month=0"] {
        assert_eq!(figure(&run_with("ampere-team", &[set]), "auto_recharge.cap_hit_months"), 0);
    }
}

#[test]
fn the_launch_month_alone_reaches_the_limit() {
    let burst = run("ampere-heavy-burst");
    assert_eq!(figure(&burst, "auto_recharge.cap_hit_months"), 1);
    assert!(figure(&burst, "monthly.2026-05.auto_recharge.denied.cap") > 0);
    for name in ["auto_recharge.capped_ms", "work.blocked.buy_credits", "tasks.pauses.credits"] {
        assert_eq!(months_with(&burst, name), [3], "{name}");
    }
    let raised = run_with("ampere-heavy-burst", &["auto_recharge.monthly_limit=300000"]);
    assert_eq!(figure(&raised, "work.blocked.buy_credits"), 0);
}

#[test]
fn recharge_fires_in_the_first_instant_of_the_month_after_the_launch_and_before_the_renewal() {
    let scenario = load("ampere-heavy-burst", &[]);
    let mut seen = Recorder::default();
    replayed(&scenario, &mut seen);
    let june = scenario.rules.zone.instant("2026-06-01T00:00:00".parse::<CivilTime>().unwrap());
    let then = seen.notes.iter().filter(|note| note.time == june).map(|note| note.what);
    let then: Vec<Happening> = then
        .filter(|what| {
            matches!(what, Happening::MonthBegins | Happening::RechargeFires(_) | Happening::Renews(_))
        })
        .collect();
    assert!(
        matches!(then[..], [Happening::MonthBegins, Happening::RechargeFires(_), Happening::Renews(_)]),
        "{then:?}"
    );
}

#[test]
fn the_least_limit_buys_once_a_month_and_leaves_the_team_short_in_every_month() {
    let low = run("ampere-low-cap");
    assert_eq!(by_month(&low, "auto_recharge.fired"), [1; 6]);
    assert_eq!(by_month(&low, "auto_recharge.denied.cap"), [1; 6]);
    assert_eq!(figure(&low, "auto_recharge.cap_hit_months"), 6);
    assert!(by_month(&low, "work.blocked.buy_credits").iter().all(|&blocked| blocked > 0));
    assert!(figure(&low, "auto_recharge.capped_ms") * 3 > horizon_ms(&load("ampere-low-cap", &[])));
    // "about twice what that and the allowance give"
    let (spent, lacking) = (figure(&low, "credits.spent"), figure(&low, "work.blocked_credits"));
    assert_eq!(spent, 6 * (50_000 + 20_000));
    assert!((8..=12).contains(&(lacking * 10 / spent)), "{lacking} lacking, {spent} spent");
    assert_eq!(by_month(&low, "tasks.pauses.credits"), [18; 6], "each task once a month");
}

#[test]
fn flaky_tasks_pause_for_failures_and_never_for_credits() {
    let flaky = run("ampere-flaky-tasks");
    assert_eq!(figure(&flaky, "tasks.pauses.credits"), 0);
    assert!(figure(&flaky, "tasks.missed.failures") > 0);
    let pauses = |stem| of_copies(&flaky, stem, "pauses_failures");
    assert!(pauses("reviewed") > 2 * pauses("healing") && pauses("healing") > 0);
    assert_eq!(
        (pauses("expiring-token"), of_copies(&flaky, "expiring-token", "failed_run")),
        (4, 20),
        "two pauses of each copy, five failures a pause"
    );
    assert_eq!(months_with(&flaky, "tasks.pauses.failures").len(), 6);
    let abandoned = flaky.tasks.iter().filter(|row| row.name.starts_with("abandoned"));
    assert!(
        abandoned.into_iter().all(|row| figure(&flaky, &format!("tasks.{}.pauses_failures", row.name)) == 1)
    );
    assert!(figure(&flaky, "tasks.paused_at_end") >= 2);
    let quick = run_with("ampere-flaky-tasks", &["review.failures.delay=4h"]);
    assert!(figure(&quick, "tasks.missed.failures") < figure(&flaky, "tasks.missed.failures"));
}

#[test]
fn an_annual_allowance_lasts_into_the_season_where_monthly_ones_expire_before_it() {
    let annual = run("ampere-annual");
    assert_eq!(figure(&annual, "credits.opening"), 12 * 50_000);
    assert_eq!(figure(&annual, "credits.granted"), 12 * 50_000);
    assert_eq!(months_with(&annual, "credits.granted"), [13]); // February 2027
    assert_eq!(months_with(&annual, "auto_recharge.fired")[0], 11); // December
    assert_eq!(figure(&annual, "credits.expired_included"), 0);
    assert_eq!(figure(&annual, "work.blocked.neutral"), 0);
    let monthly = run_with("ampere-annual", &["plan.cadence=monthly", "plan.price=99"]);
    assert_eq!(months_with(&monthly, "auto_recharge.fired")[0], 9); // October
    assert!(figure(&monthly, "credits.expired_included") > 100_000);
    assert_eq!(figure(&monthly, "credits.spent"), figure(&annual, "credits.spent"));
    assert!(figure(&monthly, "auto_recharge.fired") > 2 * figure(&annual, "auto_recharge.fired"));
}

#[test]
fn r_latch_a_purchase_that_lands_exactly_on_the_threshold_is_the_last_one() {
    let scenario = load("ampere-dead-latch", &[]);
    let dead = replayed(&scenario, &mut Unobserved);
    assert_eq!(figure(&dead, "auto_recharge.fired"), 1);
    assert!(figure(&dead, "auto_recharge.latched_low_ms") * 2 > horizon_ms(&scenario));
    assert_eq!(
        figure(&dead, "auto_recharge.latched_low_ms"),
        horizon_ms(&scenario),
        "from the first instant"
    );
    for reason in ["no_subscription", "payment", "cap"] {
        assert_eq!(figure(&dead, &format!("auto_recharge.denied.{reason}")), 0);
    }
    assert!(by_month(&dead, "work.blocked.buy_credits").iter().all(|&blocked| blocked > 0));
    let cured = run_with("ampere-dead-latch", &["auto_recharge.amount=40000"]);
    assert!(figure(&cured, "auto_recharge.fired") > 1);
    assert_eq!(figure(&cured, "auto_recharge.latched_low_ms"), 0);
    assert_eq!(figure(&cured, "work.blocked.buy_credits"), 0);
}

#[test]
fn a_card_in_trouble_is_denied_for_every_reason_and_a_lapse_moves_the_renewals() {
    let trouble = run("ampere-card-trouble");
    assert_eq!(months_with(&trouble, "auto_recharge.denied.no_subscription"), [5]);
    assert!(months_with(&trouble, "auto_recharge.denied.cap").contains(&3));
    assert!(months_with(&trouble, "auto_recharge.denied.payment").contains(&3));
    // 20 January to 20 April, then 24 May and 24 June.
    assert_eq!(figure(&trouble, "money.subscription"), 6 * 99);
    assert_eq!(figure(&trouble, "tasks.import.started"), 400);
    assert_eq!(figure(&trouble, "tasks.completed_max_runs"), 1);
    assert!(of_copies(&trouble, "legacy-sync", "pauses_failures") > 0);
    assert!(figure(&trouble, "tasks.literal.pauses_failures") > 0);
}

/// When each task of `ampere-dst` starts, on the clock of `zone`.
fn starts(zone: &str) -> BTreeMap<String, Vec<CivilTime>> {
    let scenario = load("ampere-dst", &[]);
    let zone = Zone::named(zone).unwrap_or_else(|| panic!("there is no zone {zone}"));
    let mut seen = Recorder::default();
    replayed(&scenario, &mut seen);
    let mut starts: BTreeMap<String, Vec<CivilTime>> = BTreeMap::new();
    let started = seen.notes.iter().filter(|note| matches!(note.what, Happening::Starts(_)));
    for (source, time) in started.filter_map(|note| Some((note.source?, note.time))) {
        let name = &scenario.rules.work[source.index()].name;
        starts.entry(name.clone()).or_default().push(zone.civil(time));
    }
    starts
}

/// How many of `starts` fall on the day written `YYYY-MM-DD`.
fn on(starts: &[CivilTime], day: &str) -> usize {
    starts.iter().filter(|start| start.date().to_string() == day).count()
}

#[test]
fn r_schedule_hourly_tasks_run_23_times_when_the_clock_jumps_and_25_times_when_it_goes_back() {
    let days = [
        ("America/New_York", "hourly", "2026-03-08", "2026-11-01"),
        ("Europe/Berlin", "berlin-hourly", "2026-03-29", "2026-10-25"),
    ];
    for (zone, task, short, long) in days {
        let starts = &starts(zone)[task];
        assert_eq!(starts.len(), 252 * 24, "{task}");
        assert_eq!((on(starts, short), on(starts, "2026-06-15"), on(starts, long)), (23, 24, 25), "{task}");
    }
}

#[test]
fn r_time_daily_weekly_and_monthly_tasks_run_once_on_the_change_days() {
    let new_york = starts("America/New_York");
    let clock = |task: &str, day: &str| -> Vec<String> {
        let runs = new_york[task].iter().filter(|start| start.date().to_string() == day);
        runs.map(|start| start.time().to_string()).collect()
    };
    for task in ["daily-in-the-gap", "weekly-in-the-gap", "monthly-in-the-gap"] {
        assert_eq!(clock(task, "2026-03-08"), ["03:30:00"], "{task}");
    }
    for task in ["daily-in-the-fold", "weekly-in-the-fold", "monthly-in-the-fold"] {
        assert_eq!(clock(task, "2026-11-01"), ["01:30:00"], "{task}");
    }
    let runs = |task: &str| new_york[task].len();
    assert_eq!((runs("daily-in-the-gap"), runs("daily-in-the-fold")), (252, 252));
    assert_eq!((runs("weekly-in-the-gap"), runs("weekly-in-the-fold")), (36, 36));
    // From 8 March to 8 October; from 1 March to 1 November.
    assert_eq!((runs("monthly-in-the-gap"), runs("monthly-in-the-fold")), (8, 9));
    let berlin = &starts("Europe/Berlin")["berlin-daily"];
    assert_eq!((berlin.len(), on(berlin, "2026-03-29"), on(berlin, "2026-10-25")), (252, 1, 1));
}

#[test]
fn r_time_a_task_in_the_fold_runs_at_the_first_of_the_two_times() {
    let utc = &starts("UTC")["daily-in-the-fold"];
    let runs: Vec<String> =
        utc.iter().map(ToString::to_string).filter(|start| start.starts_with("2026-11-01")).collect();
    assert_eq!(runs, ["2026-11-01T05:30:00"]); // 01:30 at −04:00
}

#[test]
fn a_back_test_spends_exactly_what_its_rows_cost() {
    let mut rows = csv::Reader::from_path(root().join("scenarios/backtest/usage-2026-01.csv")).unwrap();
    let header = "time source kind audience cost reserve duration outcome";
    assert_eq!(rows.headers().unwrap().iter().collect::<Vec<_>>().join(" "), header);
    let (mut count, mut cost) = (0_i64, 0_i64);
    for row in rows.records() {
        let row = row.unwrap();
        count += 1;
        cost += if &row[7] == "start_failure" { 0 } else { row[4].parse().unwrap() };
    }
    assert!(count >= 5_000);
    let test = run("backtest");
    assert_eq!(figure(&test, "work.wanted"), count);
    assert_eq!(figure(&test, "credits.spent"), cost);
    assert_eq!(
        figure(&test, "credits.closing"),
        50_000 + 20_000 * figure(&test, "auto_recharge.fired") - cost
    );
    assert_eq!(figure(&test, "work.blocked_credits"), 0);
    assert_eq!(figure(&test, "tasks.pauses.failures"), 0);
    let other_seed = run_with("backtest", &["clock.seed=99"]);
    assert_eq!(other_seed.summary.figures, test.summary.figures);
    let strict = run_with("backtest", &["traces.*.auto_pause_after=3"]);
    assert_eq!(figure(&strict, "tasks.partner-feed.pauses_failures"), 2);
}

#[test]
#[expect(clippy::print_stderr, reason = "says why it checks nothing")]
fn the_back_tests_trace_is_what_its_script_makes() {
    let script = root().join("scripts/make_backtest_trace.py");
    let made = match std::process::Command::new("python3").arg(script).output() {
        Ok(made) => made,
        Err(error) => return eprintln!("skipped: python3 cannot be started: {error}"),
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let kept = fs::read(root().join("scenarios/backtest/usage-2026-01.csv")).unwrap();
    assert!(kept.len() < 600_000);
    assert!(made.stdout == kept, "the file in scenarios/backtest is not what the script makes");
}

#[test]
fn taskade_pro_tops_up_without_end_and_blocks_nobody() {
    let pro = run("taskade-pro-auto");
    assert!(figure(&pro, "auto_recharge.fired") > 100);
    assert_eq!(figure(&pro, "auto_recharge.cap_hit_months"), 0);
    assert_eq!(figure(&pro, "auto_recharge.denied.cap"), 0);
    assert_eq!(figure(&pro, "work.blocked.buy_credits"), 0);
    // 5 % of the pack bought by hand; automatic ones are too small.
    assert_eq!(months_with(&pro, "credits.bonus"), [9]);
    assert_eq!(figure(&pro, "credits.bonus"), 3_000);
    let bought = by_month(&pro, "auto_recharge.fired");
    assert!(bought[11] > 2 * bought[0], "{bought:?}");
    let larger = run_with("taskade-pro-auto", &["auto_recharge.amount=20000"]);
    assert_eq!(figure(&larger, "credits.bonus"), 3_000 + 400 * figure(&larger, "auto_recharge.fired"));
}

#[test]
fn taskade_free_tells_members_to_upgrade_and_visitors_nothing_and_cuts_runs_off() {
    let free = run("taskade-free");
    assert!(figure(&free, "work.blocked.upgrade_or_buy") > 0);
    assert!(figure(&free, "work.blocked.neutral") > 0);
    assert_eq!(figure(&free, "work.blocked.buy_credits"), 0);
    assert!(figure(&free, "work.interrupted") > 0);
    assert!(figure(&free, "credits.unmet") > 0);
    assert_eq!(figure(&free, "credits.absorbed"), 0);
    // Bought on 12 February: thirty days later it is March.
    assert_eq!(months_with(&free, "credits.expired_purchased"), [3]);
    assert!(figure(&free, "work.zero_ms") * 2 > horizon_ms(&load("taskade-free", &[])));
}

#[test]
fn taskade_max_bears_what_running_work_needs_beyond_the_pool() {
    let max = run("taskade-max-burst");
    assert_eq!(months_with(&max, "credits.absorbed"), [2]);
    assert_eq!(figure(&max, "work.interrupted"), 0);
    assert!(figure(&max, "work.blocked.buy_credits") > 0);
    assert!(figure(&max, "credits.topped_up") > 50_000);
    let stopped = run_with("taskade-max-burst", &["plan.overrun=stop"]);
    assert_eq!(figure(&stopped, "credits.absorbed"), 0);
    assert_eq!(figure(&stopped, "credits.unmet"), figure(&max, "credits.absorbed"));
    assert!(figure(&stopped, "work.interrupted") > 0);
}

const AZURE: &str = "azure-llm-2023-conv.csv";

/// A copy of the dataset of `docs/real-usage.md`: where `CREDITSIM_AZURE_TRACE` says, or beside the project.
#[expect(clippy::disallowed_methods, reason = "says where a dataset is that is not part of the project")]
fn azure() -> Option<PathBuf> {
    let named = std::env::var_os("CREDITSIM_AZURE_TRACE").map(PathBuf::from);
    named.or_else(|| Some(root().join("../shared/data").join(AZURE)).filter(|path| path.exists()))
}

/// A directory with the recipe's scenario and the dataset beside it, as the page has it.
#[expect(clippy::print_stderr, reason = "says why nothing is checked")]
fn recipe() -> Option<tempfile::TempDir> {
    let Some(dataset) = azure() else {
        eprintln!("skipped: no copy of {AZURE}; CREDITSIM_AZURE_TRACE may say where one is");
        return None;
    };
    let copied = || {
        let dir = tempfile::tempdir()?;
        let place = dir.path().join("docs/real-usage");
        fs::create_dir_all(&place)?;
        fs::copy(root().join("docs/real-usage/azure-chat.toml"), place.join("azure-chat.toml"))?;
        fs::copy(&dataset, place.join(AZURE))?;
        Ok::<_, std::io::Error>(dir)
    };
    Some(copied().unwrap_or_else(|error| panic!("cannot copy {}: {error}", dataset.display())))
}

#[test]
fn an_hour_of_real_chat_costs_what_its_tokens_cost_and_exhausts_the_limit_on_the_26th_day() {
    let Some(dir) = recipe() else { return };
    let place = dir.path().join("docs/real-usage");
    let mut rows = csv::Reader::from_path(place.join(AZURE)).unwrap();
    let costs: Vec<i64> = rows
        .records()
        .map(|row| {
            let row = row.unwrap();
            let tokens = |column: usize| row[column].trim().parse::<i64>().unwrap();
            (tokens(1) + 4 * tokens(2) + 999) / 1_000
        })
        .collect();
    let hour: i64 = costs.iter().sum();
    assert_eq!((costs.len(), hour), (19_366, 46_377));

    let text = fs::read_to_string(place.join("azure-chat.toml")).unwrap();
    let load = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        scenario::load(&place.join("azure-chat.toml"), &text, &sets, &Beside(place.clone())).unwrap()
    };
    let scenario = load(&[]);
    let mut seen = Recorder::default();
    let month = replayed(&scenario, &mut seen);
    let value = |name| figure(&month, name);
    assert_eq!(value("work.wanted"), 31 * 19_366);
    assert_eq!(value("credits.spent") + value("credits.absorbed") + value("work.blocked_credits"), 31 * hour);
    assert_eq!((value("credits.spent"), value("credits.absorbed")), (1_250_000, 0));
    assert_eq!((value("work.blocked.buy_credits"), value("work.blocked_credits")), (78_365, 187_687));
    assert_eq!((value("auto_recharge.fired"), value("auto_recharge.cap_hit_months")), (10, 1));
    let denied = seen.notes.iter().find(|note| matches!(note.what, Happening::RechargeDenied(_))).unwrap();
    assert_eq!(denied.time.to_string(), "2026-01-26T14:48:40.441Z");

    let weekly = replayed(&load(&["traces.*.repeat_every=\"7d\""]), &mut Unobserved);
    assert_eq!(figure(&weekly, "credits.spent"), 5 * hour);
    let higher = load(&["strict=false", "auto_recharge.monthly_limit=1200000"]);
    let higher = replayed(&higher, &mut Unobserved);
    assert_eq!((figure(&higher, "credits.spent"), figure(&higher, "auto_recharge.fired")), (31 * hour, 12));
}

#[test]
fn the_commands_of_the_page_on_real_usage_print_what_it_shows() {
    let Some(dir) = recipe() else { return };
    let page = fs::read_to_string(root().join("docs/real-usage.md")).unwrap();
    let mut ran = 0;
    for block in page.split("```console\n$ creditsim ").skip(1) {
        let block = block.split("```").next().unwrap();
        let (command, shown) = block.split_once('\n').unwrap();
        let args = command.split_whitespace().map(|argument| argument.trim_matches('\''));
        let done = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
            .current_dir(dir.path())
            .args(args)
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "$ {command}\n{}", String::from_utf8_lossy(&done.stderr));
        for line in shown.lines().filter(|line| *line != "…" && !line.is_empty()) {
            assert!(
                printed.lines().any(|known| known == line),
                "$ {command}\ndoes not print\n{line}\nbut\n{printed}"
            );
        }
        ran += 1;
    }
    assert_eq!(ran, 4);
}
