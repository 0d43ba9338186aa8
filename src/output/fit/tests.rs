use super::*;
use crate::calendar::Zone;
use crate::demand::{Schedule, TraceColumns, read_trace};
use crate::experiment::Crew;
use crate::experiment::fit::{Fit, covered, fit};
use crate::scenario::{NoFiles, Scenario, load};
use crate::units::{Instant, Span};
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::Path;

/// Two weeks: an hourly task that fails twelve times in a row, a task on no schedule, and a tool.
fn fitted() -> Fit {
    let mut csv = String::from("time,source,kind,audience,cost,reserve,duration,outcome\n");
    for hour in 0..336_i64 {
        let at = Instant::from_ms(1_767_571_200_000 + hour * 3_600_000 + 900_000);
        let outcome = if (100..112).contains(&hour) { "run_failure" } else { "ok" };
        writeln!(csv, "{at},sync \"A\",task,member,{},40,{}.5,{outcome}", 20 + hour % 21, 60 + hour % 7)
            .unwrap();
        if hour % 3 == 0 {
            let at = at + Span::from_ms(hour * 7_919 % 3_000_000);
            writeln!(csv, "{at},tool,ai_tool,public,3,,,ok").unwrap();
        }
        if hour % 40 == 0 {
            let at = at + Span::from_ms(hour * 104_729 % 3_000_000);
            writeln!(csv, "{at},adhoc,task,member,{},,,ok", 5 + hour).unwrap();
        }
    }
    let zone = Zone::UTC;
    let rows = read_trace(csv.as_bytes(), &TraceColumns::default(), &zone).unwrap();
    fit(&rows, covered(&rows, &zone).unwrap(), &zone, &Crew::new(NonZeroUsize::new(1)).unwrap())
}

fn written(fit: &Fit) -> String {
    let name = |text: &str| text.to_owned();
    fitted_scenario(fit, &Origin { name: name("usage"), trace: name("usage.csv"), policy: name("ampere") })
}

fn loaded(text: &str) -> Scenario {
    match load(Path::new("fitted.toml"), text, &[], &NoFiles) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}\nin\n{text}"),
    }
}

#[test]
fn the_written_scenario_loads_and_is_what_was_fitted() {
    let fit = fitted();
    let scenario = loaded(&written(&fit));
    assert_eq!(scenario.plan.horizon, fit.window);
    let task = &scenario.plan.tasks[0];
    assert_eq!(
        (task.name.as_str(), task.schedule),
        ("sync \"A\"", Schedule::Hourly { past: Span::from_ms(900_000) })
    );
    assert_eq!(task.cost.0, fit.tasks[0].cost.law);
    let names: Vec<&str> = scenario.plan.activities.iter().map(|activity| activity.name.as_str()).collect();
    assert_eq!(names, ["tool", "adhoc"]);
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings.render(false));
}

#[test]
fn what_cannot_be_told_is_said_in_the_scenario_and_on_the_terminal() {
    let fit = fitted();
    let (text, report) = (written(&fit), fit_report(&fit, "usage.csv"));
    for said in
        ["The balance, the plan", "Growth: it takes three months", "adhoc: it is called a task", "outage"]
    {
        assert!(report.contains(said), "{said} is not in\n{report}");
        assert!(
            text.split_whitespace().collect::<Vec<_>>().join(" ").replace("# ", "").contains(said),
            "{said}\n{text}"
        );
    }
    assert!(
        report.starts_with("usage.csv: 457 rows from 2026-01-05T00:00:00 to 2026-01-19T00:00:00 (UTC)\n"),
        "{report}"
    );
    let json: serde_json::Value = serde_json::from_slice(&fit_json(&fit).unwrap()).unwrap();
    assert_eq!(json["tasks"][0]["schedule"], "hourly at :15");
    assert_eq!(json["tasks"][0]["failed_running"]["of"], 12);
}
