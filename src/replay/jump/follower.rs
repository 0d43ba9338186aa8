//! A replay that follows a free run, and jumps from one moment at which a setting of money matters to the next.

use super::extremes::MOST;
use super::fires::InARow;
use super::free_run::{FreeRun, Rare};
use super::lag::Lag;
use crate::demand::Demand;
use crate::pool::Book;
use crate::replay::number::index;
use crate::replay::queue::Caused;
use crate::replay::quiet::Quiet;
use crate::replay::source::Source;
use crate::replay::world::World;
use crate::replay::{Rules, Unobserved, WorkKind, WorkRules, WorkTally};
use crate::units::{Credits, Instant};

/// One replay, in step with a free run or on its own.
///
/// In step, tasks, work in flight and the included lot are as in the free run at the same event, and only what was
/// bought, the recharge, the subscription and the payment state are its own: they alone are kept in `world`, with a
/// pool that takes over balances, less [`FreeRun`]'s, when it is looked at. The invariant: nothing was refused or fell
/// short since they met, so that every event did what it does in the free run.
pub(super) struct Follower<'a> {
    pub(super) run: &'a FreeRun,
    pub(super) demand: &'a Demand,
    pub(super) world: World<'a, Unobserved>,
    /// In step: every event of the free run before this one is done.
    pub(super) position: usize,
    /// In step: usable less the free run's.
    pub(super) offset: Credits,
    /// In step: what has passed through, less the free run's.
    pub(super) gap: Gap,
    /// In step: the sources, to be used again, with what they counted as a whole when they were not in step.
    pub(super) sources: Vec<Source>,
    /// In step: tasks whose counts of failures differ for a while.
    pub(super) lags: Vec<Lag>,
    /// On its own: the event before which it left the free run.
    pub(super) left: usize,
    /// Events of the free run while it was on its own.
    pub(super) absences: Vec<(usize, usize)>,
    /// Runs started by each source, less the free run's.
    pub(super) more_started: Vec<i64>,
    /// Tasks whose runs started are kept: they decide, or someone will ask.
    pub(super) counted: Vec<usize>,
    pub(super) detail: Detail,
    /// Records that may still be stepped one by one.
    pub(super) steps_left: usize,
    /// A recharge of which many fires can be done at once.
    pub(super) in_a_row: Option<InARow>,
}

/// How finely work is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// By month and source.
    BySource,
    /// As a whole.
    Whole,
}

/// How a replay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// In step with the free run.
    InStep,
    /// On its own.
    Alone,
    /// Not at all: it had to be stepped too far.
    GivenUp,
}

/// Where stepping event by event came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stepped {
    /// It met the free run.
    Met,
    /// The end of the horizon.
    ToTheEnd,
    /// More records were stepped than may be.
    TooFar,
}

/// True if it is worth while to count the runs that a source has started.
fn is_counted(work: &WorkRules, detail: Detail) -> bool {
    match &work.kind {
        WorkKind::Task(task) => detail == Detail::BySource || task.health.max_runs.is_some(),
        WorkKind::Activity(_) => false,
    }
}

/// A book less that of the free run, where they differ by work.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    spent_included: Credits,
    spent_purchased: Credits,
    expired_included: Credits,
}

impl Gap {
    pub(super) fn between(own: &Book, free: &Book) -> Self {
        Self {
            spent_included: own.spent_included - free.spent_included,
            spent_purchased: own.spent_purchased - free.spent_purchased,
            expired_included: own.expired_included - free.expired_included,
        }
    }
}

/// What comes first of the events of a free run.
enum Next {
    /// After this one something may follow.
    Look(usize),
    /// This one may be refused, or fall short.
    Short(usize),
}

impl<'a> Follower<'a> {
    /// At `start`, in step.
    pub(super) fn at_start(
        run: &'a FreeRun,
        demand: &'a Demand,
        rules: &'a Rules,
        (replication, detail): (u32, Detail),
        watcher: &'a mut Unobserved,
    ) -> Self {
        let mut world = World::like(&run.template, rules, replication, watcher);
        if detail == Detail::BySource {
            world.measure.sum_by_source(rules.work.len());
        }
        world.open();
        let offset = world.pool.usable() - run.usable_before(0);
        Self {
            run,
            demand,
            world,
            position: 0,
            offset,
            gap: Gap::default(),
            sources: Vec::new(),
            lags: Vec::new(),
            left: 0,
            absences: Vec::new(),
            more_started: Vec::new(),
            counted: (0..rules.work.len())
                .filter(|&source| is_counted(&rules.work[source], detail))
                .collect(),
            detail,
            steps_left: usize::MAX,
            in_a_row: InARow::of(run, rules),
        }
    }

    /// Follows up to the end of the horizon.
    pub(super) fn run(&mut self) -> End {
        while self.follow() {
            match self.step() {
                Stepped::Met => {}
                Stepped::ToTheEnd => return End::Alone,
                Stepped::TooFar => return End::GivenUp,
            }
        }
        End::InStep
    }

    /// Follows until work may be refused or fall short, and leaves the free run before it; false at the end of the
    /// horizon.
    #[inline(never)]
    fn follow(&mut self) -> bool {
        let end = self.world.rules.horizon.to;
        let (mut caused, mut to) = (Instant::from_ms(i64::MIN), 0);
        loop {
            // A look may have scheduled something sooner.
            if caused != self.world.queue.next_time() {
                caused = self.world.queue.next_time();
                to = if caused < end { self.run.position_at(caused) } else { self.run.len() };
                // Others of the same instant may have been handled already.
                to = to.max(self.position);
            }
            if self.fire_in_a_row(to) {
                continue;
            }
            match self.next(to) {
                Some(Next::Short(position)) => {
                    self.move_to(position);
                    self.leave();
                    return true;
                }
                Some(Next::Look(position)) => self.look(position),
                None => {
                    self.move_to(to);
                    if caused >= end {
                        return false;
                    }
                    self.caused();
                    caused = Instant::from_ms(i64::MIN);
                }
            }
        }
    }

    /// Looks at what follows an event of the free run.
    fn look(&mut self, position: usize) {
        self.move_to(position + 1);
        self.world.now = self.run.times[position];
        self.world.settle_event();
        self.offset = self.world.pool.usable() - self.run.usable_before(self.position);
    }

    /// The next event before `to` at which there is something to do.
    fn next(&self, to: usize) -> Option<Next> {
        let (from, run) = (self.position, self.run);
        if from >= to {
            return None;
        }
        let floor = -self.offset;
        let quiet = self.world.quiet;
        if !quiet.holds(self.world.pool.usable()) {
            return Some(if run.low(self.demand, from) < floor {
                Next::Short(from)
            } else {
                Next::Look(from)
            });
        }
        let band = quiet.less(self.offset);
        let look = run.stretch(from, to).first_outside(band);
        if quiet.least() < run.most_needed {
            let until = look.map_or(to, |look| look + 1);
            if let Some(short) = self.first_short((from, until), floor) {
                return Some(Next::Short(short));
            }
        }
        look.map(Next::Look)
    }

    /// The first event of `[from, until)` that may be refused or fall short.
    fn first_short(&self, (from, until): (usize, usize), floor: Credits) -> Option<usize> {
        let run = self.run;
        // No event is short before one needs more than there is, were it the one that needs the most.
        let enough = floor + run.most_needed;
        let from = if run.usable_before(from) < enough {
            from
        } else {
            run.stretch(from, until).first_below(enough)? + 1
        };
        run.lows.first_outside((from, until), (floor, MOST), |event| run.low(self.demand, event))
    }

    /// Takes over the balances before an event: all up to there went as in the free run.
    pub(super) fn move_to(&mut self, position: usize) {
        let passed = position - self.position;
        if passed > 0 {
            self.world.measure.count_events(u64::try_from(passed).unwrap_or(u64::MAX));
            self.position = position;
            let usable = self.run.usable_before(position) + self.offset;
            self.world.pool.follow(self.run.included_before(position), usable);
        }
    }

    /// A caused event, of the free run too or of this replay alone.
    #[inline(never)]
    fn caused(&mut self) {
        let Some((time, what)) = self.world.queue.pop() else { return };
        self.world.now = time;
        if is_of_all(what) {
            let rare = self.run.rare.partition_point(|rare| index(rare.position) < self.position);
            debug_assert_eq!(index(self.run.rare[rare].position), self.position, "{what:?} at {time}");
            self.keep_book(&self.run.rare[rare].before);
            self.position += 1;
            if what == Caused::MeasurementBegins {
                self.forget_sums();
            }
            if let Caused::PeriodEnds | Caused::LapseBegins | Caused::LapseEnds = what {
                self.subscription_changes(&self.run.rare[rare]);
            } else if self.world.handle_rare(what) {
                self.world.measure.count_event();
                self.world.settle_event();
            }
        } else if self.world.handle_rare(what) {
            self.world.measure.count_event();
            self.world.settle_event();
        }
        self.offset = self.world.pool.usable() - self.run.usable_before(self.position);
    }

    /// What was counted before measurement begins.
    fn forget_sums(&mut self) {
        for source in &mut self.sources {
            source.sums = WorkTally::default();
        }
    }

    /// The next caused event, on its own.
    pub(super) fn handle_caused(&mut self) {
        let Some(what) = self.world.queue.peek() else { return };
        let time = self.world.queue.next_time();
        if let Caused::PeriodEnds | Caused::LapseBegins | Caused::LapseEnds = what
            && let Some(rare) = self.run.rare_at(time, what)
        {
            self.world.queue.pop();
            self.world.now = time;
            self.subscription_changes(rare);
        } else {
            self.world.handle_caused();
        }
    }

    /// The subscription changes as it does in the free run, which knows the calendar already.
    fn subscription_changes(&mut self, rare: &Rare) {
        self.world.quiet = Quiet::NEVER;
        self.world.subscription.stand_as(&rare.subscription);
        self.world.apply(rare.change);
        self.world.measure.count_event();
        self.world.settle_event();
    }

    /// The pool's book as it is where the free run's is `free`.
    pub(super) fn keep_book(&mut self, free: &Book) {
        let own = *self.world.pool.book();
        let book = Book {
            spent_included: free.spent_included + self.gap.spent_included,
            spent_purchased: free.spent_purchased + self.gap.spent_purchased,
            expired_included: free.expired_included + self.gap.expired_included,
            ..own
        };
        let held = FreeRun::held(free, self.run.usable_before(self.position));
        self.world.pool.keep_book(book, held);
    }
}

/// True for events that every replay of the demand has.
pub(super) fn is_of_all(what: Caused) -> bool {
    match what {
        Caused::MeasurementBegins
        | Caused::MonthBegins
        | Caused::PeriodEnds
        | Caused::LapseBegins
        | Caused::LapseEnds => true,
        Caused::RechargeWakes
        | Caused::LotExpires(_)
        | Caused::OutageBegins
        | Caused::OutageEnds
        | Caused::TroubleEnds
        | Caused::DeclaredTopUpLands(_)
        | Caused::RechargeLands
        | Caused::ReactiveTopUpLands
        | Caused::WorkEnds(_)
        | Caused::TaskResumes(_) => false,
    }
}
