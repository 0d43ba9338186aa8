//! How a free run is recorded: by the replay itself, event by event, which says what happens in each.

use super::aloft::Aloft;
use super::block::{Block, Event};
use super::columns::Columns;
use super::counts::Counts;
use super::descents::Descents;
use super::extremes::Extremes;
use super::free_rules::{ENDLESS, free_rules};
use super::free_run::{Checkpoint, FreeRun, Health, Pause, Rare, Stands};
use super::noted::Noted;
use super::refusals::Refusals;
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

/// Records a free run; `None` where replays by `rules` cannot follow one, or a figure is too large for its columns.
pub(super) fn record(demand: &Demand, rules: &Rules, replication: u32) -> Option<FreeRun> {
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
    let mut recorder = Recorder::new(demand, world)?;
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
    Some(recorder.finish(key, rules, template))
}

struct Recorder<'a> {
    demand: &'a Demand,
    world: World<'a, Noted>,
    aloft: Aloft,
    counts: Counts,
    columns: Columns,
    /// Events that are not in the columns yet.
    block: Block,
    /// The event that comes next.
    position: u32,
    /// Usable after the last event, and what lots had paid by then.
    usable: i64,
    spent_included: Credits,
    spent_purchased: Credits,
    /// Of each source.
    health: Vec<Changes>,
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
    fn new(demand: &'a Demand, world: World<'a, Noted>) -> Option<Self> {
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
            columns: Columns::with_room(opening, demand),
            block: Block::new(),
            position: 0,
            usable: i64::from(opening),
            spent_included: first_book.spent_included,
            spent_purchased: first_book.spent_purchased,
            health: vec![Changes::default(); sources],
            pauses: (0..sources).map(|source| vec![first(source)]).collect(),
            first_book,
            world,
        };
        recorder.checkpoint();
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
    #[inline]
    fn caused(&mut self) -> Option<()> {
        let what = self.world.queue.peek()?;
        if let Some(place) = what.ends() {
            let source = self.world.flights.get(place).source;
            let failures = self.failures(source);
            self.world.handle_caused();
            let record = self.aloft.take(place);
            self.push(source, (record, What::default()), None, failures)
        } else if let Some(task) = what.resumes() {
            let failures = self.failures(SourceId(task));
            self.world.handle_caused();
            self.push(SourceId(task), (task, What::RESUMED), None, failures)
        } else {
            self.rare(what)
        }
    }

    /// Failures in a row of a task.
    #[inline]
    fn failures(&self, source: SourceId) -> u32 {
        self.world.sources[source.index()].health.consecutive_failures
    }

    /// An event of no work.
    #[inline(never)]
    fn rare(&mut self, what: Caused) -> Option<()> {
        let (book, allowance) = (*self.world.pool.book(), self.world.pool.allowance());
        if what == Caused::MeasurementBegins {
            self.columns.measured_from = index(self.position);
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
            position: self.position,
            before: book,
            after: *self.world.pool.book(),
            ends_allowance: self.world.pool.allowance() != allowance,
            started,
        });
        self.append(u32::MAX, What::RARE, Some(Credits::ZERO))
    }

    /// A record of the demand, which is no event where its task is completed.
    #[inline]
    fn record(&mut self, row: u32, record: Record) -> Option<()> {
        let source = &self.world.sources[record.source.index()];
        let (kind, failures) = (source.kind, source.health.consecutive_failures);
        let reserve = record.reserve.unwrap_or(source.reserve);
        let place = self.world.flights.next_place();
        self.world.now = record.time;
        if !self.world.demand(record) {
            return Some(());
        }
        self.world.end_event();
        let mut what = self.world.observer.take().with(What::RECORD);
        if let SourceKind::Activity(admission) = kind
            && World::<Noted>::admission(record, admission) == Admission::Any
        {
            what = what.with(What::PAID);
        }
        if what.is(What::STARTED) && !what.is(What::ENDED) {
            what = what.with(What::FLIES);
            if self.world.flights.get(place).fails {
                what = what.with(What::FAILS);
            }
            self.aloft.put(place, row, self.position);
        }
        let need = what.need_of_record(reserve, record.cost);
        self.push(record.source, (row, what), Some(need), failures)
    }

    /// An event of a source that had so many failures in a row before it.
    #[inline]
    fn push(
        &mut self,
        source: SourceId,
        (subject, what): (u32, What),
        need: Option<Credits>,
        failures: u32,
    ) -> Option<()> {
        let what =
            what.with(self.world.observer.take()).with(match self.world.sources[source.index()].kind {
                SourceKind::Task(_) => What::TASK,
                SourceKind::Activity(_) => What::default(),
            });
        if what.is(What::FELL_SHORT) {
            return None;
        }
        if what.is(What::CHANGES_STATE) || failures != self.failures(source) {
            self.health_changes(source, what);
        }
        self.append(subject, what, need)
    }

    /// A task's state changes, or its failures in a row.
    #[inline(never)]
    fn health_changes(&mut self, source: SourceId, what: What) {
        let health = &self.world.sources[source.index()].health;
        let stands = match health.state {
            TaskState::Active => Stands::Active,
            TaskState::Paused { .. } => Stands::PausedForFailures,
            TaskState::Completed => Stands::Completed,
        };
        let changes = &mut self.health[source.index()];
        changes.events.push(self.position);
        changes.after.push((health.consecutive_failures, stands));
        if what.is(What::PAUSED) {
            self.pause(source);
        }
        if what.is(What::RESUMED) {
            self.resume(source);
        }
    }

    fn pause(&mut self, source: SourceId) {
        let review = Caused::TaskResumes(source.0);
        let due = self.world.queue.iter().find_map(|(time, what)| (what == review).then_some(time));
        let draws = self.world.streams.drawn(source.index());
        let breaks = self.world.breaks.get(source.index()).copied().unwrap_or(Instant::FAR_FUTURE);
        let (position, since) = (self.position, self.world.now);
        let pause = Pause { position, since, due, draws: (draws, draws), resumed: u32::MAX, breaks };
        self.pauses[source.index()].push(pause);
    }

    fn resume(&mut self, source: SourceId) {
        let draws = self.world.streams.drawn(source.index());
        let Some(pause) = self.pauses[source.index()].last_mut() else { return };
        pause.resumed = self.position;
        pause.draws.1 = draws;
        if let Some(&breaks) = self.world.breaks.get(source.index()) {
            pause.breaks = breaks;
        }
        let since = pause.since.max(self.world.rules.measured_from);
        if since < self.world.now {
            self.counts.add_paused(self.world.now - since);
        }
    }

    /// Appends an event, which needs what it draws where nothing else is said.
    #[inline]
    fn append(&mut self, subject: u32, what: What, need: Option<Credits>) -> Option<()> {
        let pool = &self.world.pool;
        let book = pool.book();
        let spent_included = book.spent_included - self.spent_included;
        let spent = spent_included + (book.spent_purchased - self.spent_purchased);
        (self.spent_included, self.spent_purchased) = (book.spent_included, book.spent_purchased);
        let usable = (pool.usable() - ENDLESS).get();
        let drawn = Credits::new(self.usable - usable);
        self.usable = usable;
        self.block.push(Event {
            time: self.world.now,
            usable: i32::try_from(usable).ok()?,
            spent: u32::try_from(spent.get()).ok()?,
            spent_included: u32::try_from(spent_included.get()).ok()?,
            included: u32::try_from(pool.included().get()).ok()?,
            subject,
            what,
            need: need.unwrap_or(drawn.max(Credits::ZERO)),
        });
        self.position += 1;
        if self.block.is_full() {
            self.checkpoint();
        }
        Some(())
    }

    /// Puts a full block into the columns, and keeps the state after it.
    #[inline(never)]
    fn checkpoint(&mut self) {
        self.empty_block();
        let flights = self.aloft.is_listed(index(self.position)).then(|| {
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
    }

    fn empty_block(&mut self) {
        if !self.block.is_empty() {
            self.columns.append(&self.block);
            self.counts.add_all(self.block.what(), self.block.spent());
            self.block.clear();
        }
    }

    fn finish(mut self, key: [u8; 32], rules: &Rules, template: Template) -> FreeRun {
        self.empty_block();
        let book = *self.world.pool.book();
        let starts = self.world.measure.month_starts().to_vec();
        let events = self.columns.times.len();
        let health =
            |Changes { events: changes, after }| Health { changes: Rows::of(changes, events), after };
        let health: Vec<Health> = std::mem::take(&mut self.health).into_iter().map(health).collect();
        let Recorder { demand, columns, pauses, mut counts, first_book, .. } = self;
        let replayed = self.world.finish();
        let brief = replayed.brief(rules);
        counts.pause_until_the_end(brief.work.tasks.paused_time_for_failures);
        let levels = Extremes::of(columns.levels);
        let rare = columns.rare.iter().map(|rare| index(rare.position));
        let mut run = FreeRun {
            key,
            template,
            descents: Descents::of(&columns.usable, rare),
            highest: levels.greatest().unwrap_or(Credits::ZERO),
            levels,
            lows: Extremes::of(columns.lows),
            most_needed: columns.most_needed,
            most_drawn: columns.most_drawn.unwrap_or(Credits::ZERO),
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
            refusals: Refusals::of(demand, rules),
            starts,
        };
        run.unmeasured = run.counts_at(rules, run.measured_from);
        debug_assert_eq!(brief.work, WorkSums::from(run.all.less(run.unmeasured)));
        run.most_drawn_in_24h = run.most_drawn_in_24h();
        run
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
