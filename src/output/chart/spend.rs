//! Money by calendar month.

use super::bands::Bands;
use super::legend::{Key, Mark};
use super::palette::{CAPPED, CAPPED_TINT, Fill, PURCHASED, SETTING, SUBSCRIPTION, TOP_UP};
use super::panel::Panel;
use super::picture::Picture;
use super::real::money;
use super::scale::Scale;
use super::sheet::{PLOT, Sheet};
use super::story::Story;
use crate::output::number::grouped;
use crate::policy::{LimitUnit, LimitWindow};
use crate::replay::MonthTally;
use crate::units::Money;

/// What its value axis has to cover.
pub(super) fn reach(story: &Story<'_>) -> Vec<f64> {
    let total = |month: &MonthTally| stack(month).iter().map(|&(part, _)| part).sum::<f64>();
    story.replayed.tally.months.iter().map(total).chain(limit(story).map(money)).collect()
}

/// The picture, with a value axis that covers `reach`.
pub(super) fn draw(story: &Story<'_>, reach: &[f64]) -> Picture {
    let tallies = &story.replayed.tally.months;
    let limit = limit(story);
    let mut sheet = Sheet::new(story, "Spend by calendar month", &keys(tallies, limit), 480.0);
    let area = sheet.plot(40.0, 380.0);
    let panel = Panel { area, scale: Scale::covering(reach.iter().copied(), 8) };
    let months = story.months();
    let bands = Bands { months: &months, zone: &story.rules.zone, place: PLOT };
    let picture = &mut sheet.picture;
    for (index, _) in tallies.iter().enumerate().filter(|(_, month)| month.cap_hit) {
        bands.shade(picture, index, (area.top, area.bottom), CAPPED_TINT);
    }
    panel.draw_grid(picture, "money");
    for (index, month) in tallies.iter().enumerate() {
        let mut from = 0.0;
        for (part, fill) in stack(month) {
            panel.bar(picture, bands.bar(index), (from, from + part), fill);
            from += part;
        }
        if month.cap_hit {
            let (left, right) = bands.bar(index);
            let mark = super::area::Area { left, right, top: area.bottom + 3.0, bottom: area.bottom + 8.0 };
            picture.rect(mark, CAPPED);
        }
    }
    if let Some(limit) = limit {
        picture.dashes(PLOT, panel.y(money(limit)), SETTING);
    }
    bands.draw_labels(picture, area.bottom + 6.0);
    sheet.picture
}

/// From below: auto-recharge comes first, so that it can be compared with the limit.
fn stack(month: &MonthTally) -> [(f64, Fill); 3] {
    [
        (money(month.auto_recharge_money), PURCHASED),
        (money(month.subscription_money), SUBSCRIPTION),
        (money(month.top_up_money), TOP_UP),
    ]
}

/// The monthly limit of auto-recharge in money, credits at the price of the smallest purchases.
pub(super) fn limit(story: &Story<'_>) -> Option<Money> {
    let recharge = &story.rules.auto_recharge;
    let limit =
        recharge.limit.filter(|limit| recharge.enabled && limit.window == LimitWindow::CalendarMonth)?;
    Some(match limit.most {
        LimitUnit::Credits(most) => Money::of_credits(most, story.rules.prices.per_1000),
        LimitUnit::Money(most) => most,
    })
}

/// Auto-recharge and the subscription, then what else is in the picture.
fn keys(tallies: &[MonthTally], limit: Option<Money>) -> Vec<Key> {
    let mut keys = vec![
        Key::new(Mark::Area(PURCHASED), "auto-recharge"),
        Key::new(Mark::Area(SUBSCRIPTION), "subscription"),
    ];
    if tallies.iter().any(|month| month.top_up_money != Money::ZERO) {
        keys.push(Key::new(Mark::Area(TOP_UP), "manual top-ups"));
    }
    if let Some(limit) = limit {
        let label = format!("limit of auto-recharge, {} at base price", grouped(&limit.to_cents()));
        keys.push(Key::new(Mark::Dashes(SETTING), label));
    }
    if tallies.iter().any(|month| month.cap_hit) {
        keys.push(Key::new(Mark::Area(CAPPED), "month that hit the limit"));
    }
    keys
}
