//! What people write by mistake, and what they are told: place, offending text, what is allowed, what is near.

use crate::scenario::Memory;
use creditsim::experiment::{check_expectations, check_figures};
use creditsim::scenario::{expectations, load, policy_named};
use std::fmt::Write as _;
use std::path::Path;

/// Compares with a snapshot, without repeating the test's source there.
macro_rules! told {
    ($told:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($told) })
    };
}

/// A complete scenario around a mistake: keys of the top, then sections.
fn around(top: &str, sections: &str) -> String {
    format!(
        "policy = \"ampere\"\n{top}\n[clock]\nstart = \"2026-01-01T00:00:00\"\nuntil = \"2027-01-01T00:00:00\"\n{sections}\n"
    )
}

/// A scenario with one task that lacks nothing but `keys`.
fn task(keys: &str) -> String {
    let has = |key: &str| keys.lines().any(|line| line.starts_with(key));
    let schedule = if has("schedule") { "" } else { "schedule = { every = \"hour\", minute = 15 }\n" };
    let cost = if has("cost") { "" } else { "cost = 30\n" };
    around("", &format!("[[tasks]]\nname = \"sync\"\n{schedule}{cost}{keys}"))
}

fn activity(keys: &str) -> String {
    let has = |key: &str| keys.lines().any(|line| line.starts_with(key));
    let arrivals = if has("arrivals") { "" } else { "arrivals = { per_day = 5 }\n" };
    let cost = if has("cost") || has("model") { "" } else { "cost = 3\n" };
    around("", &format!("[[activities]]\nname = \"chat\"\n{arrivals}{cost}{keys}"))
}

fn files() -> Memory {
    Memory::of(&[
        ("good.csv", "time,source,cost\n2026-01-02T00:00:00Z,chat,5\n"),
        ("dear.csv", "time,source,cost\n2026-01-02T00:00:00Z,chat,1000000000000\n"),
        ("escape.csv", "time,source,cost\n2026-01-02T00:00:00Z,ch\u{1b}[31mat,5\n"),
        ("tokens.csv", "time,source,cost,tokens\n2026-01-02T00:00:00Z,chat,5,10\n"),
        (
            "quote.csv",
            "time,source,cost\n2026-01-02T00:00:00Z,\"a \"\"b\"\"\",5\n2026-01-02T00:01:00Z,\"chat,5\n2026-01-02T00:02:00Z,chat,5\n",
        ),
        ("last.csv", "time,cost,source\n2026-01-02T00:00:00Z,5,chat\n2026-01-02T00:01:00Z,5,\"chat\n"),
        ("both.csv", "time,source,cost\n2026-01-02T00:00:00Z,chat,five\n2026-01-02T00:01:00Z,\"chat,5\n"),
        ("tasks.csv", "time,source,kind,cost\n2026-01-02T00:00:00Z,sync,task,5\n"),
        ("bad.csv", "time,source,cost\n2026-01-02T00:00:00Z,chat,5\n2026-01-02T00:01:00Z,chat,five\n"),
        ("short.csv", "time,source,cost\n2026-01-02T00:00:00Z,chat\n"),
        ("empty.csv", "time,source,cost\n"),
        ("semicolons.csv", "time;source;cost\n2026-01-02T00:00:00Z;chat;5\n"),
        ("tabs.csv", "when\tsource\tcost\n2026-01-02T00:00:00Z\tchat\t5\n"),
        ("headless.csv", "when,source,cost\n2026-01-02T00:00:00Z,chat,5\n"),
        ("a.toml", "extends = \"b.toml\"\n"),
        ("b.toml", "extends = \"./a.toml\"\n"),
        ("bare.toml", "name = \"bare\"\ndefault_tier = \"pro\"\n"),
        (
            "slip.toml",
            "extends = \"ampere\"\nname = \"slip\"\ndefault_teir = \"pro\"\n[tiers.free]\npaid = true\n",
        ),
        (
            "dear.toml",
            "extends = \"ampere\"\nname = \"dear\"\ndefault_tier = \"free\"\n[prices]\nper_1000 = \"ten\"\n",
        ),
    ])
}

/// What a mistake is answered with.
fn answer(text: &str, sets: &[&str]) -> String {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    match load(Path::new("team.toml"), text, &sets, &files()) {
        Ok(scenario) => match check_figures(&scenario) {
            Ok(()) if scenario.warnings.is_empty() => "nothing is wrong".to_owned(),
            Ok(()) => scenario.warnings.render(false),
            Err(problems) => problems.render(false),
        },
        Err(problems) => problems.render(false),
    }
}

/// The answers to several mistakes, for one snapshot.
fn answers<'a>(mistakes: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut page = String::new();
    for (mistake, text) in mistakes {
        let _ = write!(page, "── {mistake}\n{}\n\n", answer(&text, &[]));
    }
    page
}

#[test]
fn a_slip_in_a_key_or_a_value_shows_its_place_and_the_nearest_thing() {
    told!(answers([
        ("not TOML", around("", "[plan\ntier = \"pro\"")),
        ("a key twice", around("strict = true\nstrict = false", "")),
        ("an unknown key", around("", "[auto_recharge]\ntreshold = 10_000")),
        ("an unknown key at the top", around("repport = 1", "")),
        ("an unknown key in a list of tables", task("auto_pause_affter = 3")),
        ("an unknown key in an inline table", task("failure = { strat = 0.1 }")),
        ("a wrong type", around("", "[auto_recharge]\nthreshold = [10_000]")),
        ("a wrong type where a table is wanted", around("plan = \"pro\"", "")),
        ("a word that is not allowed", around("", "[plan]\ncadence = \"anual\"")),
        ("a number where a word is wanted", around("", "[plan]\noverrun = 1")),
        ("no policy", "[clock]\nstart = 2026-01-01\nuntil = 2027-01-01\n".to_owned()),
        (
            "an unknown policy",
            "policy = \"ampre\"\n[clock]\nstart = 2026-01-01\nuntil = 2027-01-01\n".to_owned()
        ),
        ("an unknown tier", around("", "[plan]\ntier = \"prp\"")),
        ("another version of the format", around("schema = 2", "")),
    ]));
}

#[test]
fn a_wrong_time_shows_its_place() {
    let clock = |keys: &str| format!("policy = \"ampere\"\n[clock]\n{keys}\n");
    told!(answers([
        ("no clock", "policy = \"ampere\"\n".to_owned()),
        ("no until", clock("start = 2026-01-01")),
        ("until before start", clock("start = 2026-01-01T00:00:00\nuntil = \"2025-01-01T00:00:00\"")),
        ("not an instant", clock("start = \"1st of May\"\nuntil = 2026-12-01")),
        ("a thousand years", clock("start = 2026-01-01\nuntil = 3026-01-01")),
        ("an unknown zone", clock("start = 2026-01-01\nuntil = 2027-01-01\ntimezone = \"America/NewYork\"")),
        ("half a replication", clock("start = 2026-01-01\nuntil = 2027-01-01\nreplications = 0.5")),
        ("a negative seed", clock("start = 2026-01-01\nuntil = 2027-01-01\nseed = -1")),
        ("a warm-up as long as the simulation", around("", "[report]\nwarm_up = \"400d\"")),
        ("a duration without a unit", around("", "[report]\nwarm_up = \"90\"")),
        ("a negative duration", around("", "[auto_recharge]\nsettlement_delay = -1")),
        (
            "a window that ends before it begins",
            around("", "[plan]\nlapses = [{ from = 2026-03-01, to = 2026-02-01 }]")
        ),
        ("a window without an end", around("", "[payment]\noutages = [{ from = 2026-03-01 }]")),
        ("a top-up after the end", around("", "[[top_ups]]\nat = 2028-01-01\ncredits = 5")),
    ]));
}

#[test]
fn r_ranges_names_the_rule_and_the_nearest_legal_values() {
    let recharge = |keys: &str| around("", &format!("[auto_recharge]\n{keys}"));
    let taskade = |keys: &str| recharge(keys).replace("ampere", "taskade");
    told!(answers([
        ("an off-step threshold", recharge("threshold = 12_345")),
        ("a threshold below the range", recharge("threshold = 1_000")),
        ("a threshold above the range", recharge("threshold = 60_000\namount = 60_000")),
        ("an amount below the threshold", recharge("threshold = 30_000\namount = 20_000")),
        ("a default amount below the threshold", recharge("threshold = 30_000")),
        ("a limit below the amount", recharge("amount = 100_000\nmonthly_limit = 20_000")),
        ("no limit where one is needed", recharge("monthly_limit = \"none\"")),
        ("a limit in words", recharge("monthly_limit = \"lots\"")),
        ("a limit where there is none", taskade("monthly_limit = 5_000")),
        ("a threshold of nothing", taskade("threshold = 0")),
        ("half a credit", taskade("amount = 0.5")),
        ("too many credits", taskade("amount = 2_000_000_000_000")),
        ("21 failures", task("auto_pause_after = 21")),
        ("no failures", task("auto_pause_after = 0")),
        (
            "an off-step threshold, not strict",
            recharge("threshold = 12_345").replace("[clock]", "strict = false\n[clock]")
        ),
        (
            "nothing at all, not strict",
            recharge("threshold = 0\namount = 0\nmonthly_limit = 0")
                .replace("[clock]", "strict = false\n[clock]")
        ),
        (
            "less than nothing, not strict",
            recharge("threshold = -1\nmonthly_limit = -1").replace("[clock]", "strict = false\n[clock]")
        ),
        ("a target for a policy that buys amounts", recharge("refill_to = 50_000")),
    ]));
}

#[test]
fn a_wrong_task_shows_its_place() {
    let schedule = |table: &str| task(&format!("schedule = {table}"));
    told!(answers([
        ("no name, schedule, cost", around("", "[[tasks]]\nduration = 5")),
        ("no days", schedule("{ every = \"week\", days = [], at = \"07:30\" }")),
        ("an unknown day", schedule("{ every = \"week\", days = [\"mon\", \"tues\"], at = \"07:30\" }")),
        ("day 0", schedule("{ every = \"month\", day = 0, at = \"07:30\" }")),
        ("minute 60", schedule("{ every = \"hour\", minute = 60 }")),
        ("a minute that the picker lacks", schedule("{ every = \"hour\", minute = 7 }")),
        ("a time for an hourly task", schedule("{ every = \"hour\", at = \"07:30\" }")),
        ("25 o'clock", schedule("{ every = \"day\", at = \"25:00\" }")),
        ("every fortnight", schedule("{ every = \"fortnight\", at = \"07:30\" }")),
        ("no copies", task("count = 0")),
        ("ends before it starts", task("starts = 2026-05-01\nends = 2026-04-01")),
        ("starts after the end", task("starts = 2028-05-01")),
        ("a failure in two", task("failure = { run = 2 }")),
        ("an outage without a model", task("failure = { time_to_break = \"5d\" }")),
        ("an outage without its times", task("failure = { model = \"outage\" }")),
        (
            "two repairs",
            task(
                "failure = { model = \"outage\", time_to_break = 5, time_to_repair = 5, repair = \"review\" }"
            )
        ),
        (
            "down below up",
            task(
                "failure = { model = \"outage\", time_to_break = 5, time_to_repair = 5, up = 0.5, down = 0.1 }"
            )
        ),
        ("a negative charge", task("failure = { run = 0.5, failed_charge = -1 }")),
        ("failures that wait for credits", task("review = { failures = { trigger = \"funded\" } }")),
        (
            "names taken twice",
            task("count = 2")
                + "[[tasks]]\nname = \"sync-2\"\nschedule = { every = \"hour\", minute = 0 }\ncost = 1\n",
        ),
    ]));
}

#[test]
fn a_wrong_distribution_shows_its_place() {
    let cost = |cost: &str| task(&format!("cost = {cost}"));
    told!(answers([
        ("a negative cost", cost("-5")),
        ("a cost that is no number", cost("nan")),
        ("an infinite cost", cost("inf")),
        ("a cost in words", cost("\"cheap\"")),
        ("a mean of 0", cost("{ dist = \"exponential\", mean = 0 }")),
        ("a negative mean", cost("{ dist = \"lognormal\", mean = -3, sigma = 1 }")),
        ("no dist", cost("{ mean = 3 }")),
        ("an unknown dist", cost("{ dist = \"gauss\", mean = 3, sd = 1 }")),
        ("a missing parameter", cost("{ dist = \"gamma\", mean = 3 }")),
        ("a parameter of another family", cost("{ dist = \"exponential\", mean = 3, sigma = 1 }")),
        ("a uniform cost of fractions", cost("{ dist = \"uniform\", min = 0.5, max = 3 }")),
        ("min above max", cost("{ dist = \"uniform\", min = 5, max = 3 }")),
        ("a mode outside", cost("{ dist = \"triangular\", min = 1, mode = 9, max = 3 }")),
        ("a geometric mean below 1", cost("{ dist = \"geometric\", mean = 0.5 }")),
        ("weights for other values", cost("{ dist = \"empirical\", values = [1, 2], weights = [1] }")),
        ("no weight", cost("{ dist = \"empirical\", values = [1, 2], weights = [0, 0] }")),
        ("a Pareto tail without a mean", cost("{ dist = \"pareto\", min = 1, alpha = 1 }")),
        ("a duration that is none", task("duration = { dist = \"exponential\", mean = \"2x\" }")),
    ]));
}

#[test]
fn a_wrong_activity_shows_its_place() {
    told!(answers([
        ("no arrivals", activity("arrivals = {}")),
        ("two rates", activity("arrivals = { per_day = 5, bursts_per_day = 5 }")),
        ("bursts without a size", activity("arrivals = { bursts_per_day = 5 }")),
        ("a negative rate", activity("arrivals = { per_day = -1 }")),
        ("an unknown profile", activity("arrivals = { per_day = 5, profile = \"ofice\" }")),
        ("a profile of three hours", activity("arrivals = { per_day = 5, profile = [1, 2, 3] }")),
        ("an unknown kind", activity("kind = \"jule\"")),
        ("shrinking to nothing", activity("growth_per_month = -1")),
        ("an unknown model", activity("model = \"claude-sonet-4.6\"")),
        ("an unknown model in a mix", activity("model = { mix = { light = 1, heavy = 2 } }")),
        ("cost and model", activity("cost = 3\nmodel = \"light\"")),
        ("auto without complexity", activity("model = \"auto\"")),
        ("an unknown complexity", activity("model = \"auto\"\ncomplexity = { simple = 1, complicated = 2 }")),
        ("complexity without auto", activity("complexity = { simple = 1 }")),
        ("a surge without a factor", activity("surges = [{ from = 2026-03-01, to = 2026-03-02 }]")),
        (
            "the name of a task",
            format!("{}[[activities]]\nname = \"sync\"\ncost = 1\narrivals = {{ per_day = 1 }}\n", task(""))
        ),
    ]));
}

#[test]
fn a_wrong_trace_shows_its_line_and_column() {
    let trace = |keys: &str| around("", &format!("[[traces]]\n{keys}"));
    told!(answers([
        ("no path", trace("repeat_every = \"30d\"")),
        ("a missing file", trace("path = \"gone.csv\"")),
        ("a bad cell", trace("path = \"bad.csv\"")),
        ("a short row", trace("path = \"short.csv\"")),
        ("no rows", trace("path = \"empty.csv\"")),
        ("semicolons", trace("path = \"semicolons.csv\"")),
        ("tabs, and a column that is named", trace("path = \"tabs.csv\"\ncolumns = { time = \"when\" }")),
        ("a missing column", trace("path = \"headless.csv\"")),
        ("an unknown column", trace("path = \"headless.csv\"\ncolumns = { tiem = \"when\" }")),
        ("a column that the file lacks", trace("path = \"headless.csv\"\ncolumns = { time = \"wen\" }")),
        ("a rate for no column", trace("path = \"good.csv\"\ncredits_per = { Token = 1 }")),
        ("a negative rate", trace("path = \"good.csv\"\ncredits_per = { cost = -1 }")),
        ("a constant beside its column", trace("path = \"good.csv\"\nconstants = { cost = 5 }")),
        ("a bad constant", trace("path = \"good.csv\"\nconstants = { kind = \"jule\" }")),
        ("two costs", trace("path = \"good.csv\"\nconstants = { cost = 5 }\ncredits_per = { source = 1 }")),
        ("a cost that is not used", trace("path = \"tokens.csv\"\ncredits_per = { tokens = 0.5 }")),
        ("a quote that is not closed", trace("path = \"quote.csv\"")),
        ("a quote in the last row that is not closed", trace("path = \"last.csv\"")),
        ("a bad cell before a quote that is not closed", trace("path = \"both.csv\"")),
        ("a tile of no length", trace("path = \"good.csv\"\nrepeat_every = \"0s\"")),
        ("a traced task of the name of a task", format!("{}[[traces]]\npath = \"tasks.csv\"\n", task(""))),
    ]));
}

#[test]
fn a_wrong_policy_file_shows_its_place() {
    let policy = |file: &str| around("", "").replace("ampere", file);
    told!(answers([
        ("a missing file", policy("gone.toml")),
        ("a circle", policy("a.toml")),
        ("nothing in it", policy("bare.toml")),
        ("slips", policy("slip.toml")),
        ("values", policy("dear.toml")),
    ]));
    let circle = policy_named("a.toml", &files()).unwrap_err();
    assert_eq!(circle.len(), 1);
}

#[test]
fn a_wrong_money_figure_shows_its_place() {
    told!(answers([
        ("a seventh decimal", around("", "[plan]\nprice = 0.0000001")),
        ("a negative price", around("", "[prices]\nper_1000 = -1")),
        ("a price of more than there is", around("", "[plan]\nprice = 99999999999999999999")),
        ("tiers out of order", around("", "[prices]\ntiers = [{ from = 50_000 }, { from = 20_000 }]")),
        ("a probability of 2", around("", "[payment]\ndecline_probability = 2")),
        ("a top-up of nothing", around("", "[[top_ups]]\nat = 2026-06-01\ncredits = 0")),
        ("an expiry of nothing", around("", "[plan]\npurchased_expire_after = \"0s\"")),
        (
            "a number of 40 digits",
            around("", "[prices]\nper_1000 = 0.1234567890123456789012345678901234567890")
        ),
    ]));
}

#[test]
fn a_wrong_sweep_population_or_expectation_shows_its_place() {
    let sweep = |axis: &str| around("", &format!("[sweep.axes]\n{axis}"));
    told!(answers([
        ("an unknown key", sweep("\"auto_recharge.treshold\" = [1]")),
        ("an unknown section", sweep("\"recharge.threshold\" = [1]")),
        ("an unknown task", task("[sweep.axes]\n\"tasks.snyc.cost\" = [1]")),
        ("a value of the wrong type", sweep("\"auto_recharge.pre_run\" = [1]")),
        ("no values", sweep("\"clock.seed\" = []")),
        ("a step of 0", sweep("\"clock.seed\" = { from = 1, to = 5, step = 0 }")),
        ("legal where there is no range", sweep("\"clock.seed\" = \"legal\"")),
        ("a word", sweep("\"clock.seed\" = \"all\"")),
        ("a confidence of 1", around("", "[sweep]\nconfidence = 1")),
        ("two goals", around("", "[sweep.recommend]\nminimize = \"spend\"\nmaximize = \"spend\"")),
        (
            "no organisations",
            around("", "[population]\norganisations = 0\n[[population.segments]]\nweight = 0")
        ),
        (
            "an unknown key of a segment",
            around(
                "",
                "[population]\norganisations = 5\n[[population.segments]]\noverrides = { \"plan.teir\" = \"max\" }"
            )
        ),
        (
            "a distribution that is none",
            around(
                "",
                "[population]\norganisations = 5\n[[population.segments]]\noverrides = { \"plan.price\" = { dist = \"gamma\", mean = -1, shape = 2 } }"
            )
        ),
        (
            "a segment of no file",
            task("[population]\norganisations = 5\n[[population.segments]]\nscenario = \"gone.toml\"")
        ),
        (
            "a segment of a file",
            task("[population]\norganisations = 5\n[[population.segments]]\nscenario = \"slip.toml\"")
        ),
        ("no expectation", around("", "[expect]\nevents = { value = 5, near = 2 }")),
        ("a list", around("", "[expect]\nevents = [1, 2]")),
        ("a mean without replications", around("", "[expect]\nevents = { mean_within = [1, 2] }")),
        (
            "a mean of no replications",
            around("", "[expect]\nevents = { mean_within = [1, 2], replications = 0 }")
        ),
        (
            "a mean between three",
            around("", "[expect]\nevents = { mean_within = [1, 2, 3], replications = 9 }")
        ),
        (
            "a mean between ends the wrong way",
            around("", "[expect]\nevents = { mean_within = [2, 1], replications = 9 }")
        ),
    ]));
}

#[test]
fn a_wrong_population_shows_its_place() {
    let top = |keys: &str| task(&format!("[population]\norganisations = 5\n{keys}\n[[population.segments]]"));
    let segment =
        |keys: &str| task(&format!("[population]\norganisations = 5\n[[population.segments]]\n{keys}"));
    let drawn = |overrides: &str| segment(&format!("[population.segments.overrides]\n{overrides}"));
    let three = "[population.segments.overrides]\n\"plan.price\" = { dist = \"exponential\", mean = 9 }\n\
        \"tasks.sync.cost\" = { dist = \"exponential\", mean = 9 }\n\"tasks.sync.count\" = { dist = \"poisson\", mean = 2 }";
    let pairs = |pairs: &str| segment(&format!("correlate = {pairs}\n{three}"));
    told!(answers([
        ("an unknown key", segment("churn = 0.03")),
        ("a share above 1", drawn("\"auto_recharge.enabled\" = { share = 1.5 }")),
        ("a share of what is no flag", drawn("\"plan.price\" = { share = 0.5 }")),
        ("a share with weights", drawn("\"auto_recharge.enabled\" = { share = 0.5, weights = [1] }")),
        ("a choice of nothing", drawn("\"plan.tier\" = { choice = [] }")),
        ("a choice of tables", drawn("\"plan.tier\" = { choice = [{ a = 1 }] }")),
        ("a choice of a wrong type", drawn("\"plan.tier\" = { choice = [\"pro\", 5] }")),
        ("weights that are too few", drawn("\"plan.tier\" = { choice = [\"pro\", \"max\"], weights = [1] }")),
        ("weights of nothing", drawn("\"plan.tier\" = { choice = [\"pro\", \"max\"], weights = [0, 0] }")),
        ("nothing but kept", drawn("\"plan.price\" = { keep = 0.5 }")),
        ("kept by more than all", drawn("\"plan.price\" = { dist = \"exponential\", mean = 9, keep = 2 }")),
        ("a slip in a distribution", drawn("\"plan.price\" = { dist = \"exponential\", maen = 9 }")),
        ("a clock", drawn("\"clock.seed\" = 5")),
        ("a warm-up", drawn("\"report.warm_up\" = \"30d\"")),
        ("a population in a population", drawn("\"population.organisations\" = 5")),
        ("growth below 0", top("growth_per_month = -0.1")),
        ("growth of 5 %", top("growth_per_month = 50")),
        ("a churn of all", segment("churn_per_month = 1")),
        ("a churn and a lifetime", segment("churn_per_month = 0.1\nlifetime = \"30d\"")),
        ("joining before the start", segment("joins = \"2025-06-01T00:00:00\"")),
        ("joining after the end", segment("joins = \"2027-06-01T00:00:00\"")),
        ("joining twice", segment("joins = \"30d\"\ngrowth_per_month = 0.1")),
        ("joining in a month of 13", segment("joins = \"2026-13-01\"")),
        ("a correlation of one key", pairs("[[\"plan.price\", 0.5]]")),
        ("a correlation of 1", pairs("[[\"plan.price\", \"tasks.sync.cost\", 1]]")),
        ("a correlation with itself", pairs("[[\"plan.price\", \"plan.price\", 0.5]]")),
        ("a correlation with a constant", pairs("[[\"plan.price\", \"tasks.sync.reserve\", 0.5]]")),
        ("a correlation of what no segment draws", top("correlate = [[\"plan.price\", \"plan.tier\", 0.5]]")),
        (
            "a pair twice",
            pairs("[[\"plan.price\", \"tasks.sync.cost\", 0.5], [\"tasks.sync.cost\", \"plan.price\", 0.4]]")
        ),
        (
            "correlations that contradict each other",
            pairs(
                "[[\"plan.price\", \"tasks.sync.cost\", 0.9], [\"plan.price\", \"tasks.sync.count\", 0.9]]"
            )
        ),
    ]));
}

#[test]
fn a_figure_that_no_run_has_shows_its_place_and_the_nearest() {
    let expect = |figures: &str| task(&format!("[expect]\n{figures}"));
    let recommend = |keys: &str| around("", &format!("[sweep.recommend]\n{keys}"));
    told!(answers([
        ("an unknown figure", expect("\"credits.spend\" = 5")),
        ("an unknown figure in tables", expect("work.blocked.buy_credit = { max = 5 }")),
        ("a group of figures", expect("credits = 5")),
        ("a month outside", expect("\"monthly.2028-03.credits.spent\" = 5")),
        ("a figure that no month has", expect("\"monthly.2026-03.tasks.paused_at_end\" = 5")),
        ("an unknown task's", expect("\"tasks.snyc.refused\" = 5")),
        ("an unknown column of a task", expect("\"tasks.sync.refusals\" = 5")),
        ("a figure that sweeps do not compare", recommend("minimize = \"tasks.sync.refused\"")),
        ("nothing expected", expect("\"credits.spent\" = {}")),
        ("an unknown metric", recommend("minimize = \"spendd\"")),
        (
            "an unknown limit",
            recommend("maximize = \"spend_per_month\"\nsubject_to = { blocked_shares = 0.01 }")
        ),
    ]));
    let known = "\"tasks.sync.refused\" = 0\n\"monthly.2026-03.pause_rate\" = 0\nevents = 5\nbreakage = 0";
    assert_eq!(answer(&expect(known), &[]), "nothing is wrong");
    let known = "minimize = \"spend_per_month\"\nsubject_to = { blocked_share = 0.01, pause_rate = 0.1 }";
    assert!(!answer(&recommend(known), &[]).contains("figure"));
    let scenario = load(Path::new("team.toml"), &task(""), &[], &files()).unwrap();
    let beside = expectations(Path::new("team.expected.json"), r#"{ "credits": { "spnt": 5 } }"#).unwrap();
    let said = check_expectations(&beside, &scenario.rules).unwrap_err().to_string();
    assert!(said.contains("`credits.spnt`") && said.contains("`credits.spent`"), "{said}");
}

#[test]
fn a_key_without_effect_is_warned_of() {
    told!(answers([
        ("a reservation that is never made", activity("admission = \"any\"\nreserve = 5")),
        ("a reservation that is never made, by default", activity("kind = \"joule\"\nreserve = 5")),
        ("copies of one", task("stagger = \"5m\"")),
        (
            "a review that never comes",
            task("review = { failures = { trigger = \"never\", delay = \"1h\" } }")
        ),
        ("a repair of nothing", task("[payment]\nrepair = \"1h\"")),
        ("a charge for no failure", task("failure = { start = 0.5, failed_charge = 0.5 }")),
        ("a trace without tasks", task("[[traces]]\npath = \"good.csv\"\nauto_pause_after = 3")),
        ("a lapse in another year", task("[plan]\nlapses = [{ from = 2025-03-01, to = 2025-04-01 }]")),
        (
            "a surge in another year",
            activity("surges = [{ from = 2027-01-01T00:00:00, to = 2028-01-02, times = 3 }]")
        ),
    ]));
    for used in [
        activity("kind = \"ai_tool\"\nreserve = 5"),
        task("count = 2\nstagger = \"5m\""),
        task("[payment]\ndecline_probability = 0.1\nrepair = \"1h\""),
        task("failure = { windows = [{ from = 2026-03-01, to = 2026-03-02 }], failed_charge = 0.5 }"),
        around("", "[[traces]]\npath = \"tasks.csv\"\nauto_pause_after = 3"),
    ] {
        assert_eq!(answer(&used, &[]), "nothing is wrong");
    }
}

#[test]
fn a_name_that_could_steer_a_terminal_is_refused() {
    let page = answers([
        ("the scenario's", around("name = \"a\\u001b[31mb\"", "")),
        ("a task's", task("").replace("sync", "sy\\u0007nc")),
        ("an activity's", activity("").replace("\"chat\"", "\"ch\\nat\"")),
        ("a traced source's", around("", "[[traces]]\npath = \"escape.csv\"")),
        ("an unknown key's", around("\"a\\u001b[31mb\" = 1", "")),
    ]);
    assert!(!page.contains(|character: char| character.is_control() && character != '\n'), "{page:?}");
    told!(page);
}

#[test]
fn a_wrong_setting_shows_the_argument() {
    let scenario = task("[auto_recharge]\nthreshold = 10_000");
    let mut page = String::new();
    for sets in [
        &["auto_recharge.treshold=5_000"] as &[&str],
        &["auto_recharge.threshold=5_001"],
        &["clock.seed=1", "clock.seed=2"],
        &["clock.seed"],
        &["=5"],
        &["clock.seed="],
        &["tasks.snyc.cost=5"],
        &["activities.*.cost=5"],
        &["top_ups.0.credits=5"],
        &["auto_recharge.threshold.max=5"],
        &["tasks.sync.cost={ dist = "],
        &["clock.timezone=Europe/Berln"],
        &["seed=5"],
        &["cost=5"],
        &["repport.warm_up=1d"],
        &["tasks[0].cost=5"],
        &["top_ups[0].credits=5"],
        &["tasks.0.cost=5"],
        &["population.segments.solo.weight=5"],
        &["population.segments[0].weight=5"],
        &["clock.seed=-1"],
        &["clock.replications=0"],
        &["name=red\u{1b}[31m"],
        &["plan.tier=\u{1b}[31m"],
    ] {
        let _ = write!(page, "── --set {}\n{}\n\n", sets.join(" --set "), answer(&scenario, sets));
    }
    told!(page);
}

#[test]
fn several_problems_are_reported_at_once_from_the_top() {
    let text = around(
        "repport = 1",
        "[plan]\ntier = \"prp\"\n[auto_recharge]\nthreshold = 12_345\namount = \"x\"\n[[tasks]]\nname = \"a\"\ncost = -1\nschedule = { every = \"hour\", minute = 99 }",
    );
    let problems = load(Path::new("team.toml"), &text, &[], &files()).unwrap_err();
    told!(problems.summary());
    let keys: Vec<&str> = problems.iter().map(creditsim::scenario::Problem::key).collect();
    assert_eq!(
        keys,
        [
            "repport",
            "plan.tier",
            "auto_recharge.threshold",
            "auto_recharge.amount",
            "tasks[0].cost",
            "tasks[0].schedule.minute"
        ]
    );
}

#[test]
fn work_that_no_memory_could_hold_is_refused() {
    let refused = |rest: &str| {
        let toml = format!(
            "schema = 1\npolicy = 'ampere'\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2036-01-01T00:00:00'\n\
            [[activities]]\nname = 'a'\nkind = 'joule'\ncost = 1\n{rest}\n"
        );
        let loaded = creditsim::scenario::load(
            std::path::Path::new("big.toml"),
            &toml,
            &[],
            &creditsim::scenario::NoFiles,
        );
        loaded.err().map(|problems| problems.to_string()).unwrap_or_default()
    };
    for rest in [
        "arrivals = { per_day = 1e7 }",
        "arrivals = { per_day = 1 }\ngrowth_per_month = 10",
        "arrivals = { bursts_per_day = 1, burst_size = 1e9, gap = 0 }",
    ] {
        let said = refused(rest);
        assert!(said.contains("pieces of work") && said.contains("at most 1_000_000_000"), "{rest}: {said}");
    }
    assert_eq!(refused("arrivals = { per_day = 100 }"), "");
}

#[test]
fn sums_that_could_overflow_are_refused_before_anything_is_drawn() {
    let long = |rest: &str| around("", rest).replace("2027", "2226");
    let chat = |keys: &str| long(&format!("[[activities]]\nname = \"chat\"\n{keys}"));
    let task = |keys: &str| {
        long(&format!("[[tasks]]\nname = \"t\"\nschedule = {{ every = \"hour\", minute = 0 }}\n{keys}"))
    };
    told!(answers([
        ("costs", chat("arrivals = { per_day = 50 }\ncost = 1_000_000_000_000")),
        ("costs, most of them of a task", task("cost = 1_000_000_000_000")),
        ("reservations", task("cost = 1\nreserve = 1_000_000_000_000")),
        ("charges", task("cost = 1_000_000_000\nfailure = { run = 1, failed_charge = 1_000 }")),
        ("a tail", chat("arrivals = { per_day = 500 }\ncost = { dist = \"pareto\", min = 1e12, alpha = 0.5 }")),
        (
            "bursts",
            chat("arrivals = { bursts_per_day = 0.01, burst_size = { dist = \"geometric\", mean = 10 }, gap = 1 }\ncost = 1_000_000_000_000")
        ),
        (
            "a trace, again and again",
            long("[[traces]]\npath = \"good.csv\"\nrepeat_every = \"1h\"\nconstants = { outcome = \"run_failure\" }\nfailed_charge = 1_000")
                .replace("good", "dear")
        ),
        (
            "purchases that expire",
            task("cost = 1\n[plan]\npurchased_expire_after = \"1m\"\n[auto_recharge]\namount = 1_000_000_000_000\nmonthly_limit = \"none\"")
                .replace("\n\n", "\nstrict = false\n")
        ),
        ("prices", task("cost = 100_000_000_000\n[prices]\nper_1000 = 1_000_000_000_000")),
    ]));
    for sane in [
        chat("arrivals = { per_day = 500 }\ncost = { dist = \"pareto\", min = 1, alpha = 0.9 }"),
        chat(
            "arrivals = { bursts_per_day = 1, burst_size = { dist = \"pareto\", min = 1, alpha = 1.1 }, gap = 1 }\ncost = 1_000",
        ),
        task("cost = 10\n[plan]\nincluded_credits = 1_000_000_000_000"),
        task("cost = 10\n[plan]\npurchased_expire_after = \"30d\"\n[auto_recharge]"),
    ] {
        assert!(!answer(&sane, &[]).contains("error"), "{}", answer(&sane, &[]));
    }
}

#[test]
fn an_outage_that_flickers_every_millisecond_is_refused() {
    let toml = "schema = 1\npolicy = 'ampere'\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-03-01T00:00:00'\n\
        [[tasks]]\nname = 'a'\ncost = 1\nschedule = { every = 'hour', minute = 0 }\n\
        failure = { model = 'outage', time_to_break = 0, time_to_repair = 0.001 }\n";
    let loaded =
        creditsim::scenario::load(std::path::Path::new("x.toml"), toml, &[], &creditsim::scenario::NoFiles);
    let said = loaded.err().map(|problems| problems.to_string()).unwrap_or_default();
    assert!(said.contains("at least 1 s on average"), "{said}");
}
