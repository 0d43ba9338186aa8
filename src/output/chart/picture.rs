//! A picture: shapes in drawing order, not yet in any format.

use super::area::Area;
use super::font;
use super::palette::{Colour, Fill};

/// Shapes in the order in which they are drawn, in units of one pixel of an SVG.
#[derive(Clone, Debug)]
pub struct Picture {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) shapes: Vec<Shape>,
}

#[derive(Clone, Debug)]
pub(super) enum Shape {
    Rect { area: Area, colour: Colour },
    Line { points: Vec<(f64, f64)>, colour: Colour, width: u32 },
    Polygon { points: Vec<(f64, f64)>, colour: Colour },
    Disc { middle: (f64, f64), radius: f64, colour: Colour },
    Text(Text),
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) content: String,
    /// Where it is anchored, and its baseline.
    pub(super) at: (f64, f64),
    pub(super) anchor: Anchor,
    pub(super) style: TextStyle,
}

/// Which part of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextStyle {
    /// Height of the em.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: Colour,
}

impl Text {
    /// What it covers.
    #[cfg(test)]
    pub(super) fn bounds(&self) -> Area {
        let width = font::width(&self.content, self.style.size, self.style.bold);
        let left = match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - width / 2.0,
            Anchor::End => self.at.0 - width,
        };
        let (top, bottom) = (self.at.1 - 0.73 * self.style.size, self.at.1 + 0.2 * self.style.size);
        Area { left, top, right: left + width, bottom }
    }
}

impl Picture {
    /// The distance between lines of a hatch.
    const HATCH: f64 = 6.0;

    pub(super) fn new(width: i32, height: i32) -> Self {
        Self { width, height, shapes: Vec::new() }
    }

    /// A filled rectangle; nothing if it is empty.
    pub(super) fn rect(&mut self, area: Area, fill: Fill) {
        if area.width() <= 0.0 || area.height() <= 0.0 {
            return;
        }
        self.shapes.push(Shape::Rect { area, colour: fill.colour });
        if let Some(colour) = fill.hatch {
            // Lines have width: they stay inside.
            let (left, right) = (area.left + 1.0, area.right - 1.0);
            let inner = Area { left, right, top: area.top + 1.0, bottom: area.bottom - 1.0 };
            for line in inner.diagonals(Self::HATCH) {
                self.line(line.to_vec(), colour, 1);
            }
        }
    }

    pub(super) fn line(&mut self, points: Vec<(f64, f64)>, colour: Colour, width: u32) {
        if points.len() > 1 {
            self.shapes.push(Shape::Line { points, colour, width });
        }
    }

    /// A filled polygon, closed by itself.
    pub(super) fn polygon(&mut self, points: Vec<(f64, f64)>, colour: Colour) {
        if points.len() > 2 {
            self.shapes.push(Shape::Polygon { points, colour });
        }
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, middle: (f64, f64), radius: f64, colour: Colour) {
        self.shapes.push(Shape::Disc { middle, radius, colour });
    }

    /// A dashed horizontal line.
    pub(super) fn dashes(&mut self, (left, right): (f64, f64), y: f64, colour: Colour) {
        let mut x = left;
        while x < right {
            self.line(vec![(x, y), ((x + 8.0).min(right), y)], colour, 2);
            x += 13.0;
        }
    }

    /// A dashed vertical line.
    pub(super) fn upright_dashes(&mut self, x: f64, (top, bottom): (f64, f64), colour: Colour) {
        let mut y = top;
        while y < bottom {
            self.line(vec![(x, y), (x, (y + 8.0).min(bottom))], colour, 2);
            y += 13.0;
        }
    }

    /// A line of text; characters that cannot be drawn become `?`.
    pub(super) fn text(&mut self, text: &str, at: (f64, f64), anchor: Anchor, style: TextStyle) {
        let drawable = |c: char| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { '?' } else { c };
        let text: String = text.chars().map(drawable).collect();
        if !text.is_empty() {
            self.shapes.push(Shape::Text(Text { content: text, at, anchor, style }));
        }
    }

    /// The texts, in drawing order.
    #[cfg(test)]
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            Shape::Rect { .. } | Shape::Line { .. } | Shape::Polygon { .. } | Shape::Disc { .. } => None,
        })
    }

    /// Fails unless every text is inside of the picture and covers no other.
    #[cfg(test)]
    pub(super) fn assert_labels_apart(&self, which: &str) {
        let texts: Vec<&Text> = self.texts().collect();
        for (index, text) in texts.iter().enumerate() {
            let bounds = text.bounds();
            let inside = bounds.left >= 0.0
                && bounds.top >= 0.0
                && bounds.right <= f64::from(self.width)
                && bounds.bottom <= f64::from(self.height);
            assert!(inside, "{which}: {text:?}");
            for other in &texts[index + 1..] {
                let apart = !bounds.overlaps(other.bounds());
                assert!(apart, "{which}: {:?} and {:?}", text.content, other.content);
            }
        }
    }
}

/// `text`, or as much of its beginning as fits `width`, with an ellipsis.
pub(super) fn fitted(text: &str, size: f64, bold: bool, width: f64) -> String {
    if font::width(text, size, bold) <= width {
        return text.to_owned();
    }
    let mut short: Vec<char> = text.chars().collect();
    loop {
        short.pop();
        let with_ellipsis: String = short.iter().copied().chain(['…']).collect();
        if short.is_empty() || font::width(&with_ellipsis, size, bold) <= width {
            return with_ellipsis;
        }
    }
}
