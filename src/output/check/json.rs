//! For programs.

use super::words;
use crate::experiment::check::{CheckReport, Checked, Outcome, PartedLedger, Verdict};
use serde_json::{Value, json};
use std::io;

/// One object, ending with a line break; its shape is described in docs/check.md.
///
/// # Errors
/// None that a report can cause; passed on from the serializer.
pub fn check_json(report: &CheckReport) -> io::Result<Vec<u8>> {
    let verdict = match report.verdict() {
        Verdict::Holds => "holds",
        Verdict::Differs => "differs",
        Verdict::BadInput => "bad_input",
    };
    let skipped = report.skipped.iter().map(|(path, why)| json!({ "path": path, "why": why }));
    let value = json!({
        "schema": 1,
        "verdict": verdict,
        "figures": report.figures(),
        "scenarios": report.checked.iter().map(of_one).collect::<Vec<Value>>(),
        "skipped": skipped.collect::<Vec<Value>>(),
    });
    let mut json = serde_json::to_vec_pretty(&value)?;
    json.push(b'\n');
    Ok(json)
}

fn of_one(Checked { path, outcome }: &Checked) -> Value {
    match outcome {
        Outcome::Compared { parted, .. } => {
            let differences = outcome.differences().map(|comparison| {
                let place = comparison.figure.location();
                json!({
                    "figure": comparison.figure.as_str(),
                    "expected": words::expected(&comparison.must),
                    "actual": words::actual(comparison.actual),
                    "difference": words::difference(comparison),
                    "file": place.file,
                    "line": place.line,
                })
            });
            json!({
                "path": path,
                "outcome": if outcome.differs() { "differs" } else { "holds" },
                "figures": outcome.figures(),
                "differences": differences.collect::<Vec<Value>>(),
                "ledger_parts": parted.as_ref().map(parted_json),
            })
        }
        Outcome::NothingExpected => json!({ "path": path, "outcome": "nothing_expected" }),
        Outcome::Refused(refusal) => {
            json!({ "path": path, "outcome": "refused", "error": words::refusal(refusal) })
        }
    }
}

fn parted_json(parted: &PartedLedger) -> Value {
    let rows = parted.rows.iter().map(|row| {
        json!({
            "row": row.number, "time": row.time, "entry": row.entry, "source": row.source,
            "rule": row.cause, "credits": row.credits, "usable_after": row.usable_after,
        })
    });
    let at = &parted.parting;
    json!({
        "month": at.month, "chunk_from": at.from, "chunk_until": at.until,
        "row": at.row, "rows": rows.collect::<Vec<Value>>(),
    })
}
