//! Tables that a reader can sort.

use super::html::Html;
use crate::metrics::Figure;
use crate::output::number::shown;
use std::borrow::Cow;

/// A table; the first column names the rows.
pub(super) struct Table {
    pub(super) id: &'static str,
    pub(super) caption: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Below the rows, not sorted with them; empty for none.
    pub(super) total: Vec<Cell>,
}

/// A column's head.
pub(super) struct Column {
    pub(super) head: Cow<'static, str>,
    /// Below the head; empty for none.
    pub(super) unit: &'static str,
    /// Left out where every row has nothing in it.
    pub(super) optional: bool,
}

/// A cell.
pub(super) enum Cell {
    /// Sorted by letters.
    Text(String),
    /// Sorted by value.
    Figure(Figure),
    /// The same, of a mean.
    Measured { value: f64, shown: String },
}

impl Cell {
    pub(super) fn of(figure: impl Into<Figure>) -> Self {
        Self::Figure(figure.into())
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Figure(figure) => figure.value().is_zero(),
            Self::Measured { value, .. } => *value == 0.0,
        }
    }

    fn is_number(&self) -> bool {
        match self {
            Self::Figure(_) | Self::Measured { .. } => true,
            Self::Text(_) => false,
        }
    }
}

impl Table {
    /// The table in a box of its own that scrolls where the page is narrow.
    pub(super) fn to_html(&self) -> Html {
        let kept: Vec<bool> = (0..self.columns.len()).map(|column| self.is_kept(column)).collect();
        let mut html = Html::new();
        let label = &self.caption;
        html.open(
            "div",
            &[("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", label)],
        );
        html.open("table", &[("id", self.id), ("class", "sortable")]);
        html.element("caption", &[("class", "hidden")], label);
        html.markup("<thead><tr>");
        for (index, column) in self.columns.iter().enumerate().filter(|&(index, _)| kept[index]) {
            self.head(&mut html, index, column);
        }
        html.markup("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            push_row(&mut html, row, &kept);
        }
        html.markup("</tbody>\n");
        if !self.total.is_empty() {
            html.markup("<tfoot>\n");
            push_row(&mut html, &self.total, &kept);
            html.markup("</tfoot>\n");
        }
        html.markup("</table></div>\n");
        html
    }

    fn is_kept(&self, column: usize) -> bool {
        !self.columns[column].optional
            || self.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_nothing()))
    }

    fn head(&self, html: &mut Html, index: usize, column: &Column) {
        let is_number = self.rows.first().and_then(|row| row.get(index)).is_some_and(Cell::is_number);
        let class = if is_number { "number" } else { "words" };
        html.open("th", &[("scope", "col"), ("class", class), ("aria-sort", "none")]);
        html.open("button", &[("type", "button")]).text(&column.head).close("button");
        if !column.unit.is_empty() {
            html.element("small", &[], column.unit);
        }
        html.close("th");
    }
}

fn push_row(html: &mut Html, row: &[Cell], kept: &[bool]) {
    html.markup("<tr>");
    for (index, cell) in row.iter().enumerate().filter(|&(index, _)| kept.get(index) == Some(&true)) {
        let tag = if index == 0 { "th" } else { "td" };
        let mut attributes = if index == 0 { vec![("scope", "row")] } else { Vec::new() };
        match cell {
            Cell::Text(text) => html.element(tag, &attributes, text),
            Cell::Figure(figure) => {
                let value = figure.value().to_string();
                attributes.push(("data-value", &value));
                html.element(tag, &attributes, &shown(*figure))
            }
            Cell::Measured { value, shown } => {
                let value = value.to_string();
                attributes.push(("data-value", &value));
                html.element(tag, &attributes, shown)
            }
        };
    }
    html.markup("</tr>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_with_nothing_in_it_is_left_out_only_if_it_may_be() {
        let column = |head, optional| Column { head: Cow::Borrowed(head), unit: "credits", optional };
        let table = Table {
            id: "t",
            caption: "a <b>".to_owned(),
            columns: vec![column("name", false), column("spent", false), column("absorbed", true)],
            rows: vec![vec![Cell::Text("<x>".to_owned()), Cell::of(0), Cell::of(0)]],
            total: Vec::new(),
        };
        let html = table.to_html();
        let html = html.as_str();
        assert!(html.contains("aria-label=\"a &lt;b&gt;\"") && html.contains(">spent</button>"));
        assert!(html.contains("<th scope=\"row\">&lt;x&gt;</th><td data-value=\"0\">0</td></tr>"));
        assert!(!html.contains("absorbed"));
    }
}
