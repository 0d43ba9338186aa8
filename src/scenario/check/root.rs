//! The scenario as a whole.

use super::activity::{CheckedActivity, check_activity};
use super::clock::{Clock, check_clock, check_report};
use super::context::Context;
use super::expect::check_expect;
use super::names::Names;
use super::plan::{Subscribed, check_manual, check_payment, check_plan, check_top_ups};
use super::policy::check_prices;
use super::population::check_population;
use super::recharge::check_recharge;
use super::review::{check_reviews, default_reviews};
use super::size::{self, Asked, check_records, check_sums};
use super::sweep::check_sweep;
use super::task::{CheckedTask, check_shown, check_task};
use super::trace::{CheckedTrace, check_trace};
use crate::calendar::Window;
use crate::demand::Plan;
use crate::mutation::Mutant;
use crate::policy::{Policy, Tier};
use crate::replay::{Rules, WorkKind, WorkRules};
use crate::scenario::experiment::{Expectation, Sweep};
use crate::scenario::place::Place;
use crate::scenario::population::Population;
use crate::scenario::problem::Problem;
use crate::scenario::traces::Traces;
use crate::scenario::written;
use crate::units::{Credits, Instant, Ratio};

/// What a checked scenario is made of.
pub(crate) struct Parts {
    pub(crate) tier: String,
    pub(crate) replications: u32,
    pub(crate) plan: Plan,
    pub(crate) rules: Rules,
    pub(crate) sweep: Option<Sweep>,
    pub(crate) population: Option<Population>,
    pub(crate) expect: Vec<Expectation>,
    pub(crate) left_out: Vec<(String, u64)>,
}

/// Checks everything; the result means something only if no error was reported.
pub(crate) fn check_scenario(
    written: &written::Scenario,
    root: &Place<'_>,
    policy: &Policy,
    traces: &Traces<'_>,
) -> Option<Parts> {
    root.key("schema").whole(written.schema, 1..=1);
    if let Some(name) = &written.name {
        check_shown(name, &root.key("name"));
    }
    let Clock { zone, horizon, seed, replications } = check_clock(written.clock.as_ref(), &root.key("clock"));
    let horizon = horizon.unwrap_or(STAND_IN);
    let tier = check_tier(written.plan.as_ref(), policy, &root.key("plan"))?;
    let strict = written.strict.unwrap_or(true);
    let context = Context { policy, tier, zone, horizon, strict };
    let sources = check_sources(written, &context, traces, root);
    let rules = check_rules(written, &context, seed, sources.rules.clone(), root);
    let plan = Plan {
        horizon,
        zone: context.zone.clone(),
        seed,
        tasks: sources.tasks.iter().map(|task| task.plan.clone()).collect(),
        activities: sources.activities.iter().map(|activity| activity.plan.clone()).collect(),
        traces: sources.traces.iter().map(|trace| trace.plan.clone()).collect(),
    };
    if plan.horizon != STAND_IN {
        check_records(&plan, root);
        check_sums(&sources, &rules, root);
    }
    let left_out = sources.traces.iter();
    let left_out = left_out.map(|trace| (trace.path.clone(), trace.plan.left_out(horizon).total())).collect();
    Some(Parts {
        tier: tier.name.clone(),
        replications,
        plan,
        rules,
        sweep: check_sweep(written.sweep.as_ref(), replications, &context, root),
        population: check_population(written.population.as_ref(), traces, &context, root),
        expect: check_expect(&written.expect, &root.key("expect")),
        left_out,
    })
}

/// Where the clock is wrong, so that all else can still be checked: wide enough to contain anything.
const STAND_IN: Window =
    Window { from: Instant::from_ms(-6_000_000_000_000), to: Instant::from_ms(25_000_000_000_000) };

fn check_tier<'a>(plan: Option<&written::Plan>, policy: &'a Policy, place: &Place<'_>) -> Option<&'a Tier> {
    let name = plan.and_then(|plan| plan.tier.as_deref()).unwrap_or(&policy.default_tier);
    let tier = policy.tier(name);
    if tier.is_none() {
        let names: Vec<&str> = policy.tiers.iter().map(|tier| tier.name.as_str()).collect();
        let label = format!("not a tier of `{}`", policy.name);
        place.key("tier").refuse(Problem::not_one_of("tier", name, &names).label(label));
        return policy.tier(&policy.default_tier);
    }
    tier
}

fn check_rules(
    written: &written::Scenario,
    context: &Context<'_>,
    seed: u64,
    work: Vec<WorkRules>,
    root: &Place<'_>,
) -> Rules {
    let policy = context.policy;
    let Subscribed { subscription, opening, overrun, purchased_expire_after } =
        check_plan(written.plan.as_ref(), context, &root.key("plan"));
    let auto_recharge = check_recharge(written.auto_recharge.as_ref(), context, &root.key("auto_recharge"));
    let (payment, repair) = check_payment(written.payment.as_ref(), context, &root.key("payment"));
    let (low_balance_warning, measured_from) =
        check_report(written.report.as_ref(), auto_recharge.threshold, context, &root.key("report"));
    let prices = written.prices.as_ref();
    let prices = prices.and_then(|prices| check_prices(prices, Some(&policy.prices), &root.key("prices")));
    Rules {
        horizon: context.horizon,
        measured_from,
        zone: context.zone.clone(),
        seed,
        opening,
        draw_order: policy.draw_order,
        purchased_expire_after,
        overrun,
        subscription,
        paid_plan: context.tier.paid,
        auto_recharge,
        prices: prices.unwrap_or_else(|| policy.prices.clone()),
        payment,
        repair,
        reactive_top_up: check_manual(written.manual_top_up.as_ref(), context, &root.key("manual_top_up")),
        top_ups: check_top_ups(&written.top_ups, context, &root.key("top_ups")),
        low_balance_warning,
        work,
        mutant: Mutant::default(),
    }
}

/// Tasks, activities and traces, and the rules of all sources in order.
#[derive(Default)]
pub(super) struct Sources {
    tasks: Vec<CheckedTask>,
    activities: Vec<CheckedActivity>,
    traces: Vec<CheckedTrace>,
    rules: Vec<WorkRules>,
    /// What each entry of the file asks for.
    pub(super) asked: Vec<Asked>,
}

fn check_sources(
    written: &written::Scenario,
    context: &Context<'_>,
    traces: &Traces<'_>,
    root: &Place<'_>,
) -> Sources {
    let mut names = Names::default();
    let reviews = check_reviews(written.review.as_ref(), &default_reviews(context), &root.key("review"));
    let mut sources = Sources::default();
    let tasks_at = root.key("tasks");
    for (index, task) in written.tasks.iter().enumerate() {
        let place = tasks_at.item(index);
        for copy in check_task(task, &reviews, context, &place) {
            names.take(&copy.plan.name, "a task", &place.key("name"));
            sources.push_task(index, copy, context);
        }
    }
    let activities_at = root.key("activities");
    for (index, activity) in written.activities.iter().enumerate() {
        let place = activities_at.item(index);
        if let Some(checked) = check_activity(activity, context, &place) {
            names.take(&checked.plan.name, "an activity", &place.key("name"));
            sources.push_activity(index, checked, context);
        }
    }
    let traces_at = root.key("traces");
    for (index, trace) in written.traces.iter().enumerate() {
        let place = traces_at.item(index);
        if let Some(checked) = check_trace(trace, &reviews, traces, context, &place) {
            for source in checked.plan.rows.who().iter().filter(|source| source.is_task()) {
                names.take(&source.name, "a traced task", &place.key("path"));
            }
            sources.push_trace(index, checked, context);
        }
    }
    if sources.rules.is_empty() {
        let problem = Problem::new("this scenario has no work: no tasks, activities or traces");
        root.refuse(problem.warning());
    }
    sources
}

impl Sources {
    fn rank(&self) -> u32 {
        let places = self.tasks.len() + self.activities.len() + self.traces.len();
        u32::try_from(places).unwrap_or(u32::MAX)
    }

    fn push(&mut self, name: &str, reserve: Credits, failed_charge: Ratio, kind: WorkKind) {
        self.rules.push(WorkRules { name: name.to_owned(), rank: self.rank(), reserve, failed_charge, kind });
    }

    fn ask(&mut self, list: &'static str, index: usize, (credits, key): (f64, &'static str)) {
        match self.asked.last_mut() {
            Some(same) if (same.list, same.index) == (list, index) => same.credits += credits,
            Some(_) | None => self.asked.push(Asked { list, index, key, credits }),
        }
    }

    fn push_task(&mut self, index: usize, task: CheckedTask, context: &Context<'_>) {
        let records = task.plan.expected_records(context.horizon);
        self.ask(
            "tasks",
            index,
            size::asked(records, task.plan.cost.expected(), task.reserve, task.failed_charge),
        );
        self.push(&task.plan.name, task.reserve, task.failed_charge, WorkKind::Task(task.rules.clone()));
        self.tasks.push(task);
    }

    fn push_activity(&mut self, index: usize, activity: CheckedActivity, context: &Context<'_>) {
        let CheckedActivity { plan, reserve, .. } = &activity;
        let records = plan.expected_records(context.horizon) + size::burst(&plan.arrivals);
        self.ask("activities", index, size::asked(records, plan.cost.expected(), *reserve, Ratio::ONE));
        let kind = WorkKind::Activity(activity.rules.clone());
        // An activity's own work never fails, so that nothing of it is ever charged as failed.
        self.push(&activity.plan.name, activity.reserve, Ratio::ONE, kind);
        self.activities.push(activity);
    }

    fn push_trace(&mut self, index: usize, trace: CheckedTrace, context: &Context<'_>) {
        let (tiles, credits) = (trace.plan.tiles(context.horizon), trace.plan.rows.credits());
        self.ask("traces", index, size::asked(tiles, credits, Credits::ZERO, trace.failed_charge));
        for source in trace.plan.rows.who() {
            let (failed_charge, kind) = trace.rules(source, context);
            self.push(&source.name, Credits::ZERO, failed_charge, kind);
        }
        self.traces.push(trace);
    }
}
