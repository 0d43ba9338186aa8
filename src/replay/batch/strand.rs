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
    pub(super) spent: i64,
    /// Credits that a record adds to what is blocked if it is refused, or missed for credits.
    pub(super) lost: i64,
    pub(super) records: u32,
    pub(super) started: u32,
    pub(super) completed: u32,
    pub(super) failed: u32,
}

impl Sums {
    fn and(self, more: Self) -> Self {
        Self {
            spent: self.spent + more.spent,
            lost: self.lost + more.lost,
            records: self.records + more.records,
            started: self.started + more.started,
            completed: self.completed + more.completed,
            failed: self.failed + more.failed,
        }
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

/// The events of one source, in order: its records, and the ends of work that ends in an event of its own.
#[derive(Debug)]
pub(super) struct Strand {
    /// Where each stands on the course.
    pub(super) positions: Vec<u32>,
    /// Of all before each, and of all.
    sums: Vec<Sums>,
    pub(super) steps: Vec<Step>,
    /// The latest end of work that started in it or before; 0 if none has.
    pub(super) latest_ends: Vec<u32>,
    /// From each on, and from the end: the position of the event that pauses the task if there is no failure yet.
    pub(super) pauses: Vec<u32>,
    /// Of an activity: at lower balances than this all its work is blocked. 0 where some is always admitted.
    pub(super) blocked_below: i64,
}

/// No position of a course.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Strand {
    pub(super) fn new() -> Self {
        Self {
            positions: Vec::new(),
            sums: vec![Sums::default()],
            steps: Vec::new(),
            latest_ends: Vec::new(),
            pauses: Vec::new(),
            blocked_below: i64::MAX,
        }
    }

    pub(super) fn push(&mut self, position: u32, step: Step, sums: Sums) {
        self.positions.push(position);
        self.steps.push(step);
        let before = self.sums.last().copied().unwrap_or_default();
        self.sums.push(before.and(sums));
    }

    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// Sums of the events `[from, to)`.
    pub(super) fn sums(&self, from: usize, to: usize) -> Sums {
        self.sums[to].less(self.sums[from])
    }

    /// Failures in a row after the events `[from, to)`, if there were so many before.
    pub(super) fn failures(&self, from: usize, to: usize, before: u32) -> u32 {
        let mut failures = 0;
        for step in self.steps[from..to].iter().rev() {
            match step {
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
        let before = u64::from(self.sums[from].started);
        let place = self.sums.partition_point(|sums| u64::from(sums.started) < before + runs);
        place.checked_sub(1).and_then(|event| self.positions.get(event)).copied().unwrap_or(NOWHERE)
    }

    /// Finds from each event on the one that pauses the task, after so many failures in a row.
    pub(super) fn find_pauses(&mut self, auto_pause_after: u32) {
        let mut pauses = vec![NOWHERE; self.len() + 1];
        // Failures up to the next reset, latest first, and what pauses it from there on.
        let (mut failures, mut beyond) = (Vec::new(), NOWHERE);
        let after = usize::try_from(auto_pause_after).unwrap_or(usize::MAX);
        for event in (0..self.len()).rev() {
            pauses[event] = pauses[event + 1];
            match self.steps[event] {
                Step::Nothing => continue,
                Step::Resets => {}
                Step::Fails | Step::ResetsAndFails => {
                    failures.push(self.positions[event]);
                    pauses[event] = match failures.len().checked_sub(after) {
                        Some(place) => failures[place],
                        None => beyond,
                    };
                }
            }
            if let Step::Resets | Step::ResetsAndFails = self.steps[event] {
                failures.clear();
                beyond = pauses[event];
            }
        }
        self.pauses = pauses;
    }

    /// The number of its events before `position`, which are at least `from`.
    #[inline]
    pub(super) fn index(&self, mut from: usize, position: usize) -> usize {
        let before = |place: &u32| usize::try_from(*place).is_ok_and(|place| place < position);
        while self.positions.get(from).is_some_and(before) {
            from += 1;
        }
        from
    }
}
