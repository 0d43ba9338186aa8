//! How fast a replay is: one organisation, one year, in events a second. Three cases: credits are never short;
//! the monthly limit is used up early, so that most work is refused; every fifth run fails.

use creditsim::demand::generate;
use creditsim::replay::replay;
use creditsim::scenario::{self, NoFiles, Scenario};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;

const ORGANISATION: &str = include_str!("organisation.toml");

const CASES: [(&str, &[&str]); 3] = [
    ("easy", &[]),
    ("capped", &["auto_recharge.monthly_limit=100000"]),
    ("pausing", &["tasks.*.failure.run=0.2"]),
];

fn load(sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    match scenario::load(Path::new("benches/organisation.toml"), ORGANISATION, &sets, &NoFiles) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}"),
    }
}

fn year(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replay");
    for (case, sets) in CASES {
        let scenario = load(sets);
        let demand = generate(&scenario.plan, 0);
        let events = replay(&demand, &scenario.rules, 0).tally.events;
        group.throughput(Throughput::Elements(events));
        group.bench_function(case, |bencher| {
            bencher.iter(|| replay(black_box(&demand), black_box(&scenario.rules), 0).tally.events);
        });
    }
    group.finish();
}

criterion_group!(benches, year);
criterion_main!(benches);
