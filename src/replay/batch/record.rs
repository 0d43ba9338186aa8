//! How a course is made of a demand.

use super::blocks::Blocks;
use super::course::{Course, Event, LATE};
use super::strand::{NOWHERE, Step, Strand, Sums};
use crate::demand::{Demand, Outcome, Record};
use crate::policy::FailureReset;
use crate::replay::hours::Hours;
use crate::replay::jump::free_rules;
use crate::replay::number::{index, number};
use crate::replay::queue::{Caused, Queue};
use crate::replay::source::{Source, SourceKind};
use crate::replay::world::World;
use crate::replay::{FreeRun, Rules, Unobserved, WorkKind};
use crate::units::{Credits, Instant};

/// The most credits that the events of a block may take or return together, so that 32 bits hold their sum.
const MOST_IN_A_BLOCK: i64 = 1 << 30;

/// Makes the course of a demand; `None` where replays by `rules` cannot follow one.
pub(super) fn record(demand: &Demand, rules: &Rules, replication: u32) -> Option<Course> {
    let key = FreeRun::key(rules)?;
    let stays_broken = rules.work.iter().any(|work| match &work.kind {
        WorkKind::Task(task) => task.time_to_break.is_some(),
        WorkKind::Activity(_) => false,
    });
    if stays_broken || demand.len() >= index(u32::MAX) / 4 {
        return None;
    }
    let records = demand.count_before(rules.horizon.to);
    let block = i64::try_from(Blocks::most(rules.work.len())).ok()?;
    let mut recorder = Recorder {
        demand,
        rules,
        most: MOST_IN_A_BLOCK / block / 2,
        sources: Source::all(rules),
        events: Vec::with_capacity(2 * records),
        times: Vec::with_capacity(2 * records),
        positions: Vec::with_capacity(records),
        ends: Vec::with_capacity(records),
        strands: rules.work.iter().map(|_| Strand::new()).collect(),
    };
    // The replay's own queue: its order of ends is the rules'.
    let mut queue = Queue::new(rules.horizon.to);
    for row in 0..records {
        let record = demand.row(row);
        while queue.next_time() <= record.time {
            recorder.end(&mut queue)?;
        }
        recorder.record(row, record, &mut queue)?;
    }
    while queue.next_time() < rules.horizon.to {
        recorder.end(&mut queue)?;
    }
    Some(recorder.finish(key, replication))
}

struct Recorder<'a> {
    demand: &'a Demand,
    rules: &'a Rules,
    /// The most that an event may take or return.
    most: i64,
    sources: Vec<Source>,
    events: Vec<Event>,
    times: Vec<Instant>,
    positions: Vec<u32>,
    ends: Vec<u32>,
    strands: Vec<Strand>,
}

/// What a record does if it is admitted.
struct Way {
    /// What it reserves; `None` where it pays on arrival.
    reserve: Option<Credits>,
    /// What it is charged in the end.
    charge: Credits,
    starts: bool,
    fails: bool,
    /// It ends in an event of its own.
    flies: bool,
}

impl Recorder<'_> {
    fn way(&self, record: &Record) -> Way {
        let work = &self.rules.work[record.source.index()];
        let fails = Course::fails(record);
        let starts = record.outcome != Outcome::FailsAtStart;
        Way {
            reserve: work.reservation(record),
            charge: if fails { work.failed_charge.ceil_of(record.cost) } else { record.cost },
            starts,
            fails,
            flies: starts && !record.duration.is_zero(),
        }
    }

    fn record(&mut self, row: usize, record: Record, queue: &mut Queue) -> Option<()> {
        let source = record.source.index();
        let way = self.way(&record);
        // Whoever pays on arrival is admitted with less than the cost, and then falls short.
        let least = way.reserve.unwrap_or(record.cost.min(Credits::new(1)));
        let at_once =
            if way.flies && way.reserve.is_some() || !way.starts { Credits::ZERO } else { way.charge };
        let taken =
            if way.starts { way.reserve.filter(|_| way.flies).unwrap_or(at_once) } else { Credits::ZERO };
        let ends = way.starts && !way.flies;
        let lost = match self.rules.work[source].kind {
            WorkKind::Task(_) => way.reserve.unwrap_or_default(),
            WorkKind::Activity(_) => record.cost,
        };
        let sums = Sums {
            spent: u32::try_from(at_once.get()).ok()?,
            lost: u32::try_from(lost.get()).ok()?,
            records: 1,
            started: u32::from(way.starts),
            completed: u32::from(ends && !way.fails),
            failed: u32::from(ends && way.fails),
        };
        let strand = &mut self.strands[source];
        strand.blocked_below = strand.blocked_below.min(least.get());
        self.positions.push(number(self.events.len()));
        self.push(
            record.time,
            number(row),
            source,
            (-taken, least.max(taken)),
            sums,
            self.step(&record, &way, true),
        )?;
        self.ends.push(if way.flies { LATE } else { NOWHERE });
        if way.flies {
            let rank = self.sources[source].rank;
            queue.push(record.time + record.duration, rank, Caused::WorkEnds(number(row)));
        }
        Some(())
    }

    /// The next end of work.
    fn end(&mut self, queue: &mut Queue) -> Option<()> {
        let (time, what) = queue.pop()?;
        let row = what.ends()?;
        let record = self.demand.row(index(row));
        let way = self.way(&record);
        self.ends[index(row)] = number(self.events.len());
        let (returned, spent) = match way.reserve {
            None => (Credits::ZERO, Credits::ZERO),
            Some(reserve) => (reserve - way.charge, way.charge),
        };
        let sums = Sums {
            spent: u32::try_from(spent.get()).ok()?,
            completed: u32::from(!way.fails),
            failed: u32::from(way.fails),
            ..Sums::default()
        };
        let need = (-returned).max(Credits::ZERO);
        self.push(time, row, record.source.index(), (returned, need), sums, self.step(&record, &way, false))
    }

    /// What an event does to the count of failures in a row.
    fn step(&self, record: &Record, way: &Way, is_start: bool) -> Step {
        let SourceKind::Task(rules) = self.sources[record.source.index()].kind else { return Step::Nothing };
        if !way.starts {
            return Step::Fails;
        }
        let ends = !is_start || !way.flies;
        let fails = ends && way.fails;
        let resets = match rules.failure_reset {
            FailureReset::Completion => ends && !way.fails,
            FailureReset::Start => is_start,
        };
        match (resets, fails) {
            (false, false) => Step::Nothing,
            (true, false) => Step::Resets,
            (false, true) => Step::Fails,
            (true, true) => Step::ResetsAndFails,
        }
    }

    /// `None` if it takes or returns too much.
    fn push(
        &mut self,
        time: Instant,
        row: u32,
        source: usize,
        (change, need): (Credits, Credits),
        sums: Sums,
        step: Step,
    ) -> Option<()> {
        if need.get().max(change.get()) > self.most {
            return None;
        }
        self.strands[source].push(number(self.events.len()), step, sums)?;
        self.times.push(time);
        self.events.push(Event {
            source: number(source),
            row,
            change: i32::try_from(change.get()).ok()?,
            need: i32::try_from(need.get()).ok()?,
        });
        Some(())
    }

    fn finish(self, key: [u8; 32], replication: u32) -> Course {
        let Self { rules, sources, events, times, positions, ends, mut strands, .. } = self;
        for (strand, source) in strands.iter_mut().zip(&sources) {
            strand.entries.shrink_to_fit();
            let mut latest = 0;
            let (_, own) = strand.entries.split_last_mut().unzip();
            for entry in own.into_iter().flatten() {
                let row = index(events[index(entry.position)].row);
                if positions[row] == entry.position && ends[row] != NOWHERE {
                    latest = latest.max(ends[row]);
                }
                entry.latest_end = latest;
            }
            match source.kind {
                SourceKind::Task(rules) => strand.find_pauses(rules.auto_pause_after),
                SourceKind::Activity(_) => {}
            }
        }
        let is_activity = |source: &Source| match source.kind {
            SourceKind::Task(_) => false,
            SourceKind::Activity(_) => true,
        };
        let free = free_rules(rules);
        let mut watcher = Unobserved;
        let template = World::at_start(&free, replication, &mut watcher).template();
        Course {
            key,
            blocks: Blocks::of(&events, sources.len()),
            activities: (0..sources.len()).filter(|&source| is_activity(&sources[source])).collect(),
            hours: Hours::of(&times),
            template,
            events,
            times,
            positions,
            ends,
            strands,
            sources,
        }
    }
}
