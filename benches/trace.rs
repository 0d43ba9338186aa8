//! How fast a trace is read: 2,000,000 rows of one year, some 100 MB, in bytes a second. They are made in memory, and read as
//! the program reads a file that it has loaded.

use creditsim::calendar::Zone;
use creditsim::demand::{TraceColumns, read_trace};
use creditsim::units::{Instant, Span};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write;
use std::hint::black_box;

/// 2026-01-01T00:00:00Z.
const START: Instant = Instant::from_ms(1_767_225_600_000);
const ROWS: i64 = 2_000_000;
/// From a row to the next; 2,000,000 of them are a year.
const STEP: Span = Span::from_ms(15_768);

/// Runs of 50 tasks and messages to 7 tools in turns. Every tenth row was logged 40 seconds late, and every fortieth run
/// has failed.
fn trace() -> String {
    let mut csv = String::from("time,source,kind,cost,duration,outcome\n");
    for row in 0..ROWS {
        let late = Span::from_ms(if row % 10 == 9 { 40_000 } else { 0 });
        let time = START + Span::from_ms(row * STEP.ms()) - late;
        let (kind, number) = if row % 2 == 0 { ("task", row / 2 % 50) } else { ("ai_tool", row % 7) };
        let outcome = if row % 80 == 0 { "run_failure" } else { "ok" };
        let (cost, seconds) = (5 + row % 36, row % 240);
        // A string takes whatever is written to it.
        let _ = writeln!(csv, "{time},{kind}-{number:02},{kind},{cost},{seconds}.5,{outcome}");
    }
    csv
}

fn load(criterion: &mut Criterion) {
    let csv = trace();
    let columns = TraceColumns::default();
    let mut group = criterion.benchmark_group("trace");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(u64::try_from(csv.len()).unwrap_or(0)));
    group.bench_function("load-2000000-rows", |bencher| {
        bencher.iter(|| match read_trace(black_box(csv.as_bytes()), &columns, &Zone::UTC) {
            Ok(rows) => rows.len(),
            Err(error) => panic!("{error}"),
        });
    });
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
