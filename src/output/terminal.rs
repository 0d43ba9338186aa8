//! What a person reads first: sentences, then aligned tables.

use super::findings::{Finding, findings};
use super::sections::figures_table;
use super::spark::balance_by_month;
use super::worst::{activity_table, task_table};
use crate::metrics::Metrics;
use anstyle::{AnsiColor, Style};

/// The report on one or several replications; no colours, ends with a line break. `None` without any.
pub fn terminal_report(replications: &[Metrics]) -> Option<String> {
    let first = replications.first()?;
    let mut parts = vec![heading(first, replications.len()), String::new()];
    parts.push("What to look at first".to_owned());
    parts.extend(sentences(replications).into_iter().map(|sentence| format!("  • {sentence}")));
    parts.push(String::new());
    let of = if replications.len() > 1 { " (replication 0)" } else { "" };
    parts.extend(balance_by_month(first, of).map(|balance| format!("{balance}\n")));
    parts.push(figures_table(replications));
    for (title, table) in [("Task health", task_table(first)), ("Activities", activity_table(first))] {
        parts.extend(table.map(|table| format!("\n{title}{of}\n{table}")));
    }
    parts.push(String::new());
    Some(parts.join("\n"))
}

/// The report with ANSI styles for a terminal: headings bold, marks of what to look at in yellow.
pub fn styled(report: &str) -> String {
    let (bold, mark) = (Style::new().bold(), AnsiColor::Yellow.on_default().bold());
    let line = |line: &str| match line.strip_prefix("  • ") {
        Some(sentence) => format!("  {mark}•{mark:#} {sentence}\n"),
        None if line.is_empty() || line.starts_with(' ') => format!("{line}\n"),
        None => format!("{bold}{line}{bold:#}\n"),
    };
    report.lines().map(line).collect()
}

fn heading(first: &Metrics, replications: usize) -> String {
    let summary = &first.summary;
    let many = if replications > 1 { format!(", {replications} replications") } else { String::new() };
    format!(
        "{}: policy {}, {} to {}, seed {}{many}",
        summary.scenario, summary.policy, summary.start, summary.until, summary.seed
    )
}

/// Of several replications each kind of finding is said once, of the first that has it, with how many share the kind.
fn sentences(replications: &[Metrics]) -> Vec<String> {
    let all: Vec<(u32, Finding)> = replications
        .iter()
        .flat_map(|metrics| {
            findings(metrics).into_iter().map(|finding| (metrics.summary.replication, finding))
        })
        .collect();
    if replications.len() == 1 {
        return all.into_iter().map(|(_, finding)| finding.sentence).collect();
    }
    let mut kinds: Vec<_> = all.iter().map(|(_, finding)| finding.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut sentences = Vec::with_capacity(kinds.len());
    for kind in kinds {
        let mut alike = all.iter().filter(|(_, finding)| finding.kind == kind);
        if let Some((replication, finding)) = alike.next() {
            let count = alike.count() + 1;
            // The figures of the sentence are those of one replication; the others only share its kind.
            let others = match replications.len() {
                all if all == count => format!("all {all} have the like"),
                all if count == 1 => format!("the only one of {all}"),
                all => format!("{count} of {all} have the like"),
            };
            sentences.push(format!("In replication {replication} ({others}): {}", finding.sentence));
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;
    use crate::units::Credits;

    #[test]
    fn the_report_on_one_run() {
        insta::assert_snapshot!(terminal_report(&[fixture::metrics()]).unwrap());
    }

    #[test]
    fn styles_change_no_word() {
        let report = terminal_report(&[fixture::metrics()]).unwrap();
        let styled = styled(&report);
        assert!(styled.starts_with("\u{1b}[1mby-hand: policy ampere"), "{styled}");
        assert!(styled.contains("\n\u{1b}[1mCredits\u{1b}[0m\n"), "{styled}");
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), report);
    }

    #[test]
    fn several_replications_show_their_mean_and_range() {
        let mut second = fixture::metrics();
        second.summary.replication = 1;
        second.summary.figures.credits.spent = Credits::new(3_001);
        second.summary.figures.auto_recharge.cap_hit_months = 0;
        insta::assert_snapshot!(terminal_report(&[fixture::metrics(), second]).unwrap());
    }
}
