//! `[[tasks]]`: schedules, copies, costs and rules.

use super::context::Context;
use super::failure::{Failures, check_failure};
use super::review::check_reviews;
use super::word;
use crate::calendar::Window;
use crate::demand::{CostDraw, Schedule, SpanDraw, TaskPlan, Weekdays};
use crate::policy::HealthRules;
use crate::replay::{Reviews, TaskRules};
use crate::scenario::nearest::listed;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Every, FailureReset, Number};
use crate::units::{Credits, Ratio, Span};
use jiff::civil::Weekday;

/// The most copies of a task.
const MOST_COPIES: i64 = 100_000;

/// One copy of a task.
pub(super) struct CheckedTask {
    pub(super) plan: TaskPlan,
    pub(super) reserve: Credits,
    pub(super) failed_charge: Ratio,
    pub(super) rules: TaskRules,
}

/// A task's copies, in order; empty where a problem was reported.
pub(super) fn check_task(
    task: &written::Task,
    reviews: &Reviews,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Vec<CheckedTask> {
    let name = check_name(task.name.as_deref(), &place.key("name"));
    let schedule = check_schedule(task.schedule.as_ref(), context, &place.key("schedule"));
    let zone = place.key("timezone").zone(task.timezone.as_deref()).unwrap_or_else(|| context.zone.clone());
    let active = check_active(task, context, place);
    let cost_at = place.key("cost");
    if task.cost.is_none() {
        cost_at.missing("credits a run costs: a number or a distribution");
    }
    let cost = task.cost.as_ref().and_then(|cost| cost_at.cost(cost));
    let duration = task.duration.as_ref().map_or_else(
        || Some(SpanDraw::constant(Span::ZERO)),
        |duration| place.key("duration").time(duration),
    );
    let reserve = cost.as_ref().and_then(|cost| check_reserve(task.reserve, cost, place));
    let Failures { model, failed_charge, time_to_break } =
        check_failure(task.failure.as_ref(), context, &place.key("failure"));
    let health = HealthRules {
        max_runs: place
            .key("max_runs")
            .whole(task.max_runs, 1..=Credits::MAX_INPUT.get())
            .and_then(|runs| u64::try_from(runs).ok()),
        ..check_health(task.auto_pause_after, task.failure_reset, context, place)
    };
    let rules = TaskRules {
        health,
        reviews: check_reviews(task.review.as_ref(), reviews, &place.key("review")),
        ends: active.to,
        time_to_break,
    };
    let copies = place.key("count").whole(task.count, 1..=MOST_COPIES);
    if copies.is_none_or(|copies| copies == 1) {
        place.key("stagger").without_effect("only with `count`, for more than one copy");
    }
    let stagger = place.key("stagger").span(task.stagger.as_ref()).unwrap_or_default();
    let (Some(name), Some(schedule), Some(cost), Some(duration), Some(reserve)) =
        (name, schedule, cost, duration, reserve)
    else {
        return Vec::new();
    };
    let copy = |name: String, schedule: Schedule| CheckedTask {
        plan: TaskPlan {
            name,
            schedule,
            zone: zone.clone(),
            active,
            cost: cost.clone(),
            duration: duration.clone(),
            failure: model.clone(),
        },
        reserve,
        failed_charge,
        rules: rules.clone(),
    };
    match copies {
        None => vec![copy(name, schedule)],
        Some(copies) => (0..u32::try_from(copies).unwrap_or_default())
            .map(|k| copy(format!("{name}-{}", k + 1), schedule.shifted(k, stagger)))
            .collect(),
    }
}

/// A name that is there and not empty.
pub(super) fn check_name(name: Option<&str>, place: &Place<'_>) -> Option<String> {
    match name {
        None => place.missing("names are unique among tasks, activities and traced tasks"),
        Some(name) if check_shown(name, place) => return Some(name.to_owned()),
        Some(_) => {}
    }
    None
}

/// True for a name that can be shown: not empty, no control characters, which could steer a terminal.
pub(super) fn check_shown(name: &str, place: &Place<'_>) -> bool {
    if name.trim().is_empty() {
        place.not_allowed("a name that is not empty");
        return false;
    }
    if name.chars().any(char::is_control) {
        let problem = Problem::new(format!("`{}` has a control character", place.name()));
        place.refuse(problem.label("such as a line break, a tab or an escape; leave it out"));
        return false;
    }
    true
}

/// When a task pauses; without `max_runs`.
pub(super) fn check_health(
    auto_pause_after: Option<Number>,
    failure_reset: Option<FailureReset>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> HealthRules {
    let tasks = &context.policy.tasks;
    let pause_at = place.key("auto_pause_after");
    let after = context.ranged(&pause_at, auto_pause_after, tasks.auto_pause_range, 1..=i64::from(u32::MAX));
    HealthRules {
        auto_pause_after: after.and_then(|after| u32::try_from(after).ok()).unwrap_or(tasks.auto_pause_after),
        failure_reset: failure_reset.map_or(tasks.failure_reset, word::failure_reset),
        max_runs: None,
    }
}

/// The reservation: stated, or the mean cost rounded up (R-START).
pub(super) fn check_reserve(number: Option<Number>, cost: &CostDraw, place: &Place<'_>) -> Option<Credits> {
    if number.is_some() {
        return place.key("reserve").credits(number);
    }
    let mean = cost.reservation();
    if mean.is_none() {
        let problem = Problem::new("the mean cost is infinite or too large to reserve by default (R-START)");
        let problem =
            problem.label("its mean is the default reservation").help("set `reserve` to a number of credits");
        place.key("cost").refuse(problem);
    }
    mean
}

/// `[starts, ends)` within the horizon.
fn check_active(task: &written::Task, context: &Context<'_>, place: &Place<'_>) -> Window {
    let (starts_at, ends_at) = (place.key("starts"), place.key("ends"));
    let starts = starts_at.instant(task.starts.as_ref(), &context.zone);
    let ends = ends_at.instant(task.ends.as_ref(), &context.zone);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && starts >= ends
    {
        ends_at.refuse(
            Problem::new("`ends` must be after `starts`").label(format!("{ends} is not after {starts}")),
        );
    }
    let horizon = context.horizon;
    let from = starts.unwrap_or(horizon.from).max(horizon.from);
    let to = ends.unwrap_or(horizon.to).min(horizon.to);
    if starts.is_some_and(|starts| starts >= horizon.to) || ends.is_some_and(|ends| ends <= horizon.from) {
        let wrong = if ends.is_some_and(|ends| ends <= horizon.from) { &ends_at } else { &starts_at };
        let problem = Problem::new("this task never runs: it lies outside [clock.start, clock.until)");
        wrong.refuse(problem.warning().label("outside the simulation"));
    }
    Window { from, to: to.max(from) }
}

fn check_schedule(
    written: Option<&written::Schedule>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<Schedule> {
    let Some(schedule) = written else {
        place.missing("when it occurs, such as `schedule = { every = \"hour\", minute = 15 }` (R-SCHEDULE)");
        return None;
    };
    let (every, needs): (&str, &[&str]) = match schedule.every {
        None => {
            place.key("every").missing("`every` is \"hour\", \"day\", \"week\" or \"month\" (R-SCHEDULE)");
            return None;
        }
        Some(Every::Hour) => ("hour", &["minute"]),
        Some(Every::Day) => ("day", &["at"]),
        Some(Every::Week) => ("week", &["days", "at"]),
        Some(Every::Month) => ("month", &["day", "at"]),
    };
    for key in ["minute", "at", "days", "day"] {
        let key_at = place.key(key);
        let needed = needs.contains(&key);
        let rule = format!("`every = \"{every}\"` needs {}", listed(needs.iter().copied()));
        if key_at.is_given() && !needed {
            let problem =
                Problem::new(format!("`{key}` does not apply to `every = \"{every}\"` (R-SCHEDULE)"));
            key_at.refuse(problem.label("not allowed here").note(rule));
        } else if needed && !key_at.is_given() {
            key_at.missing(&rule);
        }
    }
    match schedule.every? {
        Every::Hour => check_minute(schedule.minute, context, &place.key("minute")),
        Every::Day => Some(Schedule::Daily { at: check_at(schedule, context, place)? }),
        Every::Week => {
            let days = check_days(schedule.days.as_deref()?, &place.key("days"));
            Some(Schedule::Weekly { at: check_at(schedule, context, place)?, days: days? })
        }
        Every::Month => {
            let day = place.key("day").whole(schedule.day, 1..=31);
            let at = check_at(schedule, context, place)?;
            Some(Schedule::Monthly { day: i8::try_from(day?).ok()?, at })
        }
    }
}

fn check_at(schedule: &written::Schedule, context: &Context<'_>, place: &Place<'_>) -> Option<Span> {
    let place = place.key("at");
    let at = place.time_of_day(schedule.at.as_ref()?)?;
    check_picker(at.ms() % Span::HOUR.ms(), context, &place);
    Some(at)
}

fn check_minute(minute: Option<Number>, context: &Context<'_>, place: &Place<'_>) -> Option<Schedule> {
    let minute = place.whole(minute, 0..=59)?;
    let past = minute * Span::MINUTE.ms();
    check_picker(past, context, place);
    Some(Schedule::Hourly { past: Span::from_ms(past) })
}

/// A minute that the product's picker does not offer is possible, but worth a word (R-SCHEDULE).
fn check_picker(past_the_hour_ms: i64, context: &Context<'_>, place: &Place<'_>) {
    let minutes = &context.policy.tasks.picker_minutes;
    let offered = |&minute: &u8| i64::from(minute) * Span::MINUTE.ms() == past_the_hour_ms;
    if minutes.is_empty() || minutes.iter().any(offered) {
        return;
    }
    let offers: Vec<String> = minutes.iter().map(|minute| format!("{minute:02}")).collect();
    let title = format!("the schedule picker of `{}` does not offer this minute", context.policy.name);
    let problem = Problem::new(title).warning().label("runs all the same");
    place.refuse(problem.note(format!("it offers {} (R-SCHEDULE)", offers.join(", "))));
}

fn check_days(days: &[String], place: &Place<'_>) -> Option<Weekdays> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut chosen = Weekdays::default();
    let mut known = true;
    for (index, name) in days.iter().enumerate() {
        let number = NAMES.iter().position(|day| day == name).and_then(|number| i8::try_from(number).ok());
        if let Some(day) = number.and_then(|number| Weekday::from_monday_zero_offset(number).ok()) {
            chosen = chosen.with(day);
        } else {
            place.item(index).refuse(Problem::not_one_of("day", name, &NAMES));
            known = false;
        }
    }
    if known && chosen.is_empty() {
        place.refuse(
            Problem::new("`days` is empty")
                .label("at least one day")
                .note(format!("days: {}", listed(NAMES))),
        );
    }
    (known && !chosen.is_empty()).then_some(chosen)
}
