//! Scenarios that load: every form of the format, every default, every order of settings.

use creditsim::calendar::Cadence;
use creditsim::demand::{Arrivals, CostDraw, Distribution, RunningFailures, Schedule, SpanDraw, generate};
use creditsim::policy::{
    Admission, Audience, DeclineChance, FailureReset, FireWhen, LimitUnit, LimitWindow, Overrun, Purchase,
    RearmWhen, Trigger,
};
use creditsim::replay::{ActivityRules, TaskRules, WorkKind, WorkRules};
use creditsim::scenario::{
    self, Direction, DrawnValue, Files, Joins, Lifetime, Must, NoFiles, STARTER, Scenario, load,
    policy_named, preset,
};
use creditsim::units::{Credits, Money, Ratio, Span};
use std::collections::BTreeMap;
use std::path::Path;

/// Files in memory, by path relative to the scenario.
#[derive(Default)]
pub(crate) struct Memory(BTreeMap<&'static str, &'static str>);

impl Memory {
    pub(crate) fn of(files: &[(&'static str, &'static str)]) -> Self {
        Self(files.iter().copied().collect())
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let text = self.0.get(path.to_str().unwrap()).ok_or("no such file")?;
        Ok(text.as_bytes().to_vec())
    }
}

const WHOLE: &str = include_str!("whole.toml");
const CLOCK: &str = "[clock]\nstart = \"2026-01-01T00:00:00\"\nuntil = \"2027-01-01T00:00:00\"\n";

fn whole_files() -> Memory {
    Memory::of(&[
        (
            "usage-2026-01.csv",
            "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04,1,1\n",
        ),
        ("tasks.csv", "time,source,kind,cost,outcome\n2026-02-01T00:00:00Z,import,task,7,ok\n"),
        ("large.toml", ""),
    ])
}

fn loaded(text: &str, sets: &[&str], files: &dyn Files) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    load(Path::new("dir/s.toml"), text, &sets, files).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A scenario with no keys but the needed ones, and `more`.
fn minimal(policy: &str, more: &str) -> Scenario {
    loaded(&format!("policy = \"{policy}\"\n{CLOCK}{more}"), &[], &NoFiles)
}

fn credits(count: i64) -> Credits {
    Credits::new(count)
}

fn money(units: i128) -> Money {
    Money::from_micros(units * 1_000_000)
}

fn ratio(text: &str) -> Ratio {
    Ratio::from_decimal(text.parse().unwrap()).unwrap()
}

fn task_rules(work: &WorkRules) -> &TaskRules {
    match &work.kind {
        WorkKind::Task(rules) => rules,
        WorkKind::Activity(_) => panic!("{} is an activity", work.name),
    }
}

fn activity_rules(work: &WorkRules) -> &ActivityRules {
    match &work.kind {
        WorkKind::Activity(rules) => rules,
        WorkKind::Task(_) => panic!("{} is a task", work.name),
    }
}

#[test]
fn the_starter_runs_as_it_is() {
    let starter = loaded(STARTER, &[], &NoFiles);
    assert!(starter.warnings.is_empty(), "{}", starter.warnings);
    assert_eq!(starter.plan.tasks.len(), 25);
    assert!(generate(&starter.plan, 0).len() > 100_000);
}

#[test]
fn every_key_of_the_format_loads() {
    let whole = loaded(WHOLE, &[], &whole_files());
    assert!(whole.warnings.is_empty(), "{}", whole.warnings);
    assert_eq!((whole.name.as_str(), whole.seed, whole.tier.as_str()), ("growth-team", 42, "pro"));
    assert_eq!(whole.plan.horizon.from.to_string(), "2026-01-01T05:00:00Z");
    assert_eq!(whole.left_out, [("usage-2026-01.csv".to_owned(), 0), ("tasks.csv".to_owned(), 0)]);
    let rules = &whole.rules;
    assert_eq!(rules.purchased_expire_after, Some(Span::from_ms(365 * 86_400_000)));
    assert_eq!(
        rules.subscription.periods.next_after(whole.plan.horizon.from).to_string(),
        "2026-01-15T05:00:00Z"
    );
    assert_eq!(rules.prices.quote(credits(50_000)).bonus, credits(2_500));
    assert_eq!(rules.top_ups.len(), 1);
    assert_eq!(rules.reactive_top_up.unwrap().delay, Span::from_ms(4 * 3_600_000));
}

#[test]
fn sources_come_in_the_order_of_the_file_with_copies_expanded() {
    let whole = loaded(WHOLE, &[], &whole_files());
    let work = &whole.rules.work;
    let named: Vec<(&str, u32)> = work.iter().map(|work| (work.name.as_str(), work.rank)).collect();
    assert_eq!((named[0], named[23], named[24]), (("crm-sync-1", 0), ("crm-sync-24", 23), ("outage", 24)));
    let rest = [("joule", 27), ("plain", 28), ("mix", 29), ("auto", 30), ("background", 31), ("custom", 32)];
    assert_eq!(named[27..33], rest);
    assert_eq!(named[33..], [("chat", 33), ("import", 34)]);
    let tasks = &whole.plan.tasks;
    let past = |k: usize| match tasks[k].schedule {
        Schedule::Hourly { past } => past.ms() / 60_000,
        Schedule::Daily { .. } | Schedule::Weekly { .. } | Schedule::Monthly { .. } => panic!(),
    };
    assert_eq!([past(0), past(1), past(2), past(3), past(4)], [15, 30, 45, 0, 15]);
    assert_eq!(tasks[0].zone.name(), "Europe/Berlin");
    assert_eq!(tasks[24].zone.name(), "America/New_York");
    assert_eq!(task_rules(&work[26]).ends.to_string(), "2027-01-01T05:00:00Z");
    assert_eq!(task_rules(&work[25]).ends.to_string(), "2026-12-01T00:00:00Z");
}

#[test]
fn failures_reviews_and_prices_come_out_as_written() {
    let whole = loaded(WHOLE, &[], &whole_files());
    let (tasks, work) = (&whole.plan.tasks, &whole.rules.work);
    assert_eq!(work[0].reserve, credits(40));
    assert_eq!(work[24].reserve, credits(5));
    assert_eq!(work[25].failed_charge, ratio("0.35"));
    assert!(matches!(tasks[24].failure.running, RunningFailures::UpDown { time_to_repair: Some(_), .. }));
    assert!(matches!(tasks[25].failure.running, RunningFailures::UpDown { time_to_repair: None, .. }));
    assert_eq!(task_rules(&work[25]).time_to_break, Some(SpanDraw::constant(Span::from_ms(864_000_000))));
    assert_eq!(task_rules(&work[24]).time_to_break, None);
    assert_eq!(tasks[26].failure.windows.iter().count(), 1);
    let reviews = &task_rules(&work[0]).reviews;
    assert_eq!((reviews.credits.trigger, reviews.failures.trigger), (Trigger::Funded, Trigger::Never));
    let traced = task_rules(&work[34]);
    assert_eq!((traced.health.auto_pause_after, traced.health.failure_reset), (3, FailureReset::Start));
    assert_eq!(
        (traced.reviews.credits.trigger, traced.reviews.failures.trigger),
        (Trigger::Timer, Trigger::Timer)
    );
    let activities = &whole.plan.activities;
    assert!(matches!(activities[0].arrivals, Arrivals::Bursts { .. }));
    assert_eq!(activities[1].cost, CostDraw::constant(credits(6)));
    let mixed = Distribution::Empirical { values: vec![20.0, 1.0], weights: vec![0.3, 0.7] };
    assert_eq!(activities[2].cost, CostDraw(mixed));
    // 0.3 × 20 + 0.7 × 1 = 6.7
    assert_eq!(work[29].reserve, credits(0), "admitted by `any`, it reserves nothing");
    let routed = Distribution::Empirical { values: vec![20.0, 1.0], weights: vec![0.2, 0.8] };
    assert_eq!(activities[3].cost, CostDraw(routed));
    assert_eq!(work[30].reserve, credits(5)); // 0.2 × 20 + 0.8 × 1 = 4.8
    assert_eq!(activity_rules(&work[28]).audience, Audience::Public);
}

#[test]
fn sweeps_populations_and_expectations_are_kept_as_data() {
    let whole = loaded(WHOLE, &[], &whole_files());
    let sweep = whole.sweep.unwrap();
    let axes: Vec<(&str, usize)> =
        sweep.axes.iter().map(|axis| (axis.key.as_str(), axis.values.len())).collect();
    let expected = [
        ("activities.joule.growth_per_month", 3),
        ("auto_recharge.threshold", 10),
        ("plan.tier", 2),
        ("tasks.*.auto_pause_after", 5),
    ];
    assert_eq!(axes, expected);
    assert_eq!(sweep.axes[0].values, ["0", "0.05", "0.1"]);
    let recommend = sweep.recommend.unwrap();
    assert_eq!((recommend.metric.as_str(), recommend.direction), ("spend", Direction::Minimize));
    let population = whole.population.unwrap();
    assert_eq!((population.organisations, population.segments.len()), (10_000, 2));
    let small = &population.segments[0];
    let gamma = Distribution::Gamma { mean: 5.0, shape: 2.0 };
    assert_eq!(small.drawn[0].value, DrawnValue::Number(gamma));
    assert_eq!(
        small.drawn[1].value,
        DrawnValue::Choice { values: vec!["20000".to_owned(), "40000".to_owned()], weights: vec![3.0, 1.0] }
    );
    assert_eq!((&small.drawn[2].value, small.drawn[2].keep), (&DrawnValue::Flag(0.6), 0.0));
    assert_eq!(
        (small.drawn[3].key.as_str(), small.drawn[3].keep.to_bits()),
        ("auto_recharge.threshold", 0.7_f64.to_bits())
    );
    assert_eq!((&small.joins, &small.lifetime), (&Joins::Growing(0.05), &Lifetime::Churn(0.03)));
    let large = &population.segments[1];
    let stays = SpanDraw::constant(Span::from_ms(400 * 86_400_000));
    assert!(matches!(large.joins, Joins::After(_)) && large.lifetime == Lifetime::Drawn(stays));
    assert_eq!(small.constants, [("plan.tier".to_owned(), "\"pro\"".to_owned())]);
    let expect: Vec<(&str, &Must)> =
        whole.expect.iter().map(|expect| (expect.figure.as_str(), &expect.must)).collect();
    let exact = |text: &str| text.parse().unwrap();
    assert_eq!(expect[0], ("credits.spent", &Must::Near { value: exact("1000"), most: exact("10.00") }));
    assert_eq!(expect[1], ("events", &Must::Equal(exact("12"))));
    assert_eq!(expect[2], ("money.total", &Must::Equal(exact("1234.50"))));
    assert_eq!(expect[3], ("work.wanted", &Must::Between { min: Some(exact("10")), max: Some(exact("20")) }));
}

#[test]
fn times_that_are_counts_have_the_spread_of_the_unit_that_they_are_written_in() {
    // A Poisson variance is its mean; a geometric one is mean (mean − 1).
    for (dist, mean, variance) in [
        ("{ dist = 'poisson', mean = '90s' }", 90.0, 90.0),
        ("{ dist = 'poisson', mean = 90 }", 90.0, 90.0),
        ("{ dist = 'poisson', mean = '1.5m' }", 90.0, 1.5 * 3_600.0),
        ("{ dist = 'poisson', mean = '1h30m' }", 5_400.0, 90.0 * 3_600.0),
        ("{ dist = 'poisson', mean = '90000ms' }", 90.0, 0.09),
        ("{ dist = 'geometric', mean = '2m' }", 120.0, 2.0 * 3_600.0),
        ("{ dist = 'geometric', mean = 5 }", 5.0, 20.0),
    ] {
        let work = format!(
            "[[tasks]]\nname = 't'\nschedule = {{ every = 'hour', minute = 0 }}\ncost = 1\nduration = {dist}\n"
        );
        let demand = generate(&minimal("ampere", &work).plan, 0);
        let real = |whole: i64| f64::from(u32::try_from(whole).unwrap());
        let seconds: Vec<f64> = demand.iter().map(|record| real(record.duration.ms()) / 1_000.0).collect();
        let count = f64::from(u32::try_from(seconds.len()).unwrap());
        let average = seconds.iter().sum::<f64>() / count;
        let spread = seconds.iter().map(|value| (value - average).powi(2)).sum::<f64>() / (count - 1.0);
        // Five standard errors of a mean, and a tenth for the variance: 8,760 draws.
        assert!((average - mean).abs() < 5.0 * (variance / count).sqrt(), "{dist}: mean {average}");
        assert!((spread / variance - 1.0).abs() < 0.1, "{dist}: variance {spread}");
    }
}

#[test]
fn expectations_beside_a_scenario_are_json_of_the_same_form() {
    let json =
        r#"{ "events": 12, "money": { "total": "1234.50" }, "credits.spent": { "value": 1000, "abs": 5 } }"#;
    let expect = scenario::expectations(Path::new("s.expected.json"), json).unwrap();
    let figures: Vec<&str> = expect.iter().map(|expect| expect.figure.as_str()).collect();
    assert_eq!(figures, ["credits.spent", "events", "money.total"]);
    assert_eq!(expect[2].must, Must::Equal("1234.50".parse().unwrap()));
    let bad = |json| scenario::expectations(Path::new("s.expected.json"), json).unwrap_err().summary();
    assert!(
        bad("{ \"events\": }").starts_with("s.expected.json:1:13: error: not valid JSON"),
        "{}",
        bad("{ \"events\": }")
    );
    assert!(bad("{ \"events\": { \"value\": 1, \"near\": 2 } }").contains("`events` is no expectation"));
    assert!(bad("[1]").contains("expected a table"));
}

#[test]
fn defaults_are_those_of_the_preset() {
    let ampere = minimal("ampere", "");
    let rules = &ampere.rules;
    assert_eq!((ampere.name.as_str(), ampere.seed, ampere.replications), ("s", 0, 1));
    assert_eq!(rules.zone.name(), "UTC");
    assert!(!rules.auto_recharge.enabled, "without the table it is off");
    assert_eq!(rules.auto_recharge.threshold, credits(10_000));
    assert_eq!(rules.auto_recharge.purchase, Purchase::Amount(credits(20_000)));
    let limit = rules.auto_recharge.limit.unwrap();
    assert_eq!(
        (limit.most, limit.window),
        (LimitUnit::Credits(credits(100_000)), LimitWindow::CalendarMonth)
    );
    assert!(rules.auto_recharge.pre_run);
    assert_eq!(rules.low_balance_warning, credits(10_000));
    assert_eq!(rules.measured_from, rules.horizon.from);
    assert_eq!((rules.opening.included, rules.opening.purchased), (credits(50_000), credits(0)));
    assert_eq!((rules.subscription.grant, rules.subscription.price), (credits(50_000), money(99)));
    assert!(rules.subscription.periods.starts_at(rules.horizon.from));
    assert_eq!((rules.overrun, rules.paid_plan), (Overrun::Absorb, true));
    assert_eq!(rules.purchased_expire_after, None);
    assert_eq!(rules.prices.quote(credits(1_000)).price, money(10));
    assert_eq!(rules.payment.decline, DeclineChance::Never);
    assert_eq!(rules.repair, SpanDraw::constant(Span::from_ms(8 * 3_600_000)));
    assert_eq!(rules.reactive_top_up, None);

    let taskade = minimal("taskade", "[auto_recharge]\n[manual_top_up]\n");
    let recharge = &taskade.rules.auto_recharge;
    assert!(recharge.enabled && !recharge.pre_run);
    assert_eq!((recharge.threshold, recharge.limit), (credits(500), None));
    assert_eq!(recharge.purchase, Purchase::Amount(credits(5_000)));
    assert_eq!(taskade.rules.overrun, Overrun::Stop);
    assert_eq!(taskade.rules.reactive_top_up.unwrap().delay, Span::from_ms(4 * 3_600_000));
    for (tier, overrun) in
        [("business", Overrun::Stop), ("max", Overrun::Absorb), ("enterprise", Overrun::Absorb)]
    {
        assert_eq!(
            minimal("taskade", &format!("[plan]\ntier = \"{tier}\"\n")).rules.overrun,
            overrun,
            "{tier}"
        );
    }
    assert!(!minimal("taskade", "[plan]\ntier = \"free\"\n").rules.paid_plan);
}

#[test]
fn defaults_of_work_are_those_of_the_rules() {
    let task = "[[tasks]]\nname = \"t\"\nschedule = { every = \"hour\", minute = 0 }\ncost = { dist = \"uniform\", min = 1, max = 2 }\n";
    let kinds = ["joule", "ai_tool", "workflow", "browser_session", "background", "custom"];
    let activity = |kind: &str| {
        let arrivals = "arrivals = { per_day = 1 }\ncost = 2.5\n";
        format!("[[activities]]\nname = \"{kind}\"\nkind = \"{kind}\"\n{arrivals}")
    };
    let rest = kinds.map(activity).concat();
    let scenario = minimal("ampere", &format!("{task}{rest}"));
    let work = &scenario.rules.work;
    assert_eq!((work[0].reserve, work[0].failed_charge), (credits(2), Ratio::ONE));
    let rules = task_rules(&work[0]);
    assert_eq!((rules.health.auto_pause_after, rules.health.max_runs), (5, None));
    assert_eq!(rules.health.failure_reset, FailureReset::Completion);
    assert_eq!(
        (rules.reviews.credits.trigger, rules.reviews.failures.trigger),
        (Trigger::Funded, Trigger::Timer)
    );
    assert_eq!(rules.reviews.credits.delay, SpanDraw::constant(Span::ZERO));
    assert_eq!(rules.reviews.failures.delay, SpanDraw::constant(Span::DAY));
    assert_eq!(
        (rules.ends, scenario.plan.tasks[0].active),
        (scenario.plan.horizon.to, scenario.plan.horizon)
    );
    assert_eq!(scenario.plan.tasks[0].duration, SpanDraw::constant(Span::ZERO));
    let admissions: Vec<Admission> = work[1..].iter().map(|work| activity_rules(work).admission).collect();
    let (any, reserve) = (Admission::Any, Admission::Reserve);
    assert_eq!(admissions, [any, reserve, reserve, reserve, any, any]);
    assert_eq!(activity_rules(&work[1]).audience, Audience::Member);
    assert_eq!(scenario.plan.activities[0].cost, CostDraw::constant(credits(3)), "2.5 is rounded up");
    assert_eq!(work[2].reserve, credits(3));
}

#[test]
fn an_annual_plan_opens_with_twelve_allowances() {
    let annual = minimal("ampere", "[plan]\ncadence = \"annual\"\nincluded_credits = 1_000\n");
    let subscription = &annual.rules.subscription;
    assert_eq!(subscription.periods.cadence(), Cadence::Annual);
    assert_eq!((subscription.grant, annual.rules.opening.included), (credits(12_000), credits(12_000)));
    assert_eq!(subscription.price, money(12 * 99));
}

#[test]
fn one_copy_is_numbered_when_a_count_is_written() {
    let task = |count: &str| {
        format!("[[tasks]]\nname = \"t\"\n{count}schedule = {{ every = \"hour\", minute = 0 }}\ncost = 1\n")
    };
    assert_eq!(minimal("ampere", &task("")).plan.tasks[0].name, "t");
    assert_eq!(minimal("ampere", &task("count = 1\n")).plan.tasks[0].name, "t-1");
}

#[test]
fn instants_with_an_offset_are_exact_and_others_are_civil() {
    let start = |text: &str| {
        let text = format!(
            "policy = \"ampere\"\n[clock]\ntimezone = \"America/New_York\"\nstart = {text}\nuntil = 2028-01-01\n"
        );
        loaded(&text, &[], &NoFiles).plan.horizon.from.to_string()
    };
    for text in
        ["\"2026-03-08T02:30:00\"", "2026-03-08T02:30:00", "2026-03-08 03:30:00", "\"2026-03-08 03:30\""]
    {
        assert_eq!(start(text), "2026-03-08T07:30:00Z", "{text}");
    }
    for text in ["\"2026-03-08T02:30:00Z\"", "2026-03-08T04:30:00+02:00", "\"2026-03-07T21:30:00-05:00\""] {
        assert_eq!(start(text), "2026-03-08T02:30:00Z", "{text}");
    }
    assert_eq!(start("2026-03-08"), "2026-03-08T05:00:00Z");
}

#[test]
fn money_and_shares_are_read_exactly() {
    let scenario = minimal(
        "ampere",
        "[prices]\nper_1000 = \"9.999999\"\ntiers = [{ from = 1, bonus = 0.07 }]\n[payment]\ndecline_probability = 0.1\n",
    );
    assert_eq!(scenario.rules.prices.per_1000, Money::from_micros(9_999_999));
    // 0.07 × 100 is 7.000000000000001 in binary floating point.
    assert_eq!(scenario.rules.prices.quote(credits(100)).bonus, credits(7));
    assert_eq!(scenario.rules.payment.decline, DeclineChance::Below(1_844_674_407_370_955_161));
    let long = minimal("ampere", "[auto_recharge]\nsettlement_delay = 4.001\n");
    assert_eq!(long.rules.auto_recharge.settlement_delay, Span::from_ms(4_001));
}

#[test]
fn r_ranges_ampere_has_2002_legal_settings_and_each_loads() {
    let ampere = preset("ampere").unwrap();
    assert_eq!(ampere.legal_settings().unwrap().count(), 2_002);
    let scenario = minimal("ampere", "[auto_recharge]\n");
    for setting in ampere.legal_settings().unwrap() {
        let sets = [
            format!("auto_recharge.threshold={}", setting.threshold),
            format!("auto_recharge.amount={}", setting.amount),
            format!("auto_recharge.monthly_limit={}", setting.limit.unwrap()),
        ];
        assert_eq!(scenario.with(&sets).unwrap().rules.auto_recharge.threshold, setting.threshold);
    }
    assert!(preset("taskade").unwrap().legal_settings().is_none());
}

#[test]
fn a_variation_outside_the_ranges_says_so_and_nothing_else() {
    let scenario = loaded(WHOLE, &[], &whole_files());
    let over = scenario.with(&["auto_recharge.threshold=45_000".to_owned()]).unwrap_err();
    assert!(over.only_out_of_range(), "{over}");
    let slip = scenario.with(&["auto_recharge.treshold=45_000".to_owned()]).unwrap_err();
    assert!(!slip.only_out_of_range());
    let loose =
        scenario.with(&["auto_recharge.threshold=45_000".to_owned(), "strict=false".to_owned()]).unwrap();
    assert_eq!((loose.warnings.len(), loose.rules.auto_recharge.threshold), (1, credits(45_000)));
    assert_eq!(loose.sweep, scenario.sweep);
    let again = loose.with(&["auto_recharge.amount=60_000".to_owned()]).unwrap();
    assert_eq!(again.rules.auto_recharge.threshold, credits(45_000), "earlier settings stay");
}

#[test]
fn settings_win_over_the_file_and_their_order_does_not_matter() {
    let sets = [
        "tasks.*.auto_pause_after=7",
        "tasks.outage.auto_pause_after=9",
        "tasks.outage.cost={ dist = \"exponential\", mean = 3 }",
        "tasks.outage.cost.mean=4",
        "clock.seed=7",
        "clock.timezone=Europe/Berlin",
        "plan.tier=max",
        "report.warm_up=30d",
        "activities.joule.growth_per_month=0.1",
        "traces.\"tasks.csv\".failed_charge=0.25",
        "auto_recharge.monthly_limit=200_000",
    ];
    let print = |sets: &[&str]| {
        let scenario = loaded(WHOLE, sets, &whole_files());
        format!("{:?}\n{:?}\n{:?}", scenario.plan, scenario.rules, scenario.tier)
    };
    let forward = print(&sets);
    let mut turned = sets;
    turned.reverse();
    assert_eq!(forward, print(&turned));
    turned.rotate_left(4);
    assert_eq!(forward, print(&turned));
    let scenario = loaded(WHOLE, &sets, &whole_files());
    let work = &scenario.rules.work;
    assert_eq!(task_rules(&work[0]).health.auto_pause_after, 7);
    assert_eq!(task_rules(&work[24]).health.auto_pause_after, 9, "a name wins over `*`");
    assert_eq!(scenario.plan.tasks[24].cost, CostDraw(Distribution::Exponential { mean: 4.0 }));
    assert_eq!((scenario.seed, scenario.plan.zone.name()), (7, "Europe/Berlin"));
    assert_eq!(work[34].failed_charge, ratio("0.25"));
    assert_eq!(scenario.rules.measured_from - scenario.rules.horizon.from, Span::from_ms(30 * 86_400_000));
    let made = loaded(&format!("policy = \"ampere\"\n{CLOCK}"), &["auto_recharge.threshold=5_000"], &NoFiles);
    assert!(made.rules.auto_recharge.enabled, "a setting makes the table");
}

#[test]
fn segments_are_set_by_name_and_one_without_by_its_number() {
    let text = format!(
        "policy = \"ampere\"\n{CLOCK}\n[population]\norganisations = 5\n[[population.segments]]\nname = \"solo\"\n\
         [[population.segments]]\n"
    );
    let weights = |sets: &[&str]| -> Vec<f64> {
        let segments = loaded(&text, sets, &NoFiles).population.unwrap().segments;
        segments.iter().map(|segment| segment.weight).collect()
    };
    assert_eq!(weights(&["population.segments.solo.weight=5"]), [5.0, 1.0]);
    assert_eq!(weights(&["population.segments.segment-2.weight=5"]), [1.0, 5.0]);
    assert_eq!(weights(&["population.segments.*.weight=5", "population.segments.solo.weight=7"]), [7.0, 5.0]);
    let sets = ["population.segments.solo.overrides.\"plan.tier\"=max"];
    let population = loaded(&text, &sets, &NoFiles).population.unwrap();
    assert_eq!(population.segments[0].constants, [("plan.tier".to_owned(), "\"max\"".to_owned())]);
    let sets = vec!["population.segments.sole.weight=5".to_owned()];
    let wrong = load(Path::new("dir/s.toml"), &text, &sets, &NoFiles).unwrap_err().to_string();
    assert!(wrong.contains("no `population.segments` of the name `sole`"), "{wrong}");
}

const THIRD: &str = r#"
schema = 1
name = "third"
description = "Fires at the threshold, re-arms at it, refills to a target, cools down, capped by money over 30 days."
default_tier = "team"
cadence = "monthly"
draw_order = "purchased_first"
purchased_expire_after = "90d"

[tiers.team]
included_credits = 5_000
price = "25.50"
annual_price = 250
overrun = "debt"

[auto_recharge]
threshold = { default = 1_000, from = 100, to = 5_000, step = 100 }
fire_when = "at_or_below"
rearm_when = "at_or_above"
purchase = "refill_to"
refill_to = { default = 4_000, from = 1_000, to = 20_000, step = 1_000, at_least_previous = true }
monthly_limit = { default = 100, from = 50, to = 500 }
limit_unit = "money"
limit_window = "30d"
settlement_delay = "2m"
pre_run = false
cooldown = "1h"
give_up_after = 3

[prices]
per_1000 = 5

[models]
one = 1

[routing.default]
easy = "one"

[admission]
joule = "reserve"
ai_tool = "reserve"
workflow = "reserve"
browser_session = "reserve"
background = "reserve"
custom = "reserve"

[payment]
decline_probability = 0.5
repair = "1h"

[manual_top_up]
amount = 1_000
delay = "1h"

[tasks]
auto_pause_after = { default = 3, from = 1, to = 10 }
failure_reset = "start"
failed_charge = 0.5

[review]
credits = { trigger = "timer", delay = "1h" }
failures = { trigger = "never", delay = "0s" }
"#;

#[test]
fn a_third_product_needs_nothing_but_a_file() {
    let files = Memory::of(&[("policies/third.toml", THIRD)]);
    let text = format!("policy = \"./policies/third.toml\"\n{CLOCK}[auto_recharge]\nthreshold = 2_000\n");
    let scenario = loaded(&text, &[], &files);
    let recharge = &scenario.rules.auto_recharge;
    assert_eq!((recharge.fire_when, recharge.rearm_when), (FireWhen::AtOrBelow, RearmWhen::AtOrAbove));
    assert_eq!((recharge.threshold, recharge.purchase), (credits(2_000), Purchase::RefillTo(credits(4_000))));
    let limit = recharge.limit.unwrap();
    assert_eq!(limit.most, LimitUnit::Money(money(100)));
    assert_eq!(limit.window, LimitWindow::Rolling(Span::from_ms(30 * 86_400_000)));
    assert_eq!((recharge.cooldown, recharge.give_up_after), (Span::HOUR, Some(3)));
    assert_eq!((scenario.policy.name.as_str(), scenario.tier.as_str()), ("third", "team"));
    assert_eq!(scenario.rules.overrun, Overrun::Debt);
    let money_limit = loaded(&text, &["auto_recharge.monthly_limit=99.50"], &files).rules.auto_recharge.limit;
    assert_eq!(money_limit.unwrap().most, LimitUnit::Money(Money::from_micros(99_500_000)));
    let low = load(Path::new("s.toml"), &text, &["auto_recharge.refill_to=1_000".to_owned()], &files);
    assert!(low.unwrap_err().only_out_of_range(), "the target is at least the threshold");
}

#[test]
fn a_policy_file_may_change_one_thing_of_a_preset() {
    let mine = "extends = \"../base.toml\"\nname = \"mine\"\n[auto_recharge]\nthreshold = { default = 7, from = 1 }\n[tiers.pro]\nprice = 1\n";
    let base = "extends = \"ampere\"\nname = \"base\"\n[prices]\nper_1000 = 8\n";
    let files = Memory::of(&[("p/mine.toml", mine), ("base.toml", base)]);
    let policy = policy_named("p/mine.toml", &files).unwrap();
    let ampere = preset("ampere").unwrap();
    assert_eq!(policy.name, "mine");
    assert_eq!(policy.prices.per_1000, money(8));
    assert_eq!(policy.tier("pro").unwrap().monthly_price, money(1));
    assert_eq!(policy.tier("pro").unwrap().included, ampere.tier("pro").unwrap().included);
    assert_eq!(policy.recharge.threshold.range.to, None, "a range is replaced whole");
    assert_eq!(policy.recharge.limit, ampere.recharge.limit);
}

#[test]
fn both_presets_load_and_say_what_is_theirs() {
    for (name, _) in scenario::PRESETS {
        assert_eq!(preset(name).unwrap_or_else(|| panic!("{name}")).name, name);
    }
    assert_eq!(preset("nothing"), None);
}

#[test]
fn several_things_are_sent_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Scenario>();
    is_shared::<creditsim::scenario::Problems>();
}
