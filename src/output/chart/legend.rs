//! The row of keys below a title.

use super::area::Area;
use super::font;
use super::palette::{Colour, Fill, INK};
use super::picture::{Anchor, Picture, TextStyle};

/// What a colour means.
pub(super) struct Key {
    pub(super) mark: Mark,
    pub(super) label: String,
}

/// How a key looks.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Area(Fill),
    Line(Colour),
    Dashes(Colour),
    Tick(Colour),
    /// A dot of one colour in a ring of another.
    Dot(Colour, Colour),
    Box(Colour),
}

impl Key {
    pub(super) fn new(mark: Mark, label: impl Into<String>) -> Self {
        Self { mark, label: label.into() }
    }
}

const SIZE: f64 = 13.0;
const MARK: f64 = 22.0;
const ROW: f64 = 22.0;

/// Draws keys in rows between `left` and `right`; the first row's middle is at `top` + 8. Where the rows end.
pub(super) fn draw(picture: &mut Picture, keys: &[Key], (left, right): (f64, f64), top: f64) -> f64 {
    let (mut x, mut y) = (left, top + ROW / 2.0);
    for key in keys {
        let label = super::picture::fitted(&key.label, SIZE, false, right - left - MARK - 7.0);
        let width = MARK + 7.0 + font::width(&label, SIZE, false);
        if x > left && x + width > right {
            (x, y) = (left, y + ROW);
        }
        mark(picture, key.mark, x, y);
        let style = TextStyle { size: SIZE, bold: false, colour: INK };
        picture.text(&label, (x + MARK + 7.0, y + 4.5), Anchor::Start, style);
        x += width + 22.0;
    }
    y + ROW / 2.0
}

fn mark(picture: &mut Picture, mark: Mark, x: f64, y: f64) {
    match mark {
        Mark::Area(fill) => {
            picture.rect(Area { left: x, top: y - 7.0, right: x + MARK, bottom: y + 7.0 }, fill);
        }
        Mark::Line(colour) => picture.line(vec![(x, y), (x + MARK, y)], colour, 2),
        Mark::Dashes(colour) => picture.dashes((x, x + MARK), y, colour),
        Mark::Dot(inner, ring) => {
            picture.disc((x + MARK / 2.0, y), 6.0, ring);
            picture.disc((x + MARK / 2.0, y), 4.0, inner);
        }
        Mark::Box(colour) => {
            let (right, top, bottom) = (x + MARK, y - 7.0, y + 7.0);
            let corners = vec![(x, top), (right, top), (right, bottom), (x, bottom), (x, top)];
            picture.line(corners, colour, 2);
        }
        Mark::Tick(colour) => {
            for offset in [5.0, 11.0, 17.0] {
                let area =
                    Area { left: x + offset - 1.0, top: y - 6.0, right: x + offset + 1.0, bottom: y + 6.0 };
                picture.rect(area, Fill::plain(colour));
            }
        }
    }
}
