//! Random traces: many rows at an instant or in an hour, also those of the calendar, repeated or moved, and two of a file.

use crate::horizon::Horizon;
use crate::scenarios::instant;
use crate::tasks::own_review;
use proptest::prelude::*;
use std::fmt::Write;

/// One row's source, tens of credits it costs and reserves, duration and outcome.
type Row = (u32, i64, Option<i64>, i64, u32);

fn write_row(rows: &mut String, at: &str, (source, cost, reserve, lasts, outcome): Row) {
    let (source, kind, audience) = match source {
        0 => ("a", "task", "member"),
        1 => ("b", "task", "member"),
        2 => ("c", "task", "member"),
        3 => ("chat", "joule", "member"),
        4 => ("tool", "ai_tool", "member"),
        _ => ("site", "custom", "public"),
    };
    let reserve = reserve.map_or_else(String::new, |tens| (tens * 10).to_string());
    let lasts = [0, 0, 900, 3_600, 7_200, 500_000, 3_000_000][usize::try_from(lasts).unwrap()];
    let outcome = ["ok", "ok", "ok", "ok", "start_failure", "run_failure", "run_failure"]
        [usize::try_from(outcome).unwrap()];
    let cost = cost * 10;
    writeln!(rows, "{at},{source},{source}2,{kind},{audience},{cost},{reserve},{lasts},{outcome}").unwrap();
}

/// How a trace is laid over a horizon.
fn laid(horizon: Horizon) -> impl Strategy<Value = String> {
    // So often at most that there are some thousands of rows.
    let apart = (horizon.hours() / 6).max(1)..=horizon.hours();
    let repeats = prop::option::weighted(0.3, apart);
    let starts = prop::option::weighted(0.2, 0..horizon.hours() / 2);
    (repeats, starts).prop_map(move |(repeats, starts)| {
        let mut text = String::new();
        if let Some(hours) = repeats {
            writeln!(text, "repeat_every = '{hours}h'").unwrap();
        }
        if let Some(hour) = starts {
            writeln!(text, "start_at = '{}'", horizon.at(hour)).unwrap();
        }
        text
    })
}

/// The health of a trace's tasks.
fn health() -> impl Strategy<Value = String> {
    let charged = prop_oneof![Just("0"), Just("0.6"), Just("1"), Just("3")];
    let reset = prop_oneof![Just("start"), Just("completion")];
    (1..6_u32, charged, reset, own_review()).prop_map(|(pause_after, charged, reset, review)| {
        format!(
            "auto_pause_after = {pause_after}\nfailed_charge = {charged}\nfailure_reset = '{reset}'\n{review}"
        )
    })
}

/// Sections of a trace, or of two of the same file whose sources have other names, and the file's rows.
pub(crate) fn traces(horizon: Horizon) -> impl Strategy<Value = (String, String)> {
    let hours = horizon.hours();
    let most: i64 = if horizon.is_short() { 5 } else { 7 };
    let row = (0..6_u32, 0..13_i64, prop::option::of(0..16_i64), 0..most, 0..7_u32);
    // Months of UTC begin at these hours.
    let begins = [12 * 24, 40 * 24, 71 * 24].map(|month| month - horizon.from);
    let begins: Vec<i64> = begins.into_iter().filter(|hour| (0..hours).contains(hour)).collect();
    let begin =
        (0..4_usize).prop_map(move |place| begins.get(place % begins.len().max(1)).copied().unwrap_or(0));
    let hour = prop_oneof![5 => 0..hours, 1 => begin];
    let burst = (hour, 0..3_i64, prop::collection::vec(row, 1..40));
    let section = |source: &'static str| {
        (laid(horizon), health())
            .prop_map(move |(laid, health)| format!("[[traces]]\npath = 'trace.csv'\n{source}{laid}{health}"))
    };
    let second = prop::option::weighted(0.25, section("columns = { source = 'other' }\n"));
    (prop::collection::vec(burst, 1..12), section(""), second).prop_map(move |(bursts, first, second)| {
        let mut rows = String::new();
        for (hour, apart, burst) in bursts {
            for (place, row) in (0_i64..).zip(burst) {
                let place = place * apart;
                let minute = format!(":{:02}:{:02}Z", place / 2, place % 2 * 30);
                let at = instant(horizon.from + hour).replace(":00:00Z", &minute);
                write_row(&mut rows, &at, row);
            }
        }
        (first + &second.unwrap_or_default(), rows)
    })
}
