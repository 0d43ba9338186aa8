//! What is wrong with a trace.

/// A trace that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TraceError {
    /// The line in the file, from 1 (the header).
    pub line: u64,
    /// The column's name in the file, where one column is to blame.
    pub column: Option<String>,
    /// The offending text.
    pub found: Option<String>,
    /// What is wrong and what is allowed.
    pub message: String,
    /// The scenario's table and key to blame instead of the file: `("constants", "kind")`.
    pub setting: Option<(&'static str, String)>,
}

impl TraceError {
    /// About the header, or about how the scenario reads it.
    pub(super) fn header(message: String) -> Self {
        Self { line: 1, column: None, found: None, message, setting: None }
    }

    /// The same error, to blame on a key of the scenario.
    pub(super) fn of_setting(self, table: &'static str, key: &str) -> Self {
        Self { setting: Some((table, key.to_owned())), ..self }
    }

    /// The same error, naming the column and the text to blame.
    pub(super) fn about(self, column: &str, found: &str) -> Self {
        Self { column: Some(column.to_owned()), found: Some(found.to_owned()), ..self }
    }
}

/// The name nearest to `found`, if one is near: for "did you mean".
pub(super) fn nearest<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&found, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// " (did you mean `name`?)" if a name is near, else nothing.
pub(super) fn hint<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(found, names).map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}

/// Names in backquotes, separated by commas.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
