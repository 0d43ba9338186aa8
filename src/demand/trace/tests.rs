//! Traces as users write them, and what is said about bad ones.

use super::*;
use crate::calendar::Zone;
use crate::units::Credits;
use std::fmt::Write;

fn read(csv: &str) -> Result<TraceRows, TraceError> {
    read_with(csv, &TraceColumns::default())
}

fn read_with(csv: &str, columns: &TraceColumns) -> Result<TraceRows, TraceError> {
    // Equal rows of other texts are equal here.
    read_trace(csv.as_bytes(), columns, &Zone::UTC).map(|rows| TraceRows { digest: [0; 32], ..rows })
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(ours, theirs)| (ours.to_owned(), theirs.to_owned())).collect()
}

/// One line a row: time, name/kind/audience, cost, duration, outcome, reservation.
fn table(rows: &TraceRows) -> String {
    let mut table = String::new();
    for row in 0..rows.len() {
        let TraceSource { name, kind, audience } = &rows.who[rows.sources[row] as usize];
        let (time, cost, duration) = (rows.times[row], rows.costs[row], rows.durations[row]);
        let (outcome, reserve) = (rows.outcomes[row], rows.reserves[row]);
        writeln!(table, "{time} {name}/{kind}/{audience} {cost} {duration} {outcome:?} {reserve}").unwrap();
    }
    table
}

#[test]
fn r_trace_defaults_hold_where_columns_are_missing_or_cells_are_empty() {
    let least = read("time,source,cost\n2026-01-05 09:00:00,chat,3\n").unwrap();
    let empty =
        read("time,source,kind,audience,cost,reserve,duration,outcome\n2026-01-05 09:00:00,chat,,,3,,,\n");
    assert_eq!(table(&least), "2026-01-05T09:00:00Z chat/custom/member 3 0s Completes -1\n");
    assert_eq!(empty, Ok(least));
}

#[test]
fn r_trace_rows_are_sorted_by_time_and_then_by_line() {
    let rows = read(
        "source,time,cost,kind,reserve,duration,outcome,audience,note\n\
         late,2026-01-05T09:00:01Z,1.2,joule,,0.0001,ok,public,x\n\
         sync,2026-01-05T09:00:00Z,30,task,,120,run_failure,,\"a, b\"\n\
         sync,2026-01-05T09:00:00Z,30,task,40,120,start_failure,,\n\
         late,2026-01-05T08:00:00Z,1,joule,7,,,public,\n",
    );
    insta::assert_snapshot!(table(&rows.unwrap()), @r"
    2026-01-05T08:00:00Z late/joule/public 1 0s Completes 7
    2026-01-05T09:00:00Z sync/task/member 30 2m FailsRunning 30
    2026-01-05T09:00:00Z sync/task/member 30 2m FailsAtStart 40
    2026-01-05T09:00:01Z late/joule/public 2 0.001s Completes -1
    ");
}

#[test]
fn r_trace_sources_are_numbered_by_their_first_row_in_time() {
    let rows =
        read("time,source,cost\n2026-01-05 09:00:02,c,1\n2026-01-05 09:00:01,b,1\n2026-01-05 09:00:00,a,1\n");
    let names: Vec<String> = rows.unwrap().who.into_iter().map(|who| who.name).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn r_trace_line_ends_a_byte_order_mark_and_spaces_do_not_matter() {
    let plain = read("time,source,cost\n2026-01-05 09:00:00,chat,3\n2026-01-05 10:00:00,chat,4\n");
    let dressed = read(
        "\u{feff}time, source ,\"cost\"\r\n2026-01-05 09:00:00, chat,3 \r\n\r\n2026-01-05 10:00:00,\"chat\",4",
    );
    assert!(plain.is_ok());
    assert_eq!(plain, dressed);
}

#[test]
fn r_trace_a_header_without_rows_is_a_trace_without_rows() {
    assert_eq!(read("time,source,cost\n"), Ok(TraceRows::default()));
}

#[test]
fn r_trace_files_made_by_others_are_read_by_their_own_names() {
    let columns = TraceColumns {
        columns: map(&[("time", "TIMESTAMP")]),
        constants: map(&[("source", "chat"), ("kind", "joule")]),
        credits_per: [("ContextTokens", "0.001"), ("GeneratedTokens", "0.004")]
            .map(|(name, rate)| (name.to_owned(), rate.parse().unwrap()))
            .into(),
    };
    let csv = "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-12 00:00:00.0000000,2162,5\n2024-05-12 00:00:00.9999999,1000,250\n";
    // 2162 × 0.001 + 5 × 0.004 is 2.182; 1000 × 0.001 + 250 × 0.004 is exactly 2.
    insta::assert_snapshot!(table(&read_with(csv, &columns).unwrap()), @r"
    2024-05-12T00:00:00Z chat/joule/member 3 0s Completes -1
    2024-05-12T00:00:00.999Z chat/joule/member 2 0s Completes -1
    ");
}

#[test]
fn r_trace_a_bad_row_names_its_line_and_column() {
    let head =
        "time,source,kind,audience,cost,reserve,duration,outcome\n2026-01-05 09:00:00,a,task,member,1,,,ok\n";
    let mut said = String::new();
    for row in [
        "yesterday,a,task,member,1,,,ok",
        "2026-01-05 09:00:00,,task,member,1,,,ok",
        "2026-01-05 09:00:00,a,taks,member,1,,,ok",
        "2026-01-05 09:00:00,a,task,members,1,,,ok",
        "2026-01-05 09:00:00,a,task,member,-1,,,ok",
        "2026-01-05 09:00:00,a,task,member,,,,ok",
        "2026-01-05 09:00:00,a,task,member,NaN,,,ok",
        "2026-01-05 09:00:00,a,task,member,1,9999999999999,,ok",
        "2026-01-05 09:00:00,a,task,member,1,,two minutes,ok",
        "2026-01-05 09:00:00,a,task,member,1,,,OK",
        "2026-01-05 09:00:00,a,task",
    ] {
        let TraceError { line, column, found, message, .. } = read(&format!("{head}{row}\n")).unwrap_err();
        assert_eq!(line, 3, "{row}");
        writeln!(said, "{} [{}] {message}", column.unwrap_or_default(), found.unwrap_or_default()).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn r_trace_lines_are_counted_as_an_editor_does() {
    for csv in [
        "time,source,cost\r\n2026-01-05 09:00:00,a,1\r\n\r\n2026-01-05 09:00:00,a,x\r\n",
        "time,source,cost,note\n\"2026-01-05 09:00:00\",a,1,\"a\nb\"\n2026-01-05 09:00:00,a,x,\n",
        "time,source,cost\r2026-01-05 09:00:00,a,1\r\r2026-01-05 09:00:00,a,x\r",
    ] {
        assert_eq!(read(csv).unwrap_err().line, 4, "{csv:?}");
    }
}

#[test]
fn r_trace_a_bad_header_or_setting_is_refused() {
    let columns = |columns, constants, credits_per: &[&str]| TraceColumns {
        columns: map(columns),
        constants: map(constants),
        credits_per: credits_per.iter().map(|&name| (name.to_owned(), Decimal::ONE)).collect(),
    };
    let mut said = String::new();
    for (csv, columns) in [
        ("", columns(&[], &[], &[])),
        ("tiem,source,cost\n", columns(&[], &[], &[])),
        ("time,cost\n", columns(&[], &[], &[])),
        ("time,source,cost,cost\n", columns(&[], &[], &[])),
        ("time,source,cost\n", columns(&[("time", "TIMESTAMP")], &[], &[])),
        ("time,source,cost\n", columns(&[("tme", "time")], &[], &[])),
        ("time,source,cost\n", columns(&[], &[("knd", "task")], &[])),
        ("time,source,cost\n", columns(&[], &[("cost", "5")], &[])),
        ("time,source,Tokens\n", columns(&[], &[], &["Token"])),
        ("time,source,cost,Tokens\n", columns(&[("cost", "cost")], &[], &["Tokens"])),
        ("time,cost\n2026-01-05 09:00:00,1\n", columns(&[], &[("source", "a"), ("kind", "jule")], &[])),
    ] {
        let TraceError { line, column, message, .. } = read_with(csv, &columns).unwrap_err();
        writeln!(said, "{line} {} | {message}", column.unwrap_or_default()).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn r_trace_work_without_a_cost_is_free() {
    let rows = read("time,source\n2026-01-05 09:00:00,a\n").unwrap();
    assert_eq!(rows.costs, [Credits::ZERO]);
    assert!(rows.is_free());
}

#[test]
fn r_trace_a_column_to_be_priced_must_hold_numbers() {
    let columns =
        TraceColumns { credits_per: [("Tokens".to_owned(), Decimal::ONE)].into(), ..TraceColumns::default() };
    let error = read_with("time,source,Tokens\n2026-01-05 09:00:00,a,-5\n", &columns).unwrap_err();
    assert_eq!(
        (error.line, error.column.as_deref(), error.found.as_deref()),
        (2, Some("Tokens"), Some("-5"))
    );
}
