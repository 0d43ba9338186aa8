//! Calendar months side by side, for bars.

use super::area::Area;
use super::palette::{Colour, Fill};
use super::picture::{Anchor, Picture};
use super::real::size;
use super::sheet::{PLAIN, SMALL};
use super::ticks::month_label;
use crate::calendar::{Month, Zone};

/// As many equal bands as months.
pub(super) struct Bands<'a> {
    pub(super) months: &'a [Month],
    pub(super) zone: &'a Zone,
    pub(super) place: (f64, f64),
}

impl Bands<'_> {
    fn width(&self) -> f64 {
        (self.place.1 - self.place.0) / size(self.months.len().max(1))
    }

    /// The whole band of a month.
    pub(super) fn band(&self, index: usize) -> (f64, f64) {
        let left = self.place.0 + self.width() * size(index);
        (left, left + self.width())
    }

    /// Its middle.
    pub(super) fn middle(&self, index: usize) -> f64 {
        let (left, right) = self.band(index);
        f64::midpoint(left, right)
    }

    /// The bar in it: most of the band, but no wider than looks well.
    pub(super) fn bar(&self, index: usize) -> (f64, f64) {
        let half = (self.width() * 0.36).min(45.0);
        (self.middle(index) - half, self.middle(index) + half)
    }

    /// True if there is room in a band for a text of that width.
    pub(super) fn has_room(&self, width: f64) -> bool {
        self.width() >= width
    }

    /// Tints the bands of some months.
    pub(super) fn shade(&self, picture: &mut Picture, index: usize, (top, bottom): (f64, f64), tint: Colour) {
        let (left, right) = self.band(index);
        picture.rect(Area { left, top, right, bottom }, Fill::plain(tint));
    }

    /// The same where `is_last`, else nothing: panels share the labels of the last one.
    pub(super) fn draw_labels_if(&self, picture: &mut Picture, y: f64, is_last: bool) {
        if is_last {
            self.draw_labels(picture, y);
        }
    }

    /// The months' labels below an axis at `y`.
    pub(super) fn draw_labels(&self, picture: &mut Picture, y: f64) {
        let mut is_first = true;
        let mut last_year = f64::NEG_INFINITY;
        for (index, &month) in self.months.iter().enumerate() {
            let Some((label, year)) = month_label(month, self.zone, self.width(), is_first) else { continue };
            let x = self.middle(index);
            picture.text(&label, (x, y + 19.0), Anchor::Middle, PLAIN);
            if x - last_year >= 44.0 && !year.is_empty() {
                picture.text(&year, (x, y + 36.0), Anchor::Middle, SMALL);
                last_year = x;
            }
            is_first = false;
        }
    }
}
