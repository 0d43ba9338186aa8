//! The events of one source on a course.

/// What an event does to the count of failures in a row (R-FAIL, R-RESET).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Nothing,
    Resets,
    Fails,
    ResetsAndFails,
}

impl Step {
    /// The count after it.
    #[inline]
    pub(super) fn after(self, failures: u32) -> u32 {
        match self {
            Self::Nothing => failures,
            Self::Resets => 0,
            Self::Fails => failures + 1,
            Self::ResetsAndFails => 1,
        }
    }
}

/// What events count where all work starts, and what is lost where none does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Credits charged.
    pub(super) spent: u32,
    /// Credits that a record adds to what is blocked if it is refused, or missed for credits.
    pub(super) lost: u32,
    pub(super) records: u32,
    pub(super) started: u32,
    pub(super) completed: u32,
    pub(super) failed: u32,
}

impl Sums {
    const NONE: Self = Self { spent: 0, lost: 0, records: 0, started: 0, completed: 0, failed: 0 };

    /// `None` past 2³² credits.
    fn and(self, more: Self) -> Option<Self> {
        Some(Self {
            spent: self.spent.checked_add(more.spent)?,
            lost: self.lost.checked_add(more.lost)?,
            records: self.records + more.records,
            started: self.started + more.started,
            completed: self.completed + more.completed,
            failed: self.failed + more.failed,
        })
    }

    fn less(self, before: Self) -> Self {
        Self {
            spent: self.spent - before.spent,
            lost: self.lost - before.lost,
            records: self.records - before.records,
            started: self.started - before.started,
            completed: self.completed - before.completed,
            failed: self.failed - before.failed,
        }
    }
}

/// One event of a source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Where it stands on the course; past all where it stands for the end.
    pub(super) position: u32,
    /// The latest end of work that started in it or before; 0 if none has.
    pub(super) latest_end: u32,
    /// From here on: the position of the event that pauses the task if there is no failure yet.
    pub(super) pause: u32,
    pub(super) step: Step,
    /// Of all before it.
    before: Sums,
}

/// The events of one source, in order: its records, and the ends of work that ends in an event of its own.
#[derive(Debug)]
pub(super) struct Strand {
    /// The last one stands for the end.
    pub(super) entries: Vec<Entry>,
    /// Of an activity: at lower balances than this all its work is blocked. 0 where some is always admitted.
    pub(super) blocked_below: i64,
}

/// No position of a course.
pub(super) const NOWHERE: u32 = u32::MAX;

/// What stands for the end of a strand.
const END: Entry =
    Entry { position: NOWHERE, latest_end: 0, pause: NOWHERE, step: Step::Nothing, before: Sums::NONE };

impl Strand {
    pub(super) fn new() -> Self {
        Self { entries: vec![END], blocked_below: i64::MAX }
    }

    /// `None` if there are 2³² credits in all.
    pub(super) fn push(&mut self, position: u32, step: Step, sums: Sums) -> Option<()> {
        let last = self.entries.last_mut()?;
        (last.position, last.step) = (position, step);
        let before = last.before.and(sums)?;
        self.entries.push(Entry { before, ..END });
        Some(())
    }

    /// Sums of the events `[from, to)`.
    pub(super) fn sums(&self, from: usize, to: usize) -> Sums {
        self.entries[to].before.less(self.entries[from].before)
    }

    /// Failures in a row after the events `[from, to)`, if there were so many before.
    pub(super) fn failures(&self, from: usize, to: usize, before: u32) -> u32 {
        let mut failures = 0;
        for entry in self.entries[from..to].iter().rev() {
            match entry.step {
                Step::Nothing => {}
                Step::Fails => failures += 1,
                Step::Resets => return failures,
                Step::ResetsAndFails => return failures + 1,
            }
        }
        before + failures
    }

    /// The first event from `from` on after which `runs` more runs have started.
    pub(super) fn started(&self, from: usize, runs: u64) -> u32 {
        let started = |entry: &Entry| u64::from(entry.before.started);
        let most = started(&self.entries[from]) + runs;
        let place = self.entries.partition_point(|entry| started(entry) < most);
        place.checked_sub(1).map_or(NOWHERE, |event| self.entries[event].position)
    }

    /// Finds from each event on the one that pauses the task, after so many failures in a row.
    pub(super) fn find_pauses(&mut self, auto_pause_after: u32) {
        // Failures up to the next reset, latest first, and what pauses it from there on.
        let (mut failures, mut beyond) = (Vec::new(), NOWHERE);
        let after = usize::try_from(auto_pause_after).unwrap_or(usize::MAX);
        let mut next = NOWHERE;
        for entry in self.entries.iter_mut().rev() {
            match entry.step {
                Step::Nothing | Step::Resets => {}
                Step::Fails | Step::ResetsAndFails => {
                    failures.push(entry.position);
                    next = failures.len().checked_sub(after).map_or(beyond, |place| failures[place]);
                }
            }
            match entry.step {
                Step::Nothing | Step::Fails => {}
                Step::Resets | Step::ResetsAndFails => {
                    failures.clear();
                    beyond = next;
                }
            }
            entry.pause = next;
        }
    }

    /// The number of its events before `position`, which is at least `from` and at most `to`.
    #[inline]
    pub(super) fn index(&self, from: usize, to: usize, position: usize) -> usize {
        let before = |entry: &Entry| usize::try_from(entry.position).is_ok_and(|place| place < position);
        from + self.entries[from..to].partition_point(before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A strand of these steps at every tenth position.
    fn strand(steps: &[Step]) -> Strand {
        let mut strand = Strand::new();
        for (event, &step) in (0..).zip(steps) {
            let sums = Sums { records: 1, started: event % 2, ..Sums::NONE };
            strand.push(event * 10, step, sums).unwrap();
        }
        strand
    }

    #[test]
    fn r_fail_the_event_that_pauses_a_task_is_known_from_any_event_on() {
        let all = [Step::Nothing, Step::Resets, Step::Fails, Step::Fails, Step::ResetsAndFails];
        let mut number = 3_u32;
        let mut draw = || {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            all[usize::try_from(number >> 16).unwrap() % all.len()]
        };
        let steps: Vec<Step> = (0..300).map(|_| draw()).collect();
        for auto_pause_after in 1..6 {
            let mut strand = strand(&steps);
            strand.find_pauses(auto_pause_after);
            let mut pauses = 0;
            for from in 0..=steps.len() {
                let mut failures = 0;
                let slow = steps[from..].iter().position(|&step| {
                    failures = step.after(failures);
                    step != Step::Nothing && failures >= auto_pause_after
                });
                let slow = slow.map(|event| u32::try_from(from + event).unwrap() * 10);
                assert_eq!(strand.entries[from].pause, slow.unwrap_or(NOWHERE), "{from}");
                pauses += u32::from(slow.is_some());
            }
            assert!(pauses > 0);
            for (from, to) in [(0, 300), (7, 8), (20, 20), (100, 180)] {
                let slow = steps[from..to].iter().fold(2, |failures, step| step.after(failures));
                assert_eq!(strand.failures(from, to, 2), slow);
            }
        }
    }

    #[test]
    fn events_are_found_by_position_and_by_runs_started() {
        let strand = strand(&[Step::Nothing; 9]);
        assert_eq!([0, 1, 10, 11, 80, 81].map(|position| strand.index(0, 9, position)), [0, 1, 1, 2, 8, 9]);
        // Every second one starts, beginning with the second.
        assert_eq!(strand.started(0, 1), 10);
        assert_eq!(strand.started(2, 2), 50);
        assert_eq!(strand.started(2, 4), NOWHERE);
        assert_eq!(strand.sums(1, 4), Sums { records: 3, started: 2, ..Sums::NONE });
    }

    #[test]
    fn sums_that_32_bits_do_not_hold_are_refused() {
        let mut strand = Strand::new();
        let half = Sums { spent: 1 << 31, ..Sums::NONE };
        assert_eq!(strand.push(0, Step::Nothing, half), Some(()));
        assert_eq!(strand.push(1, Step::Nothing, half), None);
    }
}
