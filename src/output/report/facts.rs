//! What ran, as a list.

use super::html::Html;

/// Names with what stands for them, as it was given.
pub(super) fn facts_of(facts: impl IntoIterator<Item = (&'static str, String)>) -> Html {
    let mut html = Html::new();
    html.markup("<dl class=\"facts\">");
    for (name, fact) in facts {
        html.markup("<div>").element("dt", &[], name).markup("<dd>").element("code", &[], &fact);
        html.markup("</dd></div>");
    }
    html.markup("</dl>\n");
    html
}
