//! How often auto-recharge comes near its monthly limit.

use super::about::{about, titled};
use super::root::Root;
use crate::experiment::forecast::{CapUse, Forecast};
use crate::output::chart::Picture;
use crate::output::chart::area::Area;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{Colour, INK, MUTED, SETTING, SOURCES};
use crate::output::chart::panel::Panel;
use crate::output::chart::picture::Anchor;
use crate::output::chart::real::size;
use crate::output::chart::sheet::{PLAIN, SMALL, Sheet};
use crate::output::forecast::{Exposed, exposed};

/// Per cents of the limit that are marked.
const MARKED: [usize; 2] = [80, 100];

/// How a line looks.
#[derive(Clone, Copy)]
struct Style {
    colour: Colour,
    width: u32,
    is_dashed: bool,
}

impl Style {
    /// Of all organisations.
    const ALL: Self = Self { colour: INK, width: 3, is_dashed: false };

    fn of(group: &Exposed<'_>) -> Self {
        let Some((source, is_dashed)) = group.look else { return Self::ALL };
        Self { colour: SOURCES[source].colour, width: 2, is_dashed }
    }
}

pub(super) fn draw(forecast: &Forecast) -> Picture {
    let title = titled(forecast, "How much of its monthly limit auto-recharge used");
    let (groups, left_out) = exposed(forecast);
    if groups.is_empty() {
        let why = "No organisation has auto-recharge with a monthly limit.";
        return Sheet::blank(&title, &about(forecast, "nothing to show"), why);
    }
    let mut what = "share of the organisation-months with a limit; the axis is by square root".to_owned();
    if left_out > 0 {
        what = format!("{what}; the first {} of {} segments", groups.len() - 1, groups.len() - 1 + left_out);
    }
    let mut sheet = Sheet::titled(&title, &about(forecast, &what), &keys(&groups), 480.0);
    let area = Area { right: sheet.plot(0.0, 0.0).right - 20.0, ..sheet.plot(40.0, 370.0) };
    let panel = Panel { area, scale: Root::to(100.0) };
    let picture = &mut sheet.picture;
    panel.draw_grid(picture, "% of months");
    draw_percents(picture, area);
    for group in groups.iter().rev() {
        draw_line(picture, &panel, group.used, Style::of(group));
    }
    sheet.picture
}

/// Every line, with what it says at the marks.
fn keys(groups: &[Exposed<'_>]) -> Vec<Key> {
    let key = |group: &Exposed<'_>| {
        let style = Style::of(group);
        let mark = if style.is_dashed { Mark::Dashes(style.colour) } else { Mark::Line(style.colour) };
        Key::new(mark, group.label())
    };
    groups.iter().map(key).collect()
}

fn x(area: Area, percent: usize) -> f64 {
    area.left + area.width() * size(percent) / 100.0
}

/// Labels of the horizontal axis, and the marks.
fn draw_percents(picture: &mut Picture, area: Area) {
    for percent in (0..=100).step_by(10) {
        let at = x(area, percent);
        picture.line(vec![(at, area.bottom), (at, area.bottom + 5.0)], MUTED, 1);
        picture.text(&format!("{percent} %"), (at, area.bottom + 20.0), Anchor::Middle, PLAIN);
        if MARKED.contains(&percent) {
            picture.upright_dashes(at, (area.top, area.bottom), SETTING);
        }
    }
    let words = "bought by auto-recharge in a month, of the month’s limit, or more";
    picture.text(words, (area.right, area.bottom + 42.0), Anchor::End, SMALL);
}

fn draw_line(picture: &mut Picture, panel: &Panel<Root>, used: &CapUse, style: Style) {
    let share = |percent: u8| used.share(percent).unwrap_or_default() * 100.0;
    let point = |percent: u8| (x(panel.area, usize::from(percent)), panel.y(share(percent)));
    let points: Vec<(f64, f64)> = (0..=100).map(point).collect();
    if !style.is_dashed {
        return picture.line(points, style.colour, style.width);
    }
    for dash in points.windows(2).collect::<Vec<_>>().chunks(3) {
        if let [first, second, ..] = dash {
            picture.line(vec![first[0], first[1], second[1]], style.colour, style.width);
        }
    }
}
