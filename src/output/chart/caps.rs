//! Auto-recharge against its limit, by calendar month.

use super::bands::Bands;
use super::legend::{Key, Mark};
use super::palette::{CAPPED, CAPPED_TINT, Fill, OTHER_DENIALS, PURCHASED, SETTING};
use super::panel::Panel;
use super::picture::{Anchor, Picture};
use super::real::{count, credits, hours};
use super::scale::Scale;
use super::sheet::{PLOT, SMALL, STRONG, Sheet};
use super::story::Story;
use super::ticks::day;
use crate::output::number::grouped;
use crate::policy::{Denial, LimitUnit, LimitWindow};
use crate::replay::MonthTally;
use crate::units::Credits;

/// The distance from one panel to the next.
const PITCH: f64 = 158.0;

pub(super) fn draw(story: &Story<'_>) -> Picture {
    const TITLE: &str = "Auto-recharge and its limit, by calendar month";
    if !story.rules.auto_recharge.enabled {
        return Sheet::empty(story, TITLE, "Auto-recharge is off in this scenario.");
    }
    let tallies = &story.replayed.tally.months;
    let limit = limit(story);
    let mut sheet = Sheet::new(story, TITLE, &keys(tallies, limit), 4.0 * PITCH + 70.0);
    let months = story.months();
    let bands = Bands { months: &months, zone: &story.rules.zone, place: PLOT };
    let places = [0.0, 1.0, 2.0, 3.0].map(|row| sheet.plot(46.0 + row * PITCH, PITCH - 54.0));
    let picture = &mut sheet.picture;
    let heads = [
        "Credits bought",
        "Day of the month on which the limit first stopped it",
        "Hours capped",
        "Purchases denied",
    ];
    for (area, head) in places.iter().zip(heads) {
        for (index, _) in tallies.iter().enumerate().filter(|(_, month)| month.cap_hit) {
            bands.shade(picture, index, (area.top, area.bottom), CAPPED_TINT);
        }
        picture.text(head, (area.left, area.top - 12.0), Anchor::Start, STRONG);
    }
    let bought: Vec<Vec<(f64, Fill)>> =
        tallies.iter().map(|month| vec![(credits(month.fired_credits), PURCHASED)]).collect();
    let panel = bars(picture, places[0], &bands, &bought, limit.map(credits), "credits");
    if let Some(limit) = limit {
        picture.dashes(PLOT, panel.y(credits(limit)), SETTING);
    }
    draw_days(picture, places[1], &bands, story);
    let capped: Vec<Vec<(f64, Fill)>> =
        tallies.iter().map(|month| vec![(hours(month.capped), CAPPED)]).collect();
    bars(picture, places[2], &bands, &capped, None, "hours");
    let denied: Vec<Vec<(f64, Fill)>> = tallies.iter().map(denials).collect();
    bars(picture, places[3], &bands, &denied, None, "denials");
    for area in places {
        bands.draw_labels_if(picture, area.bottom, area == places[3]);
    }
    sheet.picture
}

fn denials(month: &MonthTally) -> Vec<(f64, Fill)> {
    let of = |denial: Denial| count(month.denied[denial.index()]);
    vec![(of(Denial::Cap), CAPPED), (of(Denial::Payment) + of(Denial::NoSubscription), OTHER_DENIALS)]
}

/// Stacked bars in a panel of their own, whose axis goes above `level`.
fn bars(
    picture: &mut Picture,
    area: super::area::Area,
    bands: &Bands<'_>,
    stacks: &[Vec<(f64, Fill)>],
    level: Option<f64>,
    unit: &str,
) -> Panel {
    let totals = stacks.iter().map(|stack| stack.iter().map(|&(part, _)| part).sum::<f64>());
    let panel = Panel { area, scale: Scale::covering(totals.chain(level.map(|level| level * 1.1)), 4) };
    panel.draw_grid(picture, unit);
    for (index, stack) in stacks.iter().enumerate() {
        let mut from = 0.0;
        for &(part, fill) in stack {
            panel.bar(picture, bands.bar(index), (from, from + part), fill);
            from += part;
        }
    }
    panel
}

/// A mark at the day, from the 1st at the bottom, and its number where there is room.
fn draw_days(picture: &mut Picture, area: super::area::Area, bands: &Bands<'_>, story: &Story<'_>) {
    let panel = Panel { area, scale: Scale { low: 0.0, high: 31.0, step: 10.0 } };
    panel.draw_grid(picture, "day");
    for (index, month) in bands.months.iter().enumerate() {
        let Some(&at) = story.series.cap_hits.get(month) else { continue };
        let label = day(at, bands.zone);
        let y = panel.y(f64::from(story.rules.zone.civil(at).day()));
        let (left, right) = bands.bar(index);
        let mark = super::area::Area { left, right, top: y - 2.0, bottom: y + 2.0 };
        picture.rect(mark, CAPPED);
        if bands.has_room(18.0) {
            let below = y < area.top + 16.0;
            picture.text(
                &label,
                (bands.middle(index), if below { y + 15.0 } else { y - 6.0 }),
                Anchor::Middle,
                SMALL,
            );
        }
    }
}

/// The monthly limit, where it is one of credits.
pub(super) fn limit(story: &Story<'_>) -> Option<Credits> {
    let limit = story.rules.auto_recharge.limit?;
    match (limit.most, limit.window) {
        (LimitUnit::Credits(most), LimitWindow::CalendarMonth) => Some(most),
        (
            LimitUnit::Credits(_) | LimitUnit::Money(_),
            LimitWindow::CalendarMonth | LimitWindow::Rolling(_),
        ) => None,
    }
}

fn keys(tallies: &[MonthTally], limit: Option<Credits>) -> Vec<Key> {
    let mut keys = vec![Key::new(Mark::Area(PURCHASED), "bought by auto-recharge")];
    if let Some(limit) = limit {
        let label = format!("monthly limit, {} credits", grouped(&limit.to_string()));
        keys.push(Key::new(Mark::Dashes(SETTING), label));
    }
    keys.push(Key::new(Mark::Area(CAPPED), "stopped by the limit"));
    let others = [Denial::Payment, Denial::NoSubscription];
    if tallies.iter().any(|month| others.iter().any(|denial| month.denied[denial.index()] > 0)) {
        keys.push(Key::new(Mark::Area(OTHER_DENIALS), "denied for payment or a lapsed subscription"));
    }
    keys
}
