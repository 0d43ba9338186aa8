//! Every source of a plan at work, window by window.

use super::columns::index;
use super::draw::Sampler;
use super::occurrences::Occurrences;
use super::outcomes::Outcomes;
use super::process::ActivityArrivals;
use super::trace::{Placed, Placement, TraceSource};
use super::wanted::Wanted;
use super::{ActivityPlan, CostDraw, Demand, Outcome, Plan, SourceId, SpanDraw, TaskPlan, TracePlan};
use crate::calendar::Window;
use crate::rng::{Stream, StreamKey};
use crate::units::{Instant, Span};

/// All sources, as far as their work has been generated.
pub(super) struct Sources<'a> {
    tasks: Vec<Task>,
    activities: Vec<Activity>,
    traces: Vec<Trace<'a>>,
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
    /// By `who`, true for tasks.
    is_task: Vec<bool>,
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

    /// Everything in the window: task occurrences before activity arrivals, each in source order (R-STEP).
    pub(super) fn want(&mut self, wanted: &mut Wanted) {
        let activities = self.tasks.len();
        let traces = activities + self.activities.len();
        for (owner, task) in self.tasks.iter_mut().enumerate() {
            task.want(owner, wanted);
        }
        for (owner, trace) in (traces..).step_by(2).zip(&mut self.traces) {
            trace.placement.place(wanted.window(), &mut trace.placed);
            trace.want(true, owner, wanted);
        }
        for (owner, activity) in (activities..).zip(&mut self.activities) {
            activity.want(owner, wanted);
        }
        for (owner, trace) in (traces + 1..).step_by(2).zip(&self.traces) {
            trace.want(false, owner, wanted);
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
        let until = wanted.window().to;
        while let Some(at) = self.next.filter(|&at| at < until) {
            wanted.push(at, number(owner));
            self.next = self.occurrences.next();
        }
        let count = wanted.without_entry();
        if let Some(outcomes) = &mut self.outcomes {
            let mut drawn = std::mem::take(&mut wanted.outcomes);
            drawn.extend(wanted.last(count).map(|at| outcomes.draw(at)));
            wanted.outcomes = drawn;
        }
        self.draws.append(count, owner, wanted);
    }
}

impl Activity {
    fn new(activity: &ActivityPlan, plan: &Plan, key: StreamKey) -> Self {
        Self {
            arrivals: ActivityArrivals::new(activity, &plan.zone, plan.horizon, key),
            draws: Draws::new(&activity.name, &activity.cost, &activity.duration, key),
        }
    }

    fn want(&mut self, owner: usize, wanted: &mut Wanted) {
        wanted.begin_owner(owner);
        self.arrivals.before(wanted.window().to, |at| wanted.push(at, number(owner)));
        self.draws.append(wanted.without_entry(), owner, wanted);
    }
}

impl Draws {
    fn new(name: &str, cost: &CostDraw, duration: &SpanDraw, key: StreamKey) -> Self {
        Self {
            cost: (cost.prepare(), key.stream(name, "cost")),
            duration: (duration.prepare(), key.stream(name, "duration")),
        }
    }

    /// Entries for the `count` pieces of work of `owner`, a source; outcomes may be there already.
    fn append(&mut self, count: usize, owner: usize, wanted: &mut Wanted) {
        let all = wanted.sources.len() + count;
        wanted.sources.resize(all, SourceId(number(owner)));
        wanted.outcomes.resize(all, Outcome::Completes);
        wanted.reserves.resize(all, Demand::NO_RESERVE);
        let (sampler, stream) = &mut self.cost;
        sampler.append_credits(count, stream, &mut wanted.costs);
        let (sampler, stream) = &mut self.duration;
        sampler.append_spans(count, stream, &mut wanted.durations);
    }
}

impl<'a> Trace<'a> {
    fn new(plan: &'a TracePlan, first: u32) -> Self {
        Self {
            plan,
            placement: Placement::new(plan),
            first,
            is_task: plan.rows.who.iter().map(TraceSource::is_task).collect(),
            placed: Vec::new(),
        }
    }

    /// The placed rows of tasks, or those of activities.
    fn want(&self, tasks: bool, owner: usize, wanted: &mut Wanted) {
        let rows = &self.plan.rows;
        wanted.begin_owner(owner);
        for &Placed { time, row } in &self.placed {
            let who = rows.sources[row];
            if self.is_task[index(who)] == tasks {
                wanted.push(time, number(owner));
                wanted.sources.push(SourceId(self.first + who));
                wanted.costs.push(rows.costs[row]);
                wanted.durations.push(rows.durations[row]);
                wanted.outcomes.push(rows.outcomes[row]);
                wanted.reserves.push(rows.reserves[row]);
            }
        }
    }
}

/// A number of sources: far below 2³².
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
