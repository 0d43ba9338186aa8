//! Jumping replays come to the same as replays event by event, on the shipped scenarios and in sweeps.

use super::cli::creditsim;
use super::shipped::{SHIPPED, load};
use super::support::InMemory;
use creditsim::demand::generate;
use creditsim::replay::{FreeRun, Keyed, replay};
use creditsim::scenario::{self, Scenario};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Events replayed for one scenario, each way.
const EVENTS: u64 = 3_000_000;

/// A scenario in some of the legal settings of Ampere's auto-recharge (R-RANGES): as many as asked for, within reason.
pub(crate) fn legal_settings(own: &Scenario, name: &str, wanted: u64) -> Vec<Scenario> {
    let mut settings = Vec::new();
    for threshold in (5_000..=50_000_i64).step_by(5_000) {
        for amount in (20_000..=100_000).step_by(20_000).filter(|&amount| amount >= threshold) {
            settings.extend((amount..=1_000_000).step_by(20_000).map(|limit| (threshold, amount, limit)));
        }
    }
    assert_eq!(settings.len(), 2_002, "R-RANGES");
    let wanted = usize::try_from(wanted).unwrap().clamp(6, 60);
    let of = |&(threshold, amount, limit): &(i64, i64, i64)| {
        let mut sets =
            vec![format!("auto_recharge.threshold={threshold}"), format!("auto_recharge.amount={amount}")];
        // Taskade has no monthly limit.
        if name.starts_with("ampere") {
            sets.push(format!("auto_recharge.monthly_limit={limit}"));
        }
        own.with(&sets).ok()
    };
    settings.iter().step_by(settings.len() / wanted).filter_map(of).collect()
}

#[test]
fn shipped_scenarios_jump_to_the_same_result_in_every_legal_setting_tried() {
    let mut compared = 0;
    for name in SHIPPED {
        let own = load(name, &[]);
        let demand = generate(&own.plan, 0);
        let Some(run) = FreeRun::of(&demand, &own.rules, 0) else {
            assert_eq!(name, "taskade-free", "only there do purchased credits expire");
            continue;
        };
        let events = replay(&demand, &own.rules, 0).tally.events;
        let cells = legal_settings(&own, name, EVENTS / events.max(1));
        let rules: Vec<_> = cells.iter().map(|cell| &cell.rules).collect();
        let mut together = vec![None; rules.len()];
        run.briefs(&demand, &rules, (0, usize::MAX), |place, brief| together[place] = brief);
        for (cell, together) in cells.iter().zip(together) {
            let recharge = cell.rules.auto_recharge;
            assert!(run.suits(&cell.rules), "{name} {recharge:?}");
            let plain = replay(&demand, &cell.rules, 0);
            assert_eq!(run.replay(&demand, &cell.rules, 0), plain, "{name} {recharge:?}");
            let brief = plain.brief(&cell.rules);
            assert_eq!(together.as_ref(), Some(&brief), "{name} {recharge:?}");
            assert_eq!(run.brief(&demand, &cell.rules, 0, usize::MAX), Some(brief), "{name} {recharge:?}");
            compared += 1;
        }
    }
    assert!(compared >= 200, "{compared}");
}

#[test]
fn rules_that_are_compared_have_the_keys_and_plans_that_digests_give() {
    let own = load("ampere-flaky-tasks", &[]);
    let keyed = Keyed::of(&own.rules);
    let money = ["auto_recharge.threshold=5_000", "payment.decline_probability=0.2", "plan.overrun='debt'"];
    let rules =
        ["tasks.*.auto_pause_after=2", "plan.included_credits=60_000", "plan.purchased_expire_after='90d'"];
    let demand = ["tasks.*.duration='7m'", "clock.seed=4"];
    for set in money.into_iter().chain(rules).chain(demand) {
        let other = own.with(&[set.to_owned()]).unwrap_or_else(|problems| panic!("{problems}"));
        let key = FreeRun::key(&other.rules);
        assert_eq!(keyed.key_of(&other.rules), key, "{set}");
        assert_eq!(key == FreeRun::key(&own.rules), money.contains(&set) || demand[0] == set, "{set}");
        assert_eq!(own.plan == other.plan, own.plan.digest() == other.plan.digest(), "{set}");
        assert_eq!(own.plan == other.plan, !demand.contains(&set), "{set}");
        assert_ne!(own.rules == other.rules, set != demand[0], "{set}");
    }
}

#[test]
fn a_run_recorded_in_the_memory_of_another_one_is_the_same() {
    let mut other = None;
    for name in ["ampere-team", "ampere-flaky-tasks", "taskade-max-burst", "ampere-annual"] {
        let own = load(name, &[]);
        let demand = generate(&own.plan, 0);
        let fresh = FreeRun::of(&demand, &own.rules, 0).unwrap();
        let again = FreeRun::in_place_of(other, &demand, &own.rules, 0).unwrap();
        assert!(format!("{fresh:?}") == format!("{again:?}"), "{name}");
        other = Some(again);
    }
}

/// Sweeps `swept.toml`; what it says.
fn sweep(dir: &Path, more: &[&str]) -> String {
    let done = creditsim(dir, &[&["sweep", "swept.toml", "--charts", "none"], more].concat());
    assert_eq!(done.code, Some(0), "{}", done.err);
    done.out + &done.err
}

fn same_figures(dir: &Path, one: &str, other: &str) {
    for file in ["sweep.csv", "replications.parquet"] {
        let read = |out: &str| fs::read(dir.join(out).join(file)).unwrap();
        assert!(read(one) == read(other), "{file}");
    }
}

#[test]
fn a_sweep_has_the_same_figures_jumping_and_event_by_event() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("swept.toml"), super::sweep::SWEPT).unwrap();
    let limits = "auto_recharge.monthly_limit=20000,40000,60000,80000";
    let told = sweep(dir.path(), &["--axis", limits, "--out", "jumping", "--verbose"]);
    assert!(told.contains("144 replays jumped from one moment"), "{told}");
    sweep(dir.path(), &["--axis", limits, "--out", "plain", "--plain"]);
    same_figures(dir.path(), "jumping", "plain");
}

/// Credits are short for weeks, and nobody resumes what paused: jumping would step nearly every event.
#[test]
fn a_sweep_of_scarce_credits_has_the_same_figures_in_batches_and_event_by_event() {
    let dir = tempfile::tempdir().unwrap();
    let text = super::sweep::SWEPT
        .replace("until = \"2026-02-01", "until = \"2026-03-15")
        .replace("included_credits = 8_000", "included_credits = 800")
        .replace("[20_000, 60_000]", "[20_000]")
        .replace("[0.0, 0.5]", "[0.0]")
        .replace("[5_000, 10_000, 15_000]", "[5_000, 10_000, 15_000, 20_000]")
        .replace(
            "\"tasks.*.auto_pause_after\" = [2, 5]",
            "\"plan.opening_purchased\" = [0, 1, 20, 30, 50, 700, 900, 2_000]",
        )
        + "\n[review]\ncredits = { trigger = \"never\" }\n";
    fs::write(dir.path().join("swept.toml"), text).unwrap();
    let told = sweep(dir.path(), &["--out", "batched", "--verbose"]);
    assert!(told.contains("went in batches"), "{told}");
    sweep(dir.path(), &["--out", "plain", "--plain"]);
    same_figures(dir.path(), "batched", "plain");
}

/// A purchase lasts for some runs only: beside a free run, nearly every record would be where a cell leaves or meets it.
#[test]
fn a_sweep_of_cells_that_often_part_has_the_same_figures_event_by_event() {
    let dir = tempfile::tempdir().unwrap();
    let text = super::sweep::SWEPT
        .replace("policy = \"ampere\"", "policy = \"ampere\"\nstrict = false")
        .replace("included_credits = 8_000", "included_credits = 100")
        .replace("amount = 20_000\nmonthly_limit = 20_000", "amount = 60\nmonthly_limit = \"none\"")
        .replace("[5_000, 10_000, 15_000]", "[1, 2, 3, 4, 5, 6]")
        .replace("\"auto_recharge.monthly_limit\" = [20_000, 60_000]\n", "")
        .replace("\"activities.joule.growth_per_month\" = [0.0, 0.5]\n", "")
        .replace("\"tasks.*.auto_pause_after\" = [2, 5]\n", "");
    fs::write(dir.path().join("swept.toml"), text).unwrap();
    let told = sweep(dir.path(), &["--out", "parting", "--verbose"]);
    assert!(told.contains("18 went event by event: work is short of credits too often"), "{told}");
    sweep(dir.path(), &["--out", "plain", "--plain"]);
    same_figures(dir.path(), "parting", "plain");
}

/// What jumps beside its own free run is the replay event by event.
fn jumps_exactly(toml: &str, trace: &str) {
    let files = [("trace.csv", trace)];
    let own = scenario::load(Path::new("test.toml"), toml, &[], &InMemory(&files)).unwrap();
    let demand = generate(&own.plan, 0);
    let run = FreeRun::of(&demand, &own.rules, 0).unwrap();
    let plain = replay(&demand, &own.rules, 0);
    assert_eq!(run.replay(&demand, &own.rules, 0), plain);
    assert_eq!(run.brief(&demand, &own.rules, 0, usize::MAX), Some(plain.brief(&own.rules)));
}

/// The free run pauses a task for failures while the credits are yet to come that another task lacks: as many runs are in
/// flight beyond the end, but others.
#[test]
fn work_that_ends_beyond_the_horizon_is_no_other_where_a_replay_meets_its_free_run() {
    let toml = "schema = 1\nname = 'late'\npolicy = 'taskade'\nstrict = false\n\
        [clock]\nstart = '2026-01-01T00:00:00Z'\nuntil = '2026-01-05T00:00:00Z'\n\
        [plan]\nincluded_credits = 0\n[[top_ups]]\nat = '2026-01-01T03:00:00Z'\ncredits = 2000\n\
        [[traces]]\npath = 'trace.csv'\nauto_pause_after = 1\n\
        review = { credits = { trigger = 'funded' }, failures = { trigger = 'timer', delay = '4h' } }\n";
    let mut trace = "time,source,kind,cost,reserve,duration,outcome\n\
        2026-01-01T01:00:00Z,tool,ai_tool,80,80,864000,ok\n\
        2026-01-01T02:00:00Z,sync,task,10,10,0,run_failure\n\
        2026-01-01T04:00:00Z,sync,task,50,50,864000,ok\n"
        .to_owned();
    for minute in 0..40 {
        writeln!(trace, "2026-01-01T12:{minute:02}:00Z,chat,joule,10,,0,ok").unwrap();
    }
    jumps_exactly(toml, &trace);
}
