//! How fast demand is generated: one organisation, one year, about 400,000 records.

use creditsim::calendar::{Window, Zone};
use creditsim::demand::{
    ActivityPlan, Arrivals, CostDraw, Demand, Distribution, FailureModel, Plan, Profile, Sampler, Schedule,
    SpanDraw, TaskPlan, Weekdays, generate_into,
};
use creditsim::rng::StreamKey;
use creditsim::units::{Instant, Span};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::Weekday;
use std::hint::black_box;

/// 2026-01-01T00:00:00Z.
const START: Instant = Instant::from_ms(1_767_225_600_000);

fn exponential(seconds: f64) -> SpanDraw {
    SpanDraw(Distribution::Exponential { mean: seconds * 1_000.0 })
}

fn task(number: i64, zone: &Zone, active: Window) -> TaskPlan {
    let minute = |count| Span::from_ms(count * Span::MINUTE.ms());
    let schedule = match number {
        0..24 => Schedule::Hourly { past: minute(number % 4 * 15) },
        24..44 => Schedule::Daily { at: minute(number * 20) },
        _ => Schedule::Weekly { days: Weekdays::default().with(Weekday::Monday), at: minute(number * 15) },
    };
    TaskPlan {
        name: format!("task-{number}"),
        schedule,
        zone: zone.clone(),
        active,
        cost: CostDraw(Distribution::UniformInteger { min: 20, max: 40 }),
        duration: exponential(120.0),
        failure: FailureModel::never(),
    }
}

/// 50 tasks (24 hourly, 20 daily, 6 weekly) and people who chat in office hours.
fn organisation() -> Plan {
    let zone = Zone::named("America/New_York").unwrap_or(Zone::UTC);
    let horizon = Window { from: START, to: START + Span::from_ms(365 * Span::DAY.ms()) };
    let joule = ActivityPlan {
        name: "joule".to_owned(),
        arrivals: Arrivals::Bursts {
            per_day: 20.0,
            size: CostDraw(Distribution::Geometric { mean: 25.0 }),
            gap: exponential(30.0),
        },
        profile: Profile::office(),
        growth_per_month: 0.0,
        surges: Vec::new(),
        cost: CostDraw(Distribution::Lognormal { mean: 12.0, sigma: 0.8 }),
        duration: SpanDraw::constant(Span::ZERO),
    };
    let tasks = (0..50).map(|number| task(number, &zone, horizon)).collect();
    Plan { horizon, zone, seed: 42, tasks, activities: vec![joule], traces: Vec::new() }
}

fn year(criterion: &mut Criterion) {
    let plan = organisation();
    let mut demand = Demand::default();
    generate_into(&plan, 0, &mut demand);
    let mut group = criterion.benchmark_group("generate");
    group.throughput(Throughput::Elements(u64::try_from(demand.len()).unwrap_or(0)));
    group.bench_function("organisation-year", |bencher| {
        bencher.iter(|| {
            generate_into(black_box(&plan), 0, &mut demand);
            demand.len()
        });
    });
    group.finish();
}

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    group.throughput(Throughput::Elements(1));
    let distributions = [
        ("uniform-integer", Distribution::UniformInteger { min: 20, max: 40 }),
        ("exponential", Distribution::Exponential { mean: 120.0 }),
        ("lognormal", Distribution::Lognormal { mean: 12.0, sigma: 0.8 }),
        ("normal", Distribution::Normal { mean: 12.0, sd: 4.0 }),
        ("gamma", Distribution::Gamma { mean: 12.0, shape: 2.5 }),
        ("pareto", Distribution::Pareto { min: 5.0, alpha: 2.5 }),
        ("poisson", Distribution::Poisson { mean: 25.0 }),
        ("geometric", Distribution::Geometric { mean: 25.0 }),
        ("triangular", Distribution::Triangular { min: 1.0, mode: 5.0, max: 20.0 }),
        ("empirical", Distribution::Empirical { values: vec![1.0, 5.0, 20.0], weights: vec![5.0, 3.0, 1.0] }),
    ];
    for (name, distribution) in distributions {
        let sampler: Sampler = distribution.prepare();
        let mut stream = StreamKey { seed: 42, replication: 0 }.stream("bench", name);
        group.bench_function(name, |bencher| bencher.iter(|| sampler.credits(&mut stream)));
    }
    group.finish();
}

criterion_group!(benches, year, draws);
criterion_main!(benches);
