use crate::experiment::Crew;
use crate::experiment::check::{Comparison, Sample, compare};
use crate::replay::Unobserved;
use crate::scenario::{NoFiles, Scenario, load};
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::path::Path;

const TASK: &str = "policy = 'ampere'\n[clock]\nstart = 2026-01-01T00:00:00\nuntil = 2026-01-11T00:00:00\n\
    [[tasks]]\nname = 'sync'\nschedule = { every = 'day', at = '06:00' }\ncost = { dist = 'uniform', min = 10, max = 30 }\nreserve = 30\n";

fn compared(expect: &str, threads: usize) -> Vec<Comparison> {
    let text = format!("{TASK}[expect]\n{expect}");
    let scenario: Scenario = load(Path::new("a.toml"), &text, &[], &NoFiles).unwrap();
    let crew = Crew::new(NonZeroUsize::new(threads)).unwrap();
    let sample =
        Sample::of(&scenario, &scenario.expect, &crew, &mut Unobserved, &|| Ok::<(), Infallible>(()));
    let Ok(sample) = sample;
    compare(&scenario.expect, &sample).unwrap()
}

fn held(expect: &str) -> (bool, String) {
    let one = compared(expect, 1).remove(0);
    (one.holds(), one.difference().map(|apart| apart.normalize().to_string()).unwrap_or_default())
}

#[test]
fn every_form_of_expectation_holds_or_tells_how_far_it_is_off() {
    let holds = |apart: &str| (true, apart.to_owned());
    let off = |apart: &str| (false, apart.to_owned());
    assert_eq!(held("'tasks.started' = 10"), holds("0"));
    assert_eq!(held("'tasks.started' = 9"), off("1"));
    assert_eq!(held("'money.subscription' = '99.00'"), holds("0"));
    assert_eq!(held("'money.total' = '99.000001'"), off("-0.000001"));
    assert_eq!(held("'tasks.started' = { value = 12, abs = 2 }"), holds("-2"));
    assert_eq!(held("'tasks.started' = { value = 13, abs = 2 }"), off("-3"));
    assert_eq!(held("'tasks.started' = { value = 11, rel = 0.1 }"), holds("-1"));
    assert_eq!(held("'tasks.started' = { min = 10, max = 10 }"), holds("0"));
    assert_eq!(held("'tasks.started' = { min = 11 }"), off("-1"));
    assert_eq!(held("'monthly.2026-01.tasks.started' = { max = 7 }"), off("3"));
    assert_eq!(held("'tasks.sync.started' = 10"), holds("0"));
}

#[test]
fn a_mean_is_over_as_many_replications_as_asked_for() {
    // Ten runs of a mean of 20 credits; replication 0 alone is not at 200.
    let one = held("'credits.spent' = { mean_within = [199.99, 200.01], replications = 1 }");
    assert!(!one.0, "{one:?}");
    assert!(held("'credits.spent' = { mean_within = [194, 206], replications = 200 }").0);
    assert!(!held("'credits.spent' = { mean_within = [206, 300], replications = 200 }").0);
    let expect = "'credits.spent' = { mean_within = [0, 1], replications = 30 }\n'tasks.started' = 10";
    assert_eq!(compared(expect, 1), compared(expect, 2));
}
