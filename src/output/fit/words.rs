//! How sure each estimate is, in words.

use super::figure::{chance, percent, rows, short, with_error};
use super::written::Unit;
use crate::experiment::fit::{
    Choice, FittedActivity, FittedArrivals, FittedDraw, FittedTask, Goodness, Growth, Shape, Share, ZoneIs,
};

/// 95 % of a normal distribution lie within so many standard errors.
pub(super) const NINETY_FIVE: f64 = 1.959_964;

/// `n = 4,000; mean 12.03 ± 0.15, sigma 0.80 ± 0.01; p = 0.43 (chi-square), off by at most 0.8 % of rows; …`.
pub(super) fn of_draw(draw: &FittedDraw, unit: Unit) -> String {
    let n = format!("n = {}", rows(draw.rows));
    match &draw.choice {
        Choice::Same => format!("{n}, all the same"),
        Choice::FewRows => {
            format!("{n}: too few to tell a distribution, so it is drawn from the rows themselves")
        }
        Choice::NoneFits { best, goodness } => {
            format!(
                "{n}; no distribution fits (the best, {best}: {}), so it is drawn from their quantiles",
                of_goodness(goodness, "chi-square")
            )
        }
        Choice::OfArrivals => of_parameters(draw, unit),
        Choice::Likeliest { .. } if draw.family() == "empirical" => {
            format!("{n}; the recorded values by their frequencies, likelier than any family")
        }
        Choice::Likeliest { next } => {
            let mut parts = vec![n, of_parameters(draw, unit)];
            parts.extend(draw.goodness.map(|goodness| of_goodness(&goodness, "chi-square")));
            parts.extend(next.map(|(family, worse)| {
                let hardly = if draw.is_a_close_call() { ", hardly told apart" } else { "" };
                format!("next best: {family} (BIC +{}{hardly})", short(worse))
            }));
            parts.join("; ")
        }
    }
}

fn of_parameters(draw: &FittedDraw, unit: Unit) -> String {
    let one = |parameter: &crate::experiment::fit::Parameter| {
        let value = unit.written(parameter.name, parameter.value);
        let error = parameter.error.map(|error| unit.written(parameter.name, error));
        format!("{} {}", parameter.name, with_error(value, error))
    };
    draw.parameters.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// `p = 0.43 (chi-square), off by at most 0.8 % of rows`.
pub(super) fn of_goodness(goodness: &Goodness, test: &str) -> String {
    let p =
        goodness.p.map_or_else(|| format!("too few rows for {test}"), |p| format!("{} ({test})", chance(p)));
    format!("{p}, off by at most {} of rows", percent(goodness.distance))
}

/// `3 of 240 (1.2 %, 95 % interval 0.4 % to 3.6 %)`.
pub(super) fn of_share(share: Share) -> String {
    let (low, high) = share.wilson(NINETY_FIVE);
    format!(
        "{} of {} ({}, 95 % interval {} to {})",
        rows(share.of),
        rows(share.all),
        percent(share.value()),
        percent(low),
        percent(high)
    )
}

/// How well the rows lie on a task's schedule.
pub(super) fn of_schedule(task: &FittedTask) -> Vec<String> {
    let schedule = &task.schedule;
    let mut said = vec![format!(
        "{} of {} occurrences from the first row to the last have a row",
        rows(schedule.on),
        rows(schedule.occurrences)
    )];
    if schedule.missing() > 0 {
        said.push(format!(
            "{} are missing, up to {} in a row: paused, refused or left out",
            rows(schedule.missing()),
            rows(schedule.longest_gap)
        ));
    }
    if schedule.off > 0 {
        said.push(format!("{} rows lie off the schedule and are left out", rows(schedule.off)));
    }
    if !schedule.latest.is_zero() {
        said.push(format!("rows begin up to {} after their minute", schedule.latest));
    }
    said
}

/// What is known of a task's zone.
pub(super) fn of_zone(task: &FittedTask) -> Option<String> {
    match &task.schedule.zone_is {
        ZoneIs::Unimportant => None,
        ZoneIs::Unknown => Some(
            "no clock changed in the trace, so that its zone cannot be told: the organisation's is assumed"
                .to_owned(),
        ),
        ZoneIs::Told { alike } => {
            let others: Vec<&str> = alike.iter().take(3).map(crate::calendar::Zone::name).collect();
            let others = match others.as_slice() {
                [] => "zones with the same rule".to_owned(),
                others => format!("{} and zones with the same rules", others.join(", ")),
            };
            Some(format!("the zone is told by the changes of its clock; {others} explain the rows as well"))
        }
    }
}

/// Whether failures come in a row.
pub(super) fn of_clusters(task: &FittedTask) -> Option<String> {
    let p = task.failures.clustered.filter(|&p| p < 0.01)?;
    Some(format!(
        "failures come in rows ({}, runs test), as of outages: consider `model = \"outage\"` (R-OUTAGE)",
        chance(p)
    ))
}

/// The weekly shape.
pub(super) fn of_shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Flat => "the same at all hours",
        Shape::Office => "as \"office\"",
        Shape::AlwaysOn => "as \"always_on\"",
        Shape::Day => "by hour of the day; all days are pooled",
        Shape::WorkWeek => "by hour of the day; Monday to Friday are pooled, and Saturday and Sunday",
        Shape::DaysTimesHours => "an hour of the day's weight times a day's; nothing else is told",
        Shape::Week => "each hour of the week on its own, drawn to the mean by half an arrival",
    }
}

/// Growth a month.
pub(super) fn of_growth(growth: Growth) -> String {
    let share = |estimate: f64, error: f64| format!("{} ± {} a month", percent(estimate), percent(error));
    match growth {
        Growth::TooShort => "less than three months: growth cannot be told, none is assumed".to_owned(),
        Growth::Unclear { estimate, error } => {
            format!("growth {}, not told from none; none is assumed", share(estimate, error))
        }
        Growth::Told { estimate, error } => format!("growth {}", share(estimate, error)),
    }
}

/// How the work arrives, for a comment.
pub(super) fn of_arrivals(activity: &FittedActivity) -> Vec<String> {
    let arrivals = &activity.arrivals;
    let what = if arrivals.bursts.is_some() { "bursts" } else { "pieces of work" };
    let mut said = vec![format!(
        "n = {}; {} {what} a day; {}",
        rows(activity.rows),
        with_error(arrivals.per_day.value, arrivals.per_day.error),
        of_goodness(&arrivals.goodness, "Kolmogorov–Smirnov, time-rescaled")
    )];
    if let Some(bursts) = &arrivals.bursts {
        said.push(format!(
            "burst size: {}; gap in seconds: {}",
            of_draw(&bursts.size, Unit::Count),
            of_draw(&bursts.gap, Unit::Time)
        ));
        said.push(format!("about {} bursts at once in the busiest hour", short(bursts.at_once)));
    }
    said.extend(arrivals.gain.map(|gain| {
        if gain > 0.0 {
            format!("bursts beat plain arrivals by {} in BIC", short(gain))
        } else {
            format!("plain arrivals beat bursts by {} in BIC", short(-gain))
        }
    }));
    said.push(format!("weekly shape: {}", of_shape(arrivals.shape)));
    said.push(of_growth(arrivals.growth));
    said.extend(of_doubtful_times(arrivals));
    said.extend(
        arrivals
            .step
            .map(|step| format!("times are recorded to {step} only; rows of one time are spread over it")),
    );
    said
}

/// What speaks against the times' model.
pub(super) fn of_doubtful_times(arrivals: &FittedArrivals) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(dispersion) = arrivals.dispersion.filter(|&dispersion| dispersion > 1.7) {
        said.push(format!(
            "days vary {} times as much as chance makes them: surges, holidays or a trend are not in the model",
            short(dispersion)
        ));
    }
    if arrivals.goodness.is_bad() {
        said.push("the times fit badly: trust totals, not how work clusters".to_owned());
    }
    said
}
