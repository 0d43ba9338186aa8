//! A plot: a value axis, its grid, a time axis below.

use super::area::Area;
use super::axis::Axis;
use super::palette::{Fill, GRID, MUTED};
use super::picture::{Anchor, Picture, TextStyle};
use super::real::real;
use super::scale::Scale;
use super::sheet::{PLAIN, SMALL};
use super::ticks::Tick;
use crate::calendar::Window;
use crate::units::Instant;

/// A place with a value axis.
#[derive(Clone, Copy)]
pub(super) struct Panel<A = Scale> {
    pub(super) area: Area,
    pub(super) scale: A,
}

impl<A: Axis> Panel<A> {
    /// Where a value is drawn.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.area.bottom - self.scale.share(value) * self.area.height()
    }

    /// The grid, labels of values, and above them their `unit`.
    pub(super) fn draw_grid(&self, picture: &mut Picture, unit: &str) {
        let Area { left, top, right, .. } = self.area;
        for (value, label) in self.scale.labels() {
            let y = self.y(value);
            let colour = if value == 0.0 { MUTED } else { GRID };
            picture.line(vec![(left, y), (right, y)], colour, 1);
            picture.text(&label, (left - 8.0, y + 4.0), Anchor::End, SMALL);
        }
        picture.text(unit, (left - 8.0, top - 14.0), Anchor::End, TextStyle { bold: true, ..SMALL });
    }

    /// A bar from one value to another, between two places.
    pub(super) fn bar(
        &self,
        picture: &mut Picture,
        (left, right): (f64, f64),
        (from, to): (f64, f64),
        fill: Fill,
    ) {
        picture.rect(Area { left, right, top: self.y(to), bottom: self.y(from) }, fill);
    }
}

/// Where an instant is drawn.
pub(super) fn x_of(at: Instant, window: Window, (left, right): (f64, f64)) -> f64 {
    let span = real((window.to - window.from).ms().max(1));
    left + (right - left) * real((at - window.from).ms()) / span
}

/// Labels of a time axis; `y` is the axis.
pub(super) fn draw_ticks(picture: &mut Picture, ticks: &[Tick], window: Window, place: (f64, f64), y: f64) {
    for tick in ticks {
        let x = x_of(tick.at, window, place);
        picture.line(vec![(x, y), (x, y + 5.0)], MUTED, 1);
        picture.text(&tick.label, (x, y + 19.0), Anchor::Middle, PLAIN);
        if let Some(below) = &tick.below {
            picture.text(below, (x, y + 36.0), Anchor::Middle, SMALL);
        }
    }
}
