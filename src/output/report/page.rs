//! The shell that reports share: one file with all it needs, that asks nothing of the network.

use super::colours;
use super::html::{Html, script_json};

const STYLE: &str = include_str!("style.css");
const PLOT_STYLE: &str = include_str!("vendor/uPlot.min.css");
const PLOT_SCRIPT: &str = include_str!("vendor/uPlot.iife.min.js");
const CHARTS: &str = include_str!("charts.js");
const CELLS: &str = include_str!("sweep/cells.js");
const CELLS_STYLE: &str = include_str!("sweep/cells.css");
const SCRIPT: &str = include_str!("report.js");
/// Before anything is painted: the theme that the reader's system has.
const THEME: &str = "document.documentElement.dataset.theme=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'";

/// What a page works with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kit {
    /// Plots over time and by month.
    Plots,
    /// A sweep's cells.
    Cells,
}

impl Kit {
    const fn styles(self) -> [&'static str; 2] {
        match self {
            Self::Plots => [PLOT_STYLE, ""],
            Self::Cells => ["", CELLS_STYLE],
        }
    }

    /// Of the library, if any, and of the page.
    const fn scripts(self) -> (Option<&'static str>, &'static str) {
        match self {
            Self::Plots => (Some(PLOT_SCRIPT), CHARTS),
            Self::Cells => (None, CELLS),
        }
    }
}

/// A page with its data.
pub(super) struct Page<D> {
    /// Of the window.
    pub(super) title: String,
    /// What it is about, at the top.
    pub(super) head: Html,
    pub(super) sections: Vec<Section>,
    pub(super) foot: String,
    pub(super) kit: Kit,
    pub(super) data: D,
}

/// A part of a page with a heading of its own.
pub(super) struct Section {
    pub(super) id: &'static str,
    /// Also in the list of contents.
    pub(super) title: &'static str,
    pub(super) body: Html,
}

impl<D: serde::Serialize> Page<D> {
    /// The whole file.
    ///
    /// # Errors
    /// None that the data can cause; passed on from the serializer.
    pub(super) fn to_html(&self) -> serde_json::Result<String> {
        let json = script_json(&self.data)?;
        let mut body = Html::new();
        self.push_body(&mut body);
        // Only scripts and styles that carry this word run. Nothing in the page can name it, as it is a digest of
        // all that comes from outside.
        let mut digest = blake3::Hasher::new();
        digest.update(json.as_bytes()).update(body.as_str().as_bytes());
        let nonce = digest.finalize().to_hex();
        let nonce = nonce.get(..32).unwrap_or_default();
        let title = Html::of_text(&self.title);
        let colours = colours::stylesheet();
        let (title, body) = (title.as_str(), body.as_str());
        let [before, after] = self.kit.styles();
        let (library, script) = self.kit.scripts();
        let library = library
            .map(|library| format!("<script nonce=\"{nonce}\">\n{library}</script>\n"))
            .unwrap_or_default();
        Ok(format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; \
             form-action 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <script nonce=\"{nonce}\">{THEME}</script>\n\
             <style nonce=\"{nonce}\">\n{before}\n{colours}{STYLE}{after}</style>\n</head>\n<body>\n{body}\
             <script type=\"application/json\" id=\"data\">{json}</script>\n\
             {library}<script nonce=\"{nonce}\">\n{script}{SCRIPT}</script>\n</body>\n</html>\n"
        ))
    }

    fn push_body(&self, html: &mut Html) {
        html.markup("<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header class=\"page\">\n");
        html.append(&self.head);
        html.markup("<nav aria-label=\"Contents\"><ul>");
        for section in &self.sections {
            let target = format!("#{}", section.id);
            html.markup("<li>").element("a", &[("href", &target)], section.title).markup("</li>");
        }
        html.markup("</ul><button type=\"button\" id=\"theme\" hidden>Dark</button></nav>\n</header>\n");
        html.markup("<main id=\"content\" tabindex=\"-1\">\n");
        html.markup(
            "<noscript><p class=\"note\">The charts of this page need JavaScript; the tables do not.</p></noscript>\n",
        );
        for section in &self.sections {
            let heading = format!("{}-title", section.id);
            html.open("section", &[("id", section.id), ("aria-labelledby", &heading)]);
            html.element("h2", &[("id", &heading)], section.title).markup("\n");
            html.append(&section.body).markup("</section>\n");
        }
        html.markup("</main>\n").element("footer", &[], &self.foot).markup("\n");
    }
}
