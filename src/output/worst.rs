//! Task health, worst first, and activities, largest first.

use super::aligned::{plain_table, right_aligned};
use super::number::{grouped, time};
use crate::metrics::{Metrics, Standing, TaskRow};
use comfy_table::Table;

/// Tasks and activities shown; the files have all of them.
const MOST_ROWS: usize = 10;

/// Paused tasks first, then by time paused, then by what went wrong; ties in the order of the file.
pub(super) fn task_table(metrics: &Metrics) -> Option<String> {
    let mut tasks: Vec<&TaskRow> = metrics.tasks.iter().collect();
    let badness = |row: &TaskRow| {
        let paused = match row.standing {
            Standing::PausedForFailures(_) => 2,
            Standing::PausedForCredits(_) => 1,
            Standing::Active | Standing::Completed => 0,
        };
        let time = row.paused.credits + row.paused.failures;
        (paused, time, row.refused + row.failed_start + row.failed_run)
    };
    tasks.sort_by_key(|row| std::cmp::Reverse(badness(row)));
    let mut table = plain_table();
    table.set_header([
        "  task",
        "state",
        "started",
        "succeeded",
        "failed",
        "refused",
        "missed",
        "pauses",
        "paused",
        "spent",
    ]);
    for row in tasks.iter().take(MOST_ROWS) {
        let number = |number: u64| grouped(&number.to_string());
        table.add_row([
            format!("  {}", row.name),
            row.standing.name().replace('_', " for "),
            number(row.started),
            number(row.succeeded),
            number(row.failed_start + row.failed_run),
            number(row.refused),
            number(row.missed.credits + row.missed.failures),
            number(row.pauses.credits + row.pauses.failures),
            time(row.paused.credits + row.paused.failures),
            grouped(&row.spent.to_string()),
        ]);
    }
    finished(table, 2, tasks.len(), "tasks.csv")
}

/// The activities that spent most first; ties in the order of the file.
pub(super) fn activity_table(metrics: &Metrics) -> Option<String> {
    let mut activities: Vec<_> = metrics.activities.iter().collect();
    activities.sort_by_key(|row| std::cmp::Reverse(row.spent));
    let mut table = plain_table();
    table.set_header(["  activity", "kind", "wanted", "completed", "failed", "blocked", "spent"]);
    for row in activities.iter().take(MOST_ROWS) {
        table.add_row([
            format!("  {}", row.name),
            row.kind.name().to_owned(),
            grouped(&row.wanted.to_string()),
            grouped(&row.completed.to_string()),
            grouped(&row.failed.to_string()),
            grouped(&row.blocked.to_string()),
            grouped(&row.spent.to_string()),
        ]);
    }
    finished(table, 2, activities.len(), "activities.csv")
}

/// The table, and how many rows it leaves out; `None` without rows.
fn finished(table: Table, from: usize, rows: usize, file: &str) -> Option<String> {
    let shown = table.row_count();
    let text = right_aligned(table, from..);
    match rows {
        0 => None,
        rows if rows > shown => Some(format!("{text}\n  … and {} more in {file}", rows - shown)),
        _ => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    #[test]
    fn many_tasks_are_cut_to_the_worst_ten() {
        let mut metrics = fixture::metrics();
        let calm = metrics.tasks[1].clone();
        metrics.tasks = vec![calm; 13];
        metrics.tasks[12].name = "the-worst".to_owned();
        metrics.tasks[12].refused = 9;
        let table = task_table(&metrics).unwrap();
        assert!(table.lines().nth(1).unwrap().contains("the-worst"));
        assert!(table.ends_with("  … and 3 more in tasks.csv"));
    }
}
