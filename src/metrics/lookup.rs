//! All results of one replay, and its figures by name.

use super::{
    ACTIVITY_FIGURES, ActivityRow, DERIVED, FIGURES, Figure, FigureNames, Figures, Labels, MonthRow,
    NamedFigure, Summary, TASK_FIGURES, TaskRow, WHOLE_RUN_ONLY,
};
use crate::replay::{Replayed, Rules};

/// What one replay did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metrics {
    /// The whole run.
    pub summary: Summary,
    /// Each calendar month, in order.
    pub months: Vec<MonthRow>,
    /// Each task, in the order of the file.
    pub tasks: Vec<TaskRow>,
    /// Each activity, in the order of the file.
    pub activities: Vec<ActivityRow>,
}

impl Metrics {
    /// The metrics of a replay by `rules`.
    pub fn of(replayed: &Replayed, rules: &Rules, labels: &Labels) -> Self {
        Self {
            summary: Summary::of(replayed, rules, labels),
            months: MonthRow::all(replayed, rules),
            tasks: TaskRow::all(replayed, rules),
            activities: ActivityRow::all(replayed, rules),
        }
    }

    /// The figure of that dotted name, if there is one.
    ///
    /// - `events`, and every path in `summary.json`: `credits.spent`, `tasks.missed.credits`
    /// - the derived figures of [`DERIVED`]: `spend`, `blocked_share`, …
    /// - both of one month: `monthly.2026-03.credits.spent`, but for [`WHOLE_RUN_ONLY`]
    /// - the columns of `tasks.csv` and `activities.csv`: `tasks.crm-sync.refused`, `activities.joule.blocked`
    ///
    /// A name of the summary wins over a task's, should they be equal. Task names may contain dots.
    pub fn figure(&self, name: &str) -> Option<Figure> {
        if name == "events" {
            return Some(self.summary.events.into());
        }
        of_run(&self.summary.figures, name).or_else(|| self.figure_of_part(name))
    }

    fn figure_of_part(&self, name: &str) -> Option<Figure> {
        let (table, rest) = name.split_once('.')?;
        match table {
            "monthly" => {
                let (month, name) = rest.split_once('.')?;
                let row = self.months.iter().find(|row| row.month.to_string() == month)?;
                if WHOLE_RUN_ONLY.contains(&name) { None } else { of_run(&row.figures, name) }
            }
            "tasks" => {
                let (task, column) = rest.rsplit_once('.')?;
                read(TASK_FIGURES, self.tasks.iter().find(|row| row.name == task)?, column)
            }
            "activities" => {
                let (activity, column) = rest.rsplit_once('.')?;
                read(ACTIVITY_FIGURES, self.activities.iter().find(|row| row.name == activity)?, column)
            }
            _ => None,
        }
    }

    /// Every name that [`figure`](Self::figure) knows, in the order of the files.
    pub fn names(&self) -> Vec<String> {
        let names = FigureNames {
            months: self.months.iter().map(|row| row.month.to_string()).collect(),
            tasks: self.tasks.iter().map(|row| row.name.clone()).collect(),
            activities: self.activities.iter().map(|row| row.name.clone()).collect(),
        };
        names.iter().collect()
    }
}

fn of_run(figures: &Figures, name: &str) -> Option<Figure> {
    read(FIGURES, figures, name).or_else(|| read(DERIVED, figures, name))
}

fn read<Row>(table: &[NamedFigure<Row>], row: &Row, name: &str) -> Option<Figure> {
    table.iter().find(|(known, _)| *known == name).map(|(_, read)| read(row))
}

#[cfg(test)]
mod tests {
    use crate::metrics::fixture::metrics;
    use crate::metrics::{FIGURES, Figure, Metrics};
    use crate::units::Decimal;
    use serde_json::Value;

    fn text(metrics: &Metrics, name: &str) -> String {
        metrics.figure(name).unwrap_or_else(|| panic!("{name} is unknown")).to_string()
    }

    /// The dotted paths and leaf values of a JSON object.
    fn leaves(value: &Value, path: &str, into: &mut Vec<(String, String)>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    leaves(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, into);
                }
            }
            Value::String(text) => into.push((path.to_owned(), text.clone())),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
                into.push((path.to_owned(), value.to_string()));
            }
        }
    }

    #[test]
    fn every_path_of_the_summary_is_a_figure_and_has_its_value() {
        let metrics = metrics();
        let mut written = Vec::new();
        leaves(&serde_json::to_value(&metrics.summary.figures).unwrap(), "", &mut written);
        assert_eq!(written.len(), FIGURES.len());
        for (path, value) in written {
            assert_eq!(text(&metrics, &path), value, "{path}");
        }
    }

    #[test]
    fn every_name_that_is_listed_can_be_looked_up_and_none_is_listed_twice() {
        let metrics = metrics();
        let names = metrics.names();
        assert!(names.iter().all(|name| metrics.figure(name).is_some()));
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len());
        assert_eq!(metrics.figure("credits.spend"), None);
        assert_eq!(metrics.figure("monthly.2026-03.credits.spent"), None);
        assert_eq!(metrics.figure("monthly.2026-01.tasks.paused_at_end"), None);
    }

    #[test]
    fn months_tasks_and_activities_have_figures_of_their_own() {
        let metrics = metrics();
        assert_eq!(text(&metrics, "monthly.2026-01.credits.spent"), "1390");
        assert_eq!(text(&metrics, "monthly.2026-02.credits.spent"), "610");
        assert_eq!(text(&metrics, "tasks.v1.2.occurrences"), "3");
        assert_eq!(text(&metrics, "tasks.crm-sync.missed_credits"), "7");
        assert_eq!(text(&metrics, "activities.joule.blocked"), "10");
    }

    #[test]
    fn derived_figures_follow_their_formulas() {
        let metrics = metrics();
        assert_eq!(text(&metrics, "spend"), "4.00");
        // 4.00 in 59 days; a month has 365.25 / 12.
        assert_eq!(
            metrics.figure("spend_per_month"),
            Some(Figure::ratio(Decimal::new(1_217_500, 4), 59.into()))
        );
        // (14 blocked + 2 refused + 7 missed for credits) of 230 wanted.
        assert_eq!(text(&metrics, "blocked_share"), "0.1");
        // 2 pauses, 2 tasks, 59 days.
        assert_eq!(metrics.figure("pause_rate"), Some(Figure::ratio(60.into(), 118.into())));
        assert_eq!(text(&metrics, "cap_hit_share"), "0.5");
        // 100 expired of 1,000 + 1,000 + 400.
        assert_eq!(metrics.figure("breakage"), Some(Figure::ratio(100.into(), 2_400.into())));
    }
}
