//! Wrong variants of the rules: every one must differ from what some shipped scenario expects.

use crate::calendar::{Cadence, Windows};
use crate::demand::{Demand, generate};
use crate::experiment::check::{Sample, compare};
use crate::experiment::{check_expectations, labels};
use crate::metrics::Metrics;
use crate::mutation::{Mutant, Mutation};
use crate::policy::{Audience, FailureReset, FireWhen, Overrun, RearmWhen};
use crate::pool::DrawOrder;
use crate::replay::{ActivityRules, Rules, TaskRules, WorkKind, replay};
use crate::scenario::{self, Expectation, Files, Scenario, expectations};
use crate::units::{Credits, Ratio, Span};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A wrong variant: what is wrong, the rule that it breaks, and how.
struct Variant {
    wrong: &'static str,
    rule: &'static str,
    how: How,
}

/// How a variant goes wrong.
enum How {
    /// In the engine, at a place that asks for it.
    Engine(Mutation),
    /// As if the engine read a setting wrongly.
    Setting(fn(&mut Rules)),
}

const fn engine(rule: &'static str, mutation: Mutation, wrong: &'static str) -> Variant {
    Variant { wrong, rule, how: How::Engine(mutation) }
}

const fn setting(rule: &'static str, wrong: &'static str, how: fn(&mut Rules)) -> Variant {
    Variant { wrong, rule, how: How::Setting(how) }
}

fn tasks(rules: &mut Rules, each: fn(&mut TaskRules)) {
    for work in &mut rules.work {
        match &mut work.kind {
            WorkKind::Task(task) => each(task),
            WorkKind::Activity(_) => {}
        }
    }
}

fn activities(rules: &mut Rules, each: fn(&mut ActivityRules)) {
    for work in &mut rules.work {
        match &mut work.kind {
            WorkKind::Task(_) => {}
            WorkKind::Activity(activity) => each(activity),
        }
    }
}

fn overrun(rules: &mut Rules, from: Overrun, to: Overrun) {
    if rules.overrun == from {
        rules.overrun = to;
    }
}

fn variants() -> Vec<Variant> {
    use Mutation as M;
    vec![
        setting("R-LATCH", "fires at exactly the threshold", |r| {
            r.auto_recharge.fire_when = FireWhen::AtOrBelow;
        }),
        setting("R-LATCH", "arms again at exactly the threshold", |r| {
            r.auto_recharge.rearm_when = RearmWhen::AtOrAbove;
        }),
        engine("R-LATCH", M::NeverRearms, "never arms again"),
        engine("R-LATCH", M::FireNeverLatches, "a fire leaves it armed"),
        engine("R-CAP", M::PartialAtCap, "a fire over the limit is made smaller"),
        engine("R-CAP", M::CapByBillingPeriod, "the limit counts billing periods"),
        engine("R-CAP", M::CapNeverResets, "the limit is used up for good"),
        setting("R-CAP", "there is no limit", |r| r.auto_recharge.limit = None),
        engine("R-DENY", M::DenialLatches, "a denied fire latches"),
        engine("R-DENY", M::EveryDenialCounts, "every denial is counted"),
        engine("R-DENY", M::CapBeforePayment, "the limit is tested before payment"),
        engine("R-MONTH", M::MonthIsNoEvent, "the start of a month is no event"),
        setting("R-PRERUN", "a short start does not try recharge first", |r| r.auto_recharge.pre_run = false),
        setting("R-DELAY", "purchases land at once", |r| r.auto_recharge.settlement_delay = Span::ZERO),
        setting("R-PAYMENT", "declared outages decline nothing", |r| r.payment.outages = Windows::default()),
        engine("R-PAYMENT", M::DeclineWithoutTrouble, "a random decline opens no trouble"),
        engine("R-INCLUDED", M::RenewalKeepsRemainder, "a renewal keeps what was left"),
        setting("R-INCLUDED", "an annual renewal grants one month", |r| {
            if r.subscription.periods.cadence() == Cadence::Annual {
                r.subscription.grant = Credits::new(r.subscription.grant.get() / 12);
            }
        }),
        setting("R-PERIOD", "periods begin at the start, whatever the anchor", |r| {
            r.subscription.periods = r.subscription.periods.anchored_at(r.horizon.from);
        }),
        engine("R-PERIOD", M::FirstPeriodIsFree, "a period that begins at the start is free"),
        engine("R-LAPSE", M::LapseIgnored, "a lapse changes nothing"),
        engine("R-LAPSE", M::RechargesInLapse, "recharge is available in a lapse"),
        setting("R-ORDER", "purchased credits are drawn first", |r| r.draw_order = DrawOrder::PurchasedFirst),
        engine("R-PURCHASED", M::PurchasedNeverExpire, "purchased credits never expire"),
        engine("R-BONUS", M::BonusLost, "bonus credits are lost"),
        setting("R-MONEY", "price tiers are ignored", |r| r.prices.tiers.clear()),
        setting("R-TOPUP", "nobody buys by hand when blocked", |r| r.reactive_top_up = None),
        engine("R-TOPUP", M::TopUpsPileUp, "top-ups are ordered while one is pending"),
        engine("R-WARN", M::StartingLowWarns, "starting low is a warning"),
        engine("R-START", M::RefusalDoesNotPause, "a refused run does not pause its task"),
        engine("R-RESERVE", M::ReservationIsKept, "unused reservations are not returned"),
        setting("R-OVERRUN", "the vendor does not bear overruns: work is cut off", |r| {
            overrun(r, Overrun::Absorb, Overrun::Stop);
        }),
        setting("R-OVERRUN", "work is not cut off: the vendor bears overruns", |r| {
            overrun(r, Overrun::Stop, Overrun::Absorb);
        }),
        engine("R-FAIL", M::FailedRunIsFree, "a run that fails is charged nothing"),
        setting("R-FAIL", "a run that fails is charged in full", |r| {
            r.work.iter_mut().for_each(|work| work.failed_charge = Ratio::ONE);
        }),
        engine("R-FAIL", M::StartFailureIsCharged, "a failure at start is charged"),
        engine("R-FAIL", M::StartFailureUncounted, "a failure at start does not count"),
        setting("R-FAIL", "tasks pause one failure late", |r| {
            tasks(r, |task| task.health.auto_pause_after += 1);
        }),
        setting("R-RESET", "the literal reading of the reset is ignored", |r| {
            tasks(r, |task| task.health.failure_reset = FailureReset::Completion);
        }),
        setting("R-RESET", "a run that starts resets the count", |r| {
            tasks(r, |task| task.health.failure_reset = FailureReset::Start);
        }),
        engine("R-PAUSE", M::PausedTaskRuns, "a paused task runs"),
        engine("R-REVIEW", M::FundedByAnything, "any credits fund a review"),
        engine("R-REVIEW", M::FailuresReviewAtOnce, "failures are reviewed at once"),
        engine("R-REVIEW", M::ResumeKeepsFailures, "resuming leaves the count of failures"),
        engine("R-OUTAGE", M::ReviewRepairsNothing, "a review repairs nothing"),
        setting("R-SCHEDULE", "`max_runs` is ignored", |r| tasks(r, |task| task.health.max_runs = None)),
        engine("R-ADMIT", M::AnyNeedsItsCost, "`any` needs the whole cost"),
        setting("R-ADMIT", "visitors are told to buy credits", |r| {
            activities(r, |activity| activity.audience = Audience::Member);
        }),
        setting("R-ADMIT", "a free plan's members are told to buy credits", |r| r.paid_plan = true),
    ]
}

/// A shipped scenario, ready to be replayed by other rules: demand does not depend on them (R-CRN).
struct Shipped {
    name: String,
    scenario: Scenario,
    demand: Demand,
    expect: Vec<Expectation>,
}

struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// All of them, the quickest first.
fn shipped() -> Vec<Shipped> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort_unstable();
    let load = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let scenario = scenario::load(path, &text, &[], &Beside(dir.clone())).unwrap();
        let beside = path.with_extension("expected.json");
        let expect = expectations(&beside, &fs::read_to_string(&beside).unwrap()).unwrap();
        check_expectations(&expect, &scenario.rules).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Shipped { name, demand: generate(&scenario.plan, 0), scenario, expect }
    };
    let mut shipped: Vec<Shipped> = files.iter().map(load).collect();
    shipped.sort_by_key(|shipped| shipped.demand.count_before(shipped.scenario.rules.horizon.to));
    shipped
}

impl Shipped {
    /// The first figure that is not as expected when the scenario is replayed by `rules`.
    fn differs_by(&self, rules: &Rules) -> Option<String> {
        let replayed = replay(&self.demand, rules, 0);
        let metrics = Metrics::of(&replayed, rules, &labels(&self.scenario, 0));
        let compared = compare(&self.expect, &Sample::of_one(metrics)).unwrap();
        compared.into_iter().find(|one| !one.holds()).map(|one| one.figure.as_str().to_owned())
    }

    fn differs_under(&self, variant: &Variant) -> Option<String> {
        let mut rules = self.scenario.rules.clone();
        match variant.how {
            How::Engine(mutation) => rules.mutant = Mutant { mutation: Some(mutation) },
            How::Setting(change) => change(&mut rules),
        }
        self.differs_by(&rules)
    }
}

#[test]
fn the_shipped_scenarios_notice_every_mutation_of_the_rules() {
    let shipped = shipped();
    for one in &shipped {
        assert_eq!(one.differs_by(&one.scenario.rules), None, "{} by the rules as they are", one.name);
    }
    let (mut table, mut survivors) = (String::new(), Vec::new());
    for variant in variants() {
        let caught = shipped.iter().find_map(|one| Some((&one.name, one.differs_under(&variant)?)));
        match caught {
            Some((name, figure)) => {
                writeln!(table, "| {} | {} | `{name}`: `{figure}` |", variant.rule, variant.wrong).unwrap();
            }
            None => survivors.push(format!("{}: {}", variant.rule, variant.wrong)),
        }
    }
    assert!(survivors.is_empty(), "no scenario notices\n{}\nbut\n{table}", survivors.join("\n"));
    assert!(table.lines().count() >= 25);
    // The guide shows this table; where a scenario has changed, paste it there.
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check.md")).unwrap();
    assert!(guide.contains(&table), "docs/check.md does not have this table of mutations:\n{table}");
}
