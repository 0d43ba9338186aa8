//! From spanned TOML to the as-written types, by serde; every refusal has a place.
//!
//! A type may be read in three ways that plain serde formats do not know:
//! - a newtype struct named [`NUMBER`] reads numbers, and strings that hold one, as exact text;
//! - a newtype struct named [`MOMENT`] reads TOML dates and times, and strings, as text;
//! - a newtype struct named [`ANYTHING`] reads any value, as TOML text;
//! - an enum whose variants are all among [`FORMS`] is a union: the value's form chooses the variant.

use super::nearest::listed;
use super::node::{Node, Value};
use super::problem::{Problem, ProblemKind};
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{
    self, Deserialize, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// Exact decimal text of a number.
pub(crate) const NUMBER: &str = "Number";
/// Text of a date, a time, or both.
pub(crate) const MOMENT: &str = "Moment";
/// Any value, as TOML text.
pub(crate) const ANYTHING: &str = "Anything";
/// Variant names of unions.
const FORMS: [(&str, &str); 5] = [
    ("number", "a number"),
    ("text", "a string"),
    ("flag", "true or false"),
    ("list", "a list"),
    ("table", "a table"),
];

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

/// A value that cannot be read.
#[derive(Debug)]
pub(crate) struct Refusal {
    problem: Box<Problem>,
    /// Innermost first.
    way: Way,
}

impl Refusal {
    fn of(problem: Problem) -> Self {
        Self { problem: Box::new(problem), way: Way::new() }
    }

    fn under(mut self, step: Step) -> Self {
        self.way.push(step);
        self
    }

    fn at(mut self, node: &Node) -> Self {
        if self.problem.origin().is_none() {
            *self.problem = self.problem.at(node.origin.clone());
        }
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.summary())
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::of(Problem::new(message.to_string()))
    }
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

/// A serde deserializer over a [`Node`].
#[derive(Clone, Copy)]
struct Reader<'n> {
    node: &'n Node,
}

impl<'n> Reader<'n> {
    fn wanted<T>(self, wanted: &str) -> Result<T, Refusal> {
        let problem = Problem::new(format!("expected {wanted}, found {}", self.node.kind()))
            .label(format!("this is {}", self.node.kind()));
        Err(Refusal::of(problem).at(self.node))
    }

    fn number(self) -> Result<&'n str, Refusal> {
        match &self.node.value {
            Value::Number(text) | Value::Text(text) => Ok(text),
            Value::Flag(_) | Value::Time(_) | Value::List(_) | Value::Table(_) => self.wanted("a number"),
        }
    }

    fn moment(self) -> Result<&'n str, Refusal> {
        match &self.node.value {
            Value::Time(text) | Value::Text(text) => Ok(text),
            Value::Number(_) | Value::Flag(_) | Value::List(_) | Value::Table(_) => {
                self.wanted("a date or time")
            }
        }
    }

    fn unknown_key(self, fields: &'static [&'static str]) -> Result<(), Refusal> {
        let Value::Table(entries) = &self.node.value else { return Ok(()) };
        match entries.iter().find(|(key, _)| !fields.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, entry)) => {
                let problem = Problem::new(format!("unknown key `{key}`"))
                    .of_kind(ProblemKind::UnknownKey)
                    .at(entry.key.clone())
                    .label("no such key here")
                    .note(format!("keys here: {}", listed(fields.iter().copied())))
                    .nearest(key, fields.iter().copied());
                Err(Refusal::of(problem).under(Step::Key(key.clone())))
            }
        }
    }

    /// The variant of a union for this value.
    fn form(self, variants: &'static [&'static str]) -> Result<&'static str, Refusal> {
        let form = match self.node.value {
            Value::Number(_) => "number",
            Value::Text(_) | Value::Time(_) => "text",
            Value::Flag(_) => "flag",
            Value::List(_) => "list",
            Value::Table(_) => "table",
        };
        if let Some(variant) = variants.iter().find(|&&variant| variant == form) {
            return Ok(variant);
        }
        let wanted: Vec<&str> =
            FORMS.iter().filter(|(name, _)| variants.contains(name)).map(|&(_, people)| people).collect();
        self.wanted(&wanted.join(" or "))
    }
}

macro_rules! as_is {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.deserialize_any(visitor)
        })*
    };
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Text(text) | Value::Number(text) | Value::Time(text) => visitor.visit_borrowed_str(text),
            Value::Flag(flag) => visitor.visit_bool(*flag),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Table(_) => self.deserialize_map(visitor),
        }
        .map_err(|refusal| refusal.at(self.node))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node.value {
            Value::Flag(flag) => visitor.visit_bool(flag),
            Value::Text(_) | Value::Number(_) | Value::Time(_) | Value::List(_) | Value::Table(_) => {
                self.wanted("true or false")
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Text(text) => {
                visitor.visit_borrowed_str(text).map_err(|refusal: Refusal| refusal.at(self.node))
            }
            Value::Flag(_) | Value::Number(_) | Value::Time(_) | Value::List(_) | Value::Table(_) => {
                self.wanted("a string")
            }
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let text = |text| BorrowedStrDeserializer::<Refusal>::new(text);
        match name {
            NUMBER => visitor.visit_newtype_struct(text(self.number()?)),
            MOMENT => visitor.visit_newtype_struct(text(self.moment()?)),
            ANYTHING => visitor.visit_newtype_struct(StringDeserializer::new(self.node.to_toml())),
            _ => visitor.visit_newtype_struct(self),
        }
        .map_err(|refusal| refusal.at(self.node))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::List(items) => visitor.visit_seq(Items { items: items.iter().enumerate() }),
            Value::Flag(_) | Value::Number(_) | Value::Time(_) | Value::Text(_) | Value::Table(_) => {
                self.wanted("a list")
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match &self.node.value {
            Value::Table(entries) => visitor.visit_map(Entries { entries: entries.iter(), next: None }),
            Value::Flag(_) | Value::Number(_) | Value::Time(_) | Value::Text(_) | Value::List(_) => {
                self.wanted("a table")
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.unknown_key(fields)?;
        self.deserialize_map(visitor).map_err(|refusal| refusal.at(self.node))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        if variants.iter().all(|variant| FORMS.iter().any(|(form, _)| form == variant)) {
            return visitor.visit_enum(Union { variant: self.form(variants)?, reader: self });
        }
        let Value::Text(word) = &self.node.value else {
            return self.wanted(&format!("one of {}", listed(variants.iter().copied())));
        };
        if !variants.contains(&word.as_str()) {
            let problem = Problem::not_one_of("value", word, variants).label("not one of the allowed words");
            return Err(Refusal::of(problem).at(self.node));
        }
        visitor.visit_enum(BorrowedStrDeserializer::new(word))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    as_is! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_bytes
        deserialize_byte_buf deserialize_unit deserialize_identifier
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_seq(visitor)
    }
}

/// The items of a list.
struct Items<'n> {
    items: std::iter::Enumerate<std::slice::Iter<'n, Node>>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        let Some((index, node)) = self.items.next() else { return Ok(None) };
        let item = seed.deserialize(Reader { node });
        item.map(Some).map_err(|refusal| refusal.at(node).under(Step::Item(index)))
    }
}

/// The entries of a table.
struct Entries<'n> {
    entries: std::collections::btree_map::Iter<'n, String, super::node::Entry>,
    next: Option<(&'n String, &'n Node)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        let Some((key, entry)) = self.entries.next() else { return Ok(None) };
        self.next = Some((key, &entry.node));
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        let Some((key, node)) = self.next.take() else {
            return Err(de::Error::custom("a value without a key"));
        };
        seed.deserialize(Reader { node }).map_err(|refusal| refusal.at(node).under(Step::Key(key.clone())))
    }
}

/// A value as a variant of a union.
struct Union<'n> {
    variant: &'static str,
    reader: Reader<'n>,
}

impl<'de> EnumAccess<'de> for Union<'de> {
    type Error = Refusal;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Refusal> {
        Ok((seed.deserialize(self.variant.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Union<'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refusal> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Refusal> {
        de::Deserializer::deserialize_seq(self.reader, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        de::Deserializer::deserialize_map(self.reader, visitor)
    }
}
