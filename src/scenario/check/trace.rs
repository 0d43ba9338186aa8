//! `[[traces]]`: files of recorded work (R-TRACE).

use super::context::Context;
use super::failure::check_failed_charge;
use super::review::check_reviews;
use super::task::check_health;
use super::word;
use crate::demand::{TraceColumns, TraceError, TracePlan, TraceSource};
use crate::policy::{ActivityKind, Admission, HealthRules};
use crate::replay::{ActivityRules, Reviews, TaskRules, WorkKind};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::text::{Origin, Text};
use crate::scenario::traces::{TraceFailure, Traces};
use crate::scenario::written::{self, Scalar};
use crate::units::{Ratio, Span};
use std::sync::Arc;

/// The columns that a trace may have.
const COLUMNS: [&str; 8] = ["time", "source", "kind", "audience", "cost", "reserve", "duration", "outcome"];

/// One trace: its demand, and the rules of its sources.
pub(super) struct CheckedTrace {
    pub(super) plan: TracePlan,
    pub(super) path: String,
    pub(super) failed_charge: Ratio,
    health: HealthRules,
    reviews: Reviews,
}

/// `None` where a problem was reported.
pub(super) fn check_trace(
    trace: &written::Trace,
    reviews: &Reviews,
    traces: &Traces<'_>,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<CheckedTrace> {
    let columns = check_columns(trace, place);
    let health = check_health(trace.auto_pause_after, trace.failure_reset, context, place);
    let reviews = check_reviews(trace.review.as_ref(), reviews, &place.key("review"));
    let failed_charge = check_failed_charge(trace.failed_charge, context, &place.key("failed_charge"));
    let repeat_every = place.key("repeat_every").positive_span(trace.repeat_every.as_ref());
    let start_at = place.key("start_at").instant(trace.start_at.as_ref(), &context.zone);
    let path_at = place.key("path");
    let Some(path) = trace.path.as_deref() else {
        path_at.missing("the CSV file, relative to this file");
        return None;
    };
    let rows = match traces.rows(path, &columns?, &context.zone) {
        Ok(rows) => rows,
        Err(TraceFailure::Unread(why)) => {
            path_at
                .refuse(Problem::new(format!("cannot read the trace `{path}`: {why}")).label("named here"));
            return None;
        }
        Err(TraceFailure::Bad { name, bytes, error }) => {
            match &error.setting {
                Some((table, key)) => refuse_setting(&error, &place.key(table).key(key)),
                None => path_at.refuse(bad_row(&name, &bytes, &error, place.origin().text.order)),
            }
            return None;
        }
    };
    let Some(first) = rows.first() else {
        let problem = Problem::new(format!("the trace `{path}` has no rows"));
        path_at.refuse(problem.label("it holds nothing but a header"));
        return None;
    };
    if rows.is_free() {
        let problem = Problem::new(format!("no row of the trace `{path}` costs anything")).warning();
        let help =
            "name its column with `columns.cost`, set `constants.cost`, or price columns with `credits_per`";
        path_at.refuse(problem.label("all its work is free").help(help));
    }
    if rows.ignores_cost() {
        let problem = Problem::new(format!("the column `cost` of the trace `{path}` is not used")).warning();
        let problem = problem.label("makes the cost from other columns");
        place.key("credits_per").refuse_key(problem.help("leave out `credits_per` to use the column"));
    }
    if !rows.who().iter().any(TraceSource::is_task) {
        for key in ["auto_pause_after", "failure_reset", "review"] {
            place.key(key).without_effect("the trace has no tasks: no row of the kind `task` (R-TRACE)");
        }
    }
    let shift = start_at.map_or(Span::ZERO, |start_at| start_at - first);
    let plan = TracePlan { rows, shift, repeat_every };
    Some(CheckedTrace { plan, path: path.to_owned(), failed_charge, health, reviews })
}

fn check_columns(trace: &written::Trace, place: &Place<'_>) -> Option<TraceColumns> {
    let mut known = true;
    let (columns_at, constants_at) = (place.key("columns"), place.key("constants"));
    let keys = trace.columns.keys().map(|key| (&columns_at, key));
    for (table, key) in keys.chain(trace.constants.keys().map(|key| (&constants_at, key))) {
        if !COLUMNS.contains(&key.as_str()) {
            table.key(key).refuse_key(Problem::not_one_of("column", key, &COLUMNS));
            known = false;
        }
    }
    let constant = |(key, value): (&String, &Scalar)| {
        let text = match value {
            Scalar::Text(text) => text.clone(),
            Scalar::Number(number) => number.0.to_string(),
        };
        (key.clone(), text)
    };
    let rates = trace.credits_per.iter().map(|(column, rate)| (column.clone(), rate.0)).collect();
    known.then(|| TraceColumns {
        columns: trace.columns.clone(),
        constants: trace.constants.iter().map(constant).collect(),
        credits_per: rates,
    })
}

/// A problem of the key by which the scenario says how to read the file.
fn refuse_setting(error: &TraceError, place: &Place<'_>) {
    let problem = Problem::new(error.message.clone()).label("says how the trace is read");
    // A rate's key is itself the name of a column.
    if error.found.as_deref() == Some(place.name()) {
        place.refuse_key(problem);
    } else {
        place.refuse(problem);
    }
}

/// A problem in the trace file itself, with its line and the offending cell underlined.
fn bad_row(name: &str, bytes: &[u8], error: &TraceError, order: usize) -> Problem {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let index = usize::try_from(error.line.saturating_sub(1)).unwrap_or(usize::MAX);
    let lines = || bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let line = String::from_utf8_lossy(lines().nth(index).unwrap_or_default()).into_owned();
    let header = String::from_utf8_lossy(lines().next().unwrap_or_default()).into_owned();
    let span = cell(&header, &line, error).unwrap_or(0..line.len());
    let text = Text { name: name.to_owned(), body: line, first_line: index + 1, order: order + 10_000 };
    let title = match &error.column {
        Some(column) => format!("column `{column}`: {}", error.message),
        None => error.message.clone(),
    };
    let problem = Problem::new(title).at(Origin::new(&Arc::new(text), span));
    if error.line == 1 {
        return problem.label("in the header");
    }
    problem.label("in this row").note("a bad row stops the load; nothing is skipped (R-TRACE)")
}

/// Where the offending cell stands in its line.
fn cell(header: &str, line: &str, error: &TraceError) -> Option<std::ops::Range<usize>> {
    let found = error.found.as_deref().filter(|found| !found.is_empty());
    let column = error.column.as_deref()?;
    // Cells in quotes may hold commas; then any place of the same text will do.
    let plain = !header.contains('"') && !line.contains('"');
    if let Some(number) =
        header.split(',').position(|name| name.trim() == column).filter(|_| plain && error.line > 1)
    {
        let start = line.split(',').take(number).map(|cell| cell.len() + 1).sum::<usize>();
        let length = line.get(start..)?.split(',').next()?.len();
        return Some(start..start + length.max(1));
    }
    let start = line.find(found?)?;
    Some(start..start + found?.len())
}

impl CheckedTrace {
    /// The rules of one of its sources.
    pub(super) fn rules(&self, source: &TraceSource, context: &Context<'_>) -> (Ratio, WorkKind) {
        let kind = if source.is_task() {
            WorkKind::Task(TaskRules {
                health: self.health,
                reviews: self.reviews.clone(),
                ends: context.horizon.to,
                time_to_break: None,
            })
        } else {
            let kind = ActivityKind::ALL.into_iter().find(|kind| kind.name() == source.kind);
            let audience = match source.audience.as_str() {
                "public" => written::Audience::Public,
                _ => written::Audience::Member,
            };
            WorkKind::Activity(ActivityRules {
                kind: kind.unwrap_or(ActivityKind::Custom),
                audience: word::audience(audience),
                admission: Admission::Any,
            })
        };
        (self.failed_charge, kind)
    }
}
