//! From a trace to what made it.

use super::activity::FittedActivity;
use super::arrivals::fit_arrivals;
use super::draw::FittedDraw;
use super::number::count;
use super::schedule::fit_schedule;
use super::share::Share;
use super::source::SourceRows;
use super::task::{FittedFailures, FittedTask};
use crate::calendar::{Window, Zone};
use crate::demand::{Outcome, TraceRows, TraceSource};
use crate::experiment::Crew;
use crate::units::{Credits, Instant, Span};
use std::convert::Infallible;

/// What a trace tells of the work that made it.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The time in which rows would have been recorded.
    pub window: Window,
    /// The organisation's zone.
    pub zone: Zone,
    /// Rows in the window.
    pub rows: usize,
    /// Rows outside, which are left out.
    pub left_out: usize,
    /// Scheduled work, in order of first rows.
    pub tasks: Vec<FittedTask>,
    /// Other work, in order of first rows.
    pub activities: Vec<FittedActivity>,
}

/// The time that a trace covers: whole civil days around its rows, or from the first to the last row where they
/// cover less than two days. `None` of no rows.
pub fn covered(rows: &TraceRows, zone: &Zone) -> Option<Window> {
    let (&first, &last) = (rows.times.first()?, rows.times.last()?);
    let after = last + Span::from_ms(1);
    if covers_little(Window { from: first, to: last }) {
        return Some(Window { from: first, to: after });
    }
    let midnight = |at: Instant, days: i32| {
        let date = zone.civil(at).date();
        let date = date.checked_add(jiff::Span::new().days(days)).unwrap_or(date);
        zone.instant(date.to_datetime(jiff::civil::Time::midnight()))
    };
    Some(Window { from: midnight(first, 0), to: midnight(last, 1) })
}

/// True of a time so short that a day and its ends cannot be told: less than two days.
pub fn covers_little(window: Window) -> bool {
    window.to - window.from < Span::from_ms(2 * Span::DAY.ms())
}

/// Estimates the work that made the rows in `window`, by the clock of `zone`. Sources are fitted side by side.
pub fn fit(rows: &TraceRows, window: Window, zone: &Zone, crew: &Crew) -> Fit {
    let sources = SourceRows::split(rows, window.from, window.to);
    let inside = sources.iter().map(|source| source.times.len()).sum();
    let numbers = 0..u32::try_from(sources.len()).unwrap_or(u32::MAX);
    let Ok(fitted) = crew.map(numbers, |number| {
        let source = &sources[usize::try_from(number).unwrap_or(usize::MAX)];
        Ok::<_, Infallible>(fit_source(source, window, zone))
    });
    let (mut tasks, mut activities) = (Vec::new(), Vec::new());
    for source in fitted.into_iter().flatten() {
        match source {
            Fitted::Task(task) => tasks.push(*task),
            Fitted::Activity(activity) => activities.push(*activity),
        }
    }
    Fit { window, zone: zone.clone(), rows: inside, left_out: rows.len() - inside, tasks, activities }
}

enum Fitted {
    Task(Box<FittedTask>),
    Activity(Box<FittedActivity>),
}

fn fit_source(rows: &SourceRows, window: Window, zone: &Zone) -> Option<Fitted> {
    let is_task = rows.source.is_task();
    // What is stated is not doubted; `custom` says nothing.
    let may_be_task = is_task || rows.source.kind == "custom";
    let schedule = if may_be_task { fit_schedule(&rows.times, window, zone) } else { None };
    let cost = FittedDraw::of_costs(rows.of_completed(&rows.costs).into_iter())?;
    let is_timed = rows.durations.iter().any(|span| !span.is_zero());
    let duration =
        if is_timed { FittedDraw::of_spans(rows.of_completed(&rows.durations).into_iter()) } else { None };
    let failures = failures(&rows.outcomes);
    Some(match schedule.filter(|schedule| is_task || schedule.is_evident()) {
        Some(schedule) => Fitted::Task(Box::new(FittedTask {
            name: rows.name.clone(),
            rows: rows.times.len(),
            is_stated: is_task,
            schedule,
            cost,
            duration,
            reserve: constant_reserve(rows),
            failures,
        })),
        None => Fitted::Activity(Box::new(FittedActivity {
            name: rows.name.clone(),
            source: TraceSource { ..rows.source.clone() },
            rows: rows.times.len(),
            arrivals: fit_arrivals(&rows.times, window, zone),
            cost,
            duration,
            reserve: usual_reserve(rows),
            failed: Share { of: failures.at_start.of + failures.running.of, all: rows.times.len() },
        })),
    })
}

/// The reservation of all rows, unless it only repeats the cost, as a trace without that column does.
fn constant_reserve(rows: &SourceRows) -> Option<Credits> {
    let first = rows.reserves.first().copied().flatten()?;
    let is_constant = rows.reserves.iter().all(|&reserve| reserve == Some(first));
    let repeats_the_cost =
        rows.reserves.iter().zip(&rows.costs).all(|(&reserve, &cost)| reserve == Some(cost));
    (is_constant && !repeats_the_cost).then_some(first)
}

/// The most common reservation, and how many rows have one.
fn usual_reserve(rows: &SourceRows) -> Option<(Credits, usize)> {
    let mut all: Vec<Credits> = rows.reserves.iter().copied().flatten().collect();
    all.sort_unstable();
    let most = all.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
    Some((most[0], all.len()))
}

fn failures(outcomes: &[Outcome]) -> FittedFailures {
    let of = |which: Outcome| outcomes.iter().filter(|&&outcome| outcome == which).count();
    let at_start = Share { of: of(Outcome::FailsAtStart), all: outcomes.len() };
    let started: Vec<bool> = outcomes
        .iter()
        .filter(|&&outcome| outcome != Outcome::FailsAtStart)
        .map(|&outcome| outcome != Outcome::Completes)
        .collect();
    let failed = started.iter().filter(|&&failed| failed).count();
    let running = Share { of: failed, all: started.len() };
    FittedFailures { at_start, running, clustered: clustered(&started, failed) }
}

/// The chance of no more changes than there are; by the normal approximation, for 10 failures and successes or more.
fn clustered(failed: &[bool], failures: usize) -> Option<f64> {
    let successes = failed.len() - failures;
    if failures.min(successes) < 10 {
        return None;
    }
    let (a, b) = (count(failures), count(successes));
    let all = a + b;
    let runs = 1.0 + count(failed.windows(2).filter(|pair| pair[0] != pair[1]).count());
    let mean = 1.0 + 2.0 * a * b / all;
    let variance = (mean - 1.0) * (mean - 2.0) / (all - 1.0);
    Some(0.5 * libm::erfc(-(runs + 0.5 - mean) / variance.sqrt() * std::f64::consts::FRAC_1_SQRT_2))
}
