//! What the objective costs in a limited measure: every cell.

use super::marks::{Special, about, titled};
use super::shown::Shown;
use crate::output::chart::area::Area;
use crate::output::chart::axis::Axis as _;
use crate::output::chart::font;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{
    Colour, Fill, GRID, INK, MUTED, OTHER_SOURCES, PAPER, SETTING, SUBSCRIPTION,
};
use crate::output::chart::picture::{Anchor, Picture, TextStyle};
use crate::output::chart::range::Range;
use crate::output::chart::real::{pixel, size};
use crate::output::chart::sheet::{LEFT, RIGHT, SMALL, Sheet};
use crate::output::sweep::Survey;
use crate::scenario::Direction;
use std::collections::BTreeSet;

/// Tied cells with whiskers.
const TIED: usize = 12;

/// `None` where there is no second measure to compare with.
pub(super) fn draw(survey: &Survey<'_>) -> Option<Picture> {
    let others: Vec<usize> = match survey.leading {
        1 => (1..survey.measures.len()).take(1).collect(),
        several => (1..several).collect(),
    };
    if others.is_empty() {
        return None;
    }
    let mut keys = vec![
        Key::new(Mark::Dot(CELL, CELL), "a cell"),
        Key::new(Mark::Line(SUBSCRIPTION.colour), "no cell is better in both (Pareto front)"),
    ];
    if others.iter().any(|&number| survey.limit(number).is_some()) {
        keys.push(Key::new(Mark::Dashes(SETTING), "limit"));
    }
    for (special, cell) in Special::all(survey) {
        keys.push(special.key(special.described(survey, cell)));
    }
    let level = crate::output::number::percent(confidence(survey));
    let what = match survey.study.replications {
        1 => "means; one replication has no intervals".to_owned(),
        _ => format!("means; whiskers are {level} intervals of the marked and of tied cells"),
    };
    let title = titled(survey, &format!("What {} buys", survey.name(0)));
    let mut sheet = Sheet::titled(&title, &about(survey, &what), &keys, 0.0);
    let across = others.len().min(2);
    let width = (RIGHT - LEFT) / size(across);
    let mut top = sheet.top + 14.0;
    for row in others.chunks(across) {
        for (column, &number) in row.iter().enumerate() {
            let left = LEFT + width * size(column);
            let plot =
                Area { left: left + 70.0, right: left + width - 24.0, top: top + 34.0, bottom: top + 454.0 };
            Scatter::new(survey, number, plot).draw(&mut sheet.picture);
        }
        top += 516.0;
    }
    sheet.end(top);
    Some(sheet.picture)
}

fn confidence(survey: &Survey<'_>) -> crate::units::Decimal {
    crate::units::Decimal::try_from(survey.study.confidence).unwrap_or_default()
}

const CELL: Colour = OTHER_SOURCES.colour;

/// The objective upwards, another measure to the right.
struct Scatter<'a> {
    survey: &'a Survey<'a>,
    other: usize,
    plot: Area,
    across: (Shown, Range),
    up: (Shown, Range),
}

impl<'a> Scatter<'a> {
    fn new(survey: &'a Survey<'a>, other: usize, plot: Area) -> Self {
        let axis = |number: usize| {
            let shown = Shown::of(survey, number);
            let cells = (0..survey.count()).filter_map(|cell| survey.mean(cell, number));
            let limit = survey.limit(number);
            (shown, Range::roomy(cells.chain(limit).map(|value| value * shown.factor), 6.0))
        };
        Self { survey, other, plot, across: axis(other), up: axis(0) }
    }

    fn x(&self, value: f64) -> f64 {
        let (shown, range) = &self.across;
        self.plot.left + self.plot.width() * range.share(value * shown.factor)
    }

    fn y(&self, value: f64) -> f64 {
        let (shown, range) = &self.up;
        self.plot.bottom - self.plot.height() * range.share(value * shown.factor)
    }

    fn at(&self, cell: usize) -> Option<(f64, f64)> {
        Some((self.x(self.survey.mean(cell, self.other)?), self.y(self.survey.mean(cell, 0)?)))
    }

    fn draw(&self, picture: &mut Picture) {
        self.draw_axes(picture);
        let mut drawn = BTreeSet::new();
        for cell in 0..self.survey.count() {
            // Cells at the same pixel are one dot.
            let Some((x, y)) = self.at(cell) else { continue };
            if drawn.insert((pixel(x), pixel(y))) {
                picture.disc((x, y), 2.5, CELL);
            }
        }
        picture.line(self.front(), SUBSCRIPTION.colour, 2);
        if let Some(limit) = self.survey.limit(self.other) {
            picture.upright_dashes(self.x(limit), (self.plot.top, self.plot.bottom), SETTING);
        }
        let tied = self.survey.analysis.map(|analysis| analysis.recommendation.tied.as_slice());
        for tied in tied.unwrap_or_default().iter().take(TIED) {
            self.whiskers(picture, tied.cell, MUTED);
        }
        let special = Special::all(self.survey);
        for &(_, cell) in &special {
            self.whiskers(picture, cell, INK);
        }
        for &(special, cell) in &special {
            if let Some(at) = self.at(cell) {
                special.draw(picture, at);
            }
        }
        self.draw_names(picture, &special);
    }

    fn draw_axes(&self, picture: &mut Picture) {
        let Area { left, top, right, bottom } = self.plot;
        let (across, up) = (&self.across, &self.up);
        for (value, label) in up.1.labels() {
            let y = bottom - self.plot.height() * up.1.share(value);
            picture.line(vec![(left, y), (right, y)], GRID, 1);
            picture.text(&label, (left - 8.0, y + 4.0), Anchor::End, SMALL);
        }
        for (value, label) in across.1.labels() {
            let x = left + self.plot.width() * across.1.share(value);
            picture.line(vec![(x, top), (x, bottom)], GRID, 1);
            picture.text(&label, (x, bottom + 18.0), Anchor::Middle, SMALL);
        }
        picture.line(vec![(left, top), (left, bottom), (right, bottom)], MUTED, 1);
        let bold = TextStyle { bold: true, ..SMALL };
        picture.text(&up.0.title(), (left - 62.0, top - 14.0), Anchor::Start, bold);
        picture.text(&across.0.title(), (right, bottom + 40.0), Anchor::End, bold);
    }

    /// Steps along the cells that no other beats in both measures.
    fn front(&self) -> Vec<(f64, f64)> {
        let is_more =
            self.survey.analysis.is_some_and(|analysis| analysis.goal.direction == Direction::Maximize);
        let sign = if is_more { -1.0 } else { 1.0 };
        let pair = |cell| Some((self.survey.mean(cell, self.other)?, sign * self.survey.mean(cell, 0)?));
        let mut pairs: Vec<(f64, f64)> = (0..self.survey.count()).filter_map(pair).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut points: Vec<(f64, f64)> = Vec::new();
        let mut best = f64::INFINITY;
        for (other, cost) in pairs {
            if cost < best {
                best = cost;
                let (x, y) = (self.x(other), self.y(sign * cost));
                if let Some(&(_, before)) = points.last() {
                    points.push((x, before));
                }
                points.push((x, y));
            }
        }
        points
    }

    fn whiskers(&self, picture: &mut Picture, cell: usize, colour: Colour) {
        let figure = |number| self.survey.figure(cell, number);
        let (Some(other), Some(own), Some((x, y))) = (figure(self.other), figure(0), self.at(cell)) else {
            return;
        };
        let Area { left, top, right, bottom } = self.plot;
        if let (Some(half), Some(tall)) = (other.half, own.half) {
            let (from, to) = (self.x(other.mean - half).max(left), self.x(other.mean + half).min(right));
            picture.line(vec![(from, y), (to, y)], colour, 1);
            let (from, to) = (self.y(own.mean - tall).min(bottom), self.y(own.mean + tall).max(top));
            picture.line(vec![(x, from), (x, to)], colour, 1);
        }
        picture.disc((x, y), 3.5, colour);
        picture.disc((x, y), 2.0, PAPER);
    }

    /// The names of marked cells: beside them, and apart from each other.
    fn draw_names(&self, picture: &mut Picture, special: &[(Special, usize)]) {
        let mut names: Vec<(f64, f64, &str)> = Vec::new();
        for &(special, cell) in special {
            let Some((x, y)) = self.at(cell) else { continue };
            let lowest = self.plot.bottom - 6.0;
            let mut baseline = (y - 10.0).max(self.plot.top + 14.0).min(lowest);
            if let Some(&(_, other, _)) =
                names.first().filter(|(_, other, _)| (other - baseline).abs() < 17.0)
            {
                let below = other + 34.0;
                baseline = if below > lowest { other - 17.0 } else { below };
            }
            names.push((x, baseline, special.name()));
        }
        for (x, y, name) in names {
            let (anchor, x) = if x > f64::midpoint(self.plot.left, self.plot.right) {
                (Anchor::End, x - 10.0)
            } else {
                (Anchor::Start, x + 10.0)
            };
            let width = font::width(name, 12.0, true);
            let left = if anchor == Anchor::End { x - width } else { x };
            let behind = Area { left: left - 2.0, right: left + width + 2.0, top: y - 11.0, bottom: y + 3.0 };
            picture.rect(behind, Fill::plain(PAPER));
            picture.text(name, (x, y), anchor, TextStyle { bold: true, colour: INK, ..SMALL });
        }
    }
}
