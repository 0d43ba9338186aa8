//! What a person reads first of a comparison.

use super::super::aligned::{plain_table, right_aligned};
use super::super::number::{counted, grouped};
use super::super::sweep::Unit;
use super::Comparison;
use crate::experiment::sweep::measure_name;
use crate::experiment::{Compared, Estimate};
use crate::units::Decimal;

/// Metrics shown of each variant.
const MOST: usize = 25;

/// A table for each variant, largest differences first; ends with a line break.
pub fn compare_report(comparison: Comparison<'_>) -> String {
    let (first, replications) = (comparison.first(), comparison.replications());
    let mut parts = vec![format!(
        "Compared with {first}: {}, paired differences with {} intervals",
        counted(replications.into(), "replication"),
        comparison.confidence
    )];
    for (name, all) in comparison.others() {
        let same = all.iter().filter(|compared| compared.is_same()).count();
        parts.push(format!("\n{name}"));
        let different: Vec<&Compared> = all.iter().filter(|compared| !compared.is_same()).collect();
        if !different.is_empty() {
            parts.push(table(first, &different));
        }
        parts.extend(left_out(different.len(), same));
    }
    if replications == 1 {
        parts.push(
            "\nOne replication tells nothing of the uncertainty: run more with --replications.".to_owned(),
        );
    }
    parts.push(String::new());
    parts.join("\n")
}

fn table(first: &str, compared: &[&Compared]) -> String {
    let mut table = plain_table();
    table.set_header(["  metric", first, "here", "difference", "±", "relative", ""]);
    for compared in compared.iter().take(MOST) {
        let name = measure_name(compared.measure);
        let show = |value| Unit::of(name).show(value);
        let Estimate { mean, half_width, .. } = compared.difference;
        table.add_row([
            format!("  {name}"),
            show(compared.first.mean),
            show(compared.own.mean),
            format!("{}{}", if mean > 0.0 { "+" } else { "" }, show(mean)),
            half_width.map(show).unwrap_or_default(),
            compared.relative().map(relative).unwrap_or_default(),
            if half_width.is_none() || compared.difference.differs_from_zero() { "" } else { "not certain" }
                .to_owned(),
        ]);
    }
    right_aligned(table, 1..6)
}

/// `+3.1 %`.
fn relative(share: f64) -> String {
    let percent = Decimal::try_from(share * 100.0).unwrap_or_default();
    let digits = u32::from(percent.abs() < Decimal::ONE_HUNDRED);
    let text = grouped(&percent.round_dp(digits).normalize().to_string());
    format!("{}{text} %", if share > 0.0 { "+" } else { "" })
}

fn left_out(different: usize, same: usize) -> Option<String> {
    let more = different.saturating_sub(MOST);
    let figures = |count: usize| counted(u64::try_from(count).unwrap_or(u64::MAX), "figure");
    match (more, same) {
        (0, 0) => None,
        (0, same) => Some(format!("  {} the same in every replication", verb(&figures(same), same))),
        (more, same) => Some(format!(
            "  … and {} more in compare.csv; {} the same in every replication",
            figures(more),
            verb(&figures(same), same)
        )),
    }
}

fn verb(figures: &str, count: usize) -> String {
    format!("{figures} {}", if count == 1 { "is" } else { "are" })
}
