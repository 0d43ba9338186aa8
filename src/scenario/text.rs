//! Texts that a user wrote, and places in them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A file, a part of one, or a `--set` argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    /// As shown to people: a path, or `--set`.
    pub(crate) name: String,
    /// All of it.
    pub(crate) body: String,
    /// The number of its first line, from 1.
    pub(crate) first_line: usize,
    /// Problems are listed by this, then by place.
    pub(crate) order: usize,
}

impl Text {
    /// A whole file or argument.
    pub(crate) fn new(name: &str, body: &str, order: usize) -> Arc<Self> {
        Arc::new(Self { name: name.to_owned(), body: body.to_owned(), first_line: 1, order })
    }
}

/// A line and column of a file that a user wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// As the file was named.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// A stretch of bytes of a text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) text: Arc<Text>,
    pub(crate) span: Range<usize>,
}

impl Origin {
    /// The bytes `span` of `text`, pulled in to where there are characters.
    pub(crate) fn new(text: &Arc<Text>, span: Range<usize>) -> Self {
        let boundary = |mut at: usize| {
            at = at.min(text.body.len());
            while !text.body.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(span.start);
        Self { text: Arc::clone(text), span: start..boundary(span.end.max(start)) }
    }

    /// What is written there.
    pub(crate) fn excerpt(&self) -> &str {
        self.text.body.get(self.span.clone()).unwrap_or_default()
    }

    /// Line and column, both from 1, the column in characters.
    pub(crate) fn line_and_column(&self) -> (usize, usize) {
        let before = self.text.body.get(..self.span.start).unwrap_or_default();
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        (line + self.text.first_line, column + 1)
    }

    /// The same with the file.
    pub(crate) fn location(&self) -> Location {
        let (line, column) = self.line_and_column();
        Location { file: self.text.name.clone(), line, column }
    }

    /// Sorts problems as people read: file by file, from the top.
    pub(crate) fn rank(&self) -> (usize, usize, usize) {
        (self.text.order, self.text.first_line, self.span.start)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_and_column();
        write!(f, "{}:{line}:{column}", self.text.name)
    }
}
