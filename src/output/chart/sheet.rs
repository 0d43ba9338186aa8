//! What all charts have: a title, a line that says which run it is, keys.

use super::area::Area;
use super::legend::{self, Key};
use super::palette::{INK, MUTED};
use super::picture::{Anchor, Picture, TextStyle, fitted};
use super::story::Story;

pub(super) const WIDTH: i32 = 1_200;
pub(super) const LEFT: f64 = 40.0;
pub(super) const RIGHT: f64 = 1_160.0;
/// Where the plots of most charts begin and end; labels of axes stand left of it.
pub(super) const PLOT: (f64, f64) = (120.0, RIGHT);

/// Small text.
pub(super) const SMALL: TextStyle = TextStyle { size: 12.0, bold: false, colour: MUTED };
/// Text of the chart itself.
pub(super) const PLAIN: TextStyle = TextStyle { size: 13.0, bold: false, colour: INK };
/// Headings of panels.
pub(super) const STRONG: TextStyle = TextStyle { size: 13.0, bold: true, colour: INK };

/// A picture with its head; the plot goes below `top`.
pub(super) struct Sheet {
    pub(super) picture: Picture,
    pub(super) top: f64,
}

impl Sheet {
    /// `height` is that of everything below the head.
    pub(super) fn new(story: &Story<'_>, title: &str, keys: &[Key], height: f64) -> Self {
        Self::titled(&story.titled(title), &story.about(), keys, height)
    }

    /// The same with a title and a line about what is shown.
    pub(super) fn titled(title: &str, about: &str, keys: &[Key], height: f64) -> Self {
        let mut picture = Picture::new(WIDTH, 0);
        let title = fitted(title, 22.0, true, RIGHT - LEFT);
        let style = TextStyle { size: 22.0, bold: true, colour: INK };
        picture.text(&title, (LEFT, 42.0), Anchor::Start, style);
        let about = fitted(about, 13.0, false, RIGHT - LEFT);
        picture.text(&about, (LEFT, 66.0), Anchor::Start, TextStyle { colour: MUTED, ..PLAIN });
        let top = if keys.is_empty() { 76.0 } else { legend::draw(&mut picture, keys, (LEFT, RIGHT), 80.0) };
        picture.height = super::real::pixel(top + height);
        Self { picture, top }
    }

    /// The sheet ends there, where its height was not known before.
    pub(super) fn end(&mut self, bottom: f64) {
        self.picture.height = super::real::pixel(bottom);
    }

    /// A sheet that only says why there is nothing to show.
    pub(super) fn empty(story: &Story<'_>, title: &str, why: &str) -> Picture {
        Self::blank(&story.titled(title), &story.about(), why)
    }

    /// The same with a title and a line about what is not shown.
    pub(super) fn blank(title: &str, about: &str, why: &str) -> Picture {
        let mut sheet = Self::titled(title, about, &[], 120.0);
        let at = (f64::from(WIDTH) / 2.0, sheet.top + 60.0);
        sheet.picture.text(why, at, Anchor::Middle, TextStyle { size: 16.0, ..PLAIN });
        sheet.picture
    }

    /// The place of a plot, so far below the head and so high.
    pub(super) fn plot(&self, below: f64, height: f64) -> Area {
        let top = self.top + below;
        Area { left: PLOT.0, top, right: PLOT.1, bottom: top + height }
    }
}
