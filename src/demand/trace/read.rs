//! The reader of traces.

use super::cell::{self, Refused};
use super::error::{TraceError, list};
use super::header::{From, Header};
use super::lines::{line_at, line_of};
use super::{TraceColumns, TraceRows, TraceSource, time};
use crate::calendar::Zone;
use crate::demand::Demand;
use crate::demand::columns::index;
use crate::units::{Credits, Decimal, Span, digest};
use csv::ByteRecord;
use std::collections::BTreeMap;

/// Reads a trace; times without an offset are civil times in `zone`.
///
/// Spaces around cells and names do not count. An empty cell of an optional column takes the column's default.
///
/// # Errors
/// The first bad row or a missing column; nothing is skipped.
pub fn read_trace(csv: &[u8], columns: &TraceColumns, zone: &Zone) -> Result<TraceRows, TraceError> {
    let text = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let mut record = ByteRecord::new();
    let unreadable = |error| TraceError::header(format!("the file cannot be read: {error}"));
    if !reader.read_byte_record(&mut record).map_err(unreadable)? {
        return Err(TraceError::header(
            "the file is empty; a trace begins with a line of column names".to_owned(),
        ));
    }
    let names = record.iter().map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned()).collect();
    let mut rows =
        Rows { header: Header::find(names, columns)?, zone, read: TraceRows::default(), who: Who::default() };
    let mut last = 0;
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        last = begin(&record);
        if let Err(bad) = rows.add(&record) {
            let error = TraceError { line: line_of(text, begin(&record)), ..bad.error(&rows.header) };
            let runs_to_the_end = reader.position().byte() == length(text);
            return Err(unclosed_quote(text, last).filter(|_| runs_to_the_end).unwrap_or(error));
        }
    }
    if let Some(error) = unclosed_quote(text, last) {
        return Err(error);
    }
    rows.read.ignores_cost = rows.header.ignores_cost;
    let how = digest(&(columns, zone.name()));
    let digest = *blake3::Hasher::new().update(csv).update(&how).finalize().as_bytes();
    Ok(TraceRows { digest, ..rows.read.finished(rows.who) })
}

/// The byte at which a record begins, or that of the line break before it.
fn begin(record: &ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::byte)
}

fn length(text: &[u8]) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

/// A quote that is opened at byte `start`, where a record begins, or after it, and that nothing closes: what follows it
/// would be one cell.
fn unclosed_quote(text: &[u8], start: u64) -> Option<TraceError> {
    let start = usize::try_from(start).ok()?;
    let (mut opened, mut cell_begins) = (None, true);
    let mut bytes = text.iter().enumerate().skip(start).peekable();
    while let Some((index, &byte)) = bytes.next() {
        let doubled = byte == b'"' && bytes.peek().is_some_and(|&(_, &next)| next == b'"');
        match opened {
            // A quote within a cell is written twice.
            Some(_) if doubled => {
                bytes.next();
            }
            Some(_) if byte == b'"' => opened = None,
            None if byte == b'"' && cell_begins => opened = Some(index),
            Some(_) | None => {}
        }
        cell_begins = opened.is_none() && matches!(byte, b',' | b'\r' | b'\n');
    }
    let line = line_at(text, opened?);
    let message = "a quote is opened in this line and never closed; a quote within a cell is written twice";
    Some(TraceError { line, found: Some("\"".to_owned()), ..TraceError::header(message.to_owned()) })
}

/// A row that cannot be read.
enum Bad {
    /// A cell: where its text comes from, our name for it, the text, and why not.
    Cell { from: From, ours: &'static str, text: String, refused: Refused },
    /// The row as a whole.
    Row(String),
}

impl Bad {
    /// Without the line.
    fn error(self, header: &Header) -> TraceError {
        match self {
            Self::Row(message) => TraceError::header(message),
            Self::Cell { from, ours, text, refused } => {
                let message =
                    if refused.starts_with("is empty") { refused } else { format!("`{text}` {refused}") };
                match from {
                    From::Column(index) => TraceError::header(message).about(&header.names[index], &text),
                    From::Constant(_) | From::Default => {
                        let message = format!("`constants.{ours}`: {message}");
                        TraceError::header(message).about(ours, &text).of_setting("constants", ours)
                    }
                }
            }
        }
    }
}

/// The rows read so far.
struct Rows<'a> {
    header: Header,
    zone: &'a Zone,
    read: TraceRows,
    who: Who,
}

impl Rows<'_> {
    fn add(&mut self, record: &ByteRecord) -> Result<(), Bad> {
        let header = &self.header;
        if record.len() != header.names.len() {
            let (cells, columns) = (record.len(), header.names.len());
            let names = list(header.names.iter().map(String::as_str));
            return Err(Bad::Row(format!(
                "the row has {cells} cells, but there are {columns} columns: {names}"
            )));
        }
        let time = parse(&header.time, "time", record, |text| {
            time::instant(text, self.zone).ok_or_else(|| format!("is no time; write {}", time::ALLOWED))
        })?;
        let cost = match header.cost {
            From::Default => priced(header, record)?,
            From::Column(_) | From::Constant(_) => parse(&header.cost, "cost", record, cell::credits)?,
        };
        let duration = parse_or(&header.duration, "duration", record, Span::ZERO, cell::seconds)?;
        let outcome = parse_or(&header.outcome, "outcome", record, super::Outcome::Completes, cell::outcome)?;
        let source = self.who.number(header, record)?;
        let default_reserve = if self.who.is_task(source) { cost } else { Demand::NO_RESERVE };
        let reserve = parse_or(&header.reserve, "reserve", record, default_reserve, cell::credits)?;
        self.read.times.push(time);
        self.read.sources.push(source);
        self.read.costs.push(cost);
        self.read.durations.push(duration);
        self.read.outcomes.push(outcome);
        self.read.reserves.push(reserve);
        Ok(())
    }
}

/// The text of a value; empty where there is none.
fn text<'a>(from: &'a From, record: &'a ByteRecord) -> &'a [u8] {
    match from {
        From::Column(index) => record.get(*index).unwrap_or_default().trim_ascii(),
        From::Constant(value) => value.as_bytes().trim_ascii(),
        From::Default => b"",
    }
}

fn parse<T>(
    from: &From,
    ours: &'static str,
    record: &ByteRecord,
    read: impl FnOnce(&[u8]) -> Result<T, Refused>,
) -> Result<T, Bad> {
    let text = text(from, record);
    read(text).map_err(|refused| Bad::Cell {
        from: from.clone(),
        ours,
        text: String::from_utf8_lossy(text).into_owned(),
        refused,
    })
}

/// `default` where there is no value, or an empty one.
fn parse_or<T>(
    from: &From,
    ours: &'static str,
    record: &ByteRecord,
    default: T,
    read: impl FnOnce(&[u8]) -> Result<T, Refused>,
) -> Result<T, Bad> {
    if text(from, record).is_empty() { Ok(default) } else { parse(from, ours, record, read) }
}

/// Σ column × rate, rounded up once.
fn priced(header: &Header, record: &ByteRecord) -> Result<Credits, Bad> {
    let mut sum = Decimal::ZERO;
    for (index, rate) in &header.credits_per {
        let from = From::Column(*index);
        sum = parse(&from, "cost", record, |text| {
            let product = cell::decimal(text)?.checked_mul(*rate);
            let sum = product.and_then(|product| sum.checked_add(product));
            let sum = sum.ok_or_else(|| format!("is too large; a cost is at most {}", Credits::MAX_INPUT))?;
            // Each partial sum is tested, so that the column to blame is the one named.
            cell::credits_of(sum).map(|_| sum)
        })?;
    }
    cell::credits_of(sum).map_err(Bad::Row)
}

/// The distinct sources, in order of their first row in the file.
#[derive(Default)]
struct Who {
    sources: Vec<TraceSource>,
    /// By kind, audience and name, each but the last ended by a zero byte.
    numbers: BTreeMap<Vec<u8>, u32>,
    key: Vec<u8>,
    /// The source of the row before: most rows repeat it.
    last: Option<u32>,
}

impl Who {
    fn get(&self, number: u32) -> Option<&TraceSource> {
        self.sources.get(usize::try_from(number).ok()?)
    }

    fn is_task(&self, number: u32) -> bool {
        self.get(number).is_some_and(TraceSource::is_task)
    }

    /// The number of a row's source.
    fn number(&mut self, header: &Header, record: &ByteRecord) -> Result<u32, Bad> {
        let name = text(&header.source, record);
        let kind = non_empty(text(&header.kind, record), b"custom");
        let audience = non_empty(text(&header.audience, record), b"member");
        if let Some(last) = self.last
            && let Some(source) = self.get(last)
            && (name, kind, audience)
                == (source.name.as_bytes(), source.kind.as_bytes(), source.audience.as_bytes())
        {
            return Ok(last);
        }
        self.key.clear();
        for part in [kind, b"\0", audience, b"\0", name] {
            self.key.extend_from_slice(part);
        }
        let number = match self.numbers.get(&self.key) {
            Some(&number) => number,
            None => self.insert(header, record)?,
        };
        self.last = Some(number);
        Ok(number)
    }

    /// Checks and adds a row's source, whose key is in `key`.
    fn insert(&mut self, header: &Header, record: &ByteRecord) -> Result<u32, Bad> {
        let name = parse(&header.source, "source", record, name)?;
        let one_of = |allowed: &'static [&'static str], what| {
            move |text: &[u8]| cell::word(&String::from_utf8_lossy(text), what, allowed).map(str::to_owned)
        };
        let kind = parse_or(&header.kind, "kind", record, "custom".to_owned(), one_of(&cell::KINDS, "kind"))?;
        let member = "member".to_owned();
        let audience =
            parse_or(&header.audience, "audience", record, member, one_of(&cell::AUDIENCES, "audience"))?;
        let number = u32::try_from(self.sources.len())
            .map_err(|_| Bad::Row("there are more sources than a trace can have".to_owned()))?;
        self.sources.push(TraceSource { name, kind, audience });
        self.numbers.insert(self.key.clone(), number);
        Ok(number)
    }
}

fn non_empty<'a>(text: &'a [u8], default: &'a [u8]) -> &'a [u8] {
    if text.is_empty() { default } else { text }
}

fn name(text: &[u8]) -> Result<String, Refused> {
    match std::str::from_utf8(text) {
        Ok("") => Err("is empty; every row names its source".to_owned()),
        Ok(name) if name.chars().any(char::is_control) => {
            Err("has a control character; a name is text on one line".to_owned())
        }
        Ok(name) => Ok(name.to_owned()),
        Err(_) => Err("is not UTF-8".to_owned()),
    }
}

impl TraceRows {
    /// Sorted by time, then by line; sources numbered by their first row in time.
    fn finished(mut self, who: Who) -> Self {
        if !self.times.is_sorted() {
            let rows = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
            let mut order: Vec<u32> = (0..rows).collect();
            order.sort_by_key(|&row| self.times[index(row)]);
            rearrange(&mut self.times, &order);
            rearrange(&mut self.sources, &order);
            rearrange(&mut self.costs, &order);
            rearrange(&mut self.durations, &order);
            rearrange(&mut self.outcomes, &order);
            rearrange(&mut self.reserves, &order);
        }
        let mut numbers: Vec<Option<u32>> = vec![None; who.sources.len()];
        let mut sources: Vec<Option<TraceSource>> = who.sources.into_iter().map(Some).collect();
        for source in &mut self.sources {
            let old = index(*source);
            let new = u32::try_from(self.who.len()).unwrap_or(u32::MAX);
            self.who.extend(sources[old].take());
            *source = *numbers[old].get_or_insert(new);
        }
        self
    }
}

fn rearrange<T: Copy>(column: &mut Vec<T>, order: &[u32]) {
    *column = order.iter().map(|&row| column[index(row)]).collect();
}
