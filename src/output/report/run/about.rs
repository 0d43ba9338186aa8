//! What ran, and how to run it again.

use crate::output::report::html::Html;

/// What a reader needs to get the same figures again.
#[derive(Clone, Debug)]
pub struct Reproduction {
    /// The command, without directories.
    pub command: String,
    /// The scenario with every override in its place.
    pub scenario: String,
    /// The policy's settings.
    pub policy: String,
}

impl Reproduction {
    pub(super) fn to_html(&self, seed: u64) -> Html {
        let mut html = Html::new();
        let version = concat!("creditsim ", env!("CARGO_PKG_VERSION"));
        html.markup(
            "<p>The same scenario and seed give the same figures, to the byte, on any machine.</p>\n",
        );
        html.markup("<dl class=\"facts\"><div><dt>Command</dt><dd>");
        html.element("code", &[], &self.command).markup("</dd></div><div><dt>Seed</dt><dd>");
        html.element("code", &[], &seed.to_string()).markup("</dd></div><div><dt>Version</dt><dd>");
        html.element("code", &[], version).markup("</dd></div></dl>\n");
        details(&mut html, "The scenario as it ran, with every override in its place", &self.scenario);
        details(&mut html, "The policy’s settings", &self.policy);
        html
    }
}

fn details(html: &mut Html, summary: &'static str, text: &str) {
    html.markup("<details>").element("summary", &[], summary);
    html.open("pre", &[("tabindex", "0")]).element("code", &[], text).close("pre").markup("</details>\n");
}
