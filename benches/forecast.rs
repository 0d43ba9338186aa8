//! How fast a forecast is: 1,000 organisations of the shipped population over a year, drawn, replayed and added up.

use creditsim::experiment::Crew;
use creditsim::experiment::forecast::{Aggregate, NoReplay, Organisation, Setting, Study, Work};
use creditsim::scenario::{self, NoFiles, Scenario};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

const CUSTOMERS: &str = include_str!("../scenarios/ampere-customers.toml");
const ORGANISATIONS: u32 = 1_000;

fn prepared() -> (Scenario, Setting, Study) {
    let scenario = match scenario::load(Path::new("ampere-customers.toml"), CUSTOMERS, &[], &NoFiles) {
        Ok(scenario) => scenario,
        Err(problems) => panic!("{problems}"),
    };
    let setting = match Setting::of(&scenario, |path| Err(path.to_owned())) {
        Ok(setting) => setting,
        Err(error) => panic!("{error}"),
    };
    let study = Study {
        version: String::new(),
        name: scenario.name.clone(),
        policy: scenario.policy.name.clone(),
        seed: scenario.seed,
        organisations: ORGANISATIONS,
        replications: 1,
        segments: setting.customers().segments().map(str::to_owned).collect(),
        drawn_keys: setting.customers().drawn_keys().to_vec(),
        variants: Vec::new(),
        confidence: 0.95,
        digest: setting.digest().to_owned(),
        command: String::new(),
    };
    (scenario, setting, study)
}

fn replayed(study: &Study, setting: &Setting, crew: &Crew) -> Vec<Organisation> {
    let all = Mutex::new(Vec::new());
    let keep = |_, mut done: Vec<Organisation>| {
        all.lock().unwrap_or_else(PoisonError::into_inner).append(&mut done);
        Ok::<(), NoReplay>(())
    };
    let work = Work { study, settings: std::slice::from_ref(setting) };
    if let Err(error) = work.run(crew, |_| true, keep, &|| Ok(())) {
        panic!("{error}");
    }
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn forecast(criterion: &mut Criterion) {
    let (_, setting, study) = prepared();
    let crew = |threads| match Crew::new(NonZeroUsize::new(threads)) {
        Ok(crew) => crew,
        Err(error) => panic!("{error}"),
    };
    let mut group = criterion.benchmark_group("forecast");
    group.sample_size(10).throughput(Throughput::Elements(ORGANISATIONS.into()));
    group.bench_function("draw", |bencher| {
        bencher.iter(|| {
            (0..ORGANISATIONS).filter(|&index| setting.customers().draw(0, black_box(index)).is_ok()).count()
        });
    });
    for threads in [1, 2] {
        let crew = crew(threads);
        group.bench_function(format!("replay, {threads} threads"), |bencher| {
            bencher.iter(|| replayed(black_box(&study), &setting, &crew).len());
        });
    }
    let organisations = replayed(&study, &setting, &crew(2));
    group.bench_function("aggregate", |bencher| {
        bencher.iter(|| {
            let mut aggregate = Aggregate::new(&study);
            let added =
                organisations.iter().filter(|organisation| aggregate.add(organisation).is_ok()).count();
            (added, aggregate.finish())
        });
    });
    group.finish();
}

criterion_group!(benches, forecast);
criterion_main!(benches);
