//! The names of figures, known before anything is replayed.

use super::{ACTIVITY_FIGURES, DERIVED, FIGURES, TASK_FIGURES, WHOLE_RUN_ONLY};
use crate::calendar::Month;
use crate::replay::{Rules, WorkKind};
use std::collections::BTreeSet;

/// Whose figures there are: of the whole run, of each month, task and activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureNames {
    pub(super) months: Vec<String>,
    pub(super) tasks: Vec<String>,
    pub(super) activities: Vec<String>,
}

impl FigureNames {
    /// Of every replay by `rules`.
    pub fn of(rules: &Rules) -> Self {
        let months = Month::touched(rules.measured_from, rules.horizon.to, &rules.zone);
        let (mut tasks, mut activities, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for work in &rules.work {
            match work.kind {
                WorkKind::Task(_) => tasks.push(work.name.clone()),
                WorkKind::Activity(_) => {
                    // Rows of a trace that differ in kind or audience share a line.
                    if seen.insert(work.name.as_str()) {
                        activities.push(work.name.clone());
                    }
                }
            }
        }
        Self { months: months.iter().map(ToString::to_string).collect(), tasks, activities }
    }

    /// True if [`Metrics::figure`](super::Metrics::figure) knows the name.
    pub fn contains(&self, name: &str) -> bool {
        name == "events" || is_of_run(name) || self.has_part(name)
    }

    fn has_part(&self, name: &str) -> bool {
        let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let Some((table, rest)) = name.split_once('.') else { return false };
        match table {
            "monthly" => rest.split_once('.').is_some_and(|(month, name)| {
                is_of_run(name) && !WHOLE_RUN_ONLY.contains(&name) && has(&self.months, month)
            }),
            "tasks" => rest.rsplit_once('.').is_some_and(|(task, column)| {
                TASK_FIGURES.iter().any(|(known, _)| *known == column) && has(&self.tasks, task)
            }),
            "activities" => rest.rsplit_once('.').is_some_and(|(activity, column)| {
                ACTIVITY_FIGURES.iter().any(|(known, _)| *known == column) && has(&self.activities, activity)
            }),
            _ => false,
        }
    }

    /// Every name, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = String> + '_ {
        let of_run = || FIGURES.iter().chain(DERIVED).map(|&(name, _)| name);
        let of_month = move |month: &'_ String| {
            let known = of_run().filter(|name| !WHOLE_RUN_ONLY.contains(name));
            let month = month.clone();
            known.map(move |name| format!("monthly.{month}.{name}"))
        };
        let of_task = |task: &String| {
            let task = task.clone();
            TASK_FIGURES.iter().map(move |(column, _)| format!("tasks.{task}.{column}"))
        };
        let of_activity = |activity: &String| {
            let activity = activity.clone();
            ACTIVITY_FIGURES.iter().map(move |(column, _)| format!("activities.{activity}.{column}"))
        };
        std::iter::once("events".to_owned())
            .chain(of_run().map(str::to_owned))
            .chain(self.months.iter().flat_map(of_month))
            .chain(self.tasks.iter().flat_map(of_task))
            .chain(self.activities.iter().flat_map(of_activity))
    }
}

/// A figure of a whole run.
fn is_of_run(name: &str) -> bool {
    FIGURES.iter().chain(DERIVED).any(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    #[test]
    fn the_names_of_the_rules_are_those_of_the_replay() {
        let (names, metrics) = (FigureNames::of(&fixture::rules()), fixture::metrics());
        assert_eq!(names.iter().collect::<Vec<_>>(), metrics.names());
        assert!(names.iter().all(|name| names.contains(&name)));
        for wrong in ["credits", "tasks.v1.2", "monthly.2026-03.credits.spent", "monthly.2026-01.events", ""]
        {
            assert!(!names.contains(wrong), "{wrong}");
            assert_eq!(metrics.figure(wrong), None, "{wrong}");
        }
    }
}
