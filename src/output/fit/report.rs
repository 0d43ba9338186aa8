//! What a person reads first of a fit.

use super::super::aligned::{plain_table, right_aligned};
use super::super::number::counted;
use super::doubts::doubts;
use super::figure::{chance, percent, rows, short};
use super::written::{Unit, moment, spoken_schedule};
use crate::experiment::fit::{Choice, Fit, FittedActivity, FittedDraw, FittedTask, Growth, Shape};

/// Tables of tasks and activities, then what the trace cannot tell; ends with a line break.
pub fn fit_report(fit: &Fit, trace: &str) -> String {
    let count = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
    let mut parts = vec![format!(
        "{trace}: {} from {} to {} ({})",
        counted(count(fit.rows), "row"),
        moment(fit.window.from, &fit.zone),
        moment(fit.window.to, &fit.zone),
        fit.zone.name()
    )];
    if fit.left_out > 0 {
        parts.push(format!("  {} outside of that time", counted(count(fit.left_out), "row")));
    }
    if !fit.tasks.is_empty() {
        parts.push(format!("\nTasks\n{}", tasks(&fit.tasks)));
    }
    if !fit.activities.is_empty() {
        parts.push(format!("\nActivities\n{}", activities(&fit.activities)));
    }
    parts.push("\nWhat the trace cannot tell".to_owned());
    parts.extend(doubts(fit).into_iter().map(|doubt| format!("  • {doubt}")));
    parts.push(String::new());
    parts.join("\n")
}

fn tasks(all: &[FittedTask]) -> String {
    let mut table = plain_table();
    table.set_header(["  task", "schedule", "zone", "rows", "missing", "cost", "seconds", "failed"]);
    for task in all {
        let failed = task.failures.at_start.of + task.failures.running.of;
        let share = crate::experiment::fit::Share { of: failed, all: task.rows };
        table.add_row([
            format!("  {}", task.name),
            spoken_schedule(task.schedule.schedule),
            task.schedule.zone.name().to_owned(),
            rows(task.rows),
            rows(task.schedule.missing()),
            of_draw(&task.cost, Unit::Count),
            task.duration.as_ref().map_or_else(|| "0".to_owned(), |draw| of_draw(draw, Unit::Time)),
            percent(share.value()),
        ]);
    }
    right_aligned(table, 3..5)
}

fn activities(all: &[FittedActivity]) -> String {
    let mut table = plain_table();
    table.set_header([
        "  activity",
        "rows",
        "arrivals a day",
        "burst size",
        "gap",
        "shape",
        "growth",
        "times fit",
        "cost",
    ]);
    for activity in all {
        let arrivals = &activity.arrivals;
        let bursts = arrivals.bursts.as_ref();
        let growth = match arrivals.growth {
            Growth::TooShort => "?".to_owned(),
            Growth::Unclear { .. } => "none seen".to_owned(),
            Growth::Told { estimate, .. } => format!("{} a month", percent(estimate)),
        };
        table.add_row([
            format!("  {}", activity.name),
            rows(activity.rows),
            format!(
                "{}{}",
                super::figure::with_error(arrivals.per_day.value, arrivals.per_day.error),
                if bursts.is_some() { " bursts" } else { "" }
            ),
            bursts.map_or_else(|| "1".to_owned(), |bursts| short(bursts.size.mean())),
            bursts.map_or_else(String::new, |bursts| format!("{}s", short(bursts.gap.mean() / 1_000.0))),
            of_shape(arrivals.shape).to_owned(),
            growth,
            arrivals.goodness.p.map_or_else(String::new, |p| {
                format!("{}, off {}", chance(p), percent(arrivals.goodness.distance))
            }),
            of_draw(&activity.cost, Unit::Count),
        ]);
    }
    right_aligned(table, 1..2)
}

fn of_shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Flat => "flat",
        Shape::Office => "office",
        Shape::AlwaysOn => "always_on",
        Shape::Day => "hours of the day",
        Shape::WorkWeek => "workdays, weekends",
        Shape::DaysTimesHours => "days × hours",
        Shape::Week => "168 hours",
    }
}

/// `lognormal mean 12.0 sigma 0.80`.
fn of_draw(draw: &FittedDraw, unit: Unit) -> String {
    let value = |parameter: &crate::experiment::fit::Parameter| {
        let value = short(unit.written(parameter.name, parameter.value));
        if parameter.name == "value" { value } else { format!("{} {value}", parameter.name) }
    };
    let parameters: Vec<String> = draw.parameters.iter().map(value).collect();
    match draw.choice {
        Choice::Same => parameters.join(" "),
        Choice::FewRows => format!("{} rows as they are", rows(draw.rows)),
        Choice::NoneFits { .. } => "as recorded, no family fits".to_owned(),
        Choice::OfArrivals | Choice::Likeliest { .. } if draw.family() == "empirical" => {
            "as recorded".to_owned()
        }
        Choice::OfArrivals | Choice::Likeliest { .. } => {
            let doubt = if draw.is_a_close_call() { " (?)" } else { "" };
            format!("{} {}{doubt}", draw.family(), parameters.join(" "))
        }
    }
}
