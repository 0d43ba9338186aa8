//! What one step on one axis does, around the cell to choose.

use super::files::average;
use super::marks::{about, titled};
use super::shown::Shown;
use crate::output::chart::area::Area;
use crate::output::chart::axis::Axis as _;
use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{Fill, GRID, INK, MUTED, SETTING};
use crate::output::chart::picture::{Anchor, Picture, fitted};
use crate::output::chart::ramp::ramp;
use crate::output::chart::range::Range;
use crate::output::chart::real::size;
use crate::output::chart::sheet::{LEFT, RIGHT, SMALL, STRONG, Sheet};
use crate::output::sweep::Survey;

const ROW: f64 = 44.0;

/// The values of an axis at which a measure is shown: their labels and the measure.
struct Swing {
    axis: usize,
    low: (String, f64),
    high: (String, f64),
}

impl Swing {
    fn size(&self) -> f64 {
        (self.high.1 - self.low.1).abs()
    }
}

pub(super) fn draw(survey: &Survey<'_>) -> Picture {
    let centre = survey.places(survey.centre()).filter(|_| survey.study.grid.is_full());
    let what = match &centre {
        Some(_) => {
            let name = survey.centre_name();
            format!("each axis at its lowest and highest allowed value, the others as in {name}")
        }
        None => "of each axis the values with the lowest and the highest mean over all cells".to_owned(),
    };
    let (first, last) = match &centre {
        Some(_) => ("lowest value allowed", "highest value allowed"),
        None => ("value with the lowest mean", "value with the highest mean"),
    };
    let mut keys = vec![Key::new(Mark::Area(light()), first), Key::new(Mark::Area(dark()), last)];
    keys.push(match &centre {
        Some(_) => {
            let settings = survey.describe(survey.centre());
            Key::new(Mark::Line(INK), format!("{}: {settings}", survey.centre_name()))
        }
        None => Key::new(Mark::Line(INK), "mean over all cells"),
    });
    if (0..survey.leading).any(|number| survey.limit(number).is_some()) {
        keys.push(Key::new(Mark::Dashes(SETTING), "limit"));
    }
    let title = titled(survey, "What each axis can change");
    let mut sheet = Sheet::titled(&title, &about(survey, &what), &keys, 0.0);
    let mut top = sheet.top + 14.0;
    for number in 0..survey.leading {
        let mut swings: Vec<Swing> = (0..survey.axes.len())
            .filter_map(|axis| swing(survey, axis, number, centre.as_deref()))
            .collect();
        swings.sort_by(|one, other| other.size().total_cmp(&one.size()).then(one.axis.cmp(&other.axis)));
        let base = if centre.is_some() {
            survey.mean(survey.centre(), number)
        } else {
            let all: Vec<f64> = (0..survey.count()).filter_map(|cell| survey.mean(cell, number)).collect();
            average(&all)
        };
        top = panel(&mut sheet.picture, survey, (number, base.unwrap_or_default()), (&swings, top));
    }
    sheet.end(top);
    sheet.picture
}

fn light() -> Fill {
    Fill::plain(ramp(0.35))
}

fn dark() -> Fill {
    Fill::plain(ramp(0.78))
}

/// The ends of an axis, where there are figures.
fn swing(survey: &Survey<'_>, axis: usize, number: usize, centre: Option<&[usize]>) -> Option<Swing> {
    let view = &survey.axes[axis];
    let at = |place: usize| view.labels[place].clone();
    let means: Vec<(usize, f64)> = if let Some(centre) = centre {
        let mean = |place: usize| {
            let mut places = centre.to_vec();
            places[axis] = place;
            Some((place, survey.mean(survey.cell_at(&places)?, number)?))
        };
        (0..view.labels.len()).filter_map(mean).collect()
    } else {
        let by_value = survey.by_value(axis, number).into_iter().enumerate();
        by_value.filter_map(|(place, cells)| Some((place, average(&cells)?))).collect()
    };
    let (low, high) = if centre.is_some() && view.is_numeric {
        (means.first()?, means.last()?)
    } else {
        let by_mean = |one: &&(usize, f64), other: &&(usize, f64)| one.1.total_cmp(&other.1);
        (means.iter().min_by(by_mean)?, means.iter().max_by(by_mean)?)
    };
    Some(Swing { axis, low: (at(low.0), low.1), high: (at(high.0), high.1) })
}

/// Where the panel ends.
fn panel(
    picture: &mut Picture,
    survey: &Survey<'_>,
    (number, base): (usize, f64),
    (swings, top): (&[Swing], f64),
) -> f64 {
    let shown = Shown::of(survey, number);
    let limit = survey.limit(number);
    let ends = swings.iter().flat_map(|swing| [swing.low.1, swing.high.1]);
    let range = Range::roomy(ends.chain([base]).map(|value| value * shown.factor), 8.0);
    picture.text(&shown.title(), (LEFT, top + 12.0), Anchor::Start, STRONG);
    // Room beside the bars for the values of the axes.
    let (left, right) = (LEFT + 290.0, RIGHT - 110.0);
    let x = |value: f64| left + (right - left) * range.share(value * shown.factor);
    let plot = Area { left, right, top: top + 26.0, bottom: top + 30.0 + ROW * size(swings.len()) };
    for (value, label) in range.labels() {
        let x = left + (right - left) * range.share(value);
        picture.line(vec![(x, plot.top), (x, plot.bottom)], GRID, 1);
        picture.text(&label, (x, plot.bottom + 18.0), Anchor::Middle, SMALL);
    }
    for (row, swing) in swings.iter().enumerate() {
        let upper = plot.top + 4.0 + ROW * size(row);
        let name = fitted(&survey.axes[swing.axis].short, 13.0, false, 175.0);
        picture.text(&name, (LEFT, upper + 22.0), Anchor::Start, crate::output::chart::sheet::PLAIN);
        for ((label, value), fill, from) in
            [(&swing.low, light(), upper + 1.0), (&swing.high, dark(), upper + 19.0)]
        {
            let (start, end) = (x(base), x(*value));
            let area = Area { left: start.min(end), right: start.max(end), top: from, bottom: from + 16.0 };
            picture.rect(area, fill);
            let label = fitted(label, 12.0, false, 100.0);
            let (anchor, at) =
                if end < start { (Anchor::End, end - 6.0) } else { (Anchor::Start, end + 6.0) };
            picture.text(&label, (at, from + 12.0), anchor, SMALL);
        }
    }
    if let Some(limit) =
        limit.map(|most| most * shown.factor).filter(|most| (range.low..=range.high).contains(most))
    {
        let x = left + (right - left) * range.share(limit);
        picture.upright_dashes(x, (plot.top, plot.bottom), SETTING);
    }
    picture.line(vec![(x(base), plot.top), (x(base), plot.bottom)], INK, 2);
    picture.line(vec![(left, plot.bottom), (right, plot.bottom)], MUTED, 1);
    plot.bottom + 48.0
}
