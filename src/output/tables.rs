//! `monthly.csv`, `tasks.csv` and `activities.csv`.

use crate::metrics::{
    ACTIVITY_FIGURES, FIGURES, Figures, Metrics, NamedFigure, TASK_FIGURES, WHOLE_RUN_ONLY,
};
use std::io;

/// The figures of each calendar month: `month`, then every path of `summary.json` that a month has.
///
/// # Errors
/// None that figures can cause; passed on from the writer.
pub fn monthly_csv(replications: &[Metrics]) -> io::Result<Vec<u8>> {
    let figures: Vec<&NamedFigure<Figures>> =
        FIGURES.iter().filter(|(name, _)| !WHOLE_RUN_ONLY.contains(name)).collect();
    let mut table = Table::new(replications);
    table.header(["month"].into_iter().chain(figures.iter().map(|(name, _)| *name)))?;
    for metrics in replications {
        for row in &metrics.months {
            let cells = figures.iter().map(|(_, read)| read(&row.figures).to_string());
            table.row(metrics, [row.month.to_string()].into_iter().chain(cells))?;
        }
    }
    table.finish()
}

/// The health of each task.
///
/// # Errors
/// None that figures can cause; passed on from the writer.
pub fn tasks_csv(replications: &[Metrics]) -> io::Result<Vec<u8>> {
    let mut table = Table::new(replications);
    let names = TASK_FIGURES.iter().map(|(name, _)| *name);
    table.header(["name", "state"].into_iter().chain(names).chain(["paused_since"]))?;
    for metrics in replications {
        for row in &metrics.tasks {
            let cells = TASK_FIGURES.iter().map(|(_, read)| read(row).to_string());
            let since = row.standing.paused_since().map(|since| since.to_string()).unwrap_or_default();
            let first = [row.name.clone(), row.standing.name().to_owned()];
            table.row(metrics, first.into_iter().chain(cells).chain([since]))?;
        }
    }
    table.finish()
}

/// The usage of each activity.
///
/// # Errors
/// None that figures can cause; passed on from the writer.
pub fn activities_csv(replications: &[Metrics]) -> io::Result<Vec<u8>> {
    let mut table = Table::new(replications);
    let names = ACTIVITY_FIGURES.iter().map(|(name, _)| *name);
    table.header(["name", "kind", "audience"].into_iter().chain(names).chain(["block_reason"]))?;
    for metrics in replications {
        for row in &metrics.activities {
            let cells = ACTIVITY_FIGURES.iter().map(|(_, read)| read(row).to_string());
            let first = [row.name.clone(), row.kind.name().to_owned(), row.audience_name().to_owned()];
            let last = [row.block_reason_name().to_owned()];
            table.row(metrics, first.into_iter().chain(cells).chain(last))?;
        }
    }
    table.finish()
}

/// A CSV under way, with a leading column `replication` if there are several.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    many: bool,
}

impl Table {
    fn new(replications: &[Metrics]) -> Self {
        Self { writer: csv::Writer::from_writer(Vec::new()), many: replications.len() != 1 }
    }

    fn header(&mut self, columns: impl Iterator<Item = &'static str>) -> io::Result<()> {
        let replication = self.many.then_some("replication");
        Ok(self.writer.write_record(replication.into_iter().chain(columns))?)
    }

    fn row(&mut self, metrics: &Metrics, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let replication = self.many.then(|| metrics.summary.replication.to_string());
        Ok(self.writer.write_record(replication.into_iter().chain(cells))?)
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    fn text(bytes: io::Result<Vec<u8>>) -> String {
        String::from_utf8(bytes.unwrap()).unwrap()
    }

    #[test]
    fn tables_of_one_run() {
        let metrics = [fixture::metrics()];
        insta::assert_snapshot!("monthly", text(monthly_csv(&metrics)));
        insta::assert_snapshot!("tasks", text(tasks_csv(&metrics)));
        insta::assert_snapshot!("activities", text(activities_csv(&metrics)));
    }

    #[test]
    fn several_replications_share_a_table_and_are_told_apart_by_its_first_column() {
        let mut second = fixture::metrics();
        second.summary.replication = 1;
        let table = text(tasks_csv(&[fixture::metrics(), second]));
        let first: Vec<&str> = table.lines().filter_map(|line| line.split(',').next()).collect();
        assert_eq!(first, ["replication", "0", "0", "1", "1"]);
    }
}
