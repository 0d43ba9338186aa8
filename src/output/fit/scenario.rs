//! The scenario that a trace was fitted to, with the reason of every number.

use super::doubts::doubts;
use super::figure::{figure, rows};
use super::words;
use super::written::{Unit, drawn, moment, quoted, schedule};
use crate::experiment::fit::{Fit, FittedActivity, FittedArrivals, FittedTask, Growth, Shape};
use crate::units::{Credits, Span};
use std::fmt::Write as _;

/// Where a fit comes from, and what it is called.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The scenario's name.
    pub name: String,
    /// The trace's file name.
    pub trace: String,
    /// As a scenario names it: a preset, or the path of a policy file.
    pub policy: String,
}

/// The scenario as TOML with comments, which `creditsim run` takes as it is.
pub fn fitted_scenario(fit: &Fit, origin: &Origin) -> String {
    let mut text = head(fit, origin);
    for task in &fit.tasks {
        text.push('\n');
        text += &of_task(task, fit);
    }
    for activity in &fit.activities {
        text.push('\n');
        text += &of_activity(activity);
    }
    text
}

fn head(fit: &Fit, origin: &Origin) -> String {
    let (from, to) = (moment(fit.window.from, &fit.zone), moment(fit.window.to, &fit.zone));
    let mut text =
        format!("# Estimated by `creditsim fit` from {}: {} rows", one_line(&origin.trace), rows(fit.rows));
    if fit.left_out > 0 {
        let _ = write!(text, " ({} others lie outside of the time below)", rows(fit.left_out));
    }
    text += ".\n# In the comments ± is one standard error, n the number of rows that an estimate rests on, p the chance of a\n\
        # worse fit if the model were true. docs/fit.md tells how each number is estimated.\n\
        #\n# What the trace cannot tell\n";
    for doubt in doubts(fit) {
        text += &comment("- ", &doubt);
    }
    let _ = write!(
        text,
        "schema = 1\nname = {}\npolicy = {}\n\n[clock]\nstart = \"{from}\"\nuntil = \"{to}\" # set it later to look ahead\n\
         timezone = {}\n\n[auto_recharge] # on, as the policy has it by default\n",
        quoted(&origin.name),
        quoted(&origin.policy),
        quoted(fit.zone.name()),
    );
    text
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A comment, broken at 110 characters and indented below its first word.
fn comment(lead: &str, text: &str) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    let indent = " ".repeat(lead.len());
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > 110 {
            let _ = writeln!(lines, "# {}{}", if lines.is_empty() { lead } else { &indent }, line.trim_end());
            line.clear();
        }
        line += word;
        line.push(' ');
    }
    let _ = writeln!(lines, "# {}{}", if lines.is_empty() { lead } else { &indent }, line.trim_end());
    lines
}

fn of_task(task: &FittedTask, fit: &Fit) -> String {
    let mut text = String::from("[[tasks]]\n");
    let _ = writeln!(text, "name = {}", quoted(&task.name));
    if !task.is_stated {
        text += &comment("", "The trace does not call it a task; its regular times do.");
    }
    for said in words::of_schedule(task).iter().chain(words::of_zone(task).as_ref()) {
        text += &comment("", &sentence(said));
    }
    let _ = writeln!(text, "schedule = {}", schedule(task.schedule.schedule));
    if task.schedule.zone != fit.zone {
        let _ = writeln!(text, "timezone = {}", quoted(task.schedule.zone.name()));
    }
    text += &of_activity_span(task, fit);
    text += &comment("", &sentence(&words::of_draw(&task.cost, Unit::Count)));
    let _ = writeln!(text, "cost = {}", drawn(&task.cost, Unit::Count));
    if let Some(reserve) = task.reserve {
        let _ = writeln!(text, "reserve = {reserve} # as recorded of every run");
    }
    if let Some(duration) = &task.duration {
        text += &comment("", &sentence(&words::of_draw(duration, Unit::Time)));
        let _ = writeln!(text, "duration = {}", drawn(duration, Unit::Time));
    }
    text + &of_failures(task)
}

/// `starts` and `ends`, where occurrences are missing at the ends of the trace.
fn of_activity_span(task: &FittedTask, fit: &Fit) -> String {
    /// Fewer may be missing by chance.
    const SOME: usize = 3;
    let mut text = String::new();
    let (before, after) = task.schedule.outside;
    let (first, last) = task.schedule.seen;
    if before >= SOME {
        let said = format!(
            "{} occurrences before the first row have none: it began then, or was paused.",
            rows(before)
        );
        text += &comment("", &said);
        let _ = writeln!(
            text,
            "starts = \"{}\"",
            moment(first - (Span::from_ms(first.ms().rem_euclid(60_000))), &fit.zone)
        );
    }
    if after >= SOME {
        let said =
            format!("{} occurrences after the last row have none: it ended then, or is paused.", rows(after));
        text += &comment("", &said);
        let _ = writeln!(text, "ends = \"{}\"", moment(last + Span::MINUTE, &fit.zone));
    }
    text
}

fn of_failures(task: &FittedTask) -> String {
    let failures = &task.failures;
    let (start, run) = (failures.at_start, failures.running);
    if start.of + run.of == 0 {
        return comment("", &sentence(&format!("No run failed: {}", words::of_share(start))));
    }
    let mut text = comment("", &sentence(&format!("failed at start: {}", words::of_share(start))));
    text += &comment("", &sentence(&format!("failed while running: {}", words::of_share(run))));
    if let Some(clusters) = words::of_clusters(task) {
        text += &comment("", &sentence(&clusters));
    }
    let rate = |name: &str, share: crate::experiment::fit::Share| {
        (share.of > 0).then(|| format!("{name} = {}", figure(share.value())))
    };
    let rates: Vec<String> = rate("start", start).into_iter().chain(rate("run", run)).collect();
    let _ = writeln!(text, "failure = {{ {} }}", rates.join(", "));
    text
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| {
        if text.starts_with("n = ") { first.to_string() } else { first.to_uppercase().to_string() }
    });
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn of_activity(activity: &FittedActivity) -> String {
    let mut text = String::from("[[activities]]\n");
    let _ = writeln!(text, "name = {}", quoted(&activity.name));
    if !activity.source.is_task() {
        let _ = writeln!(text, "kind = {}", quoted(&activity.source.kind));
        let _ = writeln!(text, "audience = {}", quoted(&activity.source.audience));
    }
    text += &of_admission(activity);
    if let Growth::Told { estimate, .. } = activity.arrivals.growth {
        let _ = writeln!(text, "growth_per_month = {}", figure(estimate));
    }
    text += &comment("", &sentence(&words::of_draw(&activity.cost, Unit::Count)));
    let _ = writeln!(text, "cost = {}", drawn(&activity.cost, Unit::Count));
    if let Some(duration) = &activity.duration {
        text += &comment("", &sentence(&words::of_draw(duration, Unit::Time)));
        let _ = writeln!(text, "duration = {}", drawn(duration, Unit::Time));
    }
    for said in words::of_arrivals(activity) {
        text += &comment("", &sentence(&said));
    }
    text += "[activities.arrivals]\n";
    text + &of_rates(&activity.arrivals)
}

fn of_admission(activity: &FittedActivity) -> String {
    match activity.reserve {
        None => "admission = \"any\" # its rows reserve nothing\n".to_owned(),
        Some((reserve, having)) => {
            let reserve = reserve.max(Credits::ZERO);
            format!(
                "admission = \"reserve\" # {} of {} rows reserve something, most of them this\nreserve = {reserve}\n",
                rows(having),
                rows(activity.rows)
            )
        }
    }
}

fn of_rates(arrivals: &FittedArrivals) -> String {
    let mut text = String::new();
    let rate = figure(arrivals.per_day.value);
    match &arrivals.bursts {
        None => {
            let _ = writeln!(text, "per_day = {rate}");
        }
        Some(bursts) => {
            let _ = writeln!(text, "bursts_per_day = {rate}");
            let _ = writeln!(text, "burst_size = {}", drawn(&bursts.size, Unit::Count));
            let _ = writeln!(text, "gap = {}", drawn(&bursts.gap, Unit::Time));
        }
    }
    match arrivals.shape {
        Shape::Flat => text + "profile = \"flat\"\n",
        Shape::Office => text + "profile = \"office\"\n",
        Shape::AlwaysOn => text + "profile = \"always_on\"\n",
        Shape::Day | Shape::WorkWeek | Shape::DaysTimesHours | Shape::Week => {
            text += "profile = [\n";
            for (day, name) in
                arrivals.weights.chunks(24).zip(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
            {
                let weights: Vec<String> = day.iter().map(|&weight| super::figure::weight(weight)).collect();
                let _ = writeln!(text, "  {}, # {name}", weights.join(", "));
            }
            text + "]\n"
        }
    }
}
