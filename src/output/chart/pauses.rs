//! When tasks were paused, and why.

use super::area::Area;
use super::columns::{Columns, Marks};
use super::lanes::Lane;
use super::legend::{Key, Mark};
use super::palette::{ACTIVE, FAILURES, Fill, MONTHS, NO_CREDITS};
use super::panel::{draw_ticks, x_of};
use super::picture::{Anchor, Picture, TextStyle, fitted};
use super::real::size;
use super::sheet::{LEFT, PLAIN, RIGHT, SMALL, Sheet};
use super::story::Story;
use super::ticks::ticks;
use crate::metrics::TaskRow;
use crate::output::number::{counted, grouped};
use crate::replay::WorkKind;
use crate::units::Instant;
use std::cmp::Reverse;

/// Rows shown; the rest is one line of text.
const ROWS: usize = 25;
const ROW: f64 = 22.0;
/// Where the lanes begin and end; names stand left of them, missed runs right.
const PLACE: (f64, f64) = (230.0, 1_080.0);

/// A task's row: its figures, its pauses, its end.
pub(super) struct Row<'a> {
    pub(super) task: &'a TaskRow,
    pub(super) lane: &'a Lane,
    ends: Instant,
}

impl Row<'_> {
    /// When the task ends, by its `ends` or as it completes.
    pub(super) fn ends(&self) -> Instant {
        self.lane.completed.map_or(self.ends, |completed| completed.min(self.ends))
    }

    fn missed(&self) -> u64 {
        self.task.missed.credits + self.task.missed.failures
    }

    fn paused(&self) -> i64 {
        (self.task.paused.credits + self.task.paused.failures).ms()
    }
}

pub(super) fn draw(story: &Story<'_>) -> Picture {
    const TITLE: &str = "When tasks were paused";
    let rows = rows(story);
    if rows.is_empty() {
        return Sheet::empty(story, TITLE, "This scenario has no scheduled tasks.");
    }
    let shown = rows.len().min(ROWS);
    let rest = &rows[shown..];
    let below = if rest.is_empty() { 0.0 } else { 26.0 };
    let height = ROW * size(shown);
    let mut sheet = Sheet::new(story, TITLE, &keys(), height + below + 100.0);
    let (top, picture) = (sheet.top + 40.0, &mut sheet.picture);
    let bold = TextStyle { bold: true, ..SMALL };
    picture.text("task, worst first", (LEFT, top - 12.0), Anchor::Start, bold);
    picture.text("missed runs", (RIGHT, top - 12.0), Anchor::End, bold);
    let window = story.series.columns.window;
    let ticks = ticks(window, &story.rules.zone, PLACE.1 - PLACE.0);
    for (index, row) in rows.iter().take(shown).enumerate() {
        draw_row(picture, row, story, top + ROW * size(index));
    }
    let bottom = top + height;
    for tick in &ticks {
        let x = x_of(tick.at, window, PLACE);
        picture.line(vec![(x, top), (x, bottom)], MONTHS, 1);
    }
    if !rest.is_empty() {
        let missed = rest.iter().map(Row::missed).sum();
        let more = counted(u64::try_from(rest.len()).unwrap_or(u64::MAX), "more task");
        let text = format!("… and {more}, with {} in all", counted(missed, "missed run"));
        picture.text(&text, (LEFT, bottom + 18.0), Anchor::Start, PLAIN);
    }
    draw_ticks(picture, &ticks, window, PLACE, bottom + below + 2.0);
    sheet.picture
}

/// The worst first.
pub(super) fn rows<'a>(story: &Story<'a>) -> Vec<Row<'a>> {
    let lanes = story.rules.work.iter().zip(&story.series.lanes);
    let tasks = lanes.filter_map(|(work, lane)| match &work.kind {
        WorkKind::Task(task) => Some((task.ends, lane.as_ref()?)),
        WorkKind::Activity(_) => None,
    });
    let mut rows: Vec<Row<'a>> =
        tasks.zip(&story.metrics.tasks).map(|((ends, lane), task)| Row { task, lane, ends }).collect();
    rows.sort_by_key(|row| (Reverse(row.missed()), Reverse(row.paused())));
    rows
}

fn draw_row(picture: &mut Picture, row: &Row<'_>, story: &Story<'_>, top: f64) {
    let baseline = top + ROW - 7.0;
    let name = fitted(&row.task.name, PLAIN.size, false, PLACE.0 - LEFT - 12.0);
    picture.text(&name, (LEFT, baseline), Anchor::Start, PLAIN);
    picture.text(&grouped(&row.missed().to_string()), (RIGHT, baseline), Anchor::End, PLAIN);
    let window = story.series.columns.window;
    let right = x_of(row.ends(), window, PLACE).clamp(PLACE.0, PLACE.1);
    let lane = Area { left: PLACE.0, top: top + 3.0, right, bottom: top + ROW - 3.0 };
    picture.rect(lane, ACTIVE);
    for (marks, fill) in [(&row.lane.failures, FAILURES), (&row.lane.credits, NO_CREDITS)] {
        draw_marks(picture, marks, Area { right: PLACE.1, ..lane }, fill);
    }
}

fn draw_marks(picture: &mut Picture, marks: &Marks, lane: Area, fill: Fill) {
    let x = |column: usize| PLACE.0 + (PLACE.1 - PLACE.0) * size(column) / size(Columns::COUNT);
    for (from, to) in marks.runs() {
        let left = x(from);
        // A hatch needs an edge, which also shows where it is too narrow for lines.
        let edge = if fill.hatch.is_some() { 1.0 } else { 0.0 };
        let right = x(to).max(left + 1.0 + 2.0 * edge).min(PLACE.1);
        picture.rect(Area { left, right, ..lane }, Fill::plain(fill.hatch.unwrap_or(fill.colour)));
        picture.rect(Area { left: left + edge, right: right - edge, ..lane }, fill);
    }
}

fn keys() -> Vec<Key> {
    vec![
        Key::new(Mark::Area(ACTIVE), "active"),
        Key::new(Mark::Area(NO_CREDITS), "paused for lack of credits"),
        Key::new(Mark::Area(FAILURES), "paused for failures"),
    ]
}
