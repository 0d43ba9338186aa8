//! Scenarios with known answers: renewal theory and plain arithmetic, premises asserted.
#![allow(clippy::cast_precision_loss, reason = "figures of a few millions at most")]

use crate::support::{BARE, Run, run, run_replication};

fn hourly(runs: u32) -> Run {
    let until = creditsim::units::Instant::from_ms(1_767_225_600_000 + i64::from(runs) * 3_600_000);
    let toml = format!(
        "{BARE}opening_purchased = 50_000\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '{until}'\n\
        [auto_recharge]\nthreshold = 10_000\namount = 20_000\nmonthly_limit = 'none'\n\
        [[tasks]]\nname = 'a'\ncost = 100\nschedule = {{ every = 'hour', minute = 0 }}\n"
    );
    run(&toml)
}

#[test]
fn hourly_runs_of_constant_cost_fire_as_often_as_arithmetic_says() {
    for (runs, fired) in [(8_760, 42), (743, 2), (744, 2), (745, 2)] {
        let run = hourly(runs);
        run.expect(&[("tasks.succeeded", i64::from(runs)), ("auto_recharge.fired", fired)]);
        // The balance passes below the threshold after 401 runs, then every 200.
        assert_eq!((i64::from(runs) - 401) / 200 + 1, fired);
    }
}

/// Mean and standard error over replications.
fn mean(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, (variance / count).sqrt())
}

fn assert_near(name: &str, values: &[f64], expected: f64, standard_errors: f64) {
    let (mean, error) = mean(values);
    assert!(error > 0.0, "{name} does not vary");
    assert!(
        (mean - expected).abs() <= standard_errors * error,
        "{name}: {mean} ± {error}, expected {expected}"
    );
}

/// An (s, Q) inventory with lost sales and a lead time: unit Poisson demand of 10 a day, reorder below 12,
/// 40 at a time, one day under way (Hadley & Whitin, *Analysis of Inventory Systems*, 1963, §4-11).
#[test]
fn poisson_demand_with_a_settlement_delay_is_an_inventory_with_lost_sales() {
    let toml = format!(
        "{BARE}opening_purchased = 40\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2028-01-01T00:00:00'\n\
        [auto_recharge]\nthreshold = 12\namount = 40\nmonthly_limit = 'none'\nsettlement_delay = '1d'\npre_run = false\n\
        [report]\nwarm_up = '31d'\n\
        [[activities]]\nname = 'chat'\nkind = 'joule'\narrivals = {{ per_day = 10, profile = 'flat' }}\ncost = 1\n"
    );
    let (mut admitted, mut empty, mut fires) = (Vec::new(), Vec::new(), Vec::new());
    let days = 730.0 - 31.0;
    for replication in 0..60 {
        let run = run_replication(&toml, &[], replication);
        let figure = |name: &str| run.figure(name) as f64;
        let (wanted, blocked) = (figure("work.wanted"), figure("work.blocked.buy_credits"));
        // Premises: everything wanted is admitted or lost, each costs one credit, nothing else is bought.
        let started = run.figure("work.wanted") - run.figure("work.blocked.buy_credits");
        run.expect(&[("credits.spent", started), ("credits.topped_up", 0), ("credits.granted", 0)]);
        admitted.push((wanted - blocked) / wanted);
        empty.push(figure("work.zero_ms") / (days * 86_400_000.0));
        fires.push(figure("auto_recharge.fired") / days);
    }
    assert_near("admitted share", &admitted, 0.979_572, 4.0);
    assert_near("share of time at zero", &empty, 0.020_428, 4.0);
    assert_near("fires a day", &fires, 0.244_893, 4.0);
}

/// How far below the threshold the first fire finds usable.
fn overshoot(cost: &str, replications: u32) -> Vec<f64> {
    let toml = format!(
        "{BARE}opening_purchased = 20_000\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-03-01T00:00:00'\n\
        [auto_recharge]\nthreshold = 10_000\namount = 20_000\nmonthly_limit = 'none'\npre_run = false\n\
        [[activities]]\nname = 'chat'\nkind = 'joule'\narrivals = {{ per_day = 40, profile = 'flat' }}\ncost = {cost}\n"
    );
    let mut below = Vec::new();
    for replication in 0..replications {
        let run = run_replication(&toml, &[], replication);
        let first =
            run.seen.movements.iter().find(|line| line.entry == creditsim::replay::Entry::AutoRecharge);
        let first = first.expect("the demand is enough for one fire");
        let before = first.usable_after - first.credits;
        below.push((10_000 - before.get()) as f64);
    }
    below
}

#[test]
fn geometric_costs_find_usable_geometrically_below_the_threshold() {
    let below = overshoot("{ dist = 'geometric', mean = 25 }", 600);
    assert!(below.iter().all(|&credits| credits >= 1.0));
    assert_near("mean overshoot", &below, 25.0, 4.0);
    // Memoryless: exactly geometric, so P(1) is 1/25.
    let ones: Vec<f64> = below.iter().map(|&credits| f64::from(u8::from(credits <= 10.0))).collect();
    assert_near("P(overshoot ≤ 10)", &ones, 1.0 - (24.0_f64 / 25.0).powi(10), 4.0);
}

#[test]
fn uniform_costs_overshoot_by_the_mean_of_the_stationary_excess() {
    // E[X(X+1)] / (2 E[X]) for X uniform on 20..=40.
    let square: f64 = (20..=40).map(|x| f64::from(x * (x + 1))).sum::<f64>() / 21.0;
    assert!((square / 60.0 - 16.1111).abs() < 1e-4);
    assert_near("mean overshoot", &overshoot("{ dist = 'uniform', min = 20, max = 40 }", 600), 16.1111, 4.0);
}

#[test]
fn the_number_of_recharges_of_a_poisson_source_is_its_spend_over_the_amount() {
    let toml = format!(
        "{BARE}opening_purchased = 20_000\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2027-01-01T00:00:00'\n\
        [auto_recharge]\nthreshold = 10_000\namount = 20_000\nmonthly_limit = 'none'\n\
        [[activities]]\nname = 'chat'\nkind = 'joule'\narrivals = {{ per_day = 100, profile = 'flat' }}\ncost = 20\n"
    );
    let mut fired = Vec::new();
    for replication in 0..50 {
        let run = run_replication(&toml, &[], replication);
        assert_eq!(run.figure("work.wanted"), run.figure("work.completed"));
        fired.push(run.figure("auto_recharge.fired") as f64);
    }
    // λ·cost·T / amount, less what the opening balance bears: it starts 10,000 above the threshold, and
    // stands on average half an amount (less half a message's cost) above it at the end.
    assert_near("fires", &fired, 100.0 * 20.0 * 365.0 / 20_000.0, 3.0);
}
