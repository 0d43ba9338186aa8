//! For people.

use super::bless::Blessed;
use super::words;
use crate::experiment::check::{CheckReport, Checked, Outcome, Verdict};
use crate::output::aligned::{plain_table, right_aligned};
use std::fmt::Write as _;

/// One line for each scenario, a table for each that differs, and a sentence at the end.
pub fn check_text(report: &CheckReport) -> String {
    let mut text = String::new();
    for checked in &report.checked {
        text += &of_one(checked);
    }
    for (path, why) in &report.skipped {
        line(&mut text, &format!("skipped  {path}: {why}"));
    }
    text + &sum(report)
}

fn of_one(Checked { path, outcome }: &Checked) -> String {
    let mut text = String::new();
    let (differ, figures) = (outcome.differences().count(), outcome.figures());
    match outcome {
        Outcome::NothingExpected => line(&mut text, &format!("nothing  {path}: nothing is expected of it")),
        Outcome::Refused(refusal) => {
            line(&mut text, &format!("refused  {path}"));
            indented(&mut text, &words::refusal(refusal));
        }
        Outcome::Compared { parted, .. } => {
            if differ == 0 {
                line(&mut text, &format!("holds    {path}: {}", counted(figures, "figure")));
            } else {
                line(&mut text, &format!("differs  {path}: {differ} of {}", counted(figures, "figure")));
                indented(&mut text, &table(outcome));
            }
            for (index, said) in parted.iter().flat_map(words::parted).enumerate() {
                indented(&mut text, &if index == 0 { said } else { format!("  {said}") });
            }
        }
    }
    text
}

/// The figures that differ.
fn table(outcome: &Outcome) -> String {
    let mut table = plain_table();
    table.add_row(["figure", "expected", "actual", "difference"]);
    for comparison in outcome.differences() {
        table.add_row([
            comparison.figure.to_string(),
            words::expected(&comparison.must),
            words::actual(comparison.actual),
            words::difference(comparison),
        ]);
    }
    right_aligned(table, 1..4)
}

/// What came of all of it, in a sentence.
fn sum(report: &CheckReport) -> String {
    let counts = [
        (report.count(|outcome| outcome.figures() > 0 && !outcome.differs()), "hold", "holds"),
        (report.count(Outcome::differs), "differ", "differs"),
        (report.count(Outcome::is_refused), "cannot be checked", "cannot be checked"),
        (report.count(Outcome::expects_nothing), "expect nothing", "expects nothing"),
    ];
    let told = counts.iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> =
        told.map(|(count, many, one)| format!("{count} {}", if *count == 1 { one } else { many })).collect();
    let scenarios = counted(report.checked.len(), "scenario");
    let all = if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) };
    let nothing = match report.verdict() {
        Verdict::BadInput if report.figures() == 0 => "\nThere is nothing to check.",
        Verdict::BadInput | Verdict::Differs | Verdict::Holds => "",
    };
    format!("{scenarios}{all}; {} compared.{nothing}\n", counted(report.figures(), "figure"))
}

/// What blessing changed in one scenario's files.
pub fn blessed_text(path: &str, blessed: &Blessed, ledger_changes: bool) -> String {
    let mut text = String::new();
    let changes = blessed.changes.len();
    if changes == 0 && !ledger_changes {
        line(&mut text, &format!("same     {path}: {}", counted(blessed.figures, "figure")));
    } else {
        let ledger = if ledger_changes { ", and its ledger" } else { "" };
        line(
            &mut text,
            &format!("blessed  {path}: {changes} of {}{ledger}", counted(blessed.figures, "figure")),
        );
    }
    let mut table = plain_table();
    for change in &blessed.changes {
        let old = change.old.clone().unwrap_or_else(|| "(new)".to_owned());
        table.add_row([change.figure.clone(), old, "->".to_owned(), change.new.clone()]);
    }
    if changes > 0 && blessed.changes.iter().all(|change| change.old.is_none()) {
        indented(&mut text, &format!("{} expected for the first time", counted(changes, "figure")));
    } else if changes > 0 {
        indented(&mut text, &right_aligned(table, 1..2));
    }
    for comparison in &blessed.left {
        indented(&mut text, &format!("left as it is, change it by hand: {}", words::sentence(comparison)));
    }
    text
}

fn line(text: &mut String, said: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{said}");
}

fn indented(text: &mut String, said: &str) {
    for one in said.lines() {
        line(text, format!("         {one}").trim_end());
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
