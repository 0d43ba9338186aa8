//! Organisations are drawn as their population says, each by itself.

use super::customers::Customers;
use super::{Customer, PopulationError};
use crate::experiment::replay_replication;
use crate::replay::Unobserved;
use crate::scenario::{NoFiles, Scenario, load};
use crate::units::{Instant, Span};
use std::convert::Infallible;
use std::path::Path;

const MONTH: f64 = 2_629_800_000.0;

/// A scenario of little work around `population`.
fn scenario(population: &str) -> Scenario {
    let text = format!(
        "policy = 'ampere'\n[clock]\nstart = 2026-01-01T00:00:00\nuntil = 2027-01-01T00:00:00\nseed = 7\n\
         [auto_recharge]\n\
         [[tasks]]\nname = 'sync'\nschedule = {{ every = 'day', at = '06:00' }}\ncost = 5\n\
         [[activities]]\nname = 'chat'\narrivals = {{ per_day = 2 }}\ncost = 3\n{population}"
    );
    load(Path::new("a.toml"), &text, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"))
}

fn customers(population: &str) -> Customers {
    match Customers::of(&scenario(population), |_| Err::<Scenario, &str>("there are no files")) {
        Ok(customers) => customers,
        Err(error) => panic!("{error}"),
    }
}

/// One segment with these keys and overrides.
fn segment(organisations: u32, keys: &str, overrides: &str) -> String {
    format!(
        "[population]\norganisations = {organisations}\n[[population.segments]]\nname = 'all'\n{keys}\n\
         [population.segments.overrides]\n{overrides}"
    )
}

fn value<'a>(customer: &'a Customer, key: &str) -> Option<&'a str> {
    customer.drawn.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
}

/// A count of `draws` that each happen with `probability`, within four standard errors.
fn assert_share(count: usize, draws: u32, probability: f64, what: &str) {
    let (count, draws) = (f64::from(u32::try_from(count).unwrap()), f64::from(draws));
    let error = (draws * probability * (1.0 - probability)).sqrt();
    assert!(
        (count - draws * probability).abs() <= 4.0 * error,
        "{what}: {count} of {draws}, not {probability}"
    );
}

fn real(span: Span) -> f64 {
    f64::from(u32::try_from(span.ms() / 1_000).unwrap()) * 1_000.0
}

const KEYS: &str = "'activities.chat.arrivals.per_day' = { dist = 'gamma', mean = 2, shape = 2 }\n\
    'auto_recharge.threshold' = { dist = 'lognormal', mean = 20_000, sigma = 0.5, keep = 0.3 }\n";

/// What makes an organisation: its draws, its time and its work.
fn identity(customer: &Customer) -> String {
    let scenario = customer.scenario.as_ref().unwrap();
    format!("{:?} {:?} {:?} {:?}", customer.joins, customer.churns, customer.drawn, scenario.plan.digest())
}

#[test]
fn r_crn_an_organisation_is_the_same_however_many_there_are() {
    let tenure = "growth_per_month = 0.1\nchurn_per_month = 0.01";
    let few = customers(&segment(10, tenure, KEYS));
    let many = customers(&segment(1_000, tenure, KEYS));
    let mut different = std::collections::BTreeSet::new();
    for index in 0..10 {
        let (a, b) = (few.draw(3, index).unwrap(), many.draw(3, index).unwrap());
        if a.scenario.is_none() {
            assert!(b.scenario.is_none());
            continue;
        }
        assert_eq!(identity(&a), identity(&b));
        different.insert(identity(&a));
        let other = few.draw(4, index).unwrap();
        assert!(other.scenario.is_none() || identity(&other) != identity(&a), "another replication");
    }
    assert!(different.len() > 5);
}

#[test]
fn r_crn_a_key_more_changes_no_other_draw() {
    let plain = customers(&segment(10, "", KEYS));
    let more = format!("{KEYS}'plan.tier' = 'max'\n'auto_recharge.enabled' = {{ share = 0.5 }}\n");
    let more = customers(&segment(10, "churn_per_month = 0.001", &more));
    assert_eq!(
        more.drawn_keys(),
        ["activities.chat.arrivals.per_day", "auto_recharge.enabled", "auto_recharge.threshold"]
    );
    for index in 0..20 {
        let (a, b) = (plain.draw(0, index).unwrap(), more.draw(0, index).unwrap());
        for key in ["activities.chat.arrivals.per_day", "auto_recharge.threshold"] {
            assert_eq!(value(&a, key), value(&b, key));
        }
        let seed = |customer: &Customer| customer.scenario.as_ref().map(|scenario| scenario.seed);
        assert_eq!(seed(&a), seed(&b));
        assert_eq!(b.scenario.unwrap().tier, "max");
    }
}

#[test]
fn segments_shares_choices_and_kept_settings_come_as_often_as_stated() {
    const DRAWS: u32 = 4_000;
    let keys = "'auto_recharge.enabled' = { share = 0.6 }\n\
        'plan.tier' = { choice = ['pro', 'max'], weights = [3, 1] }\n\
        'auto_recharge.threshold' = { choice = [15_000, 20_000], keep = 0.7 }\n";
    let population =
        format!("{}[[population.segments]]\nname = 'others'\nweight = 3\n", segment(1, "weight = 1", keys));
    let customers = customers(&population);
    assert_eq!(customers.segments().collect::<Vec<_>>(), ["all", "others"]);
    let drawn: Vec<Customer> = (0..DRAWS).map(|index| customers.draw(0, index).unwrap()).collect();
    let ours: Vec<&Customer> = drawn.iter().filter(|customer| customer.segment == 0).collect();
    assert_share(ours.len(), DRAWS, 0.25, "the first segment");
    let all = u32::try_from(ours.len()).unwrap();
    let of = |test: &dyn Fn(&Customer) -> bool| ours.iter().filter(|customer| test(customer)).count();
    assert_share(of(&|one| value(one, "auto_recharge.enabled") == Some("true")), all, 0.6, "enabled");
    assert_share(of(&|one| value(one, "plan.tier") == Some("\"max\"")), all, 0.25, "max");
    assert_share(of(&|one| value(one, "auto_recharge.threshold").is_none()), all, 0.7, "kept");
    assert_share(of(&|one| value(one, "auto_recharge.threshold") == Some("20000")), all, 0.15, "chosen");
    for customer in drawn {
        let scenario = customer.scenario.as_ref().unwrap();
        let threshold =
            value(&customer, "auto_recharge.threshold").map_or(10_000, |text| text.parse().unwrap());
        assert_eq!(scenario.rules.auto_recharge.threshold.get(), threshold);
        assert_eq!(
            scenario.rules.auto_recharge.enabled,
            value(&customer, "auto_recharge.enabled") != Some("false")
        );
    }
}

#[test]
fn organisations_join_so_that_their_number_grows_as_stated() {
    const DRAWS: u32 = 4_000;
    let customers = customers(&segment(1, "growth_per_month = 0.2", ""));
    let joins: Vec<Instant> = (0..DRAWS).map(|index| customers.draw(0, index).unwrap().joins).collect();
    let horizon = customers.horizon();
    for days in [0, 60, 200, 300] {
        let at = horizon.from + Span::from_ms(days * 86_400_000);
        let left = real(horizon.to - at) / MONTH;
        let joined = joins.iter().filter(|&&joins| joins <= at).count();
        assert_share(joined, DRAWS, libm::pow(1.2, -left), "joined");
    }
    assert!(joins.iter().all(|&joins| joins >= horizon.from && joins < horizon.to));
}

#[test]
fn organisations_leave_with_the_stated_probability_a_month() {
    const DRAWS: u32 = 4_000;
    let customers = customers(&segment(1, "churn_per_month = 0.1", ""));
    let horizon = customers.horizon();
    let churns: Vec<Option<Instant>> =
        (0..DRAWS).map(|index| customers.draw(0, index).unwrap().churns).collect();
    for days in [30, 100, 365] {
        let at = horizon.from + Span::from_ms(days * 86_400_000);
        let stay = churns.iter().filter(|churns| churns.is_none_or(|churns| churns > at)).count();
        assert_share(stay, DRAWS, libm::pow(0.9, real(at - horizon.from) / MONTH), "stay");
    }
}

#[test]
fn an_organisation_is_simulated_from_when_it_joins_until_it_leaves() {
    let stays = customers(&segment(1, "joins = 2026-03-05T12:00:00\nlifetime = '10d'", ""));
    let customer = stays.draw(0, 0).unwrap();
    assert_eq!(customer.joins.to_string(), "2026-03-05T12:00:00Z");
    assert_eq!(customer.churns.unwrap().to_string(), "2026-03-15T12:00:00Z");
    let scenario = customer.scenario.unwrap();
    assert_eq!(
        (scenario.rules.horizon.from, Some(scenario.rules.horizon.to)),
        (customer.joins, customer.churns)
    );
    let replayed = replay_replication(&scenario.plan, &scenario.rules, 0, &mut Unobserved);
    assert!(replayed.tally.events > 10);
    // After the end, and for no time at all.
    for keys in ["joins = '400d'", "joins = '365d'", "lifetime = 0"] {
        let gone = customers(&segment(1, keys, "")).draw(0, 0).unwrap();
        assert!(gone.scenario.is_none(), "{keys}");
        assert_eq!(gone.churns.is_some(), keys == "lifetime = 0");
    }
    let late = customers(&segment(1, "joins = { dist = 'uniform', min = '10d', max = '20d' }", ""))
        .draw(0, 5)
        .unwrap();
    let days = real(late.joins - stays.horizon().from) / 86_400_000.0;
    assert!((10.0..20.0).contains(&days), "{days}");
}

#[test]
fn r_ranges_an_amount_and_a_limit_below_what_is_drawn_before_them_are_raised() {
    // The amount is 20,000 and the limit 100,000 where the scenario does not say.
    let threshold = customers(&segment(1, "", "'auto_recharge.threshold' = { choice = [45_000] }"));
    let recharge = |customers: &Customers| {
        let customer = customers.draw(0, 0).unwrap();
        let settings = customer.scenario.unwrap().rules.auto_recharge;
        (format!("{:?} {:?}", settings.purchase, settings.limit), customer.drawn)
    };
    let (settings, drawn) = recharge(&threshold);
    assert!(
        settings.contains("Amount(Credits(60000))") && settings.contains("Credits(Credits(100000))"),
        "{settings}"
    );
    assert_eq!(drawn, [("auto_recharge.threshold".to_owned(), "45000".to_owned())]);
    let both = customers(&segment(
        1,
        "",
        "'auto_recharge.amount' = { choice = [80_000] }\n'auto_recharge.monthly_limit' = { dist = 'uniform', min = 20_000, max = 20_000 }",
    ));
    let (settings, drawn) = recharge(&both);
    assert!(
        settings.contains("Amount(Credits(80000))") && settings.contains("Credits(Credits(80000))"),
        "{settings}"
    );
    assert_eq!(drawn[1].1, "80000");
    let kept = customers(&segment(
        1,
        "",
        "'auto_recharge.amount' = { choice = [80_000], keep = 1 }\n'auto_recharge.threshold' = { choice = [5_000] }",
    ));
    assert!(recharge(&kept).0.contains("Amount(Credits(20000))"), "nothing to repair");
}

#[test]
fn ranks_of_drawn_keys_are_correlated_as_stated_within_four_standard_errors() {
    const DRAWS: u32 = 20_000;
    let keys = "'activities.chat.arrivals.per_day' = { dist = 'gamma', mean = 2, shape = 2 }\n\
        'plan.price' = { dist = 'pareto', min = 5, alpha = 2 }\n";
    let customers =
        customers(&segment(1, "correlate = [['plan.price', 'activities.chat.arrivals.per_day', 0.6]]", keys));
    let drawn: Vec<[f64; 2]> =
        (0..DRAWS).map(|index| customers.values(0, index).try_into().unwrap()).collect();
    let ranks = |of: usize| {
        let mut order: Vec<usize> = (0..drawn.len()).collect();
        order.sort_by(|&a, &b| drawn[a][of].total_cmp(&drawn[b][of]));
        let mut ranks = vec![0.0; drawn.len()];
        for (rank, index) in order.into_iter().enumerate() {
            ranks[index] = f64::from(u32::try_from(rank).unwrap());
        }
        ranks
    };
    let apart: f64 = ranks(0).iter().zip(ranks(1)).map(|(a, b)| (a - b) * (a - b)).sum();
    let count = f64::from(DRAWS);
    let found = 1.0 - 6.0 * apart / (count * (count * count - 1.0));
    let error = ((1.0 + 0.6 * 0.6 / 2.0) / (count - 3.0)).sqrt();
    assert!((libm::atanh(found) - libm::atanh(0.6)).abs() <= 4.0 * error, "{found}");
}

#[test]
fn an_organisation_that_is_no_valid_scenario_is_named_with_what_it_drew() {
    let keys = "'payment.decline_probability' = { dist = 'exponential', mean = 0.4 }";
    let customers = customers(&segment(1, "", keys));
    let wrong = (0..100).find_map(|index| customers.draw(0, index).err()).unwrap();
    let told = wrong.to_string();
    let index = wrong.organisation;
    assert!(
        told.starts_with(&format!("organisation {index} of segment `all` (replication 0) drew")),
        "{told}"
    );
    assert!(
        told.contains("`decline_probability` cannot be 1.")
            && told.contains("it drew: payment.decline_probability = 1."),
        "{told}"
    );
    assert!(told.contains("`uniform`, `triangular` and `empirical` have ends"), "{told}");
}

#[test]
fn a_segment_of_a_file_is_checked_with_its_overrides_and_covers_the_populations_time() {
    let population = "[population]\norganisations = 1\n[[population.segments]]\nscenario = 'other.toml'\n";
    let with = |overrides: &str| {
        let text = format!("{population}{overrides}");
        let main = {
            struct Other;
            impl crate::scenario::Files for Other {
                fn read(&self, _: &Path) -> Result<Vec<u8>, String> {
                    Ok(Vec::new())
                }
            }
            let base = scenario("");
            load(Path::new("a.toml"), &format!("{}{text}", base.text), &[], &Other).unwrap()
        };
        let other = scenario("").with(&["clock.until=2026-02-01T00:00:00".to_owned()]).unwrap();
        Customers::of(&main, |path| {
            assert_eq!(path, "other.toml");
            Ok::<_, Infallible>(other.clone())
        })
    };
    let customers = with("").unwrap();
    let lives = customers.draw(0, 0).unwrap().scenario.unwrap().rules.horizon;
    assert_eq!(lives, customers.horizon());
    for overrides in
        ["overrides = { 'plan.teir' = 'max' }", "overrides = { 'plan.tier' = { choice = ['pro', 'maxx'] } }"]
    {
        match with(overrides) {
            Err(PopulationError::Segment { segment, problems }) => {
                assert_eq!(segment, "segment-1");
                assert!(problems.to_string().contains("did you mean"), "{problems}");
            }
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("{overrides} is fine"),
        }
    }
    let none = Customers::of(&scenario(""), |_| Ok::<_, Infallible>(scenario("")));
    assert!(matches!(none, Err(PopulationError::None)));
}
