//! How a free run is recorded: by the replay itself, event by event, which says what happens in each.
#![expect(clippy::inline_always, reason = "measured: calls for each event are a tenth of a recording's time")]

use super::aloft::{Aloft, Start};
use super::block::Block;
use super::columns::Columns;
use super::counts::Counts;
use super::descents::Descents;
use super::extremes::Extremes;
use super::free_rules::free_rules;
use super::free_run::{Checkpoint, FreeRun, Health, Pause, Rare, Stands};
use super::noted::Noted;
use super::rows::Rows;
use super::what::What;
use crate::demand::{Demand, Record, SourceId};
use crate::policy::{Admission, Change, TaskState};
use crate::pool::Book;
use crate::replay::hours::Hours;
use crate::replay::number::{index, number};
use crate::replay::queue::Caused;
use crate::replay::source::SourceKind;
use crate::replay::streams::Draws;
use crate::replay::world::{Template, World};
use crate::replay::{Rules, WorkSums};
use crate::units::{Credits, Instant};
use std::sync::OnceLock;

/// Records a free run; `None` where replays by `rules` cannot follow one, or a figure is too large for its columns.
///
/// It takes the memory of a run that is done with.
pub(super) fn record(
    done: Option<FreeRun>,
    demand: &Demand,
    rules: &Rules,
    replication: u32,
) -> Option<FreeRun> {
    let key = FreeRun::key(rules)?;
    if demand.len() >= index(u32::MAX) / 4 {
        return None;
    }
    let free = free_rules(rules);
    let mut noted = Noted::default();
    let mut world = World::at_start(&free, replication, &mut noted);
    let template = world.template();
    world.open();
    world.observer.take();
    let mut recorder = Recorder::new(done, demand, world)?;
    let end = free.horizon.to;
    let records = 0..demand.count_before(end);
    if demand.is_traced() {
        recorder.records(demand.traced_rows(records))?;
    } else {
        recorder.records(demand.rows(records))?;
    }
    while recorder.world.queue.next_time() < end {
        recorder.caused()?;
    }
    recorder.finish(key, rules, template)
}

struct Recorder<'a> {
    demand: &'a Demand,
    world: World<'a, Noted>,
    aloft: Aloft,
    counts: Counts,
    columns: Columns,
    /// Events that are not in the columns yet.
    block: Block,
    /// Of each source.
    health: Vec<Changes>,
    /// Tasks with failures in a row, which any event may reset.
    failing: usize,
    pauses: Vec<Vec<Pause>>,
    first_book: Book,
}

/// Events that change a task's state, and what it is after each.
#[derive(Clone, Debug, Default)]
struct Changes {
    events: Vec<u32>,
    after: Vec<(u32, Stands)>,
}

impl<'a> Recorder<'a> {
    /// Before any event.
    fn new(done: Option<FreeRun>, demand: &'a Demand, world: World<'a, Noted>) -> Option<Self> {
        let opening = u32::try_from(world.pool.included().get()).ok()?;
        let first = |source| Pause {
            position: 0,
            since: Instant::from_ms(i64::MIN),
            due: None,
            draws: (world.streams.drawn(source), world.streams.drawn(source)),
            resumed: 0,
            breaks: world.breaks.get(source).copied().unwrap_or(Instant::FAR_FUTURE),
        };
        let sources = world.sources.len();
        let first_book = *world.pool.book();
        let mut recorder = Self {
            demand,
            aloft: Aloft::default(),
            counts: Counts::default(),
            columns: Columns::with_room(opening, demand, done),
            block: Block::new(&world.pool),
            health: vec![Changes::default(); sources],
            failing: 0,
            pauses: (0..sources).map(|source| vec![first(source)]).collect(),
            first_book,
            world,
        };
        recorder.checkpoint()?;
        Some(recorder)
    }

    /// Records of the demand, and every event before each.
    fn records(&mut self, records: impl Iterator<Item = Record>) -> Option<()> {
        for (row, record) in (0..).zip(records) {
            while self.world.queue.next_time() <= record.time {
                self.caused()?;
            }
            self.record(row, record)?;
        }
        Some(())
    }

    /// A caused event.
    #[inline(always)]
    fn caused(&mut self) -> Option<()> {
        let what = self.world.queue.peek()?;
        if let Some(place) = what.ends() {
            let (record, of) = self.aloft.take(place);
            self.world.handle_caused();
            let what = of.with(self.world.observer.take());
            if self.may_change_health(what) {
                self.health_changes(self.demand.sources[index(record)], what)?;
            }
            self.append((record, what), Credits::ZERO)
        } else if let Some(task) = what.resumes() {
            self.world.handle_caused();
            let what = What::RESUMED.with(What::TASK).with(self.world.observer.take());
            self.health_changes(SourceId(task), what)?;
            self.append((task, what), Credits::ZERO)
        } else {
            self.rare(what)
        }
    }

    /// An event of no work.
    #[inline(never)]
    fn rare(&mut self, what: Caused) -> Option<()> {
        let (book, allowance) = (*self.world.pool.book(), self.world.pool.allowance());
        if what == Caused::MeasurementBegins {
            self.columns.measured_from = index(self.block.position());
        }
        let started = self.world.sources.iter().map(|source| source.health.started).collect();
        let mut subscription = self.world.subscription.clone();
        let at = self.world.queue.next_time();
        let change = if what == Caused::PeriodEnds {
            subscription.end_period(at)
        } else if what == Caused::LapseEnds {
            subscription.end_lapse(at)
        } else {
            Change::Nothing
        };
        self.world.handle_caused();
        self.world.observer.take();
        self.columns.rare.push(Rare {
            subscription: self.world.subscription.clone(),
            change,
            caused: what,
            position: self.block.position(),
            before: book,
            after: *self.world.pool.book(),
            ends_allowance: self.world.pool.allowance() != allowance,
            started,
        });
        self.append((u32::MAX, What::RARE), Credits::ZERO)
    }

    /// A record of the demand, which is no event where its task is completed.
    #[inline(always)]
    fn record(&mut self, row: u32, record: Record) -> Option<()> {
        let source = &self.world.sources[record.source.index()];
        let reserve = record.reserve.unwrap_or(source.reserve);
        let of = match source.kind {
            SourceKind::Task(_) => What::TASK,
            SourceKind::Activity(admission) => match World::<Noted>::admission(record, admission) {
                Admission::Any => What::PAID,
                Admission::Reserve => What::default(),
            },
        };
        let place = self.world.flights.next_place();
        self.world.now = record.time;
        if !self.world.demand(record) {
            return Some(());
        }
        self.world.end_event();
        let mut what = What::RECORD.with(of).with(self.world.observer.take());
        if what.is(What::STARTED) && !what.is(What::ENDED) {
            what = what.with(What::FLIES);
            if self.world.flights.get(place).fails {
                what = what.with(What::FAILS);
            }
            self.aloft
                .put(place, Start { record: row, event: self.block.position(), of: of.only(What::TASK) });
        }
        if self.may_change_health(what) {
            self.health_changes(record.source, what)?;
        }
        self.append((row, what), what.need_of_record(reserve, record.cost))
    }

    /// False if a task stands as before an event in which this happened, with as many failures in a row, and all was paid.
    #[inline]
    fn may_change_health(&self, what: What) -> bool {
        what.is(What::SELDOM.with(What::FELL_SHORT)) || self.failing > 0 && what.is(What::TASK)
    }

    /// Notes how a task stands, if that has changed, and its failures in a row; `None` if something was refused or not paid.
    #[inline(never)]
    fn health_changes(&mut self, source: SourceId, what: What) -> Option<()> {
        if what.is(What::FELL_SHORT) {
            return None;
        }
        let health = &self.world.sources[source.index()].health;
        let (changes, failures) = (&mut self.health[source.index()], health.consecutive_failures);
        let before = changes.after.last().map_or(0, |&(failures, _)| failures);
        if failures == before && !what.is(What::CHANGES_STATE) {
            return Some(());
        }
        self.failing = self.failing + usize::from(failures > 0) - usize::from(before > 0);
        let stands = match health.state {
            TaskState::Active => Stands::Active,
            TaskState::Paused { .. } => Stands::PausedForFailures,
            TaskState::Completed => Stands::Completed,
        };
        changes.events.push(self.block.position());
        changes.after.push((failures, stands));
        if what.is(What::PAUSED) {
            self.pause(source);
        }
        if what.is(What::RESUMED) {
            self.resume(source);
        }
        Some(())
    }

    fn pause(&mut self, source: SourceId) {
        let review = Caused::TaskResumes(source.0);
        let due = self.world.queue.iter().find_map(|(time, what)| (what == review).then_some(time));
        let draws = self.world.streams.drawn(source.index());
        let breaks = self.world.breaks.get(source.index()).copied().unwrap_or(Instant::FAR_FUTURE);
        let (position, since) = (self.block.position(), self.world.now);
        let pause = Pause { position, since, due, draws: (draws, draws), resumed: u32::MAX, breaks };
        self.pauses[source.index()].push(pause);
    }

    fn resume(&mut self, source: SourceId) {
        let draws = self.world.streams.drawn(source.index());
        let Some(pause) = self.pauses[source.index()].last_mut() else { return };
        pause.resumed = self.block.position();
        pause.draws.1 = draws;
        if let Some(&breaks) = self.world.breaks.get(source.index()) {
            pause.breaks = breaks;
        }
        let since = pause.since.max(self.world.rules.measured_from);
        if since < self.world.now {
            self.counts.add_paused(self.world.now - since);
        }
    }

    /// Appends an event with its subject, what happened in it, and what had to be usable before it besides what it drew.
    #[inline(always)]
    fn append(&mut self, of: (u32, What), need: Credits) -> Option<()> {
        self.block.push(self.world.now, of, need, &self.world.pool);
        if self.block.is_full() {
            self.checkpoint()?;
        }
        Some(())
    }

    /// Puts a full block into the columns, and keeps the state after it.
    #[inline(never)]
    fn checkpoint(&mut self) -> Option<()> {
        self.empty_block()?;
        let flights = self.aloft.is_listed(index(self.block.position())).then(|| {
            let from = number(self.columns.flights.len());
            self.aloft.list(&mut self.columns.flights);
            (from, number(self.columns.flights.len()))
        });
        let book = self.world.pool.book();
        self.columns.checkpoints.push(Checkpoint {
            spent_included: book.spent_included,
            spent_purchased: book.spent_purchased,
            expired_included: book.expired_included,
            flights,
            counts: self.counts,
        });
        Some(())
    }

    fn empty_block(&mut self) -> Option<()> {
        if !self.block.is_empty() {
            let first = self.columns.times.len();
            self.columns.append(&self.block)?;
            self.counts.add_all(self.block.what(), &self.columns.spent[first..]);
            self.block.clear();
        }
        Some(())
    }

    fn finish(mut self, key: [u8; 32], rules: &Rules, template: Template) -> Option<FreeRun> {
        self.empty_block()?;
        let book = *self.world.pool.book();
        let starts = self.world.measure.month_starts().to_vec();
        let events = self.columns.times.len();
        let limited = self.columns.limited_starts(self.demand, rules);
        let health = |(Changes { events: changes, after }, starts): (Changes, Option<Vec<u32>>)| Health {
            changes: Rows::of(changes, events),
            after,
            starts: starts.map(|starts| Rows::of(starts, events)),
        };
        let health: Vec<Health> =
            std::mem::take(&mut self.health).into_iter().zip(limited).map(health).collect();
        let Recorder { columns, pauses, mut counts, first_book, .. } = self;
        let replayed = self.world.finish();
        let brief = replayed.brief(rules);
        counts.pause_until_the_end(brief.work.tasks.paused_time_for_failures);
        let levels = Extremes::of(columns.levels);
        let rare = columns.rare.iter().map(|rare| index(rare.position));
        let mut run = FreeRun {
            key,
            template,
            descents: Descents::of(&columns.usable, &levels, rare),
            highest: levels.greatest().unwrap_or(Credits::ZERO),
            levels,
            lows: Extremes::of(columns.lows),
            most_needed: columns.most_needed,
            most_drawn: columns.most_drawn,
            most_drawn_in_24h: Credits::ZERO,
            reserves: rules.work.iter().map(|work| work.reserve).collect(),
            hours: Hours::of(&columns.times),
            opening: columns.opening,
            times: columns.times,
            usable: columns.usable,
            spent: columns.spent,
            spent_included: columns.spent_included,
            included: columns.included,
            subject: columns.subject,
            what: columns.what,
            rare: columns.rare,
            checkpoints: columns.checkpoints,
            flights: columns.flights,
            eventful: eventful(&health, &pauses),
            health,
            pauses,
            book,
            measured_from: columns.measured_from,
            paused_at_end: brief.paused_at_end,
            replayed,
            unmeasured: Counts::default(),
            all: counts,
            first_book,
            refusals: OnceLock::new(),
            starts,
        };
        run.unmeasured = run.counts_at(rules, run.measured_from);
        debug_assert_eq!(brief.work, WorkSums::from(run.all.less(run.unmeasured)));
        run.most_drawn_in_24h = run.most_drawn_in_24h();
        Some(run)
    }
}

/// Sources whose state ever changes, or that draw.
fn eventful(health: &[Health], pauses: &[Vec<Pause>]) -> Vec<usize> {
    let changes = |source: &usize| {
        let draws = pauses[*source].iter().any(|pause| pause.draws.1 != Draws::default());
        draws || !health[*source].after.is_empty() || pauses[*source].len() > 1
    };
    (0..health.len()).filter(changes).collect()
}
