//! The balance over time.

use super::area::Area;
use super::columns::{Columns, Marks};
use super::legend::{Key, Mark};
use super::palette::{
    CAPPED, CAPPED_TINT, Colour, FIRES, Fill, GRID, INK, MONTHS, NO_CREDITS, NO_CREDITS_TINT, PURCHASED,
    SETTING, SUBSCRIPTION, USABLE_RANGE,
};
use super::panel::{Panel, draw_ticks, x_of};
use super::picture::{Anchor, Picture};
use super::real::{credits, size};
use super::scale::Scale;
use super::series::Series;
use super::sheet::{SMALL, Sheet};
use super::steps::Step;
use super::story::Story;
use super::ticks::ticks;
use crate::calendar::Month;
use crate::output::number::grouped;
use crate::units::Credits;

/// What its value axis has to cover.
pub(super) fn reach(story: &Story<'_>) -> Vec<f64> {
    let steps = story.series.balance.clone().kept();
    let levels =
        steps.iter().flat_map(|step| [credits(step.usable), credits(step.included + step.purchased)]);
    levels.chain(threshold(story).map(credits)).collect()
}

/// The picture, with a value axis that covers `reach`.
pub(super) fn draw(story: &Story<'_>, reach: &[f64]) -> Picture {
    let series = story.series;
    let steps = series.balance.clone().kept();
    let is_dense = is_dense(series);
    let mut sheet = Sheet::new(story, "Credit balance", &keys(story, is_dense), 0.0);
    let place = sheet.plot(40.0, 400.0);
    let threshold = threshold(story).map(credits);
    let panel = Panel { area: place, scale: Scale::covering(reach.iter().copied(), 8) };
    let picture = &mut sheet.picture;
    shade(picture, &series.capped, place, CAPPED_TINT);
    shade(picture, &series.zero, place, NO_CREDITS_TINT);
    panel.draw_grid(picture, "credits");
    draw_months(picture, story, place);
    draw_areas(picture, &steps, story, &panel, is_dense);
    if !is_dense {
        draw_line(picture, &steps, story, &panel);
    }
    if let Some(level) = threshold {
        picture.dashes((place.left, place.right), panel.y(level), SETTING);
    }
    let mut y = place.bottom + 10.0;
    let zero = ("no credits", &series.zero, NO_CREDITS.colour);
    let recharge = [("recharges", &series.fires, FIRES), ("capped", &series.capped, CAPPED.colour)];
    let shown = if threshold.is_some() { &recharge[..] } else { &[] };
    for &(label, marks, colour) in shown.iter().chain([&zero]) {
        strip(picture, label, marks, Area { top: y, bottom: y + 14.0, ..place }, colour);
        y += 20.0;
    }
    let window = series.columns.window;
    let ticks = ticks(window, &story.rules.zone, place.width());
    draw_ticks(picture, &ticks, window, (place.left, place.right), y + 2.0);
    sheet.end(y + 72.0);
    sheet.picture
}

/// Recharges so near to each other that an outline of the balance would hide all else.
fn is_dense(series: &Series) -> bool {
    series.fires.runs().len() > Columns::COUNT / 16
}

fn threshold(story: &Story<'_>) -> Option<Credits> {
    let recharge = &story.rules.auto_recharge;
    recharge.enabled.then_some(recharge.threshold)
}

fn keys(story: &Story<'_>, is_dense: bool) -> Vec<Key> {
    let usable = if is_dense {
        Key::new(Mark::Area(USABLE_RANGE), "usable, least to most")
    } else {
        Key::new(Mark::Line(INK), "usable")
    };
    let mut keys = vec![
        usable,
        Key::new(Mark::Area(SUBSCRIPTION), "included"),
        Key::new(Mark::Area(PURCHASED), "purchased"),
    ];
    if let Some(threshold) = threshold(story) {
        let label = format!("threshold {}", grouped(&threshold.to_string()));
        keys.push(Key::new(Mark::Dashes(SETTING), label));
        keys.push(Key::new(Mark::Tick(FIRES), "auto-recharge fires"));
        keys.push(Key::new(Mark::Area(CAPPED), "capped by the limit"));
    }
    keys.push(Key::new(Mark::Area(NO_CREDITS), "no usable credits"));
    keys
}

/// Where a column begins.
fn column(place: Area, column: usize) -> f64 {
    place.left + place.width() * size(column) / size(Columns::COUNT)
}

/// Runs of marked columns, each at least `least` wide.
fn runs(marks: &Marks, place: Area, least: f64) -> impl Iterator<Item = (f64, f64)> {
    marks.runs().into_iter().map(move |(from, to)| {
        let (left, right) = (column(place, from), column(place, to));
        (left, right.max(left + least).min(place.right))
    })
}

fn shade(picture: &mut Picture, marks: &Marks, place: Area, tint: Colour) {
    for (left, right) in runs(marks, place, 1.0) {
        picture.rect(Area { left, right, ..place }, Fill::plain(tint));
    }
}

/// A row below the plot that shows when something was so.
fn strip(picture: &mut Picture, label: &str, marks: &Marks, place: Area, colour: Colour) {
    picture.text(label, (place.left - 8.0, place.bottom - 3.0), Anchor::End, SMALL);
    picture.line(vec![(place.left, place.bottom), (place.right, place.bottom)], GRID, 1);
    for (left, right) in runs(marks, place, 2.0) {
        picture.rect(Area { left, right, ..place }, Fill::plain(colour));
    }
}

fn draw_months(picture: &mut Picture, story: &Story<'_>, place: Area) {
    let window = story.series.columns.window;
    let months = Month::touched(window.from, window.to, &story.rules.zone);
    if months.len() > 130 {
        return; // nearer than 8 pixels they would hide the data
    }
    for month in months {
        let x = x_of(month.start(&story.rules.zone), window, (place.left, place.right));
        if x >= place.left {
            picture.line(vec![(x, place.top), (x, place.bottom)], MONTHS, 1);
        }
    }
}

/// Included below purchased: of each pixel's steps the one with the least usable credits. With `is_dense` the
/// range of usable stands behind them, instead of an outline.
fn draw_areas(picture: &mut Picture, steps: &[Step], story: &Story<'_>, panel: &Panel, is_dense: bool) {
    let window = story.series.columns.window;
    let place = (panel.area.left, panel.area.right);
    let x = |step: &Step| x_of(step.time, window, place).floor();
    let mut rest = steps.iter().copied().peekable();
    let Some(mut state) = rest.next() else { return };
    let mut left = x(&state);
    while left < panel.area.right {
        // Steps within the pixel, then none up to the next one's pixel.
        let (mut least, mut most) = (state, state);
        while let Some(step) = rest.next_if(|step| x(step) <= left) {
            state = step;
            if step.usable < least.usable {
                least = step;
            }
            if step.usable > most.usable {
                most = step;
            }
        }
        let next = rest.peek().map_or(panel.area.right, &x);
        let pixel = if least == state { next } else { (left + 1.0).min(next) };
        if is_dense {
            let range = (credits(least.usable), credits(most.usable));
            panel.bar(picture, (left, (left + 1.0).min(next)), range, USABLE_RANGE);
        }
        for (from, to, held) in [(left, pixel, least), (pixel, next, state)] {
            let (included, both) = (credits(held.included), credits(held.included + held.purchased));
            panel.bar(picture, (from, to), (0.0, included), SUBSCRIPTION);
            panel.bar(picture, (from, to), (included, both), PURCHASED);
        }
        left = next;
    }
}

/// Usable, as steps.
fn draw_line(picture: &mut Picture, steps: &[Step], story: &Story<'_>, panel: &Panel) {
    let window = story.series.columns.window;
    let mut points: Vec<(f64, f64)> = Vec::new();
    for step in steps {
        let x = x_of(step.time, window, (panel.area.left, panel.area.right));
        if let Some(&(_, before)) = points.last() {
            points.push((x, before));
        }
        points.push((x, panel.y(credits(step.usable))));
    }
    if let Some(&(_, last)) = points.last() {
        points.push((panel.area.right, last));
    }
    picture.line(points, INK, 1);
}
