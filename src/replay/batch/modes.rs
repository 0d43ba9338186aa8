//! What sources of a replay do with their records, and when a task that runs stops.

use super::blocks::bit;
use super::course::LATE;
use super::lane::{Lane, Mode, Own};
use super::strand::{Entry, NOWHERE, Step};
use super::stray::Stray;
use crate::policy::{PauseReason, TaskState};
use crate::replay::number::index;
use crate::replay::source::SourceKind;

impl Lane<'_> {
    /// The mode of a source as the rules see it.
    pub(super) fn mode_of(&self, source: usize) -> Mode {
        match self.world.sources[source].health.state {
            TaskState::Active => match self.world.sources[source].kind {
                SourceKind::Task(_) => Mode::Runs,
                SourceKind::Activity(_) => self.own[source].mode,
            },
            TaskState::Paused { reason: PauseReason::Credits { .. }, .. } => Mode::MissesForCredits,
            TaskState::Paused { reason: PauseReason::Failures, .. } => Mode::MissesForFailures,
            TaskState::Completed => Mode::Completed,
        }
    }

    /// From the event at `position` on, a source, all of whose events before are counted, does otherwise.
    pub(super) fn set_mode(&mut self, source: usize, mode: Mode, position: usize) {
        let own = &mut self.own[source];
        let (ran, runs) = (own.mode == Mode::Runs, mode == Mode::Runs);
        own.mode = mode;
        if ran != runs {
            let course = self.course;
            for row in course.in_flight(source, own.next, position) {
                self.strays.toggle(Stray { end: course.ends[index(row)], row, started: ran });
            }
            self.masks[source] = if runs { -1 } else { 0 };
            if runs {
                self.running |= bit(source);
            } else if self.masks.len() <= 64 {
                self.running &= !bit(source);
            } else {
                let runs = |&source: &usize| self.masks[source] != 0;
                self.running = (0..self.own.len()).filter(runs).map(bit).fold(0, |all, bit| all | bit);
            }
        }
        self.find_stop(source);
    }

    /// Finds the event that pauses or completes a task.
    pub(super) fn find_stop(&mut self, source: usize) {
        let stop = self.stop_of(source);
        self.stops[source] = stop;
        if stop < self.next_stop.0 {
            self.next_stop = (stop, source);
        } else if source == self.next_stop.1 {
            let first = self.stops.iter().copied().min().unwrap_or(NOWHERE);
            let source = self.stops.iter().position(|&stop| stop == first);
            self.next_stop = (first, source.unwrap_or(0));
        }
    }

    fn stop_of(&self, source: usize) -> u32 {
        let Own { mode, next, mut failures } = self.own[source];
        let SourceKind::Task(rules) = self.world.sources[source].kind else { return NOWHERE };
        if mode != Mode::Runs {
            return NOWHERE;
        }
        let strand = &self.course.strands[source];
        let is_own =
            |stray: &&Stray| stray.end < LATE && index(self.course.events[index(stray.end)].source) == source;
        let mut strays: Vec<u32> = if self.strays.is_empty() {
            Vec::new()
        } else {
            self.strays.iter().filter(is_own).map(|stray| stray.end).collect()
        };
        strays.reverse();
        let mut event = next;
        let mut stop = loop {
            if strays.is_empty() && failures == 0 {
                break strand.entries[event].pause;
            }
            let Entry { position, step, .. } = strand.entries[event];
            if position == NOWHERE {
                break NOWHERE;
            }
            if strays.last() == Some(&position) {
                strays.pop();
            } else {
                failures = step.after(failures);
                if step != Step::Nothing && failures >= rules.auto_pause_after {
                    break position;
                }
            }
            event += 1;
        };
        if let Some(most) = rules.max_runs {
            let started = self.world.sources[source].health.started;
            stop = stop.min(strand.started(next, most - started));
        }
        stop
    }
}
