//! A measure over two axes, as colours.

use super::files::average;
use super::marks::{Special, about, titled};
use super::shown::Shown;
use crate::output::chart::area::Area;
use crate::output::chart::axis::Axis as _;
use crate::output::chart::font;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{Fill, INK, MUTED, OTHER_DENIALS, PAPER, SETTING};
use crate::output::chart::picture::{Anchor, Picture, TextStyle, fitted};
use crate::output::chart::ramp::ramp;
use crate::output::chart::range::Range;
use crate::output::chart::real::size;
use crate::output::chart::sheet::{LEFT, RIGHT, SMALL, STRONG, Sheet};
use crate::output::sweep::{Axis, Survey};

/// Which cells a picture shows.
enum Cut {
    /// Those that have these places on all other axes.
    At(Vec<usize>),
    /// Means over the other axes.
    Mean,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tile {
    Value(f64),
    /// Outside of the policy's ranges.
    Illegal,
    /// Not tried.
    Missing,
}

struct Map<'a> {
    survey: &'a Survey<'a>,
    x: usize,
    y: usize,
    cut: Cut,
}

pub(super) fn draw(survey: &Survey<'_>, (x, y): (usize, usize), (drawn, all): (usize, usize)) -> Picture {
    let cut = match survey.places(survey.centre()) {
        _ if !survey.study.grid.is_full() => Cut::Mean,
        Some(places) => Cut::At(places),
        None if survey.axes.len() == 2 => Cut::At(vec![0; 2]),
        None => Cut::Mean,
    };
    let map = Map { survey, x, y, cut };
    let tiles: Vec<Vec<Tile>> = (0..survey.leading).map(|number| map.tiles(number)).collect();
    let edge = map.edge();
    let title =
        titled(survey, &format!("What {} and {} do together", survey.axes[x].short, survey.axes[y].short));
    let which = if drawn < all {
        format!("{drawn} of {all} pairs of axes are drawn, the most influential; ")
    } else {
        String::new()
    };
    let what = format!("{which}{}", map.what());
    let keys = map.keys(&tiles, !edge.is_empty());
    let mut sheet = Sheet::titled(&title, &about(survey, &what), &keys, 0.0);
    let columns = if survey.leading > 1 { 2 } else { 1 };
    let width = (RIGHT - LEFT) / size(columns);
    let (mut top, mut left) = (sheet.top + 14.0, LEFT);
    for (number, tiles) in tiles.iter().enumerate() {
        let place = Area { left, right: left + width - 20.0, top, bottom: top + 470.0 };
        map.panel(&mut sheet.picture, place, Shown::of(survey, number), (tiles, &edge));
        left += width;
        if (number + 1) % columns == 0 {
            (top, left) = (top + 490.0, LEFT);
        }
    }
    sheet.end(if left > LEFT { top + 490.0 } else { top });
    sheet.picture
}

impl Map<'_> {
    fn sizes(&self) -> (usize, usize) {
        let count = |axis: usize| self.survey.axes[axis].labels.len();
        (count(self.x), count(self.y))
    }

    /// The cell at a place of the cut.
    fn cell(&self, x: usize, y: usize) -> Option<usize> {
        match &self.cut {
            Cut::At(places) => {
                let mut places = places.clone();
                (places[self.x], places[self.y]) = (x, y);
                self.survey.cell_at(&places)
            }
            Cut::Mean => None,
        }
    }

    /// Row by row from below.
    fn tiles(&self, number: usize) -> Vec<Tile> {
        let (across, up) = self.sizes();
        match &self.cut {
            Cut::At(_) => {
                let tile = |at: usize| match self.cell(at % across, at / across) {
                    None => Tile::Illegal,
                    Some(cell) => self.survey.mean(cell, number).map_or(Tile::Missing, Tile::Value),
                };
                (0..across * up).map(tile).collect()
            }
            Cut::Mean => {
                let mut values = vec![Vec::new(); across * up];
                for cell in 0..self.survey.count() {
                    let places = self.survey.places(cell);
                    if let (Some(places), Some(mean)) = (places, self.survey.mean(cell, number)) {
                        values[places[self.y] * across + places[self.x]].push(mean);
                    }
                }
                let empty = if self.survey.study.grid.is_full() { Tile::Illegal } else { Tile::Missing };
                values.iter().map(|values| average(values).map_or(empty, Tile::Value)).collect()
            }
        }
    }

    /// What is shown of the other axes.
    fn what(&self) -> String {
        match &self.cut {
            Cut::Mean => "means over the other axes".to_owned(),
            Cut::At(_) if self.survey.axes.len() == 2 => "mean over replications".to_owned(),
            Cut::At(places) => {
                let others = self.survey.axes.iter().zip(places).enumerate();
                let others = others.filter(|&(axis, _)| axis != self.x && axis != self.y);
                let named: Vec<String> = others
                    .map(|(_, (axis, &place))| format!("{} {}", axis.short, axis.labels[place]))
                    .collect();
                format!("other axes as in {}: {}", self.survey.centre_name(), named.join(", "))
            }
        }
    }

    /// Where cells that meet every limit lie beside others: ends of lines, in cells from the lower left.
    fn edge(&self) -> Vec<[(usize, usize); 2]> {
        let (across, up) = self.sizes();
        let met = |x: usize, y: usize| self.cell(x, y).and_then(|cell| self.survey.meets(cell));
        let mut lines = Vec::new();
        for y in 0..up {
            for x in 0..across {
                let own = met(x, y);
                let differs = |other: Option<bool>| own.is_some() && other.is_some() && own != other;
                if x + 1 < across && differs(met(x + 1, y)) {
                    lines.push([(x + 1, y), (x + 1, y + 1)]);
                }
                if y + 1 < up && differs(met(x, y + 1)) {
                    lines.push([(x, y + 1), (x + 1, y + 1)]);
                }
            }
        }
        lines
    }

    fn keys(&self, tiles: &[Vec<Tile>], has_edge: bool) -> Vec<Key> {
        let mut keys = Vec::new();
        for (special, cell) in Special::all(self.survey) {
            let is_here = self.is_in_cut(cell);
            let label = match is_here {
                None => format!("the {} is none of these combinations", special.name()),
                Some(true) => special.described(self.survey, cell),
                Some(false) => format!("{} (its other settings differ)", special.name()),
            };
            keys.push(special.key(label));
        }
        if has_edge {
            keys.push(Key::new(Mark::Line(SETTING), "edge of what meets every limit"));
        }
        let has = |tile: Tile| tiles.iter().flatten().any(|&other| other == tile);
        if has(Tile::Illegal) {
            keys.push(Key::new(Mark::Area(OTHER_DENIALS), "not allowed (R-RANGES)"));
        }
        if has(Tile::Missing) {
            keys.push(Key::new(Mark::Box(MUTED), "not tried"));
        }
        keys
    }

    /// Whether a cell is one of those shown; `None` where it has no place.
    fn is_in_cut(&self, cell: usize) -> Option<bool> {
        let own = self.survey.places(cell)?;
        Some(match &self.cut {
            Cut::Mean => self.survey.axes.len() == 2,
            Cut::At(places) => {
                let mut pairs = own.iter().zip(places).enumerate();
                pairs.all(|(axis, (own, place))| axis == self.x || axis == self.y || own == place)
            }
        })
    }

    fn panel(&self, picture: &mut Picture, place: Area, shown: Shown, (tiles, edge): Drawn<'_>) {
        let (across, up) = self.sizes();
        let (x_axis, y_axis) = (&self.survey.axes[self.x], &self.survey.axes[self.y]);
        let room = (y_axis.labels.iter().map(|label| font::width(label, 12.0, false)))
            .fold(20.0, f64::max)
            .min(130.0);
        let plot = Area {
            left: place.left + room + 10.0,
            top: place.top + 48.0,
            right: place.right - 84.0,
            bottom: place.bottom - 56.0,
        };
        picture.text(&shown.title(), (place.left, place.top + 12.0), Anchor::Start, STRONG);
        let vertical = fitted(&y_axis.short, 12.0, true, place.width());
        let bold = TextStyle { bold: true, ..SMALL };
        picture.text(&vertical, (place.left, place.top + 36.0), Anchor::Start, bold);
        let range = Range::tight(values_of(tiles, shown.factor), 6.0);
        let (width, height) = (plot.width() / size(across), plot.height() / size(up));
        // All cells have their figure written in them, or none.
        let widest = values_of(tiles, shown.factor)
            .map(|value| font::width(&range.finer().text(value), 12.0, false))
            .fold(0.0, f64::max);
        let is_written = has_text(width, height, widest);
        for (at, &tile) in tiles.iter().enumerate() {
            let (x, y) = (at % across, at / across);
            let left = plot.left + width * size(x);
            let bottom = plot.bottom - height * size(y);
            let area = Area { left, right: left + width, top: bottom - height, bottom };
            draw_tile(picture, area, tile, (range, shown.factor, is_written));
        }
        let at = |(x, y): (usize, usize)| (plot.left + width * size(x), plot.bottom - height * size(y));
        for line in edge {
            picture.line(line.map(at).to_vec(), PAPER, 4);
        }
        for line in edge {
            picture.line(line.map(at).to_vec(), SETTING, 2);
        }
        for (special, x, y) in self.marks() {
            let (left, bottom) = at((x, y));
            let raised = if is_written { 8.0 } else { 0.0 };
            special.draw(picture, (left + width / 2.0, bottom - height / 2.0 - raised));
        }
        draw_labels(picture, plot, (x_axis, y_axis), room);
        draw_bar(picture, plot, range, self.survey_limit(shown));
    }

    /// The marked cells' places on both axes; two at one place are one mark.
    fn marks(&self) -> Vec<(Special, usize, usize)> {
        let placed = |(special, cell): (Special, usize)| {
            let places = self.survey.places(cell)?;
            Some((special, places[self.x], places[self.y]))
        };
        let marks: Vec<_> = Special::all(self.survey).into_iter().filter_map(placed).collect();
        match marks[..] {
            [(_, x, y), (_, other_x, other_y)] if (x, y) == (other_x, other_y) => vec![(Special::Both, x, y)],
            _ => marks,
        }
    }

    /// The limit of a measure, in the unit of its axis.
    fn survey_limit(&self, shown: Shown) -> Option<f64> {
        let number = (0..self.survey.leading).find(|&number| self.survey.name(number) == shown.name)?;
        Some(self.survey.limit(number)? * shown.factor)
    }
}

type Drawn<'a> = (&'a [Tile], &'a [[(usize, usize); 2]]);

/// Room for a text of that width below a mark.
fn has_text(width: f64, height: f64, text: f64) -> bool {
    height >= 36.0 && width >= text + 8.0 && width >= 36.0
}

/// Where a value stands between the least and the greatest; of equal ones a light tone, for the text upon it.
fn tone(range: Range, value: f64) -> f64 {
    if range.is_flat() { 0.15 } else { range.share(value) }
}

/// The values among tiles, in the unit of the axis.
fn values_of(tiles: &[Tile], factor: f64) -> impl Iterator<Item = f64> {
    tiles.iter().filter_map(move |tile| match tile {
        Tile::Value(value) => Some(value * factor),
        Tile::Illegal | Tile::Missing => None,
    })
}

fn draw_tile(picture: &mut Picture, area: Area, tile: Tile, (range, factor, is_written): (Range, f64, bool)) {
    // Large cells stand apart; between small ones there must be no seam.
    let gap = if area.width().min(area.height()) >= 16.0 { -1.0 } else { 0.5 };
    let (right, bottom) = (area.right + gap, area.bottom + gap);
    match tile {
        Tile::Value(value) => {
            let share = tone(range, value * factor);
            picture.rect(Area { right, bottom, ..area }, Fill::plain(ramp(share)));
            if is_written {
                let text = range.finer().text(value * factor);
                let colour = if share > 0.5 { PAPER } else { INK };
                let at = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom) + 13.0);
                picture.text(&text, at, Anchor::Middle, TextStyle { colour, ..SMALL });
            }
        }
        Tile::Illegal => picture.rect(area, OTHER_DENIALS),
        Tile::Missing => {}
    }
}

/// Labels of both axes, as many as have room.
fn draw_labels(picture: &mut Picture, plot: Area, (x_axis, y_axis): (&Axis, &Axis), room: f64) {
    let corners = [(plot.left, plot.top), (plot.right, plot.top), (plot.right, plot.bottom)];
    let outline = corners.into_iter().chain([(plot.left, plot.bottom), (plot.left, plot.top)]).collect();
    picture.line(outline, MUTED, 1);
    let cell = plot.height() / size(y_axis.labels.len());
    let every = stride(cell, 17.0);
    for (place, label) in y_axis.labels.iter().enumerate().step_by(every) {
        let y = plot.bottom - cell * (size(place) + 0.5);
        let label = fitted(label, 12.0, false, room);
        picture.text(&label, (plot.left - 7.0, y + 4.0), Anchor::End, SMALL);
    }
    draw_values(picture, x_axis, (plot.left, plot.right), plot.bottom);
    let name = fitted(&x_axis.short, 12.0, true, plot.width() + 60.0);
    let at = (f64::midpoint(plot.left, plot.right), plot.bottom + 42.0);
    picture.text(&name, at, Anchor::Middle, TextStyle { bold: true, ..SMALL });
}

/// The values of an axis below `y`, as many as have room.
pub(super) fn draw_values(picture: &mut Picture, axis: &Axis, (left, right): (f64, f64), y: f64) {
    const MOST: f64 = 110.0;
    let cell = (right - left) / size(axis.labels.len());
    let widest = axis.labels.iter().map(|label| font::width(label, 12.0, false)).fold(10.0, f64::max);
    let room = widest.min(MOST.max(cell - 10.0));
    for (place, label) in axis.labels.iter().enumerate().step_by(stride(cell, room + 10.0)) {
        let x = left + cell * (size(place) + 0.5);
        // The first and the last may not reach beyond the picture.
        picture.line(vec![(x, y), (x, y + 4.0)], MUTED, 1);
        picture.text(&fitted(label, 12.0, false, room), (x, y + 18.0), Anchor::Middle, SMALL);
    }
}

/// Every which value has a label, where each value takes `cell` and a label `room`.
fn stride(cell: f64, room: f64) -> usize {
    let mut every = 1;
    while cell * size(every) < room {
        every += 1;
    }
    every
}

/// What the colours mean.
fn draw_bar(picture: &mut Picture, plot: Area, range: Range, limit: Option<f64>) {
    const STEPS: usize = 60;
    let (left, right) = (plot.right + 14.0, plot.right + 28.0);
    let y = |share: f64| plot.bottom - plot.height() * share;
    if range.is_flat() {
        picture.rect(Area { left, right, ..plot }, Fill::plain(ramp(tone(range, range.low))));
    } else {
        for step in 0..STEPS {
            let (from, to) = (size(step) / size(STEPS), size(step + 1) / size(STEPS));
            let area = Area { left, right, top: y(to), bottom: y(from) + 0.5 };
            picture.rect(area, Fill::plain(ramp(f64::midpoint(from, to))));
        }
    }
    for (value, label) in range.labels() {
        let y = y(range.share(value));
        picture.line(vec![(right, y), (right + 4.0, y)], MUTED, 1);
        picture.text(&fitted(&label, 12.0, false, 64.0), (right + 7.0, y + 4.0), Anchor::Start, SMALL);
    }
    if let Some(limit) = limit.filter(|&limit| (range.low..=range.high).contains(&limit)) {
        let y = y(range.share(limit));
        picture.line(vec![(left - 4.0, y), (right + 2.0, y)], PAPER, 4);
        picture.line(vec![(left - 4.0, y), (right + 2.0, y)], SETTING, 2);
    }
}
