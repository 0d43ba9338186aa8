//! How a free run is recorded: by the replay itself, event by event, beside which every change is read off.

use super::columns::Columns;
use super::counts::Counts;
use super::descents::Descents;
use super::extremes::Extremes;
use super::free_rules::{ENDLESS, free_rules};
use super::free_run::{Checkpoint, FEW_FLIGHTS, FreeRun, Health, LISTED, Pause, Rare, STRIDE, Stands};
use super::refusals::Refusals;
use super::rows::Rows;
use super::what::What;
use crate::demand::{Demand, Record, SourceId};
use crate::policy::{Admission, Change, TaskHealth, TaskState};
use crate::pool::Book;
use crate::replay::flight::RowsInFlight;
use crate::replay::hours::Hours;
use crate::replay::number::{index, number};
use crate::replay::queue::Caused;
use crate::replay::source::SourceKind;
use crate::replay::streams::Draws;
use crate::replay::world::{Template, World};
use crate::replay::{Rules, Unobserved, WorkSums, WorkTally};
use crate::units::{Credits, Instant};

/// Records a free run; `None` where replays by `rules` cannot follow one, or a figure is too large for its columns.
pub(super) fn record(demand: &Demand, rules: &Rules, replication: u32) -> Option<FreeRun> {
    let key = FreeRun::key(rules)?;
    if demand.len() >= index(u32::MAX) / 4 {
        return None;
    }
    let free = free_rules(rules);
    let mut watcher = Unobserved;
    let mut world = World::at_start(&free, replication, &mut watcher);
    let template = world.template();
    world.open();
    let opening = u32::try_from(world.pool.included().get()).ok()?;
    let first: Vec<Pause> = (0..free.work.len())
        .map(|source| Pause {
            position: 0,
            since: Instant::from_ms(i64::MIN),
            due: None,
            draws: (world.streams.drawn(source), world.streams.drawn(source)),
            resumed: 0,
            breaks: world.breaks.get(source).copied().unwrap_or(Instant::FAR_FUTURE),
        })
        .collect();
    let first_book = *world.pool.book();
    let mut recorder = Recorder {
        demand,
        world,
        records_in_flight: RowsInFlight::default(),
        flights: Vec::new(),
        counts: Counts::default(),
        columns: Columns::with_room(opening, demand),
        health: vec![Changes::default(); free.work.len()],
        pauses: first.into_iter().map(|pause| vec![pause]).collect(),
        first_book,
    };
    let end = free.horizon.to;
    for row in 0..demand.count_before(end) {
        let record = demand.row(row);
        while recorder.world.queue.next_time() <= record.time {
            recorder.caused()?;
        }
        recorder.record(row, record)?;
    }
    while recorder.world.queue.next_time() < end {
        recorder.caused()?;
    }
    Some(recorder.finish(key, rules, template))
}

struct Recorder<'a> {
    demand: &'a Demand,
    world: World<'a, Unobserved>,
    records_in_flight: RowsInFlight,
    /// The events of the starts of work in flight, in order.
    flights: Vec<u32>,
    counts: Counts,
    columns: Columns,
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

/// What is compared around an event.
struct Before {
    sums: WorkTally,
    state: TaskState,
    failures: u32,
    spent_included: Credits,
}

impl Recorder<'_> {
    fn before(&self, source: SourceId) -> Before {
        let source = &self.world.sources[source.index()];
        let TaskHealth { state, consecutive_failures: failures, .. } = source.health;
        Before { sums: source.sums, state, failures, spent_included: self.world.pool.book().spent_included }
    }

    /// A caused event.
    fn caused(&mut self) -> Option<()> {
        self.checkpoint();
        let what = self.world.queue.peek()?;
        if let Some(place) = what.ends() {
            let source = self.world.flights.get(place).source;
            let before = self.before(source);
            self.world.handle_caused();
            let record = self.records_in_flight.get(place);
            self.flights.retain(|&start| self.columns.subject[index(start)] != record);
            self.push(source, record, &before, What::default())
        } else if let Some(task) = what.resumes() {
            let before = self.before(SourceId(task));
            self.world.handle_caused();
            self.push(SourceId(task), task, &before, What::RESUMED)
        } else {
            self.rare(what)
        }
    }

    /// An event of no work.
    fn rare(&mut self, what: Caused) -> Option<()> {
        let (book, allowance) = (*self.world.pool.book(), self.world.pool.allowance());
        if what == Caused::MeasurementBegins {
            self.columns.measured_from = self.columns.times.len();
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
        self.columns.rare.push(Rare {
            subscription: self.world.subscription.clone(),
            change,
            caused: what,
            position: number(self.columns.times.len()),
            before: book,
            after: *self.world.pool.book(),
            ends_allowance: self.world.pool.allowance() != allowance,
            started,
        });
        self.append(u32::MAX, (0, 0), What::RARE)
    }

    /// A record of the demand, which is no event where its task is completed.
    fn record(&mut self, row: usize, record: Record) -> Option<()> {
        self.checkpoint();
        let before = self.before(record.source);
        let place = self.world.flights.next_place();
        self.world.now = record.time;
        if !self.world.demand(record) {
            return Some(());
        }
        self.world.end_event();
        let source = &self.world.sources[record.source.index()];
        let mut what = What::RECORD;
        if let SourceKind::Activity(admission) = source.kind
            && World::<Unobserved>::admission(record, admission) == Admission::Any
        {
            what = what.with(What::PAID);
        }
        if self.world.flights.next_place() != place {
            what = what.with(What::FLIES);
            if self.world.flights.get(place).fails {
                what = what.with(What::FAILS);
            }
            self.flights.push(number(self.columns.times.len()));
            self.records_in_flight.put(place, number(row));
        }
        self.push(record.source, number(row), &before, what)
    }

    /// An event of a source.
    fn push(&mut self, source: SourceId, subject: u32, before: &Before, what: What) -> Option<()> {
        let now = &self.world.sources[source.index()];
        let (sums, health) = (&now.sums, &now.health);
        if sums.refused != before.sums.refused || sums.absorbed != before.sums.absorbed {
            return None;
        }
        let position = number(self.columns.times.len());
        let what = what.with(What::between(&before.sums, sums)).with(match now.kind {
            SourceKind::Task(_) => What::TASK,
            SourceKind::Activity(_) => What::default(),
        });
        let spent = u32::try_from((sums.spent - before.sums.spent).get()).ok()?;
        let included = (self.world.pool.book().spent_included - before.spent_included).get();
        self.counts.add(what, spent);
        let failures = health.consecutive_failures;
        if failures != before.failures || health.state != before.state {
            let stands = match health.state {
                TaskState::Active => Stands::Active,
                TaskState::Paused { .. } => Stands::PausedForFailures,
                TaskState::Completed => Stands::Completed,
            };
            let changes = &mut self.health[source.index()];
            changes.events.push(position);
            changes.after.push((failures, stands));
        }
        if what.is(What::PAUSED) {
            self.pause(source, position);
        }
        if what.is(What::RESUMED) {
            self.resume(source, position);
        }
        self.append(subject, (spent, u32::try_from(included).ok()?), what)
    }

    fn pause(&mut self, source: SourceId, position: u32) {
        let review = Caused::TaskResumes(source.0);
        let due = self.world.queue.iter().find_map(|(time, what)| (what == review).then_some(time));
        let draws = self.world.streams.drawn(source.index());
        let breaks = self.world.breaks.get(source.index()).copied().unwrap_or(Instant::FAR_FUTURE);
        let since = self.world.now;
        let pause = Pause { position, since, due, draws: (draws, draws), resumed: u32::MAX, breaks };
        self.pauses[source.index()].push(pause);
    }

    fn resume(&mut self, source: SourceId, position: u32) {
        let draws = self.world.streams.drawn(source.index());
        let Some(pause) = self.pauses[source.index()].last_mut() else { return };
        pause.resumed = position;
        pause.draws.1 = draws;
        if let Some(&breaks) = self.world.breaks.get(source.index()) {
            pause.breaks = breaks;
        }
        let since = pause.since.max(self.world.rules.measured_from);
        if since < self.world.now {
            self.counts.add_paused(self.world.now - since);
        }
    }

    /// The state before the next event, at every [`STRIDE`]th.
    fn checkpoint(&mut self) {
        let position = self.columns.times.len();
        if position.is_multiple_of(STRIDE) && self.columns.checkpoints.len() == position / STRIDE {
            let listed = self.flights.len() <= FEW_FLIGHTS || position.is_multiple_of(LISTED);
            let flights = listed.then(|| {
                let from = number(self.columns.flights.len());
                self.columns.flights.extend(&self.flights);
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
    }

    fn append(&mut self, subject: u32, spent: (u32, u32), what: What) -> Option<()> {
        let columns = &mut self.columns;
        let pool = &self.world.pool;
        columns.times.push(self.world.now);
        columns.usable.push(i32::try_from((pool.usable() - ENDLESS).get()).ok()?);
        columns.spent.push(spent.0);
        columns.spent_included.push(spent.1);
        columns.included.push(u32::try_from(pool.included().get()).ok()?);
        columns.subject.push(subject);
        columns.what.push(what);
        Some(())
    }

    fn finish(mut self, key: [u8; 32], rules: &Rules, template: Template) -> FreeRun {
        self.checkpoint();
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
        let mut run = FreeRun {
            key,
            template,
            levels: Extremes::default(),
            descents: Descents::default(),
            highest: Credits::new(columns.usable.iter().copied().max().map_or(0, i64::from)),
            lows: Extremes::default(),
            most_needed: Credits::ZERO,
            most_drawn: Credits::ZERO,
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
        run.levels = Extremes::of(run.len(), |position| run.usable_after(position));
        run.descents = Descents::of(&run.usable, run.rare.iter().map(|rare| index(rare.position)));
        let mut most_needed = Credits::ZERO;
        run.lows = Extremes::of(run.len(), |position| {
            let need = run.need(demand, position);
            most_needed = most_needed.max(need);
            run.usable_before(position) - need
        });
        run.most_needed = most_needed;
        run.most_drawn = run.most_drawn();
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
