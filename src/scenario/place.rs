//! Where a check stands in a document: every refusal finds its key and its text.

use super::figure_name::FigureName;
use super::node::{Node, Value};
use super::problem::{Problem, Severity};
use super::read::{Step, Way, dotted};
use super::text::Origin;
use std::cell::RefCell;

/// Nothing can be made of a value; why was reported.
#[derive(Debug)]
pub(crate) struct Reported;

/// Problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    problems: RefCell<Vec<Problem>>,
    /// Keys that could not be read: nothing is said about what their absence leads to.
    poisoned: Vec<Way>,
}

impl Findings {
    /// None yet, but for keys that could not be read.
    pub(crate) fn after(poisoned: Vec<Way>) -> Self {
        Self { problems: RefCell::default(), poisoned }
    }

    /// What was found.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    fn report(&self, way: &[Step], problem: Problem) {
        let table = if problem.follows() && way.len() > 1 { &way[..way.len() - 1] } else { way };
        let follows = problem.severity() == Severity::Error
            && self.poisoned.iter().any(|bad| bad.starts_with(table) || way.starts_with(bad));
        if !follows {
            self.problems.borrow_mut().push(problem.about(dotted(way)));
        }
    }
}

/// A key or item of a document, present or not.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    findings: &'a Findings,
    up: Option<&'a Place<'a>>,
    key: &'a str,
    item: Option<usize>,
    node: Option<&'a Node>,
    near: &'a Origin,
    /// Where the key itself is written.
    label: Option<&'a Origin>,
    /// What the document is: "the scenario".
    document: &'static str,
}

impl<'a> Place<'a> {
    /// The document, called `what`.
    pub(crate) fn root(findings: &'a Findings, document: &'a Node, what: &'static str) -> Self {
        let near = &document.origin;
        Self {
            findings,
            up: None,
            key: "",
            item: None,
            node: Some(document),
            near,
            label: None,
            document: what,
        }
    }

    /// A key of this table.
    pub(crate) fn key<'b>(&'b self, key: &'b str) -> Place<'b> {
        let entry = self.node.and_then(|node| node.entry(key));
        let label = entry.map(|entry| &entry.key);
        Place { key, label, ..self.below(entry.map(|entry| &entry.node)) }
    }

    /// An item of this list.
    pub(crate) fn item(&self, index: usize) -> Place<'_> {
        let node = self.node.and_then(|node| match &node.value {
            Value::List(items) => items.get(index),
            Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Time(_) | Value::Table(_) => None,
        });
        Place { item: Some(index), ..self.below(node) }
    }

    fn below<'b>(&'b self, node: Option<&'b Node>) -> Place<'b> {
        let near = node.map_or(self.near, |node| &node.origin);
        let (findings, document) = (self.findings, self.document);
        Place { findings, up: Some(self), key: "", item: None, node, near, label: None, document }
    }

    /// What is there.
    pub(crate) fn document(&self) -> Option<&'a Node> {
        self.node
    }

    /// True if the author wrote it.
    pub(crate) fn is_given(&self) -> bool {
        self.node.is_some()
    }

    /// Its last key.
    pub(crate) fn name(&self) -> &str {
        match (self.item, self.up) {
            (Some(_), Some(up)) => up.name(),
            (None | Some(_), _) => self.key,
        }
    }

    /// What is written there.
    pub(crate) fn excerpt(&self) -> &str {
        if self.is_given() { self.near.excerpt() } else { "" }
    }

    /// Where it is written, or else where it would be.
    pub(crate) fn origin(&self) -> &Origin {
        self.near
    }

    /// `name`, which is the key itself, as a figure's.
    pub(crate) fn figure_key(&self, name: String) -> FigureName {
        FigureName::new(name, dotted(&self.way()), self.label.unwrap_or(self.near).clone())
    }

    /// `name`, which is written here, as a figure's.
    pub(crate) fn figure(&self, name: String) -> FigureName {
        FigureName::new(name, dotted(&self.way()), self.near.clone())
    }

    /// Reports a problem here.
    pub(crate) fn refuse(&self, problem: Problem) {
        let problem = if problem.origin().is_none() { problem.at(self.near.clone()) } else { problem };
        self.findings.report(&self.way(), problem);
    }

    /// Reports a problem of the key itself.
    pub(crate) fn refuse_key(&self, problem: Problem) {
        self.refuse(problem.at(self.label.unwrap_or(self.near).clone()));
    }

    /// Warns that this key, if it is there, does nothing here; `why` says what it would need.
    pub(crate) fn without_effect(&self, why: &str) {
        if self.is_given() {
            let problem = Problem::new(format!("`{}` has no effect here", self.name())).warning();
            self.refuse_key(problem.label(why));
        }
    }

    /// Reports that this key is missing.
    pub(crate) fn missing(&self, what: &str) {
        let table = self.up.map(|up| dotted(&up.way())).unwrap_or_default();
        let of = if table.is_empty() { self.document.to_owned() } else { format!("`{table}`") };
        let problem = Problem::new(format!("{of} needs the key `{}`", self.key));
        self.refuse(problem.label("it is missing here").note(what).following());
    }

    fn way(&self) -> Way {
        let Some(up) = self.up else { return Way::new() };
        let mut way = up.way();
        way.push(match self.item {
            Some(index) => Step::Item(index),
            None => Step::Key(self.key.to_owned()),
        });
        way
    }
}
