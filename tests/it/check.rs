//! `creditsim check`: what it finds, tells, blesses and refuses.

use crate::cli::{Done, creditsim, names};
use serde_json::Value;
use std::fs;
use std::path::Path;

const SYNC: &str = "policy = 'ampere'\n[clock]\nstart = 2026-01-01T00:00:00\nuntil = 2026-03-01T00:00:00\n\
    [auto_recharge]\n[[tasks]]\nname = 'sync'\nschedule = { every = 'hour', minute = 15 }\n\
    cost = { dist = 'uniform', min = 40, max = 80 }\nreserve = 80\n";

/// A directory with these files.
fn place(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn check(dir: &Path, args: &[&str]) -> Done {
    creditsim(dir, &[&["check"], args].concat())
}

/// A directory with a blessed scenario.
fn blessed() -> tempfile::TempDir {
    let dir = place(&[("rules/sync.toml", SYNC)]);
    assert_eq!(check(dir.path(), &["rules", "--bless"]).code, Some(0));
    dir
}

fn edit(dir: &Path, name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(dir.join(name)).unwrap();
    assert!(text.contains(from), "{name} has no {from}:\n{text}");
    fs::write(dir.join(name), text.replace(from, to)).unwrap();
}

#[test]
fn what_was_blessed_holds_and_blessing_it_again_changes_nothing() {
    let dir = blessed();
    assert_eq!(names(&dir.path().join("rules")), ["sync.expected.json", "sync.ledger.sha256", "sync.toml"]);
    let done = check(dir.path(), &["rules"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(done.out, "holds    rules/sync.toml: 56 figures\n1 scenario: 1 holds; 56 figures compared.\n");
    assert_eq!(check(dir.path(), &["rules", "--bless"]).out, "same     rules/sync.toml: 56 figures\n");
}

#[test]
fn a_difference_tells_the_figures_and_the_first_event_with_its_rule() {
    let dir = blessed();
    // The first recharge buys twice as much: until then all is the same.
    edit(dir.path(), "rules/sync.toml", "[auto_recharge]", "[auto_recharge]\namount = 40_000");
    let done = check(dir.path(), &["rules"]);
    assert_eq!(done.code, Some(1));
    let row =
        |figure: &str| done.out.lines().find(|line| line.trim().starts_with(figure)).unwrap_or_default();
    assert!(done.out.starts_with("differs  rules/sync.toml: "), "{}", done.out);
    let words: Vec<&str> = row("credits.auto_recharged ").split_whitespace().collect();
    assert_eq!(words, ["credits.auto_recharged", "20000", "40000", "+20000"]);
    let rule = row("R-LATCH ");
    assert!(rule.contains("auto_recharge, 40000 credits"), "{}", done.out);
    // The row told is the first that differs in the two ledgers.
    let ledger = |amount: &str| {
        let set = format!("auto_recharge.amount={amount}");
        creditsim(
            dir.path(),
            &["run", "rules/sync.toml", "--charts", "none", "--out", amount, "--set", &set],
        );
        fs::read_to_string(dir.path().join(amount).join("ledger.csv")).unwrap()
    };
    let (old, new) = (ledger("20000"), ledger("40000"));
    let number = old.lines().zip(new.lines()).position(|(old, new)| old != new).unwrap();
    assert!(done.out.contains(&format!("at row {number} (")), "row {number}\n{}", done.out);
}

#[test]
fn a_figure_that_does_not_exist_is_bad_input_with_the_nearest() {
    let dir = place(&[("a.toml", SYNC), ("a.expected.json", "{ \"credits.spend\": 5 }")]);
    let done = check(dir.path(), &["a.toml"]);
    assert_eq!(done.code, Some(2));
    assert!(done.out.contains("unknown figure `credits.spend`") && done.out.contains("`credits.spent`"));
    assert_eq!(check(dir.path(), &["a.toml", "--bless"]).code, Some(2));
    assert_eq!(fs::read_to_string(dir.path().join("a.expected.json")).unwrap(), "{ \"credits.spend\": 5 }");
}

#[test]
fn an_expectation_that_nothing_can_meet_is_bad_input_with_its_place() {
    let dir = place(&[("a.toml", SYNC)]);
    for (json, at, said) in [
        ("{\n  \"credits.spent\": \"148,800\"\n}", "a.expected.json:2:3", "no figure is ever `148,800`"),
        ("{ \"credits.spent\": null }", "a.expected.json:1:3", "no figure is ever `null`"),
        ("{ \"credits\": { \"spent\": \"x\" } }", "a.expected.json:1:16", "no figure is ever `x`"),
        ("{ \"events\": 1,\n  \"events\": 2 }", "a.expected.json:2:", "names a key twice"),
        ("{ \"credits\": { \"spent\": 1, \"spent\": 1 } }", "a.expected.json:1:", "names a key twice"),
    ] {
        fs::write(dir.path().join("a.expected.json"), json).unwrap();
        for args in [&["a.toml"][..], &["a.toml", "--bless"]] {
            let done = check(dir.path(), args);
            assert_eq!(done.code, Some(2), "{json}: {}", done.out);
            assert!(done.out.contains(at) && done.out.contains(said), "{json}: {}", done.out);
        }
        assert_eq!(fs::read_to_string(dir.path().join("a.expected.json")).unwrap(), json);
    }
}

#[test]
fn expectations_may_begin_with_a_byte_order_mark() {
    let dir = blessed();
    let path = dir.path().join("rules/sync.expected.json");
    let marked = format!("\u{feff}{}", fs::read_to_string(&path).unwrap());
    fs::write(&path, &marked).unwrap();
    assert_eq!(check(dir.path(), &["rules"]).code, Some(0));
    assert_eq!(check(dir.path(), &["rules", "--bless"]).out, "same     rules/sync.toml: 56 figures\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), marked);
}

#[test]
fn nothing_to_check_is_never_a_success() {
    let dir = place(&[("empty/readme.md", ""), ("a/a.toml", SYNC), ("a/policy.toml", "name = 'mine'\n")]);
    let nothing = |args: &[&str], says: &str| {
        let done = check(dir.path(), args);
        assert_eq!(done.code, Some(2), "{args:?}");
        assert!(format!("{}{}", done.out, done.err).contains(says), "{args:?}\n{}{}", done.out, done.err);
    };
    nothing(&["empty"], "There is nothing to check.");
    nothing(&["empty", "--bless"], "There is nothing to bless.");
    nothing(&["a"], "nothing  a/a.toml: nothing is expected of it");
    nothing(&["a"], "skipped  a/policy.toml: no scenario");
    nothing(&["a/a.toml"], "nothing is expected of it: write `[expect]`, or bless it");
    nothing(&["a/policy.toml"], "the scenario needs the key");
    nothing(&["gone"], "cannot read gone");
    nothing(&[], "required");
}

#[test]
fn one_scenario_without_expectations_is_counted_beside_those_that_hold() {
    let dir = blessed();
    fs::write(dir.path().join("rules/other.toml"), SYNC).unwrap();
    let done = check(dir.path(), &["rules"]);
    assert_eq!(done.code, Some(0));
    assert!(
        done.out.ends_with("2 scenarios: 1 holds, 1 expects nothing; 56 figures compared.\n"),
        "{}",
        done.out
    );
}

#[test]
fn expectations_without_a_scenario_are_bad_input() {
    let dir = blessed();
    fs::rename(dir.path().join("rules/sync.toml"), dir.path().join("rules/renamed.toml")).unwrap();
    let done = check(dir.path(), &["rules"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.out.contains("refused  rules/sync.expected.json\n         there is no scenario"),
        "{}",
        done.out
    );
}

#[test]
fn what_a_gitignore_leaves_out_is_left_out_and_each_file_is_checked_once() {
    let dir = blessed();
    for (name, text) in [("rules/.gitignore", "drafts\n"), ("rules/drafts/broken.toml", "policy =")] {
        fs::create_dir_all(dir.path().join("rules/drafts")).unwrap();
        fs::write(dir.path().join(name), text).unwrap();
    }
    let done = check(dir.path(), &["rules", "rules/sync.toml", "./rules"]);
    assert_eq!((done.code, done.out.lines().count()), (Some(0), 2), "{}", done.out);
    assert_eq!(check(dir.path(), &["rules", "rules/drafts/broken.toml"]).code, Some(2));
}

#[test]
fn blessing_keeps_what_people_wrote_where_it_holds_and_leaves_the_scenario_file_alone() {
    let toml = format!("{SYNC}[expect]\n'tasks.started' = {{ min = 1 }}\nevents = 3\n");
    let json = r#"{ "credits": { "spent": { "value": 80000, "rel": 0.5 } }, "work.started": { "value": 7, "abs": 2 },
        "monthly.2026-01.tasks.started": 5, "auto_recharge.fired": { "max": 0 }, "tasks.sync.refused": { "max": 0 } }"#;
    let dir = place(&[("a.toml", &toml), ("a.expected.json", json)]);
    let done = check(dir.path(), &["a.toml", "--bless"]);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    assert!(
        done.out.contains("monthly.2026-01.tasks.started     5  ->  744") || done.out.contains("->  744")
    );
    assert!(done.out.contains("left as it is, change it by hand: events: expected 3, is "), "{}", done.out);
    assert!(
        done.out
            .contains("left as it is, change it by hand: auto_recharge.fired: expected at most 0, is 1 (+1)")
    );
    assert_eq!(fs::read_to_string(dir.path().join("a.toml")).unwrap(), toml);
    let text = fs::read_to_string(dir.path().join("a.expected.json")).unwrap();
    let figures: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(figures["credits.spent"], serde_json::json!({ "value": 80000, "rel": 0.5 }));
    assert_eq!(figures["work.started"], serde_json::json!({ "value": 1416, "abs": 2 }));
    assert_eq!(figures["monthly.2026-01.tasks.started"], 744);
    assert_eq!(figures["auto_recharge.fired"], serde_json::json!({ "max": 0 }));
    assert_eq!(figures["tasks.sync.refused"], serde_json::json!({ "max": 0 }));
    assert_eq!(figures["money.auto_recharge"], "200.00");
    assert!(figures.get("tasks.started").is_none() && figures.get("events").is_none());
}

#[test]
fn a_scenario_that_does_not_load_is_not_blessed_and_the_others_are() {
    let dir = place(&[("a/bad.toml", "policy = 'ampere'\n[clock]\n"), ("a/good.toml", SYNC)]);
    let done = check(dir.path(), &["a", "--bless"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.out.contains("refused  a/bad.toml") && done.out.contains("blessed  a/good.toml"),
        "{}",
        done.out
    );
    let files = ["bad.toml", "good.expected.json", "good.ledger.sha256", "good.toml"];
    assert_eq!(names(&dir.path().join("a")), files);
}

#[test]
fn annotations_have_the_file_and_line_of_the_expectation() {
    let toml = format!("{SYNC}[expect]\n'tasks.started' = 5\n");
    let dir =
        place(&[("a.toml", &toml), ("b.toml", SYNC), ("b.expected.json", "{\n  \"tasks.started\": 5\n}")]);
    fs::write(dir.path().join("c.toml"), "policy = 'ampere'\nclock = 5\n").unwrap();
    let done = check(dir.path(), &[".", "--format", "github"]);
    assert_eq!(done.code, Some(2));
    let line = toml.lines().count();
    for wanted in [
        &format!(
            "::error file=a.toml,line={line},col=1,title=A figure differs::tasks.started: expected 5, is 1416 (+1411)"
        ),
        "::error file=b.expected.json,line=2,col=3,title=A figure differs::",
        "::error file=c.toml,line=2,col=9,title=Cannot be checked::",
    ] {
        assert!(done.out.lines().any(|line| line.starts_with(wanted)), "{wanted}\n{}", done.out);
    }
}

#[test]
fn junit_and_json_tell_the_same_as_the_text() {
    let dir = blessed();
    fs::write(dir.path().join("rules/a.toml"), SYNC).unwrap();
    fs::write(dir.path().join("rules/b & c.toml"), "policy = '<'\n[clock]\n").unwrap();
    edit(dir.path(), "rules/sync.expected.json", "\"events\": ", "\"events\": 1");
    let done = check(dir.path(), &["rules", "--junit", "out/check.xml", "--format", "json"]);
    assert_eq!(done.code, Some(2), "{}", done.err);
    let xml = fs::read_to_string(dir.path().join("out/check.xml")).unwrap();
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"creditsim check\" tests=\"58\" failures=\"1\" errors=\"1\">"), "{xml}");
    assert!(xml.contains(
        "<testsuite name=\"rules/b &amp; c.toml\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">"
    ));
    assert!(xml.contains("<skipped message=\"nothing is expected of it\"/>"), "{xml}");
    assert_eq!(xml.matches("<failure message=\"events: expected 1").count(), 1);
    assert_eq!(xml.matches("<testcase ").count(), 58);
    let json: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!((&json["verdict"], &json["figures"]), (&"bad_input".into(), &56.into()));
    let outcomes: Vec<&str> =
        json["scenarios"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["nothing_expected", "refused", "differs"]);
    assert_eq!(json["scenarios"][2]["differences"][0]["figure"], "events");
    assert_eq!(json["scenarios"][2]["ledger_parts"], Value::Null);
}

#[test]
fn threads_change_nothing_and_means_are_compared() {
    let dir = blessed();
    for (name, range) in [("a", "[0, 1]"), ("b", "[80_000, 90_000]")] {
        let mean =
            format!("{SYNC}[expect]\n'credits.spent' = {{ mean_within = {range}, replications = 20 }}\n");
        fs::write(dir.path().join("rules").join(format!("{name}.toml")), mean).unwrap();
    }
    let (one, two) =
        (check(dir.path(), &["rules", "--threads", "1"]), check(dir.path(), &["rules", "--threads", "2"]));
    assert_eq!((one.code, &one.out), (Some(1), &two.out));
    assert!(one.out.contains("0 to 1 on average of 20"), "{}", one.out);
    assert!(one.out.contains("holds    rules/b.toml: 1 figure\n"), "{}", one.out);
}

#[test]
fn a_broken_ledger_file_is_bad_input_until_it_is_blessed() {
    let dir = blessed();
    edit(dir.path(), "rules/sync.ledger.sha256", "marked-every 1", "marked-every x");
    let done = check(dir.path(), &["rules"]);
    assert_eq!(done.code, Some(2));
    assert!(done.out.contains("rules/sync.ledger.sha256: line 2: expected a number above 0"), "{}", done.out);
    assert_eq!(check(dir.path(), &["rules", "--bless"]).code, Some(0));
    assert_eq!(check(dir.path(), &["rules"]).code, Some(0));
}

/// Runs a program in a directory, with the tested `creditsim` on its path.
fn ran(dir: &Path, program: &str, args: &[&str]) -> Option<bool> {
    let binary = assert_cmd::cargo::cargo_bin!("creditsim");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", binary.parent()?.display());
    let mut command = std::process::Command::new(program);
    command.current_dir(dir).env("PATH", path).env("GIT_CONFIG_GLOBAL", "/dev/null").args(args);
    Some(command.output().ok()?.status.success())
}

#[test]
#[cfg(unix)]
#[expect(clippy::print_stderr, reason = "says why nothing is checked")]
fn the_hook_of_the_guide_refuses_a_commit_that_changes_a_figure() {
    let dir = place(&[("scenarios/sync.toml", SYNC)]);
    let Some(true) = ran(dir.path(), "git", &["init", "-q"]) else {
        return eprintln!("skipped: git cannot be started");
    };
    assert_eq!(check(dir.path(), &["scenarios", "--bless"]).code, Some(0));
    let hook = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/pre-commit");
    fs::copy(hook, dir.path().join(".git/hooks/pre-commit")).unwrap();
    let commit = || {
        assert_eq!(ran(dir.path(), "git", &["add", "-A"]), Some(true));
        let who = ["-c", "user.name=a", "-c", "user.email=a@b"];
        ran(dir.path(), "git", &[&who[..], &["commit", "-qm", "x"]].concat()).unwrap()
    };
    assert!(commit());
    edit(dir.path(), "scenarios/sync.toml", "max = 80", "max = 79");
    assert!(!commit());
    assert_eq!(check(dir.path(), &["scenarios", "--bless"]).code, Some(0));
    assert!(commit());
}

#[test]
fn the_shipped_scenarios_hold_and_their_ledger_files_are_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let done = check(root, &["scenarios"]);
    assert_eq!(done.code, Some(0), "{}", done.out);
    for entry in fs::read_dir(root.join("scenarios")).unwrap().flatten() {
        assert!(
            entry.path().is_dir() || entry.metadata().unwrap().len() < 200_000,
            "{}",
            entry.path().display()
        );
    }
}
