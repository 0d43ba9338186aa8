//! Credits sold and not yet used, and how they come and go.

use super::about::{about, titled};
use super::magnitude::Magnitude;
use crate::calendar::Zone;
use crate::experiment::forecast::Forecast;
use crate::output::chart::Picture;
use crate::output::chart::bands::Bands;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{EXPIRED, FORFEITED, Fill, PURCHASED, SUBSCRIPTION, USED};
use crate::output::chart::panel::Panel;
use crate::output::chart::picture::Anchor;
use crate::output::chart::scale::Scale;
use crate::output::chart::sheet::{PLOT, STRONG, Sheet};
use crate::output::forecast::Fan;

/// A part of each month's bar.
type Part = (Vec<f64>, Fill);

const ENDS: [(&str, Fill); 2] =
    [("deferred.end_included", SUBSCRIPTION), ("deferred.end_purchased", PURCHASED)];
const IN: [(&str, Fill); 2] =
    [("deferred.sold_included", SUBSCRIPTION), ("deferred.sold_purchased", PURCHASED)];
const OUT: [(&str, Fill); 3] =
    [("deferred.used", USED), ("deferred.expired", EXPIRED), ("deferred.forfeited", FORFEITED)];

pub(super) fn draw(forecast: &Forecast) -> Picture {
    let title = titled(forecast, "Deferred revenue: credits sold and not yet used, by month");
    let keys = [
        (SUBSCRIPTION, "included"),
        (PURCHASED, "purchased"),
        (USED, "used"),
        (EXPIRED, "expired"),
        (FORFEITED, "forfeited by organisations that left"),
    ];
    let keys: Vec<Key> = keys.into_iter().map(|(fill, label)| Key::new(Mark::Area(fill), label)).collect();
    let about = about(forecast, "expected credits of all organisations");
    let mut sheet = Sheet::titled(&title, &about, &keys, 640.0);
    let parts = |names: &[(&str, Fill)]| -> Vec<Part> {
        let part = |&(name, fill): &(&str, Fill)| Some((Fan::of_total(forecast, name)?.mean(), fill));
        names.iter().filter_map(part).collect()
    };
    let bands = Bands { months: &forecast.months, zone: &Zone::UTC, place: PLOT };
    let heading = "Outstanding at each month’s end";
    panel(&mut sheet, (heading, 46.0, 230.0), &bands, (&parts(&ENDS), &[]));
    let heading = "In: sold (above 0). Out: used, expired, forfeited (below 0)";
    let bottom = panel(&mut sheet, (heading, 336.0, 230.0), &bands, (&parts(&IN), &parts(&OUT)));
    bands.draw_labels(&mut sheet.picture, bottom + 4.0);
    sheet.picture
}

/// Parts above 0 and parts below it; where the plot ends.
fn panel(
    sheet: &mut Sheet,
    (heading, below, height): (&str, f64, f64),
    bands: &Bands<'_>,
    (up, down): (&[Part], &[Part]),
) -> f64 {
    let months = bands.months.len();
    let sum = |parts: &[Part], month: usize| parts.iter().map(|(values, _)| values[month]).sum::<f64>();
    let (ups, downs): (Vec<f64>, Vec<f64>) =
        (0..months).map(|month| (sum(up, month), sum(down, month))).unzip();
    let magnitude = Magnitude::of(ups.iter().chain(&downs).copied().fold(0.0, f64::max));
    let reach = ups.iter().copied().chain(downs.iter().map(|value| -value));
    let area = sheet.plot(below, height);
    let panel = Panel { area, scale: Scale::covering(reach.map(|value| value / magnitude.size), 8) };
    let picture = &mut sheet.picture;
    picture.text(heading, (area.left, area.top - 14.0), Anchor::Start, STRONG);
    panel.draw_grid(picture, &magnitude.unit("credits"));
    for month in 0..months {
        for (parts, sign) in [(up, 1.0), (down, -1.0)] {
            let mut from = 0.0;
            for (values, fill) in parts {
                let to = from + sign * values[month] / magnitude.size;
                panel.bar(picture, bands.bar(month), (f64::min(from, to), f64::max(from, to)), *fill);
                from = to;
            }
        }
    }
    area.bottom
}
