//! Auto-recharge money by month with its uncertainty: of all organisations, and between them.

use super::about::{about, titled};
use super::level::Level;
use super::magnitude::Magnitude;
use super::root::Root;
use crate::calendar::Zone;
use crate::experiment::forecast::Forecast;
use crate::output::chart::Picture;
use crate::output::chart::area::Area;
use crate::output::chart::bands::Bands;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{Colour, FAN, Fill, INK, PAPER};
use crate::output::chart::panel::Panel;
use crate::output::chart::range::Range;
use crate::output::chart::scale::Scale;
use crate::output::chart::sheet::{PLOT, Sheet};
use crate::output::forecast::Fan;

const MONEY: &str = "money.auto_recharge";
/// Of the median's line.
const WIDTH: u32 = 2;
/// The least distance between dots.
const APART: f64 = 9.0;

/// Of all organisations together: what finance books.
pub(super) fn of_all(forecast: &Forecast) -> Picture {
    let title = titled(forecast, "Auto-recharge money of all organisations, by month");
    let Some(fan) = Fan::of_total(forecast, MONEY).filter(|fan| fan.greatest() > 0.0) else {
        return nothing(forecast, &title);
    };
    let magnitude = Magnitude::of(fan.greatest());
    let most = fan.greatest() / magnitude.size;
    let level = match fan.begins_above_zero() {
        Some(least) => Level::Above(Range::roomy([least / magnitude.size, most], 7.0)),
        None => Level::FromZero(Scale::covering([most], 8)),
    };
    let how = match forecast.study.replications {
        0 | 1 => "how uncertain the sum over the population is, by the normal approximation",
        _ => "how uncertain the sum over the population is, over replications",
    };
    let from = match level {
        Level::Above(_) => "; the axis does not begin at 0",
        Level::FromZero(_) | Level::Root(_) => "",
    };
    let about = about(forecast, &format!("{how}{from}"));
    draw(forecast, (&title, &about), &fan, (magnitude, level))
}

/// Of one organisation: how different they are.
pub(super) fn of_one(forecast: &Forecast) -> Picture {
    let title = titled(forecast, "Auto-recharge money of one organisation, by month");
    let Some(fan) = Fan::of_each(forecast, MONEY).filter(|fan| fan.greatest() > 0.0) else {
        return nothing(forecast, &title);
    };
    let magnitude = Magnitude::of(fan.greatest());
    let level = Level::Root(Root::to(fan.greatest() / magnitude.size));
    let about = about(forecast, "how different organisations are; the axis is by square root");
    draw(forecast, (&title, &about), &fan, (magnitude, level))
}

fn nothing(forecast: &Forecast, title: &str) -> Picture {
    Sheet::blank(title, &about(forecast, "nothing to show"), "Nobody pays anything by auto-recharge.")
}

fn draw(
    forecast: &Forecast,
    (title, about): (&str, &str),
    fan: &Fan,
    (magnitude, level): (Magnitude, Level),
) -> Picture {
    let mut sheet = Sheet::titled(title, about, &keys(), 470.0);
    let area = sheet.plot(40.0, 370.0);
    let panel = Panel { area, scale: level };
    let bands = Bands { months: &forecast.months, zone: &Zone::UTC, place: PLOT };
    let picture = &mut sheet.picture;
    let at = |percent: u32| magnitude.scaled(&fan.at(percent));
    // Bands lie below the grid, which is read across them.
    for ((low, high), colour) in Fan::BANDS.into_iter().zip(FAN) {
        picture.polygon(outline(&panel, &bands, &at(low), &at(high)), colour);
    }
    panel.draw_grid(picture, &magnitude.unit("money"));
    picture.line(points(&panel, &bands, &at(50)), INK, WIDTH);
    draw_means(picture, &panel, &bands, &magnitude.scaled(&fan.mean()));
    bands.draw_labels(picture, area.bottom + 4.0);
    sheet.picture
}

fn keys() -> Vec<Key> {
    let band = |((low, high), colour): ((u32, u32), Colour)| {
        Key::new(Mark::Area(Fill::plain(colour)), format!("P{low}–P{high}"))
    };
    let mut keys: Vec<Key> = Fan::BANDS.into_iter().zip(FAN).map(band).collect();
    keys.push(Key::new(Mark::Line(INK), "median (P50)"));
    keys.push(Key::new(Mark::Dot(PAPER, INK), "mean"));
    keys
}

/// A value of each month at its middle; of a single month across its bar.
fn points(panel: &Panel<Level>, bands: &Bands<'_>, values: &[f64]) -> Vec<(f64, f64)> {
    if let [value] = values {
        let (left, right) = bands.bar(0);
        return vec![(left, panel.y(*value)), (right, panel.y(*value))];
    }
    values.iter().enumerate().map(|(month, &value)| (bands.middle(month), panel.y(value))).collect()
}

/// Along the upper ends and back along the lower.
fn outline(panel: &Panel<Level>, bands: &Bands<'_>, low: &[f64], high: &[f64]) -> Vec<(f64, f64)> {
    let mut outline = points(panel, bands, high);
    outline.extend(points(panel, bands, low).into_iter().rev());
    outline
}

fn draw_means(picture: &mut Picture, panel: &Panel<Level>, bands: &Bands<'_>, means: &[f64]) {
    let Area { left, .. } = panel.area;
    let mut last = left - APART;
    for (month, &mean) in means.iter().enumerate() {
        let at = (bands.middle(month), panel.y(mean));
        if at.0 - last >= APART {
            picture.disc(at, 4.0, INK);
            picture.disc(at, 2.5, PAPER);
            last = at.0;
        }
    }
}
