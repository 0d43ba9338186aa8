//! How fast a whole grid is: the 2,002 legal settings of Ampere's auto-recharge (R-RANGES), one organisation, one year,
//! in events a second, after the demand was generated. Four cases: credits are never short, as the limits are out of
//! reach; the limits are the legal ones, most of which are used up each month; every fifth run fails; both, and nobody
//! resumes what paused for credits. Each is replayed by jumping, whole, on one thread and, eight times over, on two; and a
//! sample of it event by event and in a batch, to compare in one run. What two threads gain where nothing but the cores
//! limits them is measured beside that.

use creditsim::demand::{Demand, generate};
use creditsim::policy::{Limit, LimitUnit, LimitWindow, Purchase};
use creditsim::replay::{Brief, Course, FreeRun, Rules, replay};
use creditsim::scenario::{self, NoFiles};
use creditsim::units::Credits;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::thread;

const ORGANISATION: &str = include_str!("organisation.toml");

/// A name, settings, and what the limits are multiplied by.
const CASES: [(&str, &[&str], i64); 4] = [
    ("easy", &[], 100),
    ("capped", &[], 1),
    ("pausing", &["tasks.*.failure.run=0.2"], 100),
    ("stopped", &["tasks.*.failure.run=0.2", "review.credits.trigger='never'"], 1),
];

/// Every so many cells are replayed event by event and in a batch, and where jumping seldom pays, by jumping.
const SAMPLED: usize = 31;

/// So many grids make a piece of work for two threads, as a sweep of so many replications does.
const GRIDS: u64 = 8;

const STEPS: u64 = 10_000_000;

/// The rules of every legal setting, the limits `times` the legal ones.
fn grid(rules: &Rules, times: i64) -> Vec<Rules> {
    let mut cells = Vec::new();
    for threshold in (5_000..=50_000).step_by(5_000) {
        for amount in (20_000..=100_000).step_by(20_000).filter(|&amount| amount >= threshold) {
            for limit in (amount..=1_000_000).step_by(20_000) {
                let mut cell = rules.clone();
                let most = LimitUnit::Credits(Credits::new(limit * times));
                cell.auto_recharge.threshold = Credits::new(threshold);
                cell.auto_recharge.purchase = Purchase::Amount(Credits::new(amount));
                cell.auto_recharge.limit = Some(Limit { most, window: LimitWindow::CalendarMonth });
                cell.low_balance_warning = Credits::new(threshold);
                cells.push(cell);
            }
        }
    }
    assert_eq!(cells.len(), 2_002, "R-RANGES");
    cells
}

/// Events of these cells, by jumping.
fn jump(run: &FreeRun, demand: &Demand, cells: &[&Rules]) -> u64 {
    let mut events = 0;
    let count = |_, brief: Option<Brief>| events += brief.map_or(0, |brief| brief.events);
    run.briefs(demand, black_box(cells), (0, usize::MAX), count);
    events
}

/// Both halves of a piece of work, the first and the second.
fn on_two_threads(half: impl Fn(usize) -> u64 + Sync) -> u64 {
    thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        half(0) + other.join().unwrap_or(0)
    })
}

/// Steps of arithmetic that touches no memory, some of them side by side.
fn busy(steps: u64) -> u64 {
    let mut sums = [1, 2, 3, 4_u64];
    for step in 0..steps {
        for sum in &mut sums {
            *sum = (*sum ^ step).rotate_left(5).wrapping_add(*sum >> 3);
        }
    }
    sums.iter().fold(0, |all, &sum| all ^ sum)
}

/// What two cores give at most, in a piece of work as long as a grid.
fn cores(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cores");
    group.throughput(Throughput::Elements(STEPS));
    group.bench_function("busy", |bencher| bencher.iter(|| busy(black_box(STEPS))));
    let half = |_: usize| busy(black_box(STEPS / 2));
    group.bench_function("busy-on-two-threads", |bencher| bencher.iter(|| on_two_threads(half)));
    group.finish();
}

fn grids(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("grid");
    group.sample_size(10);
    for (case, sets, times) in CASES {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        let path = Path::new("benches/organisation.toml");
        let scenario = match scenario::load(path, ORGANISATION, &sets, &NoFiles) {
            Ok(scenario) => scenario,
            Err(problems) => panic!("{problems}"),
        };
        let demand = generate(&scenario.plan, 0);
        let all = grid(&scenario.rules, times);
        let sample: Vec<Rules> = all.iter().step_by(SAMPLED).cloned().collect();
        let cells = if case == "stopped" { sample.clone() } else { all };
        let Some(run) = FreeRun::of(&demand, &scenario.rules, 0) else { panic!("{case} has no free run") };
        let cells: Vec<&Rules> = cells.iter().collect();
        let events = jump(&run, &demand, &cells);
        group.throughput(Throughput::Elements(events));
        group.bench_function(format!("{case}/jumping"), |bencher| {
            bencher.iter(|| jump(&run, &demand, &cells));
        });
        // In turn, as neighbours cost alike.
        let halves =
            [0, 1].map(|first| cells.iter().copied().skip(first).step_by(2).collect::<Vec<&Rules>>());
        let half = |half: usize| jump(&run, &demand, &halves[half]);
        group.throughput(Throughput::Elements(events * GRIDS));
        group.bench_function(format!("{case}/grids-on-two-threads"), |bencher| {
            bencher.iter(|| on_two_threads(|first| (0..GRIDS).map(|_| half(first)).sum()));
        });
        let plain = || -> u64 { sample.iter().map(|rules| replay(&demand, rules, 0).tally.events).sum() };
        group.throughput(Throughput::Elements(plain()));
        group.bench_function(format!("{case}/plain"), |bencher| bencher.iter(plain));
        let Some(course) = Course::of(&demand, &scenario.rules, 0) else { panic!("{case} has no course") };
        let rules: Vec<&Rules> = sample.iter().collect();
        group.bench_function(format!("{case}/batched"), |bencher| {
            bencher.iter(|| course.briefs(&demand, black_box(&rules), 0));
        });
        group.bench_function(format!("{case}/course"), |bencher| {
            bencher.iter(|| Course::of(&demand, &scenario.rules, 0).is_some());
        });
        group.bench_function(format!("{case}/free-run"), |bencher| {
            bencher.iter(|| FreeRun::of(&demand, &scenario.rules, 0).is_some());
        });
    }
    group.finish();
}

criterion_group!(benches, cores, grids);
criterion_main!(benches);
