//! The time axis of a run's charts.

use crate::output::chart::Story;
use crate::output::report::data::Axis;
use crate::units::Instant;

pub(super) fn axis(story: &Story<'_>) -> Axis {
    let window = story.window();
    Axis { from: window.from, to: window.to, columns: Story::COLUMNS }
}

/// The zone's minutes ahead of UTC, from the window's start and from each change in it on.
pub(super) fn offsets(story: &Story<'_>) -> Vec<(i64, i64)> {
    let (window, zone) = (story.window(), &story.rules.zone);
    let minutes = |at: Instant| {
        let ahead = zone.time_zone().to_offset(crate::calendar::Zone::timestamp(at));
        (at.ms(), i64::from(ahead.seconds()) / 60)
    };
    let changes = zone.time_zone().following(crate::calendar::Zone::timestamp(window.from));
    let changes = changes.map(|change| Instant::from_ms(change.timestamp().as_millisecond()));
    let mut offsets = vec![minutes(window.from)];
    offsets.extend(changes.take_while(|&at| at < window.to).map(minutes));
    offsets
}
