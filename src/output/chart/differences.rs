//! What differs between variants: relative differences with their intervals.

use super::area::Area;
use super::font;
use super::legend::{Key, Mark};
use super::palette::{Colour, Fill, GRID, MUTED, PAPER};
use super::picture::{Anchor, Picture, fitted};
use super::real::size;
use super::sheet::{LEFT, PLAIN, PLOT, SMALL, Sheet};

/// A metric that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its name.
    pub metric: String,
    /// In the order of the variants: the relative difference from the first variant and half the width of its
    /// interval, as shares; `None` where it has none.
    pub relative: Vec<Option<(f64, f64)>>,
}

/// The axis covers as much on both sides, in per cent; marks beyond stand at its ends.
const REACH: [f64; 6] = [5.0, 10.0, 20.0, 50.0, 100.0, 200.0];
/// One colour a variant: Paul Tol's muted scheme, dark and light in turn, as for sources.
pub(super) const VARIANTS: [Colour; 4] =
    [Colour(51, 34, 136), Colour(204, 102, 119), Colour(17, 119, 51), Colour(136, 34, 85)];
/// The height of a variant's lane.
const LANE: f64 = 14.0;

/// A row for each metric, a mark with whiskers for each of the `variants`, of which the first four are drawn.
pub fn draw_differences(first: &str, variants: &[&str], differences: &[Difference]) -> Picture {
    let about = "Means of paired differences, relative to the first variant's mean, with intervals; the surest and largest first";
    draw((&format!("Differences from {first}"), about), variants, differences)
}

/// The same with a title and a line about what is shown.
pub(super) fn draw((title, about): (&str, &str), variants: &[&str], differences: &[Difference]) -> Picture {
    let key = |(name, colour): (&&str, Colour)| Key::new(Mark::Area(Fill::plain(colour)), *name);
    let keys: Vec<Key> = variants.iter().zip(VARIANTS).map(key).collect();
    let mut sheet = Sheet::titled(title, about, &keys, 0.0);
    let top = sheet.top + 34.0;
    let drawn = size(variants.len().clamp(1, VARIANTS.len()));
    let row = LANE * drawn + 12.0;
    let bottom = top + row * size(differences.len());
    let plot = Area { left: PLOT.0 + 210.0, top, right: PLOT.1 - 10.0, bottom };
    let axis = Axis { plot, reach: reach(differences) };
    let picture = &mut sheet.picture;
    axis.draw_grid(picture);
    for (number, difference) in differences.iter().enumerate() {
        let middle = top + row * (size(number) + 0.5);
        let name = fitted(&difference.metric, PLAIN.size, false, plot.left - LEFT - 14.0);
        picture.text(&name, (plot.left - 14.0, middle + 4.0), Anchor::End, PLAIN);
        for (index, (relative, colour)) in difference.relative.iter().zip(VARIANTS).enumerate() {
            let y = middle + LANE * (size(index) - (drawn - 1.0) / 2.0);
            if let Some((mean, half)) = relative {
                axis.draw_mark(picture, (mean * 100.0, half * 100.0), y, colour);
            }
        }
    }
    sheet.end(bottom + 50.0);
    sheet.picture
}

/// The least reach that leaves few means outside.
fn reach(differences: &[Difference]) -> f64 {
    let means = || differences.iter().flat_map(|difference| difference.relative.iter().flatten());
    let outside = |reach: f64| means().filter(|(mean, _)| mean.abs() * 100.0 > reach).count();
    let few = means().count() / 5;
    REACH.into_iter().find(|&reach| outside(reach) <= few).unwrap_or(200.0)
}

struct Axis {
    plot: Area,
    reach: f64,
}

impl Axis {
    fn x(&self, percent: f64) -> f64 {
        let share = (percent.clamp(-self.reach, self.reach) + self.reach) / (2.0 * self.reach);
        self.plot.left + share * self.plot.width()
    }

    fn draw_grid(&self, picture: &mut Picture) {
        for step in [-1.0, -0.5, 0.0, 0.5, 1.0] {
            let (percent, x) = (step * self.reach, self.x(step * self.reach));
            let colour = if step == 0.0 { MUTED } else { GRID };
            picture.line(vec![(x, self.plot.top), (x, self.plot.bottom)], colour, 1);
            picture.text(&signed(percent), (x, self.plot.bottom + 20.0), Anchor::Middle, SMALL);
        }
    }

    fn draw_mark(&self, picture: &mut Picture, (mean, half): (f64, f64), y: f64, colour: Colour) {
        let x = self.x(mean);
        picture.line(vec![(self.x(mean - half), y), (self.x(mean + half), y)], colour, 2);
        let mark = Area { left: x - 4.0, right: x + 4.0, top: y - 4.0, bottom: y + 4.0 };
        picture.rect(mark, Fill::plain(colour));
        if mean.abs() > self.reach {
            // Beyond the axis: its value stands beside its mark.
            let (at, anchor) = if mean > 0.0 { (x - 10.0, Anchor::End) } else { (x + 10.0, Anchor::Start) };
            let text = signed(mean.round());
            // Its whisker does not strike it out.
            let width = font::width(&text, SMALL.size, SMALL.bold) + 6.0;
            let left = if mean > 0.0 { at - width + 3.0 } else { at - 3.0 };
            let free = Area { left, right: left + width, top: y - 7.0, bottom: y + 7.0 };
            picture.rect(free, Fill::plain(PAPER));
            picture.text(&text, (at, y + 4.0), anchor, SMALL);
        }
    }
}

/// `+20 %`, `−2.5 %`, `0 %`.
fn signed(percent: f64) -> String {
    let number = crate::output::number::grouped(&percent.abs().to_string());
    let sign = match percent.total_cmp(&0.0) {
        std::cmp::Ordering::Greater => "+",
        std::cmp::Ordering::Less if percent < 0.0 => "\u{2212}",
        std::cmp::Ordering::Less | std::cmp::Ordering::Equal => "",
    };
    format!("{sign}{number} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(means: &[f64]) -> Difference {
        let relative = means.iter().map(|&mean| Some((mean, 0.03))).collect();
        Difference { metric: "auto_recharge.below_threshold_ms".to_owned(), relative }
    }

    #[test]
    fn labels_stay_apart_and_what_is_beyond_the_axis_says_its_value() {
        let mut all: Vec<Difference> =
            (0..18).map(|row| difference(&[f64::from(row) / 50.0, -0.1])).collect();
        all.push(difference(&[11.0, -0.9]));
        let picture = draw_differences("as it is", &["higher", "lower"], &all);
        picture.assert_labels_apart("differences");
        assert!(picture.texts().any(|text| text.content == "+1,100 %"));
        assert!(picture.texts().any(|text| text.content == "\u{2212}50 %"));
    }
}
