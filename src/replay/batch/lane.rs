//! A replay that crosses blocks of a course, and looks at single events where a setting of money matters.

use super::blocks::bit;
use super::course::Course;
use super::strand::NOWHERE;
use super::stray::Strays;
use crate::demand::{Demand, SourceId};
use crate::replay::flight::RowsInFlight;
use crate::replay::number::{index, number};
use crate::replay::queue::Caused;
use crate::replay::world::World;
use crate::replay::{Rules, Unobserved};
use crate::units::{Credits, Instant};

/// What a source does with its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// All start, or fail at start.
    Runs,
    /// A paused task misses them.
    MissesForCredits,
    MissesForFailures,
    /// A completed task has none.
    Completed,
    /// Activity work is blocked.
    Blocked,
}

/// A source in a replay.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    pub(super) mode: Mode,
    /// Its events before this one are counted.
    pub(super) next: usize,
    /// Of a task that runs: failures in a row after those.
    pub(super) failures: u32,
}

/// From which lots work draws, and work in flight has drawn: one kind only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draws {
    /// The open included lot, from which everything is drawn as a whole.
    Included,
    /// Purchased lots: the included lot is empty.
    Purchased,
}

/// One replay.
///
/// All that its work does follows from the modes of sources: those that run do what they do on the course, others do
/// nothing, but for [`Strays`]. Everything else is in `world`, which handles by the rules' own code each event that
/// is not [quiet](crate::replay::quiet); its pool takes over the balances before.
pub(super) struct Lane<'a> {
    pub(super) course: &'a Course,
    pub(super) demand: &'a Demand,
    pub(super) world: World<'a, Unobserved>,
    /// Every event before this one is done.
    pub(super) position: usize,
    pub(super) usable: i64,
    pub(super) draws: Draws,
    /// In purchased lots while work draws on the included one, else zero: usable after a draw is not below it.
    pub(super) floor: i64,
    /// Balances at which nothing can follow an event.
    pub(super) band: (i64, i64),
    /// By source.
    pub(super) own: Vec<Own>,
    /// By source: all ones where it runs.
    pub(super) masks: Vec<i32>,
    /// The sources that run.
    pub(super) running: u64,
    /// By source: the event that pauses or completes a task that runs.
    pub(super) stops: Vec<u32>,
    /// The first of them, and its source.
    pub(super) next_stop: (u32, usize),
    /// The last caused event that was looked for: its time, whether it is a resume, and before which event it is.
    caused: (Instant, bool, usize),
    /// At the end of the horizon.
    is_done: bool,
    pub(super) strays: Strays,
    /// While it steps event by event.
    pub(super) rows_in_flight: RowsInFlight,
}

/// What comes first.
enum Next {
    /// After this event something may follow.
    Look(usize),
    /// In this one work may be refused, or fall short.
    Short(usize),
}

impl<'a> Lane<'a> {
    /// At `start`.
    pub(super) fn at_start(
        course: &'a Course,
        demand: &'a Demand,
        rules: &'a Rules,
        replication: u32,
        watcher: &'a mut Unobserved,
    ) -> Self {
        let mut world = World::like(&course.template, rules, replication, watcher);
        world.sources.clone_from(&course.sources);
        world.measure.make_room(world.sources.len());
        world.open();
        let count = course.sources.len();
        let mut masks = vec![0; course.blocks.width];
        masks[..count].fill(-1);
        let mut lane = Self {
            course,
            demand,
            world,
            position: 0,
            usable: 0,
            draws: Draws::Purchased,
            floor: 0,
            band: (0, 0),
            own: vec![Own { mode: Mode::Runs, next: 0, failures: 0 }; count],
            masks,
            running: (0..count).map(bit).fold(0, |all, bit| all | bit),
            stops: vec![NOWHERE; count],
            next_stop: (NOWHERE, 0),
            caused: (Instant::FAR_FUTURE, false, usize::MAX),
            is_done: false,
            strays: Strays::default(),
            rows_in_flight: RowsInFlight::default(),
        };
        lane.find_draws();
        for source in 0..count {
            lane.find_stop(source);
        }
        lane.looked();
        lane
    }

    /// Replays up to the event at `until` or a later one, or to the end of the horizon.
    pub(super) fn run(&mut self, until: usize) {
        while !self.is_done && self.position < until {
            self.is_done = !self.go_on(until);
        }
    }

    /// Goes on by one event that is not quiet, or to the event at `until`; false at the end of the horizon.
    fn go_on(&mut self, until: usize) -> bool {
        let quiet = self.world.quiet.holds(self.world.pool.usable());
        if !quiet || self.world.pool.debt().is_positive() {
            return self.step_alone();
        }
        let caused = self.caused_position();
        let stray = self.strays.first().map_or(NOWHERE, |stray| stray.end);
        let (stop, task) = self.next_stop;
        let to = caused.min(index(stray)).min(index(stop)).min(self.course.len());
        match self.cross(to.min(until)) {
            Some(Next::Look(position)) => self.look(position),
            Some(Next::Short(position)) => {
                self.position = position;
                return if self.can_take_up(position) { self.take_up(position) } else { self.step_alone() };
            }
            None if to > self.position => {}
            None if to == caused => return self.caused(),
            None if to == self.course.len() => {
                self.take_off();
                return false;
            }
            None if to == index(stray) => return self.stray(),
            None => return self.stop(to, task),
        }
        true
    }

    /// The event before which the next caused event is; past all of them if there is none.
    fn caused_position(&mut self) -> usize {
        let time = self.world.queue.next_time();
        let resumes = self.world.queue.peek().and_then(Caused::resumes).is_some();
        if (time, resumes) != (self.caused.0, self.caused.1) {
            self.caused = (time, resumes, self.course.caused_at(time, resumes));
        }
        // Others of the same instant may have been handled already.
        self.caused.2.max(self.position)
    }

    /// Goes on to `to`, or to the first event before it that is not quiet.
    #[inline]
    fn cross(&mut self, to: usize) -> Option<Next> {
        let course = self.course;
        let (least, most) = self.band;
        let lowest = (least.max(self.floor), most);
        let (mut position, mut usable) = (self.position, self.usable);
        let mut found = None;
        while position < to {
            let crossed = course.blocks.cross((position, to), (usable, lowest), (self.running, &self.masks));
            if let Some((end, change)) = crossed {
                position = end;
                usable += change;
                continue;
            }
            let end = to.min(course.blocks.end(position));
            for event in &course.events[position..end] {
                if self.masks[event.source()] != 0 {
                    if usable - i64::from(event.need) < self.floor {
                        found = Some(Next::Short(position));
                        break;
                    }
                    usable += i64::from(event.change);
                    if usable < least || usable > most {
                        found = Some(Next::Look(position));
                        break;
                    }
                }
                position += 1;
            }
            if found.is_some() {
                break;
            }
        }
        (self.position, self.usable) = (position, usable);
        found
    }

    /// Looks at what follows an event, which is done.
    pub(super) fn look(&mut self, position: usize) {
        self.position = position + 1;
        self.hand_over();
        self.world.now = self.course.times[position];
        self.world.settle_event();
        self.looked();
    }

    /// The pool takes over the balances.
    pub(super) fn hand_over(&mut self) {
        let included = match self.draws {
            // Debt stands beside no credits.
            Draws::Included => (self.usable - self.floor).max(0),
            Draws::Purchased => 0,
        };
        self.world.pool.follow(Credits::new(included), Credits::new(self.usable));
    }

    /// Takes over what the rules made of the balances, and blocks activities that lack credits.
    pub(super) fn looked(&mut self) {
        let pool = &self.world.pool;
        self.usable = pool.usable().get();
        self.floor = match self.draws {
            Draws::Included => pool.purchased().get(),
            Draws::Purchased => 0,
        };
        let (least, most) = self.world.quiet.less(Credits::ZERO);
        self.band = (least.get(), most.get());
        for place in 0..self.course.activities.len() {
            let source = self.course.activities[place];
            let below = self.course.strands[source].blocked_below;
            let blocked = self.usable < below && self.refuses_quietly();
            if blocked {
                self.band.1 = self.band.1.min(below - 1);
            }
            let mode = if blocked { Mode::Blocked } else { Mode::Runs };
            if self.own[source].mode != mode {
                self.count_to(source, self.course.index(source, self.position));
                self.set_mode(source, mode, self.position);
            }
        }
    }

    /// True if blocking activity work changes nothing but sums.
    pub(super) fn refuses_quietly(&self) -> bool {
        let tries_as_latch = self.world.rules.auto_recharge.tries_as_latch(self.world.pool.usable());
        tries_as_latch && self.world.orders_no_top_up()
    }

    /// Work draws on the included lot as long as it holds anything.
    pub(super) fn find_draws(&mut self) {
        let some = self.world.pool.included().is_positive();
        self.draws = if some { Draws::Included } else { Draws::Purchased };
    }
}

/// As a source's number.
pub(super) fn id(source: usize) -> SourceId {
    SourceId(number(source))
}
