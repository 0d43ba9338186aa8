//! What each axis does by itself.

use super::files::average;
use super::heat::draw_values;
use super::marks::{about, titled};
use super::shown::Shown;
use crate::experiment::Quantiles;
use crate::output::chart::area::Area;
use crate::output::chart::axis::Axis as _;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{Fill, GRID, INK, SETTING};
use crate::output::chart::picture::{Anchor, Picture, TextStyle, fitted};
use crate::output::chart::ramp::ramp;
use crate::output::chart::range::Range;
use crate::output::chart::real::size;
use crate::output::chart::sheet::{LEFT, RIGHT, SMALL, STRONG, Sheet};
use crate::output::sweep::Survey;

/// Panels beside each other.
const ACROSS: usize = 3;

pub(super) fn draw(survey: &Survey<'_>) -> Picture {
    let mut keys = vec![
        Key::new(Mark::Line(INK), "mean over all cells with the value"),
        Key::new(Mark::Area(band()), "5 to 95 % of these cells"),
    ];
    let baseline = survey.places(survey.study.cells.baseline);
    if baseline.is_some() {
        keys.push(Key::new(Mark::Dashes(SETTING), "baseline's value"));
    }
    let has_limits = (0..survey.leading).any(|number| survey.limit(number).is_some());
    if has_limits {
        keys.push(Key::new(Mark::Line(SETTING), "limit"));
    }
    let title = titled(survey, "What each axis does by itself");
    let mut sheet =
        Sheet::titled(&title, &about(survey, "means over replications and all other axes"), &keys, 0.0);
    let axes: Vec<usize> = (0..survey.axes.len()).collect();
    let across = axes.len().clamp(1, ACROSS);
    let width = (RIGHT - LEFT) / size(across);
    let mut top = sheet.top + 14.0;
    for number in 0..survey.leading {
        let shown = Shown::of(survey, number);
        let by_axis: Vec<Vec<Vec<f64>>> = axes.iter().map(|&axis| survey.by_value(axis, number)).collect();
        let limit = survey.limit(number).map(|most| most * shown.factor);
        let all = by_axis.iter().flatten().flatten().map(|value| value * shown.factor);
        let range = Range::roomy(all.chain(limit), 5.0);
        picture_title(&mut sheet.picture, &shown, top);
        top += 20.0;
        for row in axes.chunks(across) {
            for (column, &axis) in row.iter().enumerate() {
                let left = LEFT + width * size(column);
                let plot = Area {
                    left: left + 66.0,
                    right: left + width - 16.0,
                    top: top + 28.0,
                    bottom: top + 200.0,
                };
                let place = baseline.as_ref().map(|places| places[axis]);
                let panel = Panel { survey, axis, shown, range, limit };
                panel.draw(&mut sheet.picture, plot, &by_axis[axis], place);
            }
            top += 246.0;
        }
        top += 12.0;
    }
    sheet.end(top + 6.0);
    sheet.picture
}

fn picture_title(picture: &mut Picture, shown: &Shown, top: f64) {
    picture.text(&shown.title(), (LEFT, top + 12.0), Anchor::Start, STRONG);
}

fn band() -> Fill {
    Fill::plain(ramp(0.22))
}

struct Panel<'a> {
    survey: &'a Survey<'a>,
    axis: usize,
    shown: Shown,
    range: Range,
    limit: Option<f64>,
}

impl Panel<'_> {
    fn draw(&self, picture: &mut Picture, plot: Area, by_value: &[Vec<f64>], baseline: Option<usize>) {
        let axis = &self.survey.axes[self.axis];
        let name = fitted(&axis.short, 12.0, true, plot.width());
        picture.text(&name, (plot.left, plot.top - 10.0), Anchor::Start, TextStyle { bold: true, ..SMALL });
        let y = |value: f64| plot.bottom - plot.height() * self.range.share(value);
        for (value, label) in self.range.labels() {
            picture.line(vec![(plot.left, y(value)), (plot.right, y(value))], GRID, 1);
            let label = fitted(&label, 12.0, false, 60.0);
            picture.text(&label, (plot.left - 6.0, y(value) + 4.0), Anchor::End, SMALL);
        }
        let cell = plot.width() / size(by_value.len());
        let half = (cell * 0.42).min(16.0);
        let mut means = Vec::new();
        for (place, cells) in by_value.iter().enumerate() {
            let cells: Vec<f64> = cells.iter().map(|value| value * self.shown.factor).collect();
            let x = plot.left + cell * (size(place) + 0.5);
            if let (Some(quantiles), Some(mean)) = (Quantiles::of(&cells), average(&cells)) {
                let (top, bottom) = (y(quantiles.at(0.95)), y(quantiles.at(0.05)));
                picture.rect(Area { left: x - half, right: x + half, top, bottom }, band());
                means.push((x, y(mean)));
            }
        }
        if let Some(limit) = self.limit {
            picture.line(vec![(plot.left, y(limit)), (plot.right, y(limit))], SETTING, 2);
        }
        if let Some(place) = baseline {
            let x = plot.left + cell * (size(place) + 0.5);
            picture.upright_dashes(x, (plot.top, plot.bottom), SETTING);
        }
        let radius = if cell < 12.0 { 1.5 } else { 3.0 };
        picture.line(means.clone(), INK, 2);
        for at in means {
            picture.disc(at, radius, INK);
        }
        picture.line(vec![(plot.left, plot.bottom), (plot.right, plot.bottom)], INK, 1);
        draw_values(picture, axis, (plot.left, plot.right), plot.bottom);
    }
}
