//! The words that every form shares.

use crate::experiment::check::{Actual, Comparison, LedgerRow, PartedLedger, Refusal};
use crate::scenario::{Must, Problem, Severity};
use crate::units::Decimal;

/// What a figure must be.
pub(super) fn expected(must: &Must) -> String {
    match must {
        Must::Equal(value) => value.to_string(),
        Must::Near { value, most } => format!("{value} ± {}", most.normalize()),
        Must::Between { min: Some(min), max: Some(max) } => format!("{min} to {max}"),
        Must::Between { min: Some(min), max: None } => format!("at least {min}"),
        Must::Between { min: None, max: Some(max) } => format!("at most {max}"),
        Must::Between { min: None, max: None } => "anything".to_owned(),
        Must::MeanWithin { least, most, replications } => {
            format!("{least} to {most} on average of {replications}")
        }
    }
}

/// What it was.
pub(super) fn actual(actual: Actual) -> String {
    match actual {
        Actual::Figure(figure) => figure.to_string(),
        Actual::Mean { mean, estimate } => match estimate.half_width {
            Some(half) => format!("{} ± {half:.4}", mean.round_dp(4).normalize()),
            None => mean.normalize().to_string(),
        },
    }
}

/// How far apart they are, with its sign; empty where that is no number.
pub(super) fn difference(comparison: &Comparison) -> String {
    comparison.difference().map(signed).unwrap_or_default()
}

fn signed(number: Decimal) -> String {
    let number = number.normalize();
    if number > Decimal::ZERO { format!("+{number}") } else { number.to_string() }
}

/// A figure that is not what it must be, in a line.
pub(super) fn sentence(comparison: &Comparison) -> String {
    let (figure, apart) = (&comparison.figure, difference(comparison));
    let (expected, actual) = (expected(&comparison.must), actual(comparison.actual));
    let apart = if apart.is_empty() { apart } else { format!(" ({apart})") };
    format!("{figure}: expected {expected}, is {actual}{apart}")
}

/// Where a ledger parts from the blessed one, and the rules at work there: a sentence, then a line for each row.
pub(super) fn parted(parted: &PartedLedger) -> Vec<String> {
    let at = &parted.parting;
    let until = at.until.as_ref().map(|until| format!(", before {until}")).unwrap_or_default();
    let chunk = format!("{}, in the chunk from {}{until}", at.month, at.from);
    let sentence = match parted.rows.as_slice() {
        [] => format!("The ledger ends before row {}, where the blessed one goes on ({chunk}).", at.row),
        [only] => format!("The ledger parts from the blessed one at row {} ({chunk}):", only.number),
        [first, .., last] => format!(
            "The ledger parts from the blessed one at one of rows {} to {} ({chunk}):",
            first.number, last.number
        ),
    };
    std::iter::once(sentence).chain(parted.rows.iter().map(row)).collect()
}

fn row(row: &LedgerRow) -> String {
    let LedgerRow { time, entry, source, cause, credits, usable_after, .. } = row;
    let of = if source.is_empty() { String::new() } else { format!(" of {source}") };
    format!("{cause}  {time}  {entry}{of}, {credits} credits, usable {usable_after} afterwards")
}

/// The errors of a refusal that has any.
pub(super) fn errors(refusal: &Refusal) -> Vec<&Problem> {
    match refusal {
        Refusal::Problems(problems) => {
            problems.iter().filter(|problem| problem.severity() == Severity::Error).collect()
        }
        Refusal::Other(_) => Vec::new(),
    }
}

/// All of a refusal, in lines without colour.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Problems(problems) => problems.render(false),
        Refusal::Other(message) => message.clone(),
    }
}
