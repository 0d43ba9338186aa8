//! A chart's place in the page.

use super::html::Html;

/// A chart that the script draws, with what it says in words.
pub(super) struct ChartFigure<'a> {
    /// Its key in the data.
    pub(super) id: &'static str,
    pub(super) title: &'a str,
    /// What a reader sees who cannot see it.
    pub(super) summary: &'a str,
}

impl ChartFigure<'_> {
    pub(super) fn to_html(&self) -> Html {
        let mut html = Html::new();
        let (title, summary) = (format!("{}-title", self.id), format!("{}-summary", self.id));
        html.open("figure", &[("class", "chart"), ("id", self.id), ("aria-labelledby", &title)]);
        html.open("figcaption", &[]);
        html.element("h3", &[("id", &title)], self.title);
        html.element("p", &[("id", &summary)], self.summary).markup("</figcaption>");
        html.open("div", &[("class", "plots"), ("aria-describedby", &summary)]).markup("</div></figure>\n");
        html
    }
}
