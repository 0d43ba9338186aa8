//! The binary as people use it: what it prints where, what it writes, how it ends.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A month of one hourly task and an hourly chat, small enough for a debug build.
const SMALL: &str = r#"
schema = 1
name = "small"
policy = "ampere"

[clock]
start = "2026-01-01T00:00:00"
until = "2026-02-01T00:00:00"
seed = 1

[[tasks]]
name = "sync"
schedule = { every = "hour", minute = 15 }
cost = { dist = "uniform", min = 20, max = 40 }

[[activities]]
name = "joule"
kind = "joule"
arrivals = { per_day = 24.0 }
cost = 12
"#;

const FILES: [&str; 11] = [
    "activities.csv",
    "balance.svg",
    "caps.svg",
    "ledger.csv",
    "monthly.csv",
    "pauses.svg",
    "report.html",
    "spend.svg",
    "summary.json",
    "tasks.csv",
    "usage.svg",
];

pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `creditsim` in `dir`.
pub(crate) fn creditsim(dir: &Path, args: &[&str]) -> Done {
    creditsim_with(dir, args, "")
}

fn creditsim_with(dir: &Path, args: &[&str], stdin: &str) -> Done {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
        .current_dir(dir)
        .args(args)
        .write_stdin(stdin)
        .output()
        .unwrap_or_else(|error| panic!("creditsim cannot be started: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Done { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Runs `creditsim` in `dir`, where what it prints goes to a disk that is full.
#[cfg(target_os = "linux")]
pub(crate) fn creditsim_to_a_full_disk(dir: &Path, args: &[&str]) -> Done {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("creditsim"));
    let output = command.current_dir(dir).args(args).stdout(full).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Done { code: output.status.code(), out: String::new(), err }
}

/// A directory with `small.toml` in it.
fn place() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary directory: {error}"));
    fs::write(dir.path().join("small.toml"), SMALL).unwrap_or_else(|error| panic!("cannot write: {error}"));
    dir
}

pub(crate) fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .map(|entries| {
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    names.sort_unstable();
    names
}

#[test]
fn help_goes_to_stdout_and_wrong_usage_to_stderr_with_code_2() {
    let dir = place();
    let help = creditsim(dir.path(), &["--help"]);
    assert_eq!(help.code, Some(0));
    for command in ["run", "explain", "policies", "schema", "init", "completions"] {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command}");
    }
    for wrong in [&[][..], &["run", "--no-such"], &["simulate"], &["run", "--replications", "0"]] {
        let done = creditsim(dir.path(), wrong);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{wrong:?}");
        assert!(!done.err.is_empty());
    }
}

#[test]
fn a_run_writes_its_files_and_prints_what_to_look_at_first() {
    let dir = place();
    let done = creditsim(dir.path(), &["run", "small.toml"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(
        done.out.starts_with("small: policy ampere, 2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z, seed 1\n")
    );
    assert!(done.out.contains("\nWhat to look at first\n  • "));
    assert!(done.err.contains("Wrote 11 files to output/small"));
    assert_eq!(names(&dir.path().join("output/small")), FILES);
}

#[test]
fn the_built_in_example_runs_without_any_file() {
    let dir = tempfile::tempdir().unwrap();
    let done = creditsim(dir.path(), &["run", "--out", "here"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(names(&dir.path().join("here")), FILES);
}

#[test]
fn json_prints_exactly_summary_json() {
    let dir = place();
    let done = creditsim(dir.path(), &["run", "small.toml", "-o", "out", "--format", "json"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(done.out, fs::read_to_string(dir.path().join("out/summary.json")).unwrap());
    let summary: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(summary["tasks"]["occurrences"], 744);
}

#[test]
fn the_ledger_adds_up_to_the_closing_balance() {
    let dir = place();
    let done = creditsim(dir.path(), &["run", "small.toml", "-o", "out", "--format", "json"]);
    let summary: Value = serde_json::from_str(&done.out).unwrap();
    let mut ledger = csv::Reader::from_path(dir.path().join("out/ledger.csv")).unwrap();
    let (mut usable, mut rows) = (0, 0);
    for row in ledger.records() {
        let row = row.unwrap();
        usable += row[5].parse::<i64>().unwrap();
        assert_eq!(usable, row[8].parse::<i64>().unwrap());
        rows += 1;
    }
    assert!(rows > 1_000);
    assert_eq!(usable, summary["credits"]["closing"].as_i64().unwrap());
}

#[test]
fn several_replications_make_an_array_and_a_first_column_and_the_first_is_the_single_one() {
    let dir = place();
    let one = creditsim(dir.path(), &["run", "small.toml", "-o", "one", "--format", "json"]);
    let args = ["run", "small.toml", "-o", "three", "--format", "json", "--replications", "3", "--trace"];
    let three = creditsim(dir.path(), &args);
    let (one, three): (Value, Value) =
        (serde_json::from_str(&one.out).unwrap(), serde_json::from_str(&three.out).unwrap());
    assert_eq!(three.as_array().unwrap().len(), 3);
    assert_eq!(three[0], one);
    assert_ne!(three[1]["credits"], one["credits"]);
    for file in ["monthly.csv", "tasks.csv", "activities.csv", "ledger.csv", "events.csv"] {
        let text = fs::read_to_string(dir.path().join("three").join(file)).unwrap();
        let mut first: Vec<&str> = text.lines().filter_map(|line| line.split(',').next()).collect();
        first.dedup();
        assert_eq!(first, ["replication", "0", "1", "2"], "{file}");
    }
}

#[test]
fn results_are_the_same_bytes_on_any_number_of_threads() {
    let dir = place();
    for threads in ["1", "2", "3"] {
        let args =
            ["run", "small.toml", "-o", threads, "--threads", threads, "--replications", "9", "--trace"];
        assert_eq!(creditsim(dir.path(), &args).code, Some(0));
    }
    for file in FILES.into_iter().chain(["events.csv"]) {
        let bytes = |threads: &str| fs::read(dir.path().join(threads).join(file)).unwrap();
        assert!(bytes("1") == bytes("2") && bytes("2") == bytes("3"), "{file}");
    }
}

#[test]
fn charts_are_png_or_left_out_as_asked_and_show_the_first_replication_on_any_number_of_threads() {
    let dir = place();
    let charts = ["balance", "caps", "pauses", "spend", "usage"];
    for threads in ["1", "2"] {
        let args = ["run", "small.toml", "-o", threads, "--charts", "png", "--replications", "5"];
        assert_eq!(creditsim(dir.path(), &[&args[..], &["--threads", threads]].concat()).code, Some(0));
    }
    let report = |threads: &str| fs::read(dir.path().join(threads).join("report.html")).unwrap();
    assert!(report("1") == report("2"));
    for chart in charts {
        let bytes = |threads: &str| fs::read(dir.path().join(threads).join(format!("{chart}.png"))).unwrap();
        assert!(bytes("1").starts_with(b"\x89PNG") && bytes("1") == bytes("2"), "{chart}");
    }
    assert_eq!(creditsim(dir.path(), &["run", "small.toml", "-o", "none", "--charts", "none"]).code, Some(0));
    let written = names(&dir.path().join("none"));
    assert_eq!(written, ["activities.csv", "ledger.csv", "monthly.csv", "summary.json", "tasks.csv"]);
    let done = creditsim(dir.path(), &["run", "small.toml", "-o", "none", "--charts", "gif"]);
    assert_eq!(done.code, Some(2));
}

#[test]
fn the_seed_and_any_key_can_be_set_on_the_command_line() {
    let dir = place();
    let spent = |args: &[&str]| {
        let all = [&["run", "small.toml", "-o", "out", "--format", "json"], args].concat();
        let done = creditsim(dir.path(), &all);
        let summary: Value = serde_json::from_str(&done.out).unwrap_or_else(|_| panic!("{}", done.err));
        (summary["seed"].clone(), summary["credits"]["spent"].clone())
    };
    assert_eq!(spent(&["--seed", "7"]), spent(&["--set", "clock.seed=7"]));
    assert_ne!(spent(&["--seed", "7"]), spent(&[]));
}

#[test]
fn a_scenario_can_come_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let done = creditsim_with(dir.path(), &["run", "-", "-o", "out"], SMALL);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(names(&dir.path().join("out")), FILES);
}

#[test]
fn bad_input_ends_with_code_2_says_what_is_wrong_and_writes_nothing() {
    let dir = place();
    fs::write(dir.path().join("bad.toml"), SMALL.replace("minute = 15", "minut = 15")).unwrap();
    fs::write(dir.path().join("binary.toml"), [0xff, 0xfe]).unwrap();
    let cases: [(&[&str], &str); 4] = [
        (&["run", "absent.toml"], "absent.toml"),
        (&["run", "bad.toml"], "minut"),
        (&["run", "binary.toml"], "UTF-8"),
        (&["run", "small.toml", "--set", "clock.sed=3"], "sed"),
    ];
    for (args, says) in cases {
        let done = creditsim(dir.path(), args);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(done.err.contains(says), "{args:?}: {}", done.err);
        assert!(!done.err.contains('\u{1b}'), "colours in a pipe: {}", done.err);
    }
    assert_eq!(names(dir.path()), ["bad.toml", "binary.toml", "small.toml"]);
}

#[test]
fn a_place_that_cannot_be_written_to_is_one_message_and_code_2() {
    let dir = place();
    fs::write(dir.path().join("file"), "mine").unwrap();
    for out in ["file", "file/below", "/dev/null/out"] {
        let done = creditsim(dir.path(), &["run", "small.toml", "--out", out]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{out}");
        assert_eq!(done.err.lines().count(), 1, "{}", done.err);
        assert!(done.err.contains(out), "{}", done.err);
    }
    assert_eq!(names(dir.path()), ["file", "small.toml"]);
    assert_eq!(fs::read_to_string(dir.path().join("file")).unwrap(), "mine");
}

#[test]
fn outputs_are_replaced_whole_or_not_at_all_and_foreign_files_stay() {
    let dir = place();
    let out = dir.path().join("out");
    fs::create_dir_all(out.join("tasks.csv")).unwrap();
    fs::write(out.join("summary.json"), "old").unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    let done = creditsim(dir.path(), &["run", "small.toml", "--out", "out"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("tasks.csv"), "{}", done.err);
    assert_eq!(names(&out), ["notes.txt", "summary.json", "tasks.csv"]);
    assert_eq!(fs::read_to_string(out.join("summary.json")).unwrap(), "old");

    fs::remove_dir(out.join("tasks.csv")).unwrap();
    assert_eq!(creditsim(dir.path(), &["run", "small.toml", "--out", "out"]).code, Some(0));
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    assert_ne!(fs::read_to_string(out.join("summary.json")).unwrap(), "old");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_behind() {
    interrupted(&["run", "small.toml", "--replications", "1000000", "--out", "out"], 1);
}

#[cfg(unix)]
#[test]
fn a_second_ctrl_c_ends_a_long_replication_and_leaves_nothing_behind() {
    let long = ["--set", "clock.until=2029-01-01", "--set", "activities.joule.arrivals.per_day=10000"];
    interrupted(&[&["run", "small.toml", "--out", "new/out"], &long[..]].concat(), 2);
}

/// Runs a command that writes, and presses Ctrl-C so many times once it has begun to.
#[cfg(unix)]
fn interrupted(args: &[&str], times: u32) {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let dir = place();
    let out = dir.path().join(args[args.iter().position(|&arg| arg == "--out").unwrap() + 1]);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
        .current_dir(dir.path())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut waited = 0;
    while names(&out).is_empty() && waited < 500 {
        std::thread::sleep(Duration::from_millis(20));
        waited += 1;
    }
    for _ in 0..times {
        let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(interrupt.unwrap().success());
        // Two at once could count as one.
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(names(dir.path()), ["small.toml"]);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let dir = place();
    for args in [&["run", "small.toml"][..], &["completions", "bash"], &["--help"]] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
            .current_dir(dir.path())
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("rror"), "{args:?}");
    }
}

#[test]
fn init_writes_a_scenario_that_runs_and_never_overwrites() {
    let dir = tempfile::tempdir().unwrap();
    let done = creditsim(dir.path(), &["init", "team"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(names(&dir.path().join("team")), ["scenario.toml"]);
    fs::write(dir.path().join("team/scenario.toml"), SMALL).unwrap();
    let again = creditsim(dir.path(), &["init", "team"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("never overwrites"), "{}", again.err);
    assert_eq!(fs::read_to_string(dir.path().join("team/scenario.toml")).unwrap(), SMALL);
    assert_eq!(names(&dir.path().join("team")), ["scenario.toml"]);
}

#[test]
fn init_proposes_a_command_that_can_be_typed() {
    let dir = tempfile::tempdir().unwrap();
    let done = creditsim(dir.path(), &["init", "my team"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("Run it with: creditsim run 'my team/scenario.toml'\n"), "{}", done.err);
}

#[test]
fn explain_shows_the_state_and_what_led_there() {
    let dir = place();
    let args = ["explain", "small.toml", "--at", "2026-01-10T12:00:00", "--source", "sync", "--last", "3"];
    let done = creditsim(dir.path(), &args);
    assert_eq!(done.code, Some(0), "{}", done.err);
    for part in
        ["Pool: ", "  included", "Subscription: active", "Tasks\n", "sync", "Last events\n", "R-START"]
    {
        assert!(done.out.contains(part), "{part}: {}", done.out);
    }
    for wrong in [["--at", "noon"], ["--at", "2030-01-01"]] {
        let done = creditsim(dir.path(), &[&["explain", "small.toml"][..], &wrong].concat());
        assert_eq!(done.code, Some(2));
    }
    let args = ["explain", "small.toml", "--at", "2026-01-10", "--source", "synk"];
    assert!(creditsim(dir.path(), &args).err.contains("there are sync, joule"));
}

#[test]
fn policies_schema_and_completions_print_to_stdout() {
    let dir = tempfile::tempdir().unwrap();
    let list = creditsim(dir.path(), &["policies"]);
    assert!(list.out.contains("ampere") && list.out.contains("taskade"), "{}", list.err);
    let ampere = creditsim(dir.path(), &["policies", "show", "ampere"]);
    assert!(ampere.out.contains("[auto_recharge"), "{}", ampere.err);
    let absent = creditsim(dir.path(), &["policies", "show", "amper"]);
    assert_eq!(absent.code, Some(2));
    assert!(absent.err.contains("ampere"), "{}", absent.err);
    let schema: Value = serde_json::from_str(&creditsim(dir.path(), &["schema"]).out).unwrap();
    assert!(schema["properties"]["tasks"].is_object());
    assert!(creditsim(dir.path(), &["completions", "bash"]).out.contains("creditsim"));
}

#[test]
fn every_command_that_loads_a_scenario_checks_its_figures() {
    let dir = place();
    fs::write(dir.path().join("wrong.toml"), format!("{SMALL}\n[expect]\n\"credits.spend\" = 5\n")).unwrap();
    for args in [&["run", "wrong.toml"] as &[&str], &["explain", "wrong.toml", "--at", "2026-01-05"]] {
        let done = creditsim(dir.path(), args);
        assert_eq!(done.code, Some(2), "{}", done.err);
        assert!(done.err.contains("credits.spend") && done.err.contains("wrong.toml:"), "{}", done.err);
        assert_eq!(done.out, "");
    }
}

#[test]
fn a_wrong_number_for_an_option_is_told_what_would_do() {
    let dir = place();
    for (option, number, allowed) in [
        ("--replications", "0", "from 1 to 1000000"),
        ("--replications", "-5", "from 1 to 1000000"),
        ("--replications", "1000001", "from 1 to 1000000"),
        ("--seed", "-1", "from 0 to 18446744073709551615"),
        ("--seed", "1.5", "from 0 to 18446744073709551615"),
        ("--threads", "0", "from 1 to 65535"),
    ] {
        let done = creditsim(dir.path(), &["run", "small.toml", option, number]);
        assert_eq!(done.code, Some(2), "{}", done.err);
        assert!(done.err.contains(option) && done.err.contains(allowed), "{}", done.err);
    }
}
