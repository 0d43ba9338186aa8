//! Expected money by month: of which kind, and of which segment.

use super::about::{about, titled};
use super::magnitude::Magnitude;
use crate::calendar::Zone;
use crate::experiment::forecast::Forecast;
use crate::output::chart::Picture;
use crate::output::chart::bands::Bands;
use crate::output::chart::legend::{self, Key, Mark};
use crate::output::chart::palette::{
    Fill, INK, OTHER_SOURCES, PAPER, PURCHASED, SOURCES, SUBSCRIPTION, TOP_UP,
};
use crate::output::chart::panel::Panel;
use crate::output::chart::picture::Anchor;
use crate::output::chart::scale::Scale;
use crate::output::chart::sheet::{PLOT, STRONG, Sheet};
use crate::output::forecast::{Fan, by_segment};

/// From below: auto-recharge comes first, as in a run's spend.
const KINDS: [(&str, Fill, &str); 3] = [
    ("money.auto_recharge", PURCHASED, "auto-recharge"),
    ("money.subscription", SUBSCRIPTION, "subscription"),
    ("money.top_up", TOP_UP, "manual top-ups"),
];

/// What a part of each month's bar is.
struct Part {
    name: String,
    values: Vec<f64>,
    fill: Fill,
}

pub(super) fn draw(forecast: &Forecast) -> Picture {
    let title = titled(forecast, "Expected money of all organisations, by month");
    let Some(total) = Fan::of_total(forecast, "money.total").filter(|fan| fan.greatest() > 0.0) else {
        let why = "Nobody pays anything.";
        return Sheet::blank(&title, &about(forecast, "nothing to show"), why);
    };
    let kinds = kinds(forecast);
    let mut keys = keys(&kinds);
    keys.push(Key::new(Mark::Line(INK), "P10–P90 of the total"));
    let about = about(forecast, "means, with what is between in 8 of 10 such populations");
    let mut sheet = Sheet::titled(&title, &about, &keys, 0.0);
    let magnitude = Magnitude::of(total.greatest());
    let (low, high) = (magnitude.scaled(&total.at(10)), magnitude.scaled(&total.at(90)));
    let means = magnitude.scaled(&total.mean());
    let scale = Scale::covering(high.iter().chain(&means).copied(), 8);
    let bands = Bands { months: &forecast.months, zone: &Zone::UTC, place: PLOT };
    let segments = segments(forecast);
    let height = if segments.is_empty() { 370.0 } else { 280.0 };
    let panel = Panel { area: sheet.plot(40.0, height), scale };
    draw_stack(&mut sheet.picture, &panel, &bands, magnitude, &kinds);
    for (month, ends) in low.into_iter().zip(high).enumerate() {
        draw_whisker(&mut sheet.picture, &panel, &bands, month, ends);
    }
    let mut bottom = panel.area.bottom;
    if !segments.is_empty() {
        let top = bottom + 34.0;
        sheet.picture.text("The same by segment", (PLOT.0, top), Anchor::Start, STRONG);
        let rows = legend::draw(&mut sheet.picture, &self::keys(&segments), PLOT, top + 4.0);
        let area = sheet.plot(rows + 28.0 - sheet.top, 220.0);
        draw_stack(&mut sheet.picture, &Panel { area, scale }, &bands, magnitude, &segments);
        bottom = area.bottom;
    }
    bands.draw_labels(&mut sheet.picture, bottom + 4.0);
    sheet.end(bottom + 58.0);
    sheet.picture
}

/// The kinds of money that there are.
fn kinds(forecast: &Forecast) -> Vec<Part> {
    let part = |(name, fill, label): (&str, Fill, &str)| {
        let values = Fan::of_total(forecast, name)?.mean();
        Some(Part { name: label.to_owned(), values, fill })
    };
    let is_there = |part: &Part| part.values.iter().any(|&value| value > 0.0);
    KINDS.into_iter().filter_map(part).filter(is_there).collect()
}

/// Each segment's, where there are several; those for which there is no colour are one.
fn segments(forecast: &Forecast) -> Vec<Part> {
    let fills = SOURCES.into_iter().map(Some).chain([None]).map(|fill| fill.unwrap_or(OTHER_SOURCES));
    let parts = by_segment(forecast, "money.total", SOURCES.len()).into_iter().zip(fills);
    parts.map(|((name, values), fill)| Part { name, values, fill }).collect()
}

fn keys(parts: &[Part]) -> Vec<Key> {
    parts.iter().map(|part| Key::new(Mark::Area(part.fill), part.name.as_str())).collect()
}

fn draw_stack(picture: &mut Picture, panel: &Panel, bands: &Bands<'_>, magnitude: Magnitude, parts: &[Part]) {
    panel.draw_grid(picture, &magnitude.unit("money"));
    for month in 0..bands.months.len() {
        let mut from = 0.0;
        for part in parts {
            let to = from + part.values[month] / magnitude.size;
            panel.bar(picture, bands.bar(month), (from, to), part.fill);
            from = to;
        }
    }
}

/// From `low` to `high`, with ends.
fn draw_whisker(
    picture: &mut Picture,
    panel: &Panel,
    bands: &Bands<'_>,
    month: usize,
    (low, high): (f64, f64),
) {
    let (left, right) = bands.bar(month);
    let (middle, half) = (bands.middle(month), ((right - left) * 0.28).min(7.0));
    let (top, bottom) = (panel.y(high), panel.y(low));
    // On a light line, so that it stays visible on dark bars; a narrow bar would be hidden by it.
    let lines = [(PAPER, 4), (INK, 2)];
    let is_narrow = half < 5.0;
    for (colour, width) in lines.into_iter().skip(usize::from(is_narrow)) {
        picture.line(vec![(middle, top), (middle, bottom)], colour, width);
        for y in [top, bottom] {
            picture.line(vec![(middle - half, y), (middle + half, y)], colour, width);
        }
    }
}
