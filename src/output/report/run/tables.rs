//! The tables of a run.

use crate::metrics::{ActivityRow, Figure, Figures, Metrics, TaskRow};
use crate::output::number::grouped;
use crate::output::report::html::Html;
use crate::output::report::table::{Cell, Column, Table};
use crate::output::sections::{columns, figure_sections};
use crate::units::Decimal;
use std::borrow::Cow;

/// Rows of tasks and of activities in the page; the files have all of them.
const MOST: usize = 500;

const fn column(head: &'static str, unit: &'static str) -> Column {
    Column { head: Cow::Borrowed(head), unit, optional: false }
}

const fn optional(head: &'static str, unit: &'static str) -> Column {
    Column { head: Cow::Borrowed(head), unit, optional: true }
}

fn lost(figures: &Figures) -> u64 {
    figures.tasks.refused + figures.tasks.missed.credits
}

/// The head, the unit, whether it may be left out, and the figure.
type MonthColumn = (Column, fn(&Figures) -> Figure);

fn month_columns() -> Vec<MonthColumn> {
    vec![
        (column("Total", "money"), |f| f.money.total.into()),
        (optional("Subscription", "money"), |f| f.money.subscription.into()),
        (optional("Auto-recharge", "money"), |f| f.money.auto_recharge.into()),
        (optional("Top-ups", "money"), |f| f.money.top_up.into()),
        (optional("Granted", "credits"), |f| f.credits.granted.into()),
        (optional("Bought", "credits"), |f| (f.credits.auto_recharged + f.credits.topped_up).into()),
        (optional("Bonus", "credits"), |f| f.credits.bonus.into()),
        (column("Spent", "credits"), |f| f.credits.spent.into()),
        (optional("Expired", "credits"), |f| {
            (f.credits.expired_included + f.credits.expired_purchased).into()
        }),
        (column("Closing", "credits"), |f| f.credits.closing.into()),
        (optional("Recharges", "fired"), |f| f.auto_recharge.fired.into()),
        (optional("Denied", "for the limit"), |f| f.auto_recharge.denied.cap.into()),
        (optional("Capped", "time"), |f| f.auto_recharge.capped.into()),
        (optional("Runs lost", "to credits"), |f| lost(f).into()),
        (optional("Work blocked", "pieces"), |f| f.work.blocked.total().into()),
        (optional("No credits", "time"), |f| f.work.zero.into()),
    ]
}

pub(super) fn months(metrics: &Metrics) -> Html {
    let (mut heads, reads): (Vec<Column>, Vec<_>) = month_columns().into_iter().unzip();
    heads.insert(0, column("Month", ""));
    let row = |name: String, figures: &Figures| {
        let cells = reads.iter().map(|read| Cell::of(read(figures)));
        std::iter::once(Cell::Text(name)).chain(cells).collect()
    };
    let table = Table {
        id: "months-table",
        caption: "Figures by calendar month".to_owned(),
        columns: heads,
        rows: metrics.months.iter().map(|month| row(month.month.to_string(), &month.figures)).collect(),
        total: row("All".to_owned(), &metrics.summary.figures),
    };
    table.to_html()
}

/// `None` without tasks.
pub(super) fn tasks(metrics: &Metrics) -> Option<Html> {
    let columns = vec![
        column("Task", ""),
        column("State", "at the end"),
        column("Due", "runs"),
        column("Started", "runs"),
        column("Succeeded", "runs"),
        optional("Failed", "runs"),
        optional("Refused", "runs"),
        optional("Missed", "for credits"),
        optional("Missed", "for failures"),
        optional("Pauses", "count"),
        optional("Paused", "time"),
        column("Spent", "credits"),
        optional("Absorbed", "credits"),
        optional("Cut off", "runs"),
    ];
    let caption = "Figures by task".to_owned();
    let rows = metrics.tasks.iter().take(MOST).map(task).collect();
    let table = Table { id: "tasks-table", caption, columns, rows, total: Vec::new() };
    with_rest(&table, metrics.tasks.len(), "tasks.csv")
}

fn task(row: &TaskRow) -> Vec<Cell> {
    vec![
        Cell::Text(row.name.clone()),
        Cell::Text(row.standing.name().replace('_', " for ")),
        Cell::of(row.occurrences),
        Cell::of(row.started),
        Cell::of(row.succeeded),
        Cell::of(row.failed_start + row.failed_run),
        Cell::of(row.refused),
        Cell::of(row.missed.credits),
        Cell::of(row.missed.failures),
        Cell::of(row.pauses.credits + row.pauses.failures),
        Cell::of(row.paused.credits + row.paused.failures),
        Cell::of(row.spent),
        Cell::of(row.absorbed),
        Cell::of(row.interrupted),
    ]
}

/// `None` without activities.
pub(super) fn activities(metrics: &Metrics) -> Option<Html> {
    let columns = vec![
        column("Activity", ""),
        column("Kind", ""),
        column("Audience", ""),
        column("Wanted", "pieces"),
        column("Completed", "pieces"),
        optional("Failed", "pieces"),
        column("Blocked", "pieces"),
        column("Blocked", "share"),
        optional("Not done", "credits"),
        column("Spent", "credits"),
        optional("Absorbed", "credits"),
        optional("Cut off", "pieces"),
    ];
    let caption = "Figures by activity".to_owned();
    let rows = metrics.activities.iter().take(MOST).map(activity).collect();
    let table = Table { id: "activities-table", caption, columns, rows, total: Vec::new() };
    with_rest(&table, metrics.activities.len(), "activities.csv")
}

fn activity(row: &ActivityRow) -> Vec<Cell> {
    let share = Decimal::from(row.blocked).checked_div(Decimal::from(row.wanted)).unwrap_or_default();
    vec![
        Cell::Text(row.name.clone()),
        Cell::Text(row.kind.name().replace('_', " ")),
        Cell::Text(row.audience_name().to_owned()),
        Cell::of(row.wanted),
        Cell::of(row.completed),
        Cell::of(row.failed),
        Cell::of(row.blocked),
        Cell::Figure(Figure::Ratio(share)),
        Cell::of(row.blocked_credits),
        Cell::of(row.spent),
        Cell::of(row.absorbed),
        Cell::of(row.interrupted),
    ]
}

/// The table, and a sentence about the rows that it leaves out.
fn with_rest(table: &Table, rows: usize, file: &'static str) -> Option<Html> {
    let mut html = table.to_html();
    if rows > MOST {
        let rest = grouped(&(rows - MOST).to_string());
        html.open("p", &[]).text(&format!("{rest} more are in {file}.")).close("p");
    }
    (rows > 0).then_some(html)
}

/// Every figure that is not zero; of several replications with mean and range.
pub(super) fn figures(replications: &[Metrics]) -> Html {
    let several = replications.len() > 1;
    let mut html = Html::new();
    html.markup("<div class=\"figures\">\n");
    for (section, lines) in figure_sections(replications) {
        html.open(
            "div",
            &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", section)],
        );
        html.markup("<table><thead><tr>").element("th", &[("scope", "col")], section);
        let heads: &[&str] = if several { &["replication 0", "mean", "least", "most"] } else { &["figure"] };
        for head in heads {
            html.element("th", &[("scope", "col"), ("class", "number")], head);
        }
        html.markup("</tr></thead><tbody>\n");
        for line in lines {
            let class = if line.label.starts_with(' ') { "part" } else { "" };
            html.markup("<tr>").element("th", &[("scope", "row"), ("class", class)], line.label.trim_start());
            if several && let Some(&first) = line.figures.first() {
                html.element("td", &[("data-value", "")], &crate::output::number::shown(first));
            }
            for column in columns(&line.figures) {
                html.element("td", &[("data-value", "")], &column);
            }
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table></div>\n");
    }
    html.markup("</div>\n");
    html
}
