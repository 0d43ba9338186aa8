//! From a plan to the time-sorted demand of one replication.
//!
//! The horizon is cut into windows. In each, every source first says when it wants to work; these instants are
//! sorted; then costs, durations and outcomes are drawn in the sorted order, each source from its own streams.
//! Where the windows are cut changes nothing in the result.

use super::capacity::Capacity;
use super::draw::Sampler;
use super::occurrences::Occurrences;
use super::order::{Key, Sorter, key, ms, owner};
use super::outcomes::Outcomes;
use super::process::ActivityArrivals;
use super::trace::{Placed, Placement};
use super::{Demand, Outcome, Plan, SourceId, TraceRows};
use crate::calendar::Window;
use crate::rng::{Stream, StreamKey};
use crate::units::{Credits, Instant, Span};

/// The demand of replication `replication`: the same bytes for the same plan on any machine (R-CRN).
pub fn generate(plan: &Plan, replication: u32) -> Demand {
    let mut demand = Demand::default();
    generate_into(plan, replication, &mut demand);
    demand
}

/// As [`generate`], into `demand`, whose memory is used again.
pub fn generate_into(plan: &Plan, replication: u32, demand: &mut Demand) {
    demand.clear();
    if plan.horizon.from >= plan.horizon.to {
        return;
    }
    fill(plan, replication, Capacity::of(plan), demand);
}

fn fill(plan: &Plan, replication: u32, capacity: Capacity, demand: &mut Demand) {
    demand.reserve(capacity.records, !plan.traces.is_empty());
    let mut sources = Sources::new(plan, replication);
    let mut draws = Draws::new(plan, replication);
    let mut wanted = Wanted::default();
    let mut from = plan.horizon.from;
    while from < plan.horizon.to {
        let to = (from + capacity.window).min(plan.horizon.to);
        let window = sources.thinned(Window { from, to });
        wanted.begin(window);
        sources.want(&mut wanted);
        wanted.sort();
        draws.append(&wanted, demand);
        from = window.to;
    }
}

/// Who wants to work when, in one window.
struct Wanted<'a> {
    window: Window,
    keys: Vec<Key>,
    /// The traced work of the window; its owners in `keys` begin after the last activity.
    traced: Vec<Traced<'a>>,
    sorter: Sorter,
}

/// One piece of traced work.
#[derive(Clone, Copy)]
struct Traced<'a> {
    rows: &'a TraceRows,
    row: usize,
    source: SourceId,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        let window = Window { from: Instant::default(), to: Instant::default() };
        Self { window, keys: Vec::new(), traced: Vec::new(), sorter: Sorter::default() }
    }
}

impl Wanted<'_> {
    fn begin(&mut self, window: Window) {
        self.window = window;
        self.keys.clear();
        self.traced.clear();
    }

    /// `owner` wants to work `at` an instant of the window.
    #[inline]
    fn push(&mut self, at: Instant, owner: u32) {
        // Windows are at most 2³² ms long.
        let ms = u32::try_from((at - self.window.from).ms()).unwrap_or(u32::MAX);
        self.keys.push(key(ms, owner));
    }

    /// By time; what wants to work at one instant stays in the order in which it was pushed.
    fn sort(&mut self) {
        let width = (self.window.to - self.window.from).ms().unsigned_abs();
        self.sorter.sort(&mut self.keys, width);
    }
}

/// Every source, as far as its occurrences have been given.
struct Sources<'a> {
    tasks: Vec<(Occurrences, Option<Instant>)>,
    activities: Vec<ActivityArrivals>,
    traces: Vec<TraceSources<'a>>,
}

struct TraceSources<'a> {
    placement: Placement<'a>,
    rows: &'a TraceRows,
    /// The number of the trace's first source.
    first: u32,
    /// By `who`, true for tasks.
    is_task: Vec<bool>,
    /// The rows of the window.
    placed: Vec<Placed>,
}

impl<'a> Sources<'a> {
    fn new(plan: &'a Plan, replication: u32) -> Self {
        let key = StreamKey { seed: plan.seed, replication };
        let tasks = plan.tasks.iter().map(|task| {
            let window = Window {
                from: task.active.from.max(plan.horizon.from),
                to: task.active.to.min(plan.horizon.to),
            };
            let mut occurrences = task.schedule.occurrences(&task.zone, window);
            let next = occurrences.next();
            (occurrences, next)
        });
        let activities = plan
            .activities
            .iter()
            .map(|activity| ActivityArrivals::new(activity, &plan.zone, plan.horizon, key));
        let mut first = count(plan.tasks.len() + plan.activities.len());
        let traces = plan.traces.iter().map(|trace| {
            let sources = TraceSources {
                placement: Placement::new(trace),
                rows: &trace.rows,
                first,
                is_task: trace.rows.who.iter().map(super::TraceSource::is_task).collect(),
                placed: Vec::new(),
            };
            first += count(trace.rows.who.len());
            sources
        });
        Self { tasks: tasks.collect(), activities: activities.collect(), traces: traces.collect() }
    }

    /// `window`, cut so short that traces do not fill the memory.
    fn thinned(&self, mut window: Window) -> Window {
        const MOST: usize = 1 << 16;
        let rows = |window| self.traces.iter().map(|trace| trace.placement.count(window)).sum::<usize>();
        while rows(window) > MOST && (window.to - window.from).ms() > 1 {
            window.to = window.from + Span::from_ms((window.to - window.from).ms() / 2);
        }
        window
    }

    /// Everything in the window: task occurrences before activity arrivals, each in source order (R-STEP).
    fn want(&mut self, wanted: &mut Wanted<'a>) {
        let until = wanted.window.to;
        for (owner, (occurrences, next)) in (0..).zip(&mut self.tasks) {
            while let Some(at) = next.filter(|&at| at < until) {
                wanted.push(at, owner);
                *next = occurrences.next();
            }
        }
        let owners = count(self.tasks.len() + self.activities.len());
        for trace in &mut self.traces {
            trace.placement.place(wanted.window, &mut trace.placed);
            trace.want(true, owners, wanted);
        }
        for (owner, activity) in (count(self.tasks.len())..).zip(&mut self.activities) {
            activity.before(until, |at| wanted.push(at, owner));
        }
        for trace in &self.traces {
            trace.want(false, owners, wanted);
        }
    }
}

impl<'a> TraceSources<'a> {
    /// The placed rows of tasks, or those of activities.
    fn want(&self, tasks: bool, owners: u32, wanted: &mut Wanted<'a>) {
        for &Placed { time, row } in &self.placed {
            let who = self.rows.sources[row];
            if self.is_task[SourceId(who).index()] == tasks {
                let number = owners + count(wanted.traced.len());
                wanted.push(time, number);
                wanted.traced.push(Traced { rows: self.rows, row, source: SourceId(self.first + who) });
            }
        }
    }
}

/// What is drawn for each record, by owner: tasks, then activities.
struct Draws {
    costs: Vec<(Sampler, Stream)>,
    durations: Vec<(Sampler, Stream)>,
    /// `None` where nothing fails.
    outcomes: Vec<Option<Outcomes>>,
    /// Traced work has reservations of its own.
    with_reserves: bool,
}

impl Draws {
    fn new(plan: &Plan, replication: u32) -> Self {
        let key = StreamKey { seed: plan.seed, replication };
        let start = plan.horizon.from;
        let tasks = plan.tasks.iter().map(|task| (&task.name, &task.cost, &task.duration));
        let activities =
            plan.activities.iter().map(|activity| (&activity.name, &activity.cost, &activity.duration));
        let (costs, durations) = tasks
            .chain(activities)
            .map(|(name, cost, duration)| {
                let draws = |sampler, purpose| (sampler, key.stream(name, purpose));
                (draws(cost.prepare(), "cost"), draws(duration.prepare(), "duration"))
            })
            .unzip();
        let outcomes = plan.tasks.iter().map(|task| Outcomes::new(&task.failure, &task.name, start, key));
        let never = plan.activities.iter().map(|_| None);
        Self {
            costs,
            durations,
            outcomes: outcomes.chain(never).collect(),
            with_reserves: !plan.traces.is_empty(),
        }
    }

    /// Appends the sorted work of a window, column by column.
    fn append(&mut self, wanted: &Wanted<'_>, demand: &mut Demand) {
        let (keys, from) = (&wanted.keys, wanted.window.from);
        demand.make_room(keys.len(), self.with_reserves);
        demand.times.extend(keys.iter().map(|&key| from + Span::from_ms(ms(key))));
        let owners = self.costs.len();
        let index = |key: Key| SourceId(owner(key)).index();
        let traced = |index: usize| wanted.traced[index - owners];
        demand.sources.extend(keys.iter().map(|&key| match index(key) {
            index if index < owners => SourceId(owner(key)),
            index => traced(index).source,
        }));
        demand.costs.extend(keys.iter().map(|&key| match self.costs.get_mut(index(key)) {
            Some((sampler, stream)) => sampler.credits(stream),
            None => traced(index(key)).cost(),
        }));
        demand.durations.extend(keys.iter().map(|&key| match self.durations.get_mut(index(key)) {
            Some((sampler, stream)) => sampler.span(stream),
            None => traced(index(key)).duration(),
        }));
        demand.outcomes.extend(keys.iter().map(|&key| match self.outcomes.get_mut(index(key)) {
            Some(None) => Outcome::Completes,
            Some(Some(outcomes)) => outcomes.draw(from + Span::from_ms(ms(key))),
            None => traced(index(key)).outcome(),
        }));
        if self.with_reserves {
            demand.reserves.extend(keys.iter().map(|&key| match index(key) {
                index if index < owners => Demand::NO_RESERVE,
                index => traced(index).reserve(),
            }));
        }
    }
}

impl Traced<'_> {
    fn cost(self) -> Credits {
        self.rows.costs[self.row]
    }

    fn duration(self) -> Span {
        self.rows.durations[self.row]
    }

    fn outcome(self) -> Outcome {
        self.rows.outcomes[self.row]
    }

    fn reserve(self) -> Credits {
        self.rows.reserves[self.row]
    }
}

/// A number of sources, or of the records of a window: far below 2³².
fn count(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
