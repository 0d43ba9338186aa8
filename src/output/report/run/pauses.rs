//! When tasks were paused.

use super::time::axis;
use crate::output::chart::{Hue, Runs, Story, TaskLane};
use crate::output::number::counted;
use crate::output::report::data::{Chart, Deltas, Lane, Lanes, Stretch};

/// Rows shown before a reader asks for more.
const FIRST: usize = 25;
/// Rows in the file: with the size of a row this bounds the page.
const MOST: usize = 200;
/// Stretches of one kind in a row; beyond, neighbours join.
const MOST_RUNS: usize = 300;

/// `None` without tasks.
pub(super) fn chart(story: &Story<'_>) -> Option<Chart> {
    let lanes: Vec<Lane> = story.lanes().iter().take(MOST).map(lane).collect();
    if lanes.is_empty() {
        return None;
    }
    Some(Chart::Lanes(Lanes {
        axis: axis(story),
        first: FIRST,
        calm: Stretch { name: "active", hue: Hue::Active },
        stretches: vec![
            Stretch { name: "paused for failures", hue: Hue::Failures },
            Stretch { name: "paused for lack of credits", hue: Hue::NoCredits },
        ],
        count: "missed runs",
        rows: lanes,
    }))
}

fn lane(lane: &TaskLane<'_>) -> Lane {
    Lane {
        name: lane.task.name.clone(),
        count: lane.missed(),
        ends: lane.ends,
        runs: [&lane.for_failures, &lane.for_credits].map(|runs| Deltas::of_runs(&joined(runs))).into(),
    }
}

/// The runs, those with the smallest gaps joined while there are too many.
fn joined(runs: &Runs) -> Runs {
    let mut runs = runs.clone();
    let mut gap = 1;
    while runs.len() > MOST_RUNS {
        let mut fewer: Runs = Vec::with_capacity(runs.len());
        for (from, to) in runs {
            match fewer.last_mut() {
                Some(last) if from - last.1 <= gap => last.1 = to,
                Some(_) | None => fewer.push((from, to)),
            }
        }
        runs = fewer;
        gap += 1;
    }
    runs
}

/// The chart in words.
pub(super) fn summary(story: &Story<'_>) -> String {
    let lanes = story.lanes();
    let tasks = &story.metrics.summary.figures.tasks;
    let paused = tasks.pauses.credits + tasks.pauses.failures;
    let summary = format!(
        "{} paused {} for lack of credits and {} for failures.",
        counted(story.metrics.summary.figures.basis.tasks, "task"),
        counted(tasks.pauses.credits, "time"),
        counted(tasks.pauses.failures, "time")
    );
    let worst = lanes.first().filter(|_| paused > 0).map(|worst| {
        let missed = counted(worst.missed(), "run");
        format!(" The most, {missed}, were missed by {}; the worst comes first.", worst.task.name)
    });
    let rest = lanes.len().saturating_sub(MOST);
    let rest = (rest > 0).then(|| format!(" {rest} more are in tasks.csv."));
    [Some(summary), worst, rest].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_stretches_join_where_the_gaps_are_smallest_and_none_is_lost() {
        let runs: Runs = (0..1_000).map(|run| (run * 2, run * 2 + 1)).collect();
        assert_eq!(joined(&runs), [(0, 1_999)]);
        let runs: Runs = (0..400).map(|run| (run * 5 + run % 2, run * 5 + 3)).collect();
        let fewer = joined(&runs);
        assert!(fewer.len() <= MOST_RUNS);
        let is_in = |column| fewer.iter().any(|&(from, to)| from <= column && column < to);
        assert!(runs.iter().all(|&(from, to)| is_in(from) && is_in(to - 1)));
    }
}
