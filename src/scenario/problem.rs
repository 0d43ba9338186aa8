//! What is wrong with a scenario, and where.

use super::nearest::{listed, nearest, nearest_few};
use super::text::{Location, Origin};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::borrow::Cow;
use std::fmt;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// It can be run, but something in it is unusual.
    Warning,
}

/// What a program may want to know of a problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProblemKind {
    /// Anything else.
    #[default]
    Other,
    /// A key that does not exist.
    UnknownKey,
    /// A value outside the policy's ranges (R-RANGES): a sweep leaves such combinations out.
    OutOfRange,
}

/// What a line below the underlined text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Advice {
    /// What is allowed, or why it is refused.
    Note,
    /// What to do.
    Help,
}

/// One thing that is wrong: where, why, what is allowed, and the nearest thing that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    severity: Severity,
    /// It may be a mere consequence of a problem beside it.
    follows: bool,
    kind: ProblemKind,
    key: Box<str>,
    title: String,
    label: String,
    advice: Vec<(Advice, String)>,
    origin: Option<Origin>,
}

impl Problem {
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            follows: false,
            kind: ProblemKind::Other,
            key: Box::default(),
            title: title.into(),
            label: String::new(),
            advice: Vec::new(),
            origin: None,
        }
    }

    /// `what` is not one of `allowed`: lists them and proposes the nearest.
    pub(crate) fn not_one_of(what: &str, found: &str, allowed: &[&str]) -> Self {
        let problem = Self::new(format!("unknown {what} `{found}`"));
        let problem = if allowed.is_empty() || allowed.len() > 40 {
            problem
        } else {
            problem.note(format!("allowed: {}", listed(allowed.iter().copied())))
        };
        problem.nearest(found, allowed.iter().copied())
    }

    pub(crate) fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    pub(crate) fn about(mut self, key: String) -> Self {
        self.key = key.into();
        self
    }

    pub(crate) fn of_kind(mut self, kind: ProblemKind) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// It may be a mere consequence of a problem with a key beside it, and is not told then.
    pub(crate) fn following(mut self) -> Self {
        self.follows = true;
        self
    }

    pub(crate) fn follows(&self) -> bool {
        self.follows
    }

    /// A value that is refused before anything is known of its key.
    pub(crate) fn of_key(mut self, key: &str) -> Self {
        if self.kind != ProblemKind::UnknownKey {
            self.title = format!("`{key}`: {}", self.title);
        }
        self
    }

    /// Text under the underlined place.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same, without a place yet.
    pub(crate) fn nowhere(mut self) -> Self {
        self.origin = None;
        self
    }

    /// What is allowed, or why it is refused.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.advice.push((Advice::Note, note.into()));
        self
    }

    /// What to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.advice.push((Advice::Help, help.into()));
        self
    }

    /// What to do, instead of what was proposed before.
    pub(crate) fn only_help(mut self, help: impl Into<String>) -> Self {
        self.advice.retain(|(advice, _)| *advice == Advice::Note);
        self.help(help)
    }

    /// Proposes the nearest of `names`, if one is near.
    pub(crate) fn nearest<'a>(self, found: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(found, names) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }

    /// Proposes the few of `names` that are nearest.
    pub(crate) fn nearest_of_many(self, found: &str, names: impl IntoIterator<Item = String>) -> Self {
        match nearest_few(found, names).as_slice() {
            [] => self,
            names => self.help(format!("nearest: {}", listed(names.iter().map(String::as_str)))),
        }
    }

    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// What a program may want to know of it.
    pub const fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// The dotted key that it is about, such as `auto_recharge.threshold` or `tasks[0].cost`; empty if none.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What is wrong, in a few words.
    pub fn title(&self) -> Cow<'_, str> {
        printable(&self.title)
    }

    /// Where it is, if it is anywhere.
    pub fn location(&self) -> Option<Location> {
        self.origin.as_ref().map(Origin::location)
    }

    /// On one line: `scenario.toml:12:13: error: …`.
    pub fn summary(&self) -> String {
        let level = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        match &self.origin {
            Some(origin) => {
                let (line, column) = origin.line_and_column();
                format!("{}:{line}:{column}: {level}: {}", origin.text.name, printable(&self.title))
            }
            None => format!("{level}: {}", printable(&self.title)),
        }
    }

    /// With the offending text underlined; `colour` for terminals.
    pub fn render(&self, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let (title, label) = (printable(&self.title), printable(&self.label));
        let advice: Vec<(Advice, Cow<'_, str>)> =
            self.advice.iter().map(|(advice, text)| (*advice, printable(text))).collect();
        let mut group = Group::with_title(level.primary_title(title.as_ref()));
        if let Some(origin) = &self.origin {
            let mut annotation = AnnotationKind::Primary.span(origin.span.clone());
            if !self.label.is_empty() {
                annotation = annotation.label(label.as_ref());
            }
            let snippet = Snippet::source(origin.text.body.as_str())
                .line_start(origin.text.first_line)
                .path(origin.text.name.as_str())
                .annotation(annotation);
            group = group.element(snippet);
        }
        let of = |wanted: Advice| advice.iter().filter(move |(advice, _)| *advice == wanted);
        for (advice, text) in of(Advice::Note).chain(of(Advice::Help)) {
            let level = match advice {
                Advice::Note => Level::NOTE,
                Advice::Help => Level::HELP,
            };
            group = group.element(level.message(text.as_ref()));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

/// What a user wrote may stand in a message, and must not steer a terminal: control characters are escaped.
fn printable(text: &str) -> Cow<'_, str> {
    let steers = |character: char| character.is_control() && character != '\n';
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let shown = |character: char| {
        if steers(character) { character.escape_default().to_string() } else { character.to_string() }
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Everything that is wrong with a scenario, from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Sorted as people read: file by file, from the top.
    pub(crate) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.origin.as_ref().map(Origin::rank));
        problems.dedup();
        Self(problems)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if nothing but values outside the policy's ranges is wrong (R-RANGES).
    pub fn only_out_of_range(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|problem| problem.kind == ProblemKind::OutOfRange)
    }

    /// All of them with the offending text underlined; `colour` for terminals.
    pub fn render(&self, colour: bool) -> String {
        self.0.iter().map(|problem| problem.render(colour)).collect::<Vec<_>>().join("\n\n")
    }

    /// One line for each.
    pub fn summary(&self) -> String {
        self.0.iter().map(Problem::summary).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Problems {
    /// Without colour.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}
