//! `report.html` without a browser; `tests/browser` opens it in one.

use assert_cmd::Command;
use creditsim::demand::generate;
use creditsim::metrics::Summary;
use creditsim::output::LostRuns;
use creditsim::replay::replay_observed;
use creditsim::scenario::{self, NoFiles};
use std::fs;
use std::path::Path;

#[test]
fn lost_runs_are_those_refused_and_missed_for_credits() {
    let text = include_str!("../../scenarios/ampere-low-cap.toml");
    let scenario = scenario::load(Path::new("low-cap.toml"), text, &[], &NoFiles).unwrap();
    let mut lost = LostRuns::new(&scenario.rules);
    let replayed = replay_observed(&generate(&scenario.plan, 0), &scenario.rules, 0, &mut lost);
    let labels = creditsim::metrics::Labels {
        scenario: String::new(),
        policy: String::new(),
        seed: 0,
        replication: 0,
        start: scenario.rules.horizon.from,
        until: scenario.rules.horizon.to,
    };
    let tasks = Summary::of(&replayed, &scenario.rules, &labels).figures.tasks;
    assert!(tasks.refused > 0 && tasks.missed.credits > 0);
    assert_eq!(lost.total(), tasks.refused + tasks.missed.credits);
}

#[test]
fn the_report_is_one_file_that_says_how_to_get_it_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"));
    let sets = ["--set", "activities.*.growth_per_month=0", "--set", "auto_recharge.threshold=5000"];
    fs::write(dir.path().join("mine.toml"), include_str!("../../scenarios/ampere-team.toml")).unwrap();
    let args = ["run", "--out", "out", "--seed", "3"];
    let path = dir.path().join("mine.toml");
    command.current_dir(dir.path()).args(args).args(sets).arg(path).assert().success();
    let html = fs::read_to_string(dir.path().join("out/report.html")).unwrap();
    assert!(html.len() < 400_000, "{} bytes", html.len());
    for part in [
        "<html lang=\"en\">",
        "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-",
        "creditsim run mine.toml --set &#39;activities.*.growth_per_month=0&#39; --set auto_recharge.threshold=5000 --seed 3",
        "\nthreshold = 5000\n",
        "\ngrowth_per_month = 0\n",
        "\nseed = 3\n",
        "\n[routing]\n",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains(&dir.path().display().to_string()));
    assert!(!html.contains(" src=") && !html.contains("@import") && !html.contains("href=\"http"));
}
