//! Reports of the built binary, in a directory that goes with them.

use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names that break out of any place where text is not escaped.
pub(crate) const HOSTILE: [&str; 4] = [
    "<script>alert(1)</script> \"&' </script><!-- x",
    "</script><script>alert(2)</script>",
    "\"&' onmouseover=alert(3) <img src=x onerror=alert(4)>",
    "<b>&amp;</b>\u{2028}",
];

/// The reports by name.
pub(crate) struct Reports {
    dir: tempfile::TempDir,
}

impl Reports {
    /// Runs scenarios of several kinds.
    pub(crate) fn write() -> Self {
        let reports = Self { dir: tempfile::tempdir().expect("a temporary directory") };
        let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let shipped = |name: &str| scenarios.join(name).display().to_string();
        reports.run("example", &[]);
        reports.run("replications", &["--replications", "3"]);
        reports.run("free", &[&shipped("taskade-free.toml")]);
        reports.run("burst", &[&shipped("ampere-heavy-burst.toml")]);
        let hostile = reports.scenario("hostile.toml", &hostile());
        reports.run("hostile", &[&hostile]);
        let empty = "schema = 1\npolicy = 'ampere'\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-01-02T00:00:00'\n";
        let empty = reports.scenario("empty.toml", empty);
        reports.run("empty", &[&empty]);
        let swept = reports.scenario("swept.toml", &swept());
        reports.make("sweep", "swept", &[&swept]);
        let forecast = reports.scenario("forecast.toml", &forecast());
        let change = "auto_recharge.threshold=20000";
        reports.make("forecast", "forecast", &[&forecast, "--variant", change]);
        reports
    }

    fn scenario(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).expect("a scenario can be written");
        path.display().to_string()
    }

    fn run(&self, name: &str, args: &[&str]) {
        self.make("run", name, args);
    }

    fn make(&self, command: &str, name: &str, args: &[&str]) {
        let out = self.dir.path().join(name);
        let done = Command::new(assert_cmd::cargo::cargo_bin!("creditsim"))
            .args([command, "--out"])
            .arg(&out)
            .args(args)
            .output()
            .expect("creditsim starts");
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// The names of all runs; the one sweep is `swept`, the one forecast `forecast`.
    pub(crate) const ALL: [&str; 6] = ["example", "replications", "free", "burst", "hostile", "empty"];

    /// Where a report is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name).join("report.html")
    }

    /// The same run's `summary.json`; of several replications the first.
    pub(crate) fn summary(&self, name: &str) -> Value {
        let path = self.dir.path().join(name).join("summary.json");
        let text = std::fs::read(path).expect("summary.json is there");
        let summary: Value = serde_json::from_slice(&text).expect("summary.json is JSON");
        summary.get(0).cloned().unwrap_or(summary)
    }
}

/// A population of two segments with hostile names.
fn forecast() -> String {
    let mut text = hostile();
    let segments = [&HOSTILE[1], &HOSTILE[2]];
    let quoted = segments.map(|name| serde_json::to_string(name).expect("text is JSON, and so TOML"));
    let _ = write!(
        text,
        "[auto_recharge]\nmonthly_limit = 40_000\n[population]\norganisations = 6\n\
         [[population.segments]]\nname = {}\n[[population.segments]]\nname = {}\nchurn_per_month = 0.2\n",
        quoted[0], quoted[1]
    );
    text.replace("2026-02-01", "2026-04-01")
}

/// A sweep over numbers that stand in no order, with hostile names and a combination that is not allowed.
fn swept() -> String {
    let mut text = hostile();
    let _ = write!(
        text,
        "[auto_recharge]\nthreshold = 5_000\namount = 20_000\nmonthly_limit = 20_000\n\
         [sweep]\nreplications = 3\n\
         [sweep.axes]\n'auto_recharge.threshold' = [15_000, 5_000, 10_000]\n\
         'auto_recharge.monthly_limit' = [20_000, 60_000, 40_000]\n'auto_recharge.amount' = [20_000, 40_000]\n\
         [sweep.recommend]\nminimize = 'spend'\nsubject_to = {{ blocked_share = 0.9 }}\n"
    );
    text
}

/// A scenario whose every name is hostile.
fn hostile() -> String {
    let quoted = HOSTILE.map(|name| serde_json::to_string(name).expect("text is JSON, and so TOML"));
    let mut text = format!(
        "schema = 1\nname = {}\npolicy = 'ampere'\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-02-01T00:00:00'\n",
        quoted[0]
    );
    for (name, cost) in [(&quoted[1], "30"), (&quoted[2], "200")] {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "[[tasks]]\nname = {name}\nschedule = {{ every = 'hour', minute = 15 }}\ncost = {cost}\nfailure = {{ run = 0.4 }}\n"
        );
    }
    let _ = write!(
        text,
        "[[activities]]\nname = {}\nkind = 'joule'\narrivals = {{ per_day = 24.0 }}\ncost = 12\n",
        quoted[3]
    );
    text
}
