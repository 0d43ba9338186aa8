//! Names that must be unique: they key random streams (R-CRN).

use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use std::collections::BTreeMap;

/// Names taken so far, each by whom.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Takes `name` for `owner` (such as "a task"); reports it at `place` if it is taken already.
    pub(super) fn take(&mut self, name: &str, owner: &str, place: &Place<'_>) {
        if let Some(other) = self.0.insert(name.to_owned(), owner.to_owned()) {
            place.refuse(
                Problem::new(format!("the name `{name}` is taken twice"))
                    .label(format!("{owner} of the name of {other}"))
                    .note("names of tasks (with copies NAME-1 … NAME-count), activities and traced tasks are unique"),
            );
        }
    }
}
