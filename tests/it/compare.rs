//! Comparisons: paired, sorted, and the same whatever the threads.

use super::cli::{creditsim, names};
use serde_json::Value;
use std::fs;
use std::path::Path;

const TEAM: &str = r#"
schema = 1
name = "team"
policy = "ampere"

[clock]
start = "2026-01-01T00:00:00"
until = "2026-02-01T00:00:00"
seed = 3

[plan]
included_credits = 8_000

[auto_recharge]
threshold = 5_000
amount = 20_000
monthly_limit = 20_000

[[activities]]
name = "joule"
kind = "joule"
arrivals = { per_day = 100.0 }
cost = { dist = "lognormal", mean = 12, sigma = 0.8 }
"#;

fn place() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("team.toml"), TEAM).unwrap();
    let other =
        TEAM.replace("monthly_limit = 20_000", "monthly_limit = 40_000").replace("seed = 3", "seed = 4");
    fs::write(dir.path().join("other.toml"), other).unwrap();
    dir
}

fn compared(dir: &Path, args: &[&str]) -> Value {
    let all: Vec<&str> =
        ["compare"].into_iter().chain(args.iter().copied()).chain(["--format", "json"]).collect();
    let done = creditsim(dir, &all);
    assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
    serde_json::from_str(&done.out).unwrap()
}

fn metric<'a>(variant: &'a Value, name: &str) -> &'a Value {
    variant["metrics"].as_array().unwrap().iter().find(|metric| metric["metric"] == name).unwrap()
}

#[test]
fn differences_are_those_of_runs_with_the_same_replications() {
    let dir = place();
    let run = |set: &str| -> Vec<f64> {
        let args =
            ["run", "team.toml", "--charts", "none", "--format", "json", "--replications", "5", "--set", set];
        let runs: Value = serde_json::from_str(&creditsim(dir.path(), &args).out).unwrap();
        runs.as_array().unwrap().iter().map(|run| run["credits"]["spent"].as_f64().unwrap()).collect()
    };
    let (own, first) = (run("auto_recharge.monthly_limit=40000"), run("auto_recharge.monthly_limit=20000"));
    let differences: Vec<f64> = own.iter().zip(&first).map(|(own, first)| own - first).collect();
    let mean = differences.iter().sum::<f64>() / 5.0;
    let squares: f64 = differences.iter().map(|difference| (difference - mean).powi(2)).sum();
    let half = 2.776_445 * (squares / 4.0 / 5.0).sqrt(); // t(0.975, 4)
    let json = compared(
        dir.path(),
        &["team.toml", "--variant", "auto_recharge.monthly_limit=40000", "--replications", "5", "-o", "out"],
    );
    let spent = &metric(&json["variants"][0], "credits.spent")["difference"];
    assert!((spent["mean"].as_f64().unwrap() - mean).abs() < 1e-9);
    assert!((spent["hi"].as_f64().unwrap() - (mean + half)).abs() < 1e-3 * half);
    assert!(mean > 0.0, "a higher limit lets more be spent");
    assert_eq!(
        names(&dir.path().join("out")),
        ["balance.svg", "compare.csv", "compare.json", "differences.svg", "spend.svg"]
    );
}

#[test]
fn another_file_takes_the_seed_of_the_first_and_equals_the_same_variant() {
    let dir = place();
    let args = ["team.toml", "other.toml", "--variant", "auto_recharge.monthly_limit=40000"];
    let json =
        compared(dir.path(), &[&args[..], &["--replications", "4", "-o", "a", "--threads", "1"]].concat());
    let [file, variant] = &json["variants"].as_array().unwrap()[..] else { panic!("two variants: {json}") };
    assert_eq!(file["metrics"], variant["metrics"]);
    // Both files have the name `team`: the second goes by its path.
    assert_eq!(file["variant"], "other.toml");
    let again =
        compared(dir.path(), &[&args[..], &["--replications", "4", "-o", "b", "--threads", "3"]].concat());
    assert_eq!(json, again);
}

#[test]
fn one_variant_is_nothing_to_compare() {
    let dir = place();
    let alone = creditsim(dir.path(), &["compare", "team.toml"]);
    assert_eq!(alone.code, Some(2));
    assert!(alone.err.contains("there is one variant only"), "{}", alone.err);
    let wrong = creditsim(dir.path(), &["compare", "team.toml", "--variant", "auto_recharge.treshold=5000"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("threshold"), "{}", wrong.err);
}

#[test]
fn variants_share_one_clock_and_are_told_apart() {
    let dir = place();
    let higher = "auto_recharge.monthly_limit=40000";
    for (variants, message) in [
        (["clock.seed=9", higher], "--variant clock.seed=9: `clock.seed=9` changes what all variants share"),
        ([higher, "clock.replications=9"], "`clock.replications=9` changes what all variants share"),
        ([higher, higher], "--variant auto_recharge.monthly_limit=40000 is there twice"),
    ] {
        let args = ["compare", "team.toml", "--variant", variants[0], "--variant", variants[1]];
        let done = creditsim(dir.path(), &args);
        assert_eq!(done.code, Some(2), "{variants:?}");
        assert!(done.err.contains(message), "{variants:?}: {}", done.err);
        assert!(!dir.path().join("output").exists());
    }
}
