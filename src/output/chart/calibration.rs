//! Calibration of forecasts: how many months came at or below each quantile, against how many should.

use super::area::Area;
use super::legend::{Key, Mark};
use super::palette::{Colour, Fill, GRID, INK, MUTED, PAPER};
use super::picture::{Anchor, Picture, TextStyle, fitted};
use super::sheet::{LEFT, PLAIN, RIGHT, SMALL, STRONG, Sheet};
use crate::experiment::backtest::{Backtest, Counted, LEVELS, Score};

/// Forecasts that are drawn: Paul Tol's muted scheme, as for variants, dark and light in turn.
const FORECASTS: [Colour; 4] =
    [Colour(51, 34, 136), Colour(204, 102, 119), Colour(17, 119, 51), Colour(221, 204, 119)];
/// Panels that are drawn.
const PANELS: usize = 9;
/// Panels beside each other.
const COLUMNS: usize = 3;
const SIDE: f64 = 270.0;
/// From one panel to the next below it.
const ROW: f64 = SIDE + 104.0;

/// A panel for each quantity: a perfect forecast lies on the diagonal. Whiskers are exact 95 % intervals, of the first
/// forecast's months; quantities beyond nine are left to the tables.
pub fn draw_calibration(backtest: &Backtest) -> Picture {
    let Some(best) = backtest.forecasts.first() else { return Picture::new(1, 1) };
    let named = backtest.forecasts.iter().zip(FORECASTS).enumerate();
    let mut keys: Vec<Key> =
        named.map(|(index, (scored, colour))| Key::new(mark(index, colour), scored.name.as_str())).collect();
    keys.push(Key::new(Mark::Dashes(MUTED), "a perfect forecast"));
    let about = "Share of the months that came at or below each quantile of the forecast; whiskers are 95 % intervals of the \
                 first forecast";
    let drawn = best.scores.len().min(PANELS);
    let rows = super::real::size(drawn.div_ceil(COLUMNS));
    let mut sheet = Sheet::titled("Calibration", about, &keys, 26.0 + ROW * rows + 12.0);
    let top = sheet.top + 26.0;
    for (place, score) in best.scores.iter().take(PANELS).enumerate() {
        let column = super::real::size(place % COLUMNS);
        let row = super::real::size(place / COLUMNS);
        let left = LEFT + 56.0 + column * ((RIGHT - LEFT) / super::real::size(COLUMNS));
        let panel = Area {
            left,
            top: top + 24.0 + row * ROW,
            right: left + SIDE,
            bottom: top + 24.0 + row * ROW + SIDE,
        };
        draw_frame(&mut sheet.picture, panel, score);
        for (index, (scored, colour)) in backtest.forecasts.iter().zip(FORECASTS).enumerate() {
            let own = scored.scores.iter().find(|own| own.quantity == score.quantity);
            if let Some(own) = own {
                draw_points(&mut sheet.picture, panel, own, (index, colour));
            }
        }
    }
    if best.scores.len() > PANELS {
        let rest = format!("and {} more figures in backtest.csv", best.scores.len() - PANELS);
        let height = f64::from(sheet.picture.height);
        sheet.picture.text(&rest, (RIGHT, height - 8.0), Anchor::End, SMALL);
        sheet.end(height + 10.0);
    }
    sheet.picture
}

/// Forecasts differ in shape too: full squares and hollow ones in turn, which print without colour.
fn mark(index: usize, colour: Colour) -> Mark {
    if index.is_multiple_of(2) { Mark::Dot(colour, colour) } else { Mark::Dot(PAPER, colour) }
}

fn x(panel: Area, share: f64) -> f64 {
    panel.left + share * panel.width()
}

fn y(panel: Area, share: f64) -> f64 {
    panel.bottom - share * panel.height()
}

fn draw_frame(picture: &mut Picture, panel: Area, score: &Score) {
    let months = score.months.len();
    let plural = if months == 1 { "" } else { "s" };
    let title = fitted(&score.quantity.to_string(), STRONG.size, true, SIDE - 84.0);
    picture.text(&title, (panel.left, panel.top - 10.0), Anchor::Start, STRONG);
    picture.text(&format!("{months} month{plural}"), (panel.right, panel.top - 10.0), Anchor::End, SMALL);
    for percent in [0_u8, 25, 50, 75, 100] {
        let share = f64::from(percent) / 100.0;
        let (across, up) = (x(panel, share), y(panel, share));
        picture.line(vec![(panel.left, up), (panel.right, up)], GRID, 1);
        picture.line(vec![(across, panel.top), (across, panel.bottom)], GRID, 1);
        picture.text(&format!("{percent} %"), (panel.left - 8.0, up + 4.0), Anchor::End, SMALL);
    }
    for level in LEVELS {
        let across = x(panel, f64::from(level) / 100.0);
        picture.line(vec![(across, panel.bottom), (across, panel.bottom + 5.0)], MUTED, 1);
    }
    // 5 and 95 have no room beside 10 and 90.
    for level in LEVELS.into_iter().filter(|level| (10..=90).contains(level)) {
        let across = x(panel, f64::from(level) / 100.0);
        picture.text(&format!("P{level}"), (across, panel.bottom + 19.0), Anchor::Middle, SMALL);
    }
    let steps = 18_u8;
    for step in 0..steps {
        let at = |step: f64| step / f64::from(steps);
        let (from, to) = (at(f64::from(step)), at(f64::from(step) + 0.6));
        picture.line(vec![(x(panel, from), y(panel, from)), (x(panel, to), y(panel, to))], MUTED, 1);
    }
    let style = TextStyle { colour: MUTED, ..PLAIN };
    picture.text(
        "quantile of the forecast",
        (panel.left + SIDE / 2.0, panel.bottom + 40.0),
        Anchor::Middle,
        style,
    );
}

fn draw_points(picture: &mut Picture, panel: Area, score: &Score, (index, colour): (usize, Colour)) {
    let known = LEVELS.into_iter().zip(score.below).filter_map(|(level, below)| Some((level, below?)));
    let points: Vec<(f64, f64, Counted)> = known
        .map(|(level, below)| (x(panel, f64::from(level) / 100.0), y(panel, below.share()), below))
        .collect();
    picture.line(points.iter().map(|&(across, up, _)| (across, up)).collect(), colour, 2);
    for (across, up, below) in points {
        if index == 0 {
            let (low, high) = below.interval();
            picture.line(vec![(across, y(panel, low)), (across, y(panel, high))], colour, 1);
            for end in [low, high] {
                let up = y(panel, end);
                picture.rect(
                    Area { left: across - 3.0, right: across + 3.0, top: up - 0.5, bottom: up + 0.5 },
                    Fill::plain(colour),
                );
            }
        }
        picture.disc((across, up), 5.0, if index == 0 { INK } else { colour });
        picture.disc((across, up), 3.5, if index.is_multiple_of(2) { colour } else { PAPER });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::backtest::{backtest, read_actuals, read_forecast};
    use std::fmt::Write as _;

    #[test]
    fn labels_stay_apart_with_many_figures_and_long_names() {
        let (mut csv, mut actuals) =
            (String::from("month,segment,metric,statistic,value\n"), String::from("month,metric,value\n"));
        for metric in 0..11 {
            let name = format!("auto_recharge.denied.no_subscription.{metric}");
            for month in 1..=12 {
                for level in LEVELS {
                    writeln!(csv, "2026-{month:02},all,{name},total_p{level},{level}").unwrap();
                }
                writeln!(actuals, "2026-{month:02},{name},{}", month * 8).unwrap();
            }
        }
        let forecast = read_forecast(csv.as_bytes()).unwrap();
        let named =
            ["spring/forecast.csv", "summer/forecast.csv"].map(|name| (name.to_owned(), forecast.clone()));
        let scored = backtest(&read_actuals(actuals.as_bytes()).unwrap(), &named).unwrap();
        draw_calibration(&scored).assert_labels_apart("calibration");
    }
}
