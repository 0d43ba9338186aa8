//! `creditsim fit` as people use it.

use crate::cli::creditsim;
use std::fs;
use std::path::Path;

/// Copies the shipped trace, which `scripts/make_backtest_trace.py` made.
fn with_trace() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/backtest/usage-2026-01.csv");
    fs::copy(trace, dir.path().join("usage.csv")).unwrap();
    dir
}

#[test]
fn a_trace_becomes_a_scenario_that_runs() {
    let dir = with_trace();
    let done = creditsim(dir.path(), &["fit", "--trace", "usage.csv", "-o", "one.toml", "--threads", "1"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains("crm-sync") && done.out.contains("What the trace cannot tell"), "{}", done.out);
    assert!(done.err.contains("Run it with: creditsim run one.toml"), "{}", done.err);
    let done = creditsim(dir.path(), &["fit", "--trace", "usage.csv", "-o", "two.toml", "--format", "json"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.starts_with("{\n"), "{}", done.out);
    let text = fs::read_to_string(dir.path().join("one.toml")).unwrap();
    assert_eq!(text, fs::read_to_string(dir.path().join("two.toml")).unwrap());
    let done =
        creditsim(dir.path(), &["run", "one.toml", "--out", "ran", "--charts", "none", "--format", "json"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    // What the trace itself costs, within a fifth: hours and costs are drawn anew.
    let summary: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let spent = summary["credits"]["spent"].as_i64().unwrap();
    let recorded: serde_json::Value =
        serde_json::from_str(include_str!("../../scenarios/backtest.expected.json")).unwrap();
    let recorded = recorded["credits.spent"].as_i64().unwrap();
    assert!((spent - recorded).abs() * 5 < recorded, "{spent} is not near {recorded}");
}

#[test]
fn a_file_that_exists_is_not_written_over_unless_told() {
    let dir = with_trace();
    fs::write(dir.path().join("scenario.toml"), "mine").unwrap();
    let done = creditsim(dir.path(), &["fit", "--trace", "usage.csv"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("scenario.toml: it exists already; --force writes over it"), "{}", done.err);
    assert_eq!(fs::read_to_string(dir.path().join("scenario.toml")).unwrap(), "mine");
    let done = creditsim(dir.path(), &["fit", "--trace", "usage.csv", "--force"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(fs::read_to_string(dir.path().join("scenario.toml")).unwrap().starts_with("# Estimated by"));
}

#[test]
fn what_is_wrong_with_a_trace_or_an_option_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let csv = "time,source,cost\n2026-01-01T00:00:00Z,chat,5\n2026-01-01T00:01:00Z,chat,five\n";
    fs::write(dir.path().join("usage.csv"), csv).unwrap();
    fs::write(dir.path().join("bare.csv"), "time,source,cost\n").unwrap();
    for (args, said) in [
        (vec!["--trace", "usage.csv"], vec!["usage.csv:3", "column `cost`", "`five` is no decimal number"]),
        (vec!["--trace", "nowhere.csv"], vec!["cannot read the trace `nowhere.csv`"]),
        (vec!["--trace", "bare.csv"], vec!["has no rows"]),
        (vec!["--trace", "usage.csv", "--zone", "Europe/Berlyn"], vec!["Europe/Berlin"]),
        (vec!["--trace", "usage.csv", "--columns", "tme=time"], vec!["`tme`", "`time`"]),
        (vec!["--trace", "usage.csv", "--columns", "time"], vec!["NAME=VALUE"]),
        (vec!["--trace", "usage.csv", "--policy", "amper"], vec!["ampere"]),
    ] {
        let done = creditsim(dir.path(), &[&["fit"], args.as_slice()].concat());
        assert_eq!(done.code, Some(2), "{args:?}: {}", done.err);
        for part in said {
            assert!(done.err.contains(part), "{args:?}: {part} is not in\n{}", done.err);
        }
    }
    assert!(!dir.path().join("scenario.toml").exists());
}

#[test]
fn rows_that_span_too_little_are_refused_or_warned_of() {
    let dir = tempfile::tempdir().unwrap();
    let at = |times: &[&str]| {
        let rows: Vec<String> = times.iter().map(|time| format!("2026-01-05T{time}Z,chat,5\n")).collect();
        fs::write(dir.path().join("usage.csv"), format!("time,source,cost\n{}", rows.concat())).unwrap();
    };
    let fit = |args: &[&str]| {
        creditsim(
            dir.path(),
            &[&["fit", "--trace", "usage.csv", "--force", "--format", "json"], args].concat(),
        )
    };
    let day = ["--from", "2026-01-05T00:00:00Z", "--until", "2026-01-06T00:00:00Z"];
    for times in [&["09:00:00"][..], &["09:00:00", "09:00:00"]] {
        at(times);
        let done = fit(&[]);
        assert_eq!(done.code, Some(2), "{}", done.err);
        assert!(done.err.contains("span no time, all of them are of 2026-01-05T09:00:00Z"), "{}", done.err);
        let done = fit(&day);
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert!(!done.err.contains("warning"), "{}", done.err);
    }
    at(&["09:00:00", "09:00:01"]);
    let done = fit(&[]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("warning: the rows of usage.csv lie within 1.001s"), "{}", done.err);
    let text = fs::read_to_string(dir.path().join("scenario.toml")).unwrap();
    assert!(text.contains("# - Rates a day: the trace covers"), "{text}");
    for (args, said) in [
        (
            &["--from", "2026-01-07T00:00:00Z"][..],
            "--from 2026-01-07T00:00:00Z is after the last row of usage.csv\n",
        ),
        (
            &["--until", "2026-01-05T09:00:00Z"],
            "--until 2026-01-05T09:00:00Z is not after the first row of usage.csv",
        ),
        (&["--from", "2026-01-06T00:00:00Z", "--until", "2026-01-05T00:00:00Z"], "is not after --from"),
        (
            &["--from", "2026-01-06T00:00:00Z", "--until", "2026-01-07T00:00:00Z"],
            "no row of usage.csv lies from",
        ),
    ] {
        let done = fit(args);
        assert_eq!(done.code, Some(2), "{args:?}");
        assert!(done.err.contains(said), "{args:?}: {}", done.err);
    }
}
