//! Headline figures.

use super::html::Html;
use crate::metrics::Figure;
use crate::output::number::shown;

/// A figure that a reader should see first.
pub(super) struct Tile {
    pub(super) label: &'static str,
    /// Its dotted name.
    pub(super) name: &'static str,
    pub(super) figure: Figure,
    /// Shown after it; empty for none.
    pub(super) unit: &'static str,
    /// What it is made of, or a share of.
    pub(super) detail: String,
    /// Mean and range over replications.
    pub(super) spread: Option<String>,
    /// It tells of trouble.
    pub(super) is_bad: bool,
}

impl Tile {
    pub(super) fn to_html(&self) -> Html {
        let mut html = Html::new();
        let class = if self.is_bad { "tile bad" } else { "tile" };
        html.open("li", &[("class", class)]).element("span", &[("class", "label")], self.label);
        let value = self.figure.value().to_string();
        let attributes = [("class", "value"), ("data-figure", self.name), ("data-value", value.as_str())];
        html.open("span", &attributes).text(&shown(self.figure)).close("span");
        if !self.unit.is_empty() {
            html.element("span", &[("class", "unit")], self.unit);
        }
        html.element("span", &[("class", "detail")], &self.detail);
        if let Some(spread) = &self.spread {
            html.element("span", &[("class", "spread")], spread);
        }
        html.markup("</li>\n");
        html
    }
}
