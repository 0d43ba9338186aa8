//! Which cell of a row holds what.

use super::TraceColumns;
use super::error::{TraceError, hint, list};
use super::lines::other_separator;
use crate::units::Decimal;

/// The columns that a trace may have.
pub(super) const NAMES: [&str; 8] =
    ["time", "source", "kind", "audience", "cost", "reserve", "duration", "outcome"];

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The file's column of that number.
    Column(usize),
    /// The scenario's `constants`.
    Constant(String),
    /// Nowhere: the column's default holds.
    Default,
}

/// Where each value of a row comes from.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// The file's column names.
    pub(super) names: Vec<String>,
    pub(super) time: From,
    pub(super) source: From,
    pub(super) kind: From,
    pub(super) audience: From,
    /// [`From::Default`] where `credits_per` makes the cost; free without it.
    pub(super) cost: From,
    pub(super) reserve: From,
    pub(super) duration: From,
    pub(super) outcome: From,
    /// Columns whose sum, each at its rate, is the cost; empty where `cost` is.
    pub(super) credits_per: Vec<(usize, Decimal)>,
    /// There is a column `cost`, but `credits_per` makes the cost.
    pub(super) ignores_cost: bool,
}

impl Header {
    /// Finds every column that `wanted` names.
    ///
    /// # Errors
    /// A name that is unknown, a column that is missing, or a value that is stated twice.
    pub(super) fn find(names: Vec<String>, wanted: &TraceColumns) -> Result<Self, TraceError> {
        for (setting, keys) in [
            ("columns", wanted.columns.keys().collect::<Vec<_>>()),
            ("constants", wanted.constants.keys().collect()),
        ] {
            for key in keys {
                check_known(setting, key)?;
            }
        }
        let finder = Finder { names: &names, wanted };
        let credits_per = finder.credits_per()?;
        let cost = if credits_per.is_empty() { finder.optional("cost")? } else { finder.no_cost()? };
        Ok(Self {
            time: finder.required("time")?,
            source: finder.required("source")?,
            kind: finder.optional("kind")?,
            audience: finder.optional("audience")?,
            cost,
            reserve: finder.optional("reserve")?,
            duration: finder.optional("duration")?,
            outcome: finder.optional("outcome")?,
            ignores_cost: !credits_per.is_empty()
                && finder
                    .position("cost")?
                    .is_some_and(|cost| !credits_per.iter().any(|&(priced, _)| priced == cost)),
            credits_per,
            names,
        })
    }
}

fn check_known(setting: &'static str, key: &str) -> Result<(), TraceError> {
    if NAMES.contains(&key) {
        return Ok(());
    }
    let message = format!(
        "`{setting}.{key}` names no column of a trace{}; columns are {}",
        hint(key, NAMES),
        list(NAMES)
    );
    Err(TraceError::header(message).about(key, key).of_setting(setting, key))
}

struct Finder<'a> {
    names: &'a [String],
    wanted: &'a TraceColumns,
}

impl Finder<'_> {
    fn known(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The number of the file's column `name`.
    fn position(&self, name: &str) -> Result<Option<usize>, TraceError> {
        let mut found = self.names.iter().enumerate().filter(|(_, other)| *other == name);
        let first = found.next().map(|(index, _)| index);
        if found.next().is_some() {
            let message = format!("the file has more than one column `{name}`; rename all but one");
            return Err(TraceError::header(message).about(name, name));
        }
        Ok(first)
    }

    /// The number of the column `name`, which the scenario names in `table`, at `key`.
    fn named(&self, table: &'static str, key: &str, name: &str) -> Result<usize, TraceError> {
        self.position(name)?.ok_or_else(|| {
            if let Some(message) = other_separator(self.known()) {
                return TraceError::header(message);
            }
            let message = format!(
                "`{table}.{key}` names a column `{name}`, which the file lacks{}; it has {}",
                hint(name, self.known()),
                list(self.known())
            );
            TraceError::header(message).about(name, name).of_setting(table, key)
        })
    }

    fn optional(&self, ours: &str) -> Result<From, TraceError> {
        let constant = self.wanted.constants.get(ours);
        let column = match self.wanted.columns.get(ours) {
            Some(theirs) => Some(self.named("columns", ours, theirs)?),
            None => self.position(ours)?,
        };
        match (column, constant) {
            (Some(index), None) => Ok(From::Column(index)),
            (None, Some(value)) => Ok(From::Constant(value.clone())),
            (None, None) => Ok(From::Default),
            (Some(index), Some(value)) => {
                let message = format!(
                    "`constants.{ours}` is for a file without that column, but the file has `{}`; leave one out",
                    self.names[index]
                );
                Err(TraceError::header(message)
                    .about(&self.names[index], value)
                    .of_setting("constants", ours))
            }
        }
    }

    fn required(&self, ours: &str) -> Result<From, TraceError> {
        let from = self.optional(ours)?;
        if from != From::Default {
            return Ok(from);
        }
        if let Some(message) = other_separator(self.known()) {
            return Err(TraceError::header(message));
        }
        let message = format!(
            "no column `{ours}`{}; the file has {}; name one with `columns.{ours}`, or set `constants.{ours}`",
            hint(ours, self.known()),
            list(self.known())
        );
        Err(TraceError::header(message).about(ours, ours))
    }

    fn credits_per(&self) -> Result<Vec<(usize, Decimal)>, TraceError> {
        let rates = self.wanted.credits_per.iter();
        rates
            .map(|(name, &rate)| {
                if rate < Decimal::ZERO {
                    let message = format!("`credits_per.{name}` is {rate}; a rate is at least 0");
                    let error = TraceError::header(message).about(name, &rate.to_string());
                    return Err(error.of_setting("credits_per", name));
                }
                Ok((self.named("credits_per", name, name)?, rate))
            })
            .collect()
    }

    /// With `credits_per`, a column `cost` that the file happens to have is not used, but a stated one is a
    /// contradiction.
    fn no_cost(&self) -> Result<From, TraceError> {
        let stated = [("columns", &self.wanted.columns), ("constants", &self.wanted.constants)];
        for (setting, values) in stated {
            if let Some(value) = values.get("cost") {
                let message =
                    format!("`{setting}.cost` and `credits_per` both state the cost; leave one out");
                return Err(TraceError::header(message).about("cost", value).of_setting(setting, "cost"));
            }
        }
        Ok(From::Default)
    }
}
