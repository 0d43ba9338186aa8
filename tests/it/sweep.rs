//! Sweeps: which cells there are, that they are paired, and that it does not matter where or when they are done.

use super::cli::{creditsim, creditsim_to_a_full_disk, names};
use creditsim::experiment::Crew;
use creditsim::experiment::sweep::{Cells, Grid, Organisation, Point};
use creditsim::scenario::{self, NoFiles};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A month that runs short of credits, swept over settings, a task's rule and the demand itself.
pub(crate) const SWEPT: &str = r#"
schema = 1
name = "swept"
policy = "ampere"

[clock]
start = "2026-01-01T00:00:00"
until = "2026-02-01T00:00:00"
seed = 1
replications = 3

[plan]
included_credits = 8_000

[auto_recharge]
threshold = 5_000
amount = 20_000
monthly_limit = 20_000

[[tasks]]
name = "sync"
count = 3
schedule = { every = "hour", minute = 15 }
cost = { dist = "uniform", min = 5, max = 25 }
duration = { dist = "exponential", mean = 60 }
failure = { run = 0.1 }

[[activities]]
name = "joule"
kind = "joule"
arrivals = { per_day = 48.0 }
cost = { dist = "lognormal", mean = 12, sigma = 0.8 }

[sweep.axes]
"auto_recharge.threshold" = [5_000, 10_000, 15_000]
"auto_recharge.monthly_limit" = [20_000, 60_000]
"activities.joule.growth_per_month" = [0.0, 0.5]
"tasks.*.auto_pause_after" = [2, 5]

[sweep.recommend]
minimize = "spend"
subject_to = { blocked_share = 0.2 }
"#;

/// The sweep's files.
const FILES: [&str; 13] = [
    "heatmap-growth_per_month-auto_pause_after.svg",
    "heatmap-growth_per_month-monthly_limit.svg",
    "heatmap-growth_per_month-threshold.svg",
    "heatmap-monthly_limit-auto_pause_after.svg",
    "heatmap-monthly_limit-threshold.svg",
    "heatmap-threshold-auto_pause_after.svg",
    "main-effects.svg",
    "pareto.svg",
    "recommendation.json",
    "replications.parquet",
    "report.html",
    "sweep.csv",
    "tornado.svg",
];

fn place(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("swept.toml"), text).unwrap();
    dir
}

fn sweep(dir: &Path, args: &[&str]) {
    let all: Vec<&str> = ["sweep", "swept.toml"].into_iter().chain(args.iter().copied()).collect();
    let done = creditsim(dir, &all);
    assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
}

fn files(dir: &Path) -> Vec<Vec<u8>> {
    assert_eq!(names(dir), FILES);
    FILES.map(|name| fs::read(dir.join(name)).unwrap()).to_vec()
}

/// The rows of `sweep.csv`, by column.
fn rows(dir: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(dir.join("sweep.csv")).unwrap();
    let heads = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        heads.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn the_three_recharge_axes_have_2002_legal_combinations_of_ampere() {
    let text = "schema = 1\nname = 'legal'\npolicy = 'ampere'\n[auto_recharge]\n[sweep.axes]\n\
        'auto_recharge.threshold' = 'legal'\n'auto_recharge.amount' = 'legal'\n\
        'auto_recharge.monthly_limit' = 'legal'\n\
        [clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-01-02T00:00:00'\n";
    let scenario = scenario::load(Path::new("legal.toml"), text, &[], &NoFiles).unwrap();
    let grid = Grid::of(&scenario.sweep.as_ref().unwrap().axes).unwrap();
    let organisations = [Organisation { scenario, weight: 1.0 }];
    let cells = Cells::of(&organisations, &grid, &Crew::new(None).unwrap()).unwrap();
    assert_eq!(cells.points.len(), 2_002);
    assert_eq!(cells.left_out, grid.len() - 2_002);
    // One demand for all of them, and the policy's defaults among them.
    assert_eq!(cells.groups.len(), 1);
    assert!(matches!(cells.points[cells.baseline], Point::Grid(_)));
}

#[test]
fn every_cell_has_the_figures_of_a_run_with_its_settings_in_every_replication() {
    let dir = place(SWEPT);
    sweep(dir.path(), &["-o", "swept"]);
    let rows = rows(&dir.path().join("swept"));
    assert_eq!(rows.len(), 24);
    for row in rows.iter().step_by(5) {
        let axes = ["auto_recharge.threshold", "auto_recharge.monthly_limit"];
        let others = ["activities.joule.growth_per_month", "tasks.*.auto_pause_after"];
        let sets: Vec<String> =
            axes.into_iter().chain(others).map(|axis| format!("--set={axis}={}", row[axis])).collect();
        let mut args = vec!["run", "swept.toml", "-o", "run", "--charts", "none", "--format", "json"];
        args.extend(sets.iter().map(String::as_str));
        let done = creditsim(dir.path(), &args);
        assert_eq!(done.code, Some(0), "{}", done.err);
        let runs: Value = serde_json::from_str(&done.out).unwrap();
        let runs = runs.as_array().unwrap();
        assert_eq!(row["replications"], runs.len().to_string());
        for metric in
            ["credits.spent", "auto_recharge.fired", "work.blocked_credits", "tasks.missed.failures"]
        {
            let path = format!("/{}", metric.replace('.', "/"));
            let values: Vec<f64> =
                runs.iter().map(|run| run.pointer(&path).unwrap().as_f64().unwrap()).collect();
            let mean = values.iter().sum::<f64>() / 3.0;
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let figure = |of: &str| row[&format!("{metric}.{of}")].parse::<f64>().unwrap();
            assert!((figure("mean") - mean).abs() < 1e-9, "{metric} of {sets:?}");
            assert!((figure("min") - least).abs() < 1e-9, "{metric} of {sets:?}");
        }
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let dir = place(SWEPT);
    sweep(dir.path(), &["-o", "one", "--threads", "1"]);
    sweep(dir.path(), &["-o", "three", "--threads", "3"]);
    assert_eq!(files(&dir.path().join("one")), files(&dir.path().join("three")));
}

#[test]
fn shares_join_to_the_bytes_of_a_single_sweep_and_nothing_else_joins() {
    let dir = place(SWEPT);
    // Enough replications for several blocks.
    let common = ["--replications", "40"];
    sweep(dir.path(), &[&common[..], &["-o", "whole"]].concat());
    for (share, out) in [("1/2", "a"), ("2/2", "b")] {
        sweep(dir.path(), &[&common[..], &["-o", out, "--shard", share]].concat());
    }
    let merge = |parts: &[&str]| {
        let args: Vec<&str> = ["merge", "-o", "merged"].into_iter().chain(parts.iter().copied()).collect();
        creditsim(dir.path(), &args)
    };
    assert_eq!(merge(&["b", "a"]).code, Some(0));
    assert_eq!(files(&dir.path().join("merged")), files(&dir.path().join("whole")));

    sweep(dir.path(), &[&common[..], &["-o", "c", "--shard", "2/2", "--seed", "2"]].concat());
    sweep(dir.path(), &[&common[..], &["-o", "d", "--shard", "2/3"]].concat());
    for (parts, message) in [
        (&["a"][..], "share 2/2 is missing"),
        (&["a", "b", "a"], "share 1/2 is there twice"),
        (&["a", "c"], "its seed for swept is 2, not 1"),
        (&["a", "d"], "is share 2/3"),
        (&["whole"], "has no parts of a sweep"),
        (&["swept.toml"], "it is no part of a sweep"),
    ] {
        let done = merge(parts);
        assert_eq!(done.code, Some(2), "{parts:?}: {}", done.err);
        assert!(done.err.contains(message), "{parts:?}: {}", done.err);
    }
    let part = dir.path().join("b/part-2-of-2");
    let bytes = fs::read(&part).unwrap();
    fs::write(&part, &bytes[..bytes.len() - 1]).unwrap();
    assert!(merge(&["a", "b"]).err.contains("is damaged"));
}

#[test]
fn a_killed_sweep_goes_on_to_the_bytes_of_an_uninterrupted_one() {
    let dir = place(SWEPT);
    let common = ["sweep", "swept.toml", "--replications", "400"];
    let whole = creditsim(dir.path(), &[&common[..], &["-o", "whole"]].concat());
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
        .current_dir(dir.path())
        .args(common)
        .args(["-o", "killed"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let unfinished = dir.path().join("killed/sweep.unfinished");
    let size = || fs::metadata(&unfinished).map_or(0, |data| data.len());
    while size() < 100_000 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(&dir.path().join("killed")), ["sweep.unfinished"], "it was killed too late");
    // The last block may be cut off in its middle.
    let file = fs::OpenOptions::new().write(true).open(&unfinished).unwrap();
    file.set_len(size() - 5).unwrap();
    drop(file);

    let again = creditsim(dir.path(), &[&common[..], &["-o", "killed"]].concat());
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("go on with it by --resume"), "{}", again.err);
    let other = creditsim(dir.path(), &[&common[..], &["-o", "killed", "--resume", "--seed", "5"]].concat());
    assert_eq!(other.code, Some(2));
    assert!(other.err.contains("its seed for swept is 1, not 5"), "{}", other.err);
    let changed = creditsim(
        dir.path(),
        &[&common[..], &["-o", "killed", "--resume", "--set", "plan.price=1"]].concat(),
    );
    assert!(changed.err.contains("scenario swept or a file that it names has changed"), "{}", changed.err);
    let resumed = creditsim(dir.path(), &[&common[..], &["-o", "killed", "--resume"]].concat());
    assert_eq!(resumed.code, Some(0), "{}", resumed.err);
    assert_eq!(files(&dir.path().join("killed")), files(&dir.path().join("whole")));
}

#[test]
fn charts_are_svg_or_png_or_none_and_the_page_says_how_to_get_it_again() {
    let dir = place(SWEPT);
    sweep(
        dir.path(),
        &["-o", "png", "--charts", "png", "--set", "plan.price=7", "--seed", "9", "--threads", "1"],
    );
    let png = names(&dir.path().join("png"));
    assert_eq!(png, FILES.map(|name| name.replace(".svg", ".png")));
    let page = fs::read_to_string(dir.path().join("png/report.html")).unwrap();
    let command = "creditsim sweep swept.toml --set plan.price=7 --seed 9<";
    assert!(page.contains(command) && !page.contains(&dir.path().display().to_string()));
    assert!(!page.contains(" src=") && !page.contains("@import") && !page.contains("href=\"http"));
    sweep(dir.path(), &["-o", "none", "--charts", "none"]);
    assert_eq!(names(&dir.path().join("none")), ["recommendation.json", "replications.parquet", "sweep.csv"]);
}

#[test]
fn several_scenarios_share_a_grid_and_weigh_as_asked() {
    let dir = place(SWEPT);
    let busier = SWEPT.replace("per_day = 48.0", "per_day = 96.0").replace("\"swept\"", "\"busier\"");
    fs::write(dir.path().join("busier.toml"), busier).unwrap();
    let spent = |scenarios: &[&str], out: &str| -> Vec<f64> {
        let args: Vec<&str> =
            ["sweep"].into_iter().chain(scenarios.iter().copied()).chain(["-o", out]).collect();
        let done = creditsim(dir.path(), &args);
        assert_eq!(done.code, Some(0), "{}", done.err);
        rows(&dir.path().join(out)).iter().map(|row| row["credits.spent.mean"].parse().unwrap()).collect()
    };
    let (one, two) = (spent(&["swept.toml"], "one"), spent(&["busier.toml"], "two"));
    let both = spent(&["swept.toml", "busier.toml", "--weights", "3,1"], "both");
    assert_eq!(both.len(), 24);
    for ((one, two), both) in one.iter().zip(&two).zip(&both) {
        assert!((0.75 * one + 0.25 * two - both).abs() < 1e-6, "{one} {two} {both}");
    }
}

#[test]
fn axes_and_a_sample_can_be_given_by_argument() {
    let dir = place(SWEPT);
    let text = SWEPT.split("[sweep.axes]").next().unwrap();
    fs::write(dir.path().join("swept.toml"), text).unwrap();
    let axes = [
        "--axis",
        "plan.overrun=absorb,stop",
        "--axis",
        "auto_recharge.threshold={ from = 5000, to = 10000, step = 500 }",
        "--set",
        "strict=false",
    ];
    sweep(dir.path(), &[&axes[..], &["-o", "all"]].concat());
    assert_eq!(rows(&dir.path().join("all")).len(), 22);
    sweep(dir.path(), &[&axes[..], &["-o", "some", "--sample", "11"]].concat());
    let some = rows(&dir.path().join("some"));
    let mut thresholds: Vec<&str> = some.iter().map(|row| row["auto_recharge.threshold"].as_str()).collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    // Each of the eleven thresholds once; the scenario's own settings may be one row more.
    assert_eq!(thresholds.iter().filter(|text| !text.is_empty()).count(), 11);
    sweep(dir.path(), &[&axes[..], &["-o", "based", "--baseline", "21"]].concat());
    let based = rows(&dir.path().join("based"));
    let base: Vec<&str> =
        based.iter().filter(|row| row["baseline"] == "true").map(|row| row["cell"].as_str()).collect();
    assert_eq!(base, ["21"]);
    let absent =
        creditsim(dir.path(), &[&["sweep", "swept.toml"][..], &axes, &["--baseline", "22"]].concat());
    assert!(absent.err.contains("they are numbered 0 to 21"), "{}", absent.err);
    let nothing = creditsim(dir.path(), &["sweep", "swept.toml", "-o", "none"]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.err.contains("name the axes in [sweep.axes]"), "{}", nothing.err);
    assert!(!dir.path().join("none").exists());
}

#[test]
fn a_wrong_setting_beside_axes_is_told_once_where_it_is() {
    let dir = place(SWEPT);
    let swept = ["sweep", "swept.toml", "--axis", "auto_recharge.threshold=legal", "--set", "polcy=x"];
    let wrong = creditsim(dir.path(), &swept);
    assert_eq!(wrong.code, Some(2));
    assert_eq!(wrong.err.matches("unknown key").count(), 1, "{}", wrong.err);
    assert!(wrong.err.contains("1 | polcy=x"), "{}", wrong.err);
}

#[test]
fn an_axis_of_arguments_may_have_one_value_words_and_durations() {
    let dir = place(SWEPT);
    let text = SWEPT.split("[sweep.axes]").next().unwrap();
    fs::write(dir.path().join("swept.toml"), text).unwrap();
    let swept = |axis: &str| creditsim(dir.path(), &["sweep", "swept.toml", "-o", "axis", "--axis", axis]);
    for (axis, values) in [
        ("auto_recharge.threshold=5000", 1),
        ("plan.overrun=stop", 1),
        ("auto_recharge.enabled=true,false", 2),
        ("auto_recharge.settlement_delay=0s, 1h,2d", 3),
        ("plan.anchor=2026-01-01T00:00:00", 1),
        ("auto_recharge.threshold=[5000, 10_000]", 2),
        ("auto_recharge.threshold=\"legal\"", 4),
    ] {
        let done = swept(axis);
        assert_eq!(done.code, Some(0), "{axis}: {}", done.err);
        let key = axis.split('=').next().unwrap();
        let rows = rows(&dir.path().join("axis"));
        assert_eq!(rows.iter().filter(|row| !row[key].is_empty()).count(), values, "{axis}");
    }
    for (axis, told) in [
        ("auto_recharge.treshold=legal", "did you mean `threshold`?"),
        ("auto_recharge.enabled=legal", "has no range for `auto_recharge.enabled`"),
        ("plan.tier=max,pro,max", "the axis has the value \"max\" twice"),
        ("plan.tier=pro,business", "--> setting:1:11"),
    ] {
        let refused = swept(axis);
        assert_eq!(refused.code, Some(2), "{axis}");
        assert!(refused.err.contains(told), "{axis}: {}", refused.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_finished_sweep_is_finished_whatever_becomes_of_its_printing() {
    let dir = place(SWEPT);
    for _ in 0..2 {
        let done = creditsim_to_a_full_disk(
            dir.path(),
            &["sweep", "swept.toml", "-o", "out", "--replications", "1"],
        );
        assert_eq!(done.code, Some(1), "{}", done.err);
        assert!(done.err.contains("cannot write to standard output"), "{}", done.err);
        assert!(!names(&dir.path().join("out")).contains(&"sweep.unfinished".to_owned()));
    }
}

#[test]
fn combinations_left_out_are_told_without_a_goal_too() {
    let dir = place(SWEPT);
    let text = SWEPT.split("[sweep.axes]").next().unwrap();
    fs::write(dir.path().join("swept.toml"), text).unwrap();
    let axis = ["--axis", "auto_recharge.threshold=[10_001, 10_002]"];
    let done = creditsim(dir.path(), &[&["sweep", "swept.toml"][..], &axis].concat());
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.out.contains(": 1 cell, "), "{}", done.out);
    let told = "2 combinations outside of the policy's ranges left out (R-RANGES)";
    assert!(done.out.contains(told), "{}", done.out);
}

#[test]
fn the_recommended_cell_is_the_cheapest_that_meets_the_limits_with_confidence() {
    let dir = place(SWEPT);
    sweep(dir.path(), &["-o", "swept", "--replications", "8"]);
    let rows = rows(&dir.path().join("swept"));
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    let meets = |row: &&BTreeMap<String, String>| number(row, "blocked_share.hi") <= 0.2;
    let cheapest =
        rows.iter().filter(meets).map(|row| number(row, "spend.mean")).fold(f64::INFINITY, f64::min);
    let chosen: Vec<_> = rows.iter().filter(|row| row["recommended"] == "true").collect();
    assert_eq!(chosen.len(), 1);
    assert!(meets(&chosen[0]) && (number(chosen[0], "spend.mean") - cheapest).abs() < 1e-9);
    assert!(rows.iter().any(|row| !meets(&row)), "the limit rules something out");
    let json = fs::read_to_string(dir.path().join("swept/recommendation.json")).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["recommended"]["cell"], chosen[0]["cell"].as_str());
    assert_eq!(chosen[0]["pareto"], "true");
    // The baseline's differences from itself are nothing.
    let own: Vec<_> = rows.iter().filter(|row| row["baseline"] == "true").collect();
    assert_eq!(own.len(), 1);
    assert_eq!((own[0]["spend.diff"].as_str(), own[0]["spend.diff_hi"].as_str()), ("0", "0"));
}

#[test]
fn a_budget_goes_where_cells_are_hard_to_tell_apart_and_finds_the_same_cell() {
    let dir = place(SWEPT);
    let common = ["--replications", "60"];
    sweep(dir.path(), &[&common[..], &["-o", "all"]].concat());
    sweep(dir.path(), &[&common[..], &["-o", "some", "--budget", "600"]].concat());
    let chosen = |out: &str| -> BTreeMap<String, String> {
        rows(&dir.path().join(out)).into_iter().find(|row| row["recommended"] == "true").unwrap()
    };
    assert_eq!(chosen("all")["cell"], chosen("some")["cell"]);
    let spent: Vec<u64> =
        rows(&dir.path().join("some")).iter().map(|row| row["replications"].parse().unwrap()).collect();
    assert!(spent.iter().sum::<u64>() <= 600, "{spent:?}");
    assert!(spent.iter().min() < spent.iter().max(), "{spent:?}");
    assert!(spent.iter().all(|&replications| replications >= 4), "{spent:?}");
    // The figures of a cell are the first replications of the same cell with all of them.
    let mut threads = common.to_vec();
    threads.extend(["-o", "again", "--budget", "600", "--threads", "1"]);
    sweep(dir.path(), &threads);
    assert_eq!(files(&dir.path().join("some")), files(&dir.path().join("again")));
    let small = creditsim(dir.path(), &["sweep", "swept.toml", "-o", "none", "--budget", "10"]);
    assert_eq!(small.code, Some(2));
    assert!(small.err.contains("takes 72 replays"), "{}", small.err);
}
