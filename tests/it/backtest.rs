//! `creditsim backtest` as people use it, on what `creditsim forecast` writes.

use super::cli::{creditsim, names};
use std::fs;
use std::path::Path;

/// Two months of organisations that pay by chance.
const POPULATION: &str = r#"
schema = 1
name = "two-months"
policy = "ampere"

[clock]
start = "2026-01-01T00:00:00"
until = "2026-03-01T00:00:00"

[plan]
included_credits = 5_000
price = 20.0

[[activities]]
name = "chat"
kind = "joule"
arrivals = { per_day = 5 }
cost = { dist = "exponential", mean = 12 }

[population]
organisations = 5

[[population.segments]]
name = "only"
"#;

const ACTUALS: &str = "month,segment,metric,value\n2026-01,all,credits.spent,9000\n2026-02,,credits.spent,8000\n\
                       2026-02,only,credits.spent,8000\n2026-04,all,credits.spent,1\n";

fn forecast(dir: &Path) {
    fs::write(dir.join("two-months.toml"), POPULATION).unwrap();
    fs::write(dir.join("actuals.csv"), ACTUALS).unwrap();
    let done = creditsim(dir, &["forecast", "two-months.toml", "--out", "spring"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
}

#[test]
fn a_forecast_is_scored_from_its_own_file() {
    let dir = tempfile::tempdir().unwrap();
    forecast(dir.path());
    let args = ["backtest", "--actuals", "actuals.csv", "spring", "spring/forecast.csv", "--out", "scored"];
    let done = creditsim(dir.path(), &args);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("credits.spent of only"), "{}", done.out);
    assert!(done.out.contains("credits.spent has no forecast for 2026-04"), "{}", done.out);
    assert_eq!(names(&dir.path().join("scored")), ["backtest.csv", "backtest.json", "calibration.svg"]);
    let json = creditsim(dir.path(), &[&args[..], &["--format", "json", "--charts", "none"]].concat());
    assert_eq!(json.out, fs::read_to_string(dir.path().join("scored/backtest.json")).unwrap());
}

#[test]
fn what_is_wrong_with_a_table_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    let head = "month,segment,metric,statistic,value\n2026-01,all,a,total_p50,5\n";
    write("forecast.csv", head);
    write("odd.csv", &format!("{head}2026-02,all,a,total_median,5\n"));
    write("actuals.csv", "month,metric,value\n2026-01,a,5\n");
    write("bad.csv", "month,metric,value\n2026-01,a,5\n2026-02,a,five\n");
    write("other.csv", "month,metric,value\n2025-01,a,5\n");
    for (args, said) in [
        (["bad.csv", "forecast.csv"], "bad.csv:3: column `value`: `five` is no number"),
        (["actuals.csv", "odd.csv"], "odd.csv:3: column `statistic`: `total_median` is no statistic"),
        (["other.csv", "."], ". has no month and figure in common with the actuals"),
        (["actuals.csv", "nowhere.csv"], "cannot read nowhere.csv"),
    ] {
        let done = creditsim(dir.path(), &["backtest", "--actuals", args[0], args[1]]);
        assert_eq!(done.code, Some(2), "{args:?}: {}", done.err);
        assert!(done.err.contains(said), "{args:?}: {said} is not in\n{}", done.err);
    }
    assert!(!dir.path().join("output").exists());
}
