//! Credits by source and calendar month.

use super::bands::Bands;
use super::legend::{Key, Mark};
use super::palette::{Fill, OTHER_SOURCES, SOURCES};
use super::panel::Panel;
use super::picture::Picture;
use super::real::credits;
use super::scale::Scale;
use super::sheet::{PLOT, Sheet};
use super::story::Story;
use crate::output::number::grouped;
use crate::units::Credits;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What one source, or several of one kind, spent.
pub(super) struct Source {
    pub(super) label: String,
    /// By month.
    pub(super) spent: Vec<Credits>,
}

impl Source {
    fn total(&self) -> Credits {
        self.spent.iter().copied().sum()
    }
}

pub(super) fn draw(story: &Story<'_>) -> Picture {
    const TITLE: &str = "Credits used by source and calendar month";
    let sources = largest(sources(story));
    if sources.is_empty() {
        return Sheet::empty(story, TITLE, "No credits were used.");
    }
    let fills: Vec<Fill> = SOURCES.into_iter().chain([OTHER_SOURCES]).collect();
    let key = |(source, &fill): (&Source, &Fill)| {
        let label = format!("{}: {}", source.label, grouped(&source.total().to_string()));
        Key::new(Mark::Area(fill), label)
    };
    let keys: Vec<Key> = sources.iter().zip(&fills).map(key).collect();
    let mut sheet = Sheet::new(story, TITLE, &keys, 480.0);
    let months = story.months();
    let bands = Bands { months: &months, zone: &story.rules.zone, place: PLOT };
    let total = |month: usize| sources.iter().map(|source| credits(source.spent[month])).sum::<f64>();
    let area = sheet.plot(40.0, 380.0);
    let panel = Panel { area, scale: Scale::covering((0..months.len()).map(total), 8) };
    panel.draw_grid(&mut sheet.picture, "credits");
    for month in 0..months.len() {
        let mut from = 0.0;
        for (source, &fill) in sources.iter().zip(&fills) {
            let part = credits(source.spent[month]);
            panel.bar(&mut sheet.picture, bands.bar(month), (from, from + part), fill);
            from += part;
        }
    }
    bands.draw_labels(&mut sheet.picture, area.bottom);
    sheet.picture
}

/// The sources by name; those that differ in a last number only, as the tasks of one `count` do, are one.
pub(super) fn sources(story: &Story<'_>) -> Vec<Source> {
    let tally = &story.replayed.tally;
    let names: Vec<&str> = story.rules.work.iter().map(|work| work.name.as_str()).collect();
    let mut members: BTreeMap<&str, u64> = BTreeMap::new();
    for name in &names {
        *members.entry(stem(name)).or_default() += 1;
    }
    let mut order: Vec<String> = Vec::new();
    let mut spent: BTreeMap<String, Vec<Credits>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let many = members.get(stem(name)).copied().unwrap_or_default();
        let label = if many > 1 { format!("{} ({many})", stem(name)) } else { (*name).to_owned() };
        let row = spent.entry(label.clone()).or_insert_with(|| {
            order.push(label);
            vec![Credits::ZERO; tally.months.len()]
        });
        for (month, sum) in row.iter_mut().enumerate() {
            *sum += tally.work[month * names.len() + index].spent;
        }
    }
    let source = |label: String| spent.remove(&label).map(|spent| Source { label, spent });
    order.into_iter().filter_map(source).filter(|source| source.total().is_positive()).collect()
}

/// `crm-sync` of `crm-sync-12`.
fn stem(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((stem, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            stem
        }
        Some(_) | None => name,
    }
}

/// The largest first, as many as there are colours; what is left is one more.
pub(super) fn largest(mut sources: Vec<Source>) -> Vec<Source> {
    sources.sort_by_key(|source| Reverse(source.total()));
    if sources.len() > SOURCES.len() + 1 {
        let rest = sources.split_off(SOURCES.len());
        let months = rest.first().map_or(0, |source| source.spent.len());
        let spent = (0..months).map(|month| rest.iter().map(|source| source.spent[month]).sum()).collect();
        sources.push(Source { label: format!("{} others", rest.len()), spent });
    }
    sources
}
