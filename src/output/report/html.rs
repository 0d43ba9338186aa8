//! HTML in which nothing is markup but what this program wrote.

/// A piece of HTML. Text of others enters by [`text`](Self::text) and attributes only, which escape it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Only escaped text.
    pub(super) fn of_text(text: &str) -> Self {
        let mut html = Self::new();
        html.text(text);
        html
    }

    /// Markup of this program: a literal, so that no value of a scenario can come here.
    pub(super) fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Any text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        push_escaped(&mut self.0, text);
        self
    }

    /// Another piece.
    pub(super) fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// A start tag; an attribute without a value is written as its name.
    pub(super) fn open(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) -> &mut Self {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            if !value.is_empty() {
                self.0.push_str("=\"");
                push_escaped(&mut self.0, value);
                self.0.push('"');
            }
        }
        self.0.push('>');
        self
    }

    /// An end tag.
    pub(super) fn close(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
        self
    }

    /// A whole element with text in it.
    pub(super) fn element(
        &mut self,
        tag: &'static str,
        attributes: &[(&'static str, &str)],
        text: &str,
    ) -> &mut Self {
        self.open(tag, attributes).text(text).close(tag)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The one place where text becomes HTML: fit for elements and for attributes in quotes.
fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no NUL, and other control characters would only hide something.
            control if control.is_control() && control != '\n' && control != '\t' => out.push('\u{fffd}'),
            plain => out.push(plain),
        }
    }
}

/// JSON for a `<script>`: without `<` nothing in it can end the element.
pub(super) fn script_json(value: &impl serde::Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string(value)?.replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_cannot_become_markup() {
        let mut html = Html::new();
        html.element("p", &[("title", "\"' onload=x <&>"), ("hidden", "")], "</p><script>a & 'b'\0");
        assert_eq!(
            html.as_str(),
            "<p title=\"&quot;&#39; onload=x &lt;&amp;&gt;\" hidden>\
             &lt;/p&gt;&lt;script&gt;a &amp; &#39;b&#39;\u{fffd}</p>"
        );
    }

    #[test]
    fn json_cannot_end_its_script_and_keeps_its_meaning() {
        let value = "</script><!-- \u{2028} &";
        let json = script_json(&value).unwrap();
        assert!(!json.contains('<'));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
    }
}
