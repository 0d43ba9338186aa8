//! What a trace cannot tell.

use super::words;
use crate::experiment::fit::{
    Choice, FEW_ROWS, Fit, FittedActivity, FittedTask, Growth, Shape, covers_little,
};

/// What no trace tells.
const NEVER: [&str; 4] = [
    "The balance, the plan and auto-recharge: they are the policy's defaults; set [plan] and [auto_recharge].",
    "Work that was blocked, refused or missed is not in a log, so that demand is understated where credits ran out.",
    "How fast people review paused tasks, what failed runs are charged, and after how many failures a task pauses.",
    "Surges: declare those that you know of with `surges`.",
];

/// All that it cannot tell, sentence by sentence.
pub(super) fn doubts(fit: &Fit) -> Vec<String> {
    let days = super::super::number::time(fit.window.to - fit.window.from);
    let mut said = Vec::new();
    if covers_little(fit.window) {
        said.push(format!(
            "Rates a day: the trace covers {days} only, and every day is taken to be like that all through. If recording \
             began before the first row or ended after the last, say so with --from and --until."
        ));
    }
    said.extend(NEVER.map(str::to_owned));
    if fit.activities.iter().any(|activity| activity.arrivals.growth == Growth::TooShort) {
        said.push("Growth: it takes three months of rows.".to_owned());
    }
    let is_unseen = |activity: &FittedActivity| activity.arrivals.shape == Shape::Flat;
    if (fit.window.to - fit.window.from) < crate::units::Span::from_ms(7 * 86_400_000)
        && fit.activities.iter().any(is_unseen)
    {
        said.push(format!("The shape of a week: the trace covers {days}."));
    }
    let coarse = fit.activities.iter().filter_map(|activity| activity.arrivals.step).max();
    said.extend(coarse.map(|step| {
        format!("What happens within {step}: some times are recorded to no less; rows of one time are spread over it.")
    }));
    said.extend(fit.tasks.iter().flat_map(of_task));
    said.extend(fit.activities.iter().flat_map(of_activity));
    said
}

fn of_task(task: &FittedTask) -> Vec<String> {
    let mut said = Vec::new();
    let named = |what: &str| format!("{}: {what}.", task.name);
    said.extend(
        words::of_zone(task)
            .filter(|_| task.schedule.zone_is == crate::experiment::fit::ZoneIs::Unknown)
            .map(|what| named(&what)),
    );
    if task.cost.choice == Choice::FewRows {
        said.push(named(&few("its cost", task.cost.rows)));
    }
    let failed = task.failures.running.of + task.failures.at_start.of;
    if failed > 0 && task.failures.clustered.is_none() {
        said.push(named("too few failures to tell whether they come in outages"));
    }
    said.extend(words::of_clusters(task).map(|what| named(&what)));
    said
}

fn of_activity(activity: &FittedActivity) -> Vec<String> {
    let mut said = Vec::new();
    let named = |what: &str| format!("{}: {what}.", activity.name);
    if activity.source.is_task() {
        said.push(named(
            "it is called a task but lies on no one schedule, so that it is written as an activity",
        ));
    }
    if activity.cost.choice == Choice::FewRows {
        said.push(named(&few("its cost", activity.cost.rows)));
    }
    if activity.failed.of > 0 {
        said.push(named(&format!(
            "{} failed, which activities of a scenario do not",
            words::of_share(activity.failed)
        )));
    }
    said.extend(words::of_doubtful_times(&activity.arrivals).iter().map(|what| named(what)));
    said
}

fn few(what: &str, rows: usize) -> String {
    format!("{what} has {rows} rows, and it takes {FEW_ROWS} to tell a distribution")
}
