//! How fast a whole grid is: the 2,002 legal settings of Ampere's auto-recharge (R-RANGES), one organisation, one year,
//! in events a second, after the demand was generated. Four cases: credits are never short, as the limits are out of
//! reach; the limits are the legal ones, most of which are used up each month; every fifth run fails; both, and nobody
//! resumes what paused for credits. Each is replayed by jumping, whole; eight times over on one thread and on two, which take
//! cells as those of a sweep do, beside arithmetic, which nothing but the cores limits; and a sample of it event by event
//! and in a batch, to compare in one run.

use creditsim::demand::{Demand, generate};
use creditsim::policy::{Limit, LimitUnit, LimitWindow, Purchase};
use creditsim::replay::{Brief, Course, FreeRun, Rules, replay};
use creditsim::scenario::{self, NoFiles};
use creditsim::units::Credits;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

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
const GRIDS: usize = 8;

/// Cells that a thread takes at once: as many as a block of a sweep has of such an organisation.
const TAKEN: usize = 64;

/// As long as eight easy grids take.
const STEPS: u64 = 40_000_000;

/// An odd number.
const ROUNDS: usize = 9;

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

/// Events of all grids, by jumping, their cells taken by threads as they get round to them.
fn jump_all(run: &FreeRun, demand: &Demand, cells: &[&Rules], threads: usize) -> u64 {
    let taken = AtomicUsize::new(0);
    let blocks: Vec<&[&Rules]> = (0..GRIDS).flat_map(|_| cells.chunks(TAKEN)).collect();
    let work = || {
        let mut events = 0;
        while let Some(block) = blocks.get(taken.fetch_add(1, Ordering::Relaxed)) {
            events += jump(run, demand, block);
        }
        events
    };
    on_threads(threads, &work)
}

/// The same work on so many threads, this one among them; the sum of what they come to.
fn on_threads(threads: usize, work: &(impl Fn() -> u64 + Sync)) -> u64 {
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        others.into_iter().map(|other| other.join().unwrap_or(0)).fold(own, u64::wrapping_add)
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

/// Says how much sooner two threads are done with eight grids than one, and with as much arithmetic: medians of rounds
/// that take turns, as a machine that others use too is quick now and slow then.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "criterion cannot let measurements take turns"
)]
fn gains(case: &str, run: &FreeRun, demand: &Demand, cells: &[&Rules]) {
    let time = |work: &dyn Fn() -> u64| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    let grids = |threads: usize| time(&|| jump_all(run, demand, cells, threads));
    let arithmetic = |threads: usize| {
        let share = STEPS / u64::try_from(threads).unwrap_or(1);
        time(&|| on_threads(threads, &|| busy(black_box(share))))
    };
    let mut rounds: Vec<(f64, f64)> =
        (0..ROUNDS).map(|_| (grids(1) / grids(2), arithmetic(1) / arithmetic(2))).collect();
    rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let of_grids = rounds[ROUNDS / 2].0;
    rounds.sort_by(|a, b| a.1.total_cmp(&b.1));
    let of_arithmetic = rounds[ROUNDS / 2].1;
    println!("grid/{case}/two-threads     gain: {of_grids:.2}, arithmetic gains {of_arithmetic:.2}");
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
        if case != "stopped" {
            gains(case, &run, &demand, &cells);
        }
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

criterion_group!(benches, grids);
criterion_main!(benches);
