//! From spanned TOML to the as-written types: everything that cannot be read, in one go.

use super::node::{Node, Value};
use super::problem::Problem;
use super::reader::Reader;
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A step of the way from the document to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Item(usize),
}

/// The way from the document to a value.
pub(crate) type Way = Vec<Step>;

/// `auto_recharge.threshold`, `tasks[0].cost`.
pub(crate) fn dotted<'a>(way: impl IntoIterator<Item = &'a Step>) -> String {
    let mut text = String::new();
    for step in way {
        match step {
            Step::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            Step::Item(index) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "[{index}]");
            }
        }
    }
    text
}

/// Reads a value of `T` from `document`; a value that cannot be read is reported and then treated as absent,
/// so that one reading finds all of them. Also returns where those were.
pub(crate) fn read<T>(document: &Node, problems: &mut Vec<Problem>) -> (Option<T>, Vec<Way>)
where
    T: for<'de> Deserialize<'de>,
{
    let mut poisoned = Vec::new();
    // Copied only if something has to be taken out.
    let mut document = Cow::Borrowed(document);
    loop {
        let refusal = match T::deserialize(Reader { node: &document }) {
            Ok(read) => return (Some(read), poisoned),
            Err(refusal) => refusal,
        };
        let mut way = refusal.way;
        way.reverse();
        let dotted = dotted(&way);
        while matches!(way.last(), Some(Step::Item(_))) {
            way.pop();
        }
        problems.push(match way.last() {
            Some(Step::Key(key)) => refusal.problem.of_key(key).about(dotted),
            Some(Step::Item(_)) | None => refusal.problem.about(dotted),
        });
        if !remove(document.to_mut(), &way) {
            return (None, poisoned);
        }
        poisoned.push(way);
    }
}

/// Takes the key at the end of `way` out of its table.
fn remove(node: &mut Node, way: &[Step]) -> bool {
    match (&mut node.value, way) {
        (Value::Table(entries), [Step::Key(key)]) => entries.remove(key).is_some(),
        (Value::Table(entries), [Step::Key(key), rest @ ..]) => {
            entries.get_mut(key).is_some_and(|entry| remove(&mut entry.node, rest))
        }
        (Value::List(items), [Step::Item(index), rest @ ..]) => {
            items.get_mut(*index).is_some_and(|item| remove(item, rest))
        }
        (
            Value::Table(_)
            | Value::List(_)
            | Value::Text(_)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Time(_),
            _,
        ) => false,
    }
}
