//! `--set key=value`: values laid over a scenario before it is read.

use super::nearest::listed;
use super::node::{Entry, Node, Value};
use super::problem::Problem;
use super::text::{Origin, Text};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A list whose items `*` or a name can choose.
struct NamedList {
    /// Its keys from the top.
    path: &'static [&'static str],
    /// The key that holds an item's name.
    key: &'static str,
    /// An item without a name is called this and its number, from 1.
    unnamed: Option<&'static str>,
}

const NAMED_LISTS: [NamedList; 4] = [
    NamedList { path: &["tasks"], key: "name", unnamed: None },
    NamedList { path: &["activities"], key: "name", unnamed: None },
    NamedList { path: &["traces"], key: "path", unnamed: None },
    NamedList { path: &["population", "segments"], key: "name", unnamed: Some("segment-") },
];

impl NamedList {
    /// The one at this path.
    fn at(path: &[&str]) -> Option<&'static Self> {
        NAMED_LISTS.iter().find(|list| list.path == path)
    }

    /// What its item of that index is called; `None` where it has no name.
    fn name_of(&self, index: usize, item: &Node) -> Option<String> {
        match item.get(self.key) {
            Some(name) => name.text().map(str::to_owned),
            None => self.unnamed.map(|unnamed| format!("{unnamed}{}", index + 1)),
        }
    }
}

/// One argument: where it goes and what it puts there.
struct Setting {
    path: Vec<Segment>,
    value: Node,
    argument: Arc<Text>,
}

/// A part of a dotted key.
#[derive(Clone)]
struct Segment {
    name: String,
    /// In the argument.
    span: Range<usize>,
}

impl Setting {
    fn key(&self) -> Vec<&str> {
        self.path.iter().map(|segment| segment.name.as_str()).collect()
    }

    fn origin(&self, segment: &Segment) -> Origin {
        Origin::new(&self.argument, segment.span.clone())
    }

    fn whole_key(&self) -> Origin {
        let end = self.path.last().map_or(0, |segment| segment.span.end);
        Origin::new(&self.argument, 0..end)
    }

    /// Settings apply from the general to the special: short keys first, wildcards before names.
    fn rank(&self) -> (usize, usize, Vec<&str>) {
        let names = self.path.iter().filter(|segment| segment.name != "*").count();
        (self.path.len(), names, self.key())
    }
}

/// What arguments are called in messages.
pub(crate) const ARGUMENT: &str = "--set";
/// What settings are called that come from elsewhere: an axis of a sweep, a draw of a population.
pub(crate) const SETTING: &str = "setting";

/// Lays `arguments` over `document`; the result does not depend on their order. Messages call them `what`.
pub(crate) fn lay_over(
    document: &mut Node,
    arguments: &[String],
    what: &'static str,
    problems: &mut Vec<Problem>,
) {
    let mut settings: Vec<Setting> = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        match parse(argument, what, index) {
            Ok(setting) => settings.push(setting),
            Err(problem) => problems.push(problem),
        }
    }
    settings.sort_by(|a, b| a.rank().cmp(&b.rank()));
    for (index, setting) in settings.iter().enumerate() {
        match index.checked_sub(1).and_then(|before| settings.get(before)) {
            Some(before) if before.key() == setting.key() => {
                if before.value.to_toml() != setting.value.to_toml() {
                    problems.push(set_twice(before, setting));
                }
            }
            Some(_) | None => put(document, setting, 0, problems),
        }
    }
}

/// The parts of a dotted key; `None` if it is none.
pub(crate) fn parts(key: &str) -> Option<Vec<String>> {
    let setting = parse(&format!("{key}=0"), SETTING, 0).ok()?;
    Some(setting.path.into_iter().map(|segment| segment.name).collect())
}

fn set_twice(before: &Setting, setting: &Setting) -> Problem {
    let key = setting.key().join(".");
    Problem::new(format!("`{key}` is set twice, to different values"))
        .about(key)
        .at(setting.whole_key())
        .label(format!("to {} here", setting.value.to_toml()))
        .note(format!("to {} by the other `--set`", before.value.to_toml()))
}

/// `a.b."c.d"=value`.
fn parse(argument: &str, what: &'static str, index: usize) -> Result<Setting, Problem> {
    let text = Text::new(what, argument, 100 + index);
    let at = |span: Range<usize>| Origin::new(&text, span);
    let form = "write `--set key=value`, such as `--set auto_recharge.threshold=10_000`";
    let bad_key = |span: Range<usize>| Problem::new("not a dotted key").at(at(span)).label("here").note(form);
    let mut path = Vec::new();
    let mut position = 0;
    loop {
        let rest = &argument[position..];
        let (name, length) = if let Some(quote @ ('"' | '\'')) = rest.chars().next() {
            let end = rest[1..].find(quote).ok_or_else(|| bad_key(position..argument.len()))?;
            (rest[1..=end].to_owned(), end + 2)
        } else {
            let end = rest.find(['.', '=']).unwrap_or(rest.len());
            (rest[..end].trim().to_owned(), end)
        };
        if name.is_empty() {
            return Err(bad_key(0..argument.len()));
        }
        let span = position..position + length;
        if name.ends_with(']') && !argument[position..].starts_with(['"', '\'']) {
            return Err(numbered(&path, &name).at(at(span)));
        }
        path.push(Segment { name, span });
        position += length;
        match argument[position..].trim_start().chars().next() {
            Some('.') => position = argument.len() - argument[position..].trim_start().len() + 1,
            Some('=') => {
                position = argument.len() - argument[position..].trim_start().len() + 1;
                break;
            }
            Some(_) | None => return Err(bad_key(0..argument.len())),
        }
    }
    let value = value(&text, position, form)?;
    Ok(Setting { path, value, argument: text })
}

/// `tasks[0]`: items are chosen by name.
fn numbered(before: &[Segment], name: &str) -> Problem {
    let mut keys: Vec<&str> = before.iter().map(|segment| segment.name.as_str()).collect();
    keys.push(name.split('[').next().unwrap_or_default());
    let list = keys.join(".");
    let problem = Problem::new(format!("`{name}` is no key: items are chosen by name, not by number"));
    let problem = problem.label("not a key");
    if NamedList::at(&keys).is_some() {
        problem.help(format!("write `{list}.NAME.key=value`, or `{list}.*.key=value` for all of them"))
    } else {
        problem.help(format!("set `{list}` whole"))
    }
}

/// A TOML value; a bare word is a string.
fn value(text: &Arc<Text>, from: usize, form: &str) -> Result<Node, Problem> {
    let written = &text.body[from..];
    let start = text.body.len() - written.trim_start().len();
    let word = written.trim();
    let span = start..start + word.len();
    if word.is_empty() {
        let whole = Origin::new(text, 0..text.body.len());
        return Err(Problem::new("no value after `=`").at(whole).note(form));
    }
    let looks_like_toml = word.starts_with(['"', '\'', '[', '{']);
    match Node::value_at(text, start) {
        Ok(node) => Ok(node),
        Err(problem) if looks_like_toml => Err(problem),
        Err(_) => Ok(Node { value: Value::Text(word.to_owned()), origin: Origin::new(text, span) }),
    }
}

/// Puts the setting's value at its path from segment `depth` on, below `node`.
fn put(node: &mut Node, setting: &Setting, depth: usize, problems: &mut Vec<Problem>) {
    let (Some(segment), rest) = (setting.path.get(depth), setting.path.len() - depth) else { return };
    let kind = node.kind();
    match &mut node.value {
        Value::Table(entries) => {
            let origin = setting.origin(segment);
            if rest == 1 {
                entries.insert(segment.name.clone(), Entry { key: origin, node: setting.value.clone() });
                return;
            }
            let list = &setting.key()[..=depth];
            if NamedList::at(list).is_some() && !entries.contains_key(&segment.name) {
                problems.push(no_such_item(setting, depth + 1, &[]));
                return;
            }
            let entry = entries.entry(segment.name.clone()).or_insert_with(|| Entry {
                key: origin.clone(),
                node: Node { value: Value::Table(BTreeMap::new()), origin },
            });
            put(&mut entry.node, setting, depth + 1, problems);
        }
        Value::List(items) => {
            put_in_items(items, setting, depth, problems);
        }
        Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Time(_) => {
            let key = setting.key()[..depth].join(".");
            let problem = Problem::new(format!("`{key}` is {kind}, and has no key `{}`", segment.name));
            problems.push(problem.at(setting.origin(segment)).label("no such key").about(key));
        }
    }
}

fn put_in_items(items: &mut [Node], setting: &Setting, depth: usize, problems: &mut Vec<Problem>) {
    let Some(segment) = setting.path.get(depth) else { return };
    let Some(known) = NamedList::at(&setting.key()[..depth]) else {
        let list = depth.checked_sub(1).and_then(|up| setting.path.get(up)).map_or("", |up| &up.name);
        let problem = Problem::new(format!("`{list}` is a list without names; set it whole"));
        problems.push(problem.at(setting.origin(segment)).label("cannot choose an item here"));
        return;
    };
    let names: Vec<Option<String>> =
        items.iter().enumerate().map(|(index, item)| known.name_of(index, item)).collect();
    let mut found = false;
    for (item, name) in items.iter_mut().zip(&names) {
        if segment.name == "*" || name.as_ref() == Some(&segment.name) {
            found = true;
            if setting.path.len() == depth + 1 {
                *item = setting.value.clone();
            } else {
                put(item, setting, depth + 1, problems);
            }
        }
    }
    if !found {
        let names: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
        problems.push(no_such_item(setting, depth, &names));
    }
}

fn no_such_item(setting: &Setting, depth: usize, names: &[&str]) -> Problem {
    let list = setting.key()[..depth].join(".");
    let name = setting.path.get(depth).map_or("*", |segment| segment.name.as_str());
    let origin =
        setting.path.get(depth).map_or_else(|| setting.whole_key(), |segment| setting.origin(segment));
    let title = match name {
        "*" => format!("the scenario has no {list}"),
        _ => format!("the scenario has no `{list}` of the name `{name}`"),
    };
    let problem = Problem::new(title).at(origin).label("matches nothing").about(setting.key().join("."));
    let problem = if names.is_empty() {
        problem
    } else {
        problem.note(format!("{list}: {}", listed(names.iter().copied())))
    };
    problem.nearest(name, names.iter().copied())
}
