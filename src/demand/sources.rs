//! Every source of a plan at work, window by window.

use super::columns::{Blank, index};
use super::draw::{Block, Sampler};
use super::occurrences::Occurrences;
use super::outcomes::Outcomes;
use super::process::ActivityArrivals;
use super::runs::FEW_RUNS;
use super::trace::{Placed, Placement, TraceSource};
use super::wanted::{Class, Wanted};
use super::{ActivityPlan, CostDraw, Plan, SourceId, SpanDraw, TaskPlan, TracePlan};
use crate::calendar::Window;
use crate::rng::{Stream, StreamKey};
use crate::units::{Instant, Span};

/// All sources, as far as their work has been generated.
pub(super) struct Sources<'a> {
    tasks: Vec<Task>,
    activities: Vec<Activity>,
    traces: Vec<Trace<'a>>,
    block: Block,
}

struct Task {
    occurrences: Occurrences,
    /// The occurrence that comes next, found already.
    next: Option<Instant>,
    draws: Draws,
    /// `None` where nothing fails.
    outcomes: Option<Outcomes>,
}

struct Activity {
    arrivals: ActivityArrivals,
    draws: Draws,
}

struct Trace<'a> {
    plan: &'a TracePlan,
    placement: Placement<'a>,
    /// The number of the trace's first source.
    first: u32,
    /// By `who`.
    classes: Vec<Class>,
    /// The rows of the window.
    placed: Vec<Placed>,
}

/// What each piece of a source's work costs and how long it takes.
struct Draws {
    cost: (Sampler, Stream),
    duration: (Sampler, Stream),
}

impl<'a> Sources<'a> {
    /// Of `plan`, nothing generated yet.
    pub(super) fn new(plan: &'a Plan, replication: u32) -> Self {
        let key = StreamKey { seed: plan.seed, replication };
        let mut first = number(plan.tasks.len() + plan.activities.len());
        let traces = plan.traces.iter().map(|trace| {
            let new = Trace::new(trace, first);
            first += number(trace.rows.who.len());
            new
        });
        Self {
            tasks: plan.tasks.iter().map(|task| Task::new(task, plan.horizon, key)).collect(),
            activities: plan.activities.iter().map(|activity| Activity::new(activity, plan, key)).collect(),
            traces: traces.collect(),
            block: Block::default(),
        }
    }

    /// How many owners of work there are: tasks, activities, and two for each trace.
    pub(super) fn owners(&self) -> usize {
        self.tasks.len() + self.activities.len() + 2 * self.traces.len()
    }

    /// `window`, cut so short that traces do not fill the memory.
    pub(super) fn thinned(&self, mut window: Window) -> Window {
        const MOST: usize = 1 << 15;
        let rows = |window| self.traces.iter().map(|trace| trace.placement.count(window)).sum::<usize>();
        while rows(window) > MOST && (window.to - window.from).ms() > 1 {
            window.to = window.from + Span::from_ms((window.to - window.from).ms() / 2);
        }
        window
    }

    /// When there is work in the window: task occurrences before activity arrivals, each in source order (R-STEP).
    pub(super) fn want(&mut self, wanted: &mut Wanted) {
        let activities = self.tasks.len();
        let traces = activities + self.activities.len();
        for (owner, task) in self.tasks.iter_mut().enumerate() {
            task.want(owner, wanted);
        }
        for (owner, trace) in (traces..).step_by(2).zip(&mut self.traces) {
            trace.placement.place(wanted.window(), &mut trace.placed);
            trace.want(Class::Task, owner, wanted);
        }
        let are_few = self.activities.len() + self.traces.len() <= FEW_RUNS;
        for (owner, activity) in (activities..).zip(&mut self.activities) {
            let count = activity.want(owner, wanted);
            if are_few {
                wanted.sort_last(count);
            }
        }
        for (owner, trace) in (traces + 1..).step_by(2).zip(&self.traces) {
            trace.want(Class::Activity, owner, wanted);
        }
    }

    /// What all of it costs, how long it takes and how it ends.
    pub(super) fn fill(&mut self, wanted: &Wanted, blank: &mut Blank<'_>) {
        let activities = self.tasks.len();
        let traces = activities + self.activities.len();
        for (owner, task) in self.tasks.iter_mut().enumerate() {
            let places = wanted.places(owner);
            task.draws.fill(places, blank, &mut self.block);
            if let Some(outcomes) = &mut task.outcomes {
                for place in places.iter().copied().map(index) {
                    blank.outcomes[place] = outcomes.draw(blank.times[place]);
                }
            }
        }
        for (owner, activity) in (activities..).zip(&mut self.activities) {
            activity.draws.fill(wanted.places(owner), blank, &mut self.block);
        }
        for (owner, trace) in (traces..).step_by(2).zip(&self.traces) {
            trace.fill(Class::Task, wanted.places(owner), blank);
            trace.fill(Class::Activity, wanted.places(owner + 1), blank);
        }
    }
}

impl Task {
    fn new(plan: &TaskPlan, horizon: Window, key: StreamKey) -> Self {
        let Window { from, to } = plan.active;
        let window = Window { from: from.max(horizon.from), to: to.min(horizon.to) };
        let mut occurrences = plan.schedule.occurrences(&plan.zone, window);
        Self {
            next: occurrences.next(),
            occurrences,
            draws: Draws::new(&plan.name, &plan.cost, &plan.duration, key),
            outcomes: Outcomes::new(&plan.failure, &plan.name, horizon.from, key),
        }
    }

    fn want(&mut self, owner: usize, wanted: &mut Wanted) {
        wanted.begin_owner(owner);
        let Window { from, to } = wanted.window();
        if let Some(first) = self.next.filter(|&first| first < to.min(from + Span::HOUR))
            && self.occurrences.hourly_until() >= Some(to)
        {
            wanted.push_hourly(first, number(owner));
            self.occurrences.leave_out(((to - first).ms() - 1) / Span::HOUR.ms());
            self.next = self.occurrences.next();
            return;
        }
        while let Some(at) = self.next.filter(|&at| at < to) {
            wanted.push(Class::Task, at, number(owner));
            self.next = self.occurrences.next();
        }
    }
}

impl Activity {
    fn new(activity: &ActivityPlan, plan: &Plan, key: StreamKey) -> Self {
        Self {
            arrivals: ActivityArrivals::new(activity, &plan.zone, plan.horizon, key),
            draws: Draws::new(&activity.name, &activity.cost, &activity.duration, key),
        }
    }

    /// How much work there is.
    fn want(&mut self, owner: usize, wanted: &mut Wanted) -> usize {
        wanted.begin_owner(owner);
        let mut count = 0;
        self.arrivals.before(wanted.window().to, |at| {
            wanted.push(Class::Activity, at, number(owner));
            count += 1;
        });
        count
    }
}

impl Draws {
    fn new(name: &str, cost: &CostDraw, duration: &SpanDraw, key: StreamKey) -> Self {
        Self {
            cost: (cost.prepare(), key.stream(name, "cost")),
            duration: (duration.prepare(), key.stream(name, "duration")),
        }
    }

    /// For work in those places.
    fn fill(&mut self, places: &[u32], blank: &mut Blank<'_>, block: &mut Block) {
        let (sampler, stream) = &mut self.cost;
        sampler.set_credits(blank.costs, places, stream, block);
        let (sampler, stream) = &mut self.duration;
        sampler.set_spans(blank.durations, places, stream, block);
    }
}

impl<'a> Trace<'a> {
    fn new(plan: &'a TracePlan, first: u32) -> Self {
        let class = |who: &TraceSource| if who.is_task() { Class::Task } else { Class::Activity };
        Self {
            plan,
            placement: Placement::new(plan),
            first,
            classes: plan.rows.who.iter().map(class).collect(),
            placed: Vec::new(),
        }
    }

    /// The placed rows of a class.
    fn placed(&self, class: Class) -> impl Iterator<Item = &Placed> {
        let of_row = |row: usize| self.classes[index(self.plan.rows.sources[row])];
        self.placed.iter().filter(move |placed| of_row(placed.row) == class)
    }

    fn want(&self, class: Class, owner: usize, wanted: &mut Wanted) {
        wanted.begin_owner(owner);
        for placed in self.placed(class) {
            wanted.push(class, placed.time, number(owner));
        }
    }

    /// What was recorded of the work in those places.
    fn fill(&self, class: Class, places: &[u32], blank: &mut Blank<'_>) {
        let rows = &self.plan.rows;
        for (&Placed { row, .. }, place) in self.placed(class).zip(places.iter().copied().map(index)) {
            blank.sources[place] = SourceId(self.first + rows.sources[row]);
            blank.costs[place] = rows.costs[row];
            blank.durations[place] = rows.durations[row];
            blank.outcomes[place] = rows.outcomes[row];
            blank.reserves[place] = rows.reserves[row];
        }
    }
}

/// A number of sources: far below 2³².
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
