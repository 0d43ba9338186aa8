//! The rules of the pool and the subscription, each against figures worked out by hand.

use crate::support::{BARE, run, run_trace};

fn january(rest: &str) -> String {
    format!("{BARE}{rest}\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-02-01T00:00:00'\n")
}

#[test]
fn r_credit_a_fraction_of_a_credit_is_a_whole_one() {
    let trace = "time,source,cost\n2026-01-02T00:00:00Z,a,0.001\n2026-01-02T00:00:01Z,a,2.0\n";
    run_trace(&january("opening_purchased = 10"), trace)
        .expect(&[("credits.spent", 3), ("credits.closing", 7)]);
}

#[test]
fn r_money_prices_are_exact_to_a_micro_unit() {
    let toml = january("") + "[prices]\nper_1000 = '3.333333'\n[[top_ups]]\nat = '2026-01-02'\ncredits = 7\n";
    // 7 × 3.333333 / 1000 = 0.023333331, rounded half-even to 0.023333.
    let run = run(&toml.replace("'2026-01-02'", "'2026-01-02T00:00:00'"));
    assert_eq!(run.value("money.top_up"), "0.023333");
    assert_eq!(run.value("money.total"), "0.023333");
}

#[test]
fn r_horizon_nothing_at_the_end_happens_and_work_in_flight_is_held() {
    let trace = "time,source,kind,cost,duration\n\
        2026-01-31T23:59:59Z,a,task,5,1\n2026-01-31T23:59:58Z,b,task,4,1\n2026-02-01T00:00:00Z,c,task,3,0\n";
    run_trace(&january("opening_purchased = 100"), trace).expect(&[
        ("work.wanted", 2),
        ("work.in_flight", 1),
        ("credits.held", 5),
        ("credits.spent", 4),
        ("credits.closing", 91),
    ]);
}

#[test]
fn r_pool_r_order_included_credits_go_before_purchased_ones() {
    let trace = "time,source,cost\n2026-01-02T00:00:00Z,a,30\n";
    let run = run_trace(&january("opening_included = 20\nopening_purchased = 50"), trace);
    run.expect(&[("credits.spent_included", 20), ("credits.spent_purchased", 10), ("credits.closing", 40)]);
}

#[test]
fn r_order_the_purchased_lot_that_expires_soonest_goes_first() {
    // The opening lot expires on 11 January, the top-up on 15 January.
    let trace = "time,source,cost\n2026-01-06T00:00:00Z,a,60\n";
    let toml = january("opening_purchased = 50\npurchased_expire_after = '10d'")
        + "[[top_ups]]\nat = '2026-01-05T00:00:00'\ncredits = 50\n";
    run_trace(&toml, trace).expect(&[("credits.expired_purchased", 40), ("credits.closing", 0)]);
}

#[test]
fn r_usable_reserved_credits_have_left_the_lots() {
    let trace = "time,source,kind,cost,reserve,duration\n\
        2026-01-02T00:00:00Z,a,task,10,60,3600\n2026-01-02T00:30:00Z,b,task,1,50,0\n";
    run_trace(&january("opening_purchased = 100"), trace).expect(&[
        ("tasks.refused", 1),
        ("credits.spent", 10),
        ("credits.closing", 90),
    ]);
}

#[test]
fn r_reserve_what_returns_to_an_expired_lot_expires_at_once() {
    // 50 reserved on 10 January from a lot that expires on 11 January; 30 come back on the 12th.
    let trace = "time,source,kind,cost,reserve,duration\n2026-01-10T00:00:00Z,a,task,20,50,172800\n";
    let run = run_trace(&january("opening_purchased = 50\npurchased_expire_after = '10d'"), trace);
    run.expect(&[("credits.expired_purchased", 30), ("credits.spent", 20), ("credits.closing", 0)]);
    assert_eq!(
        run.ledger()[1..],
        [
            "2026-01-10T00:00:00Z reservation -50 -> 0",
            "2026-01-12T00:00:00Z release 30 -> 30",
            "2026-01-12T00:00:00Z expiry -30 -> 0",
        ]
    );
}

#[test]
fn r_reserve_what_returns_to_an_ended_period_expires_at_once() {
    let trace = "time,source,kind,cost,reserve,duration\n2026-01-31T00:00:00Z,a,task,20,50,172800\n";
    let toml = "schema = 1\nname = 'x'\npolicy = 'ampere'\n[clock]\nstart = '2026-01-01T00:00:00'\n\
        until = '2026-03-01T00:00:00'\n[plan]\nincluded_credits = 80\nprice = 0\n";
    run_trace(toml, trace).expect(&[
        ("credits.expired_included", 60), // 30 on 1 February, 30 that return on 2 February
        ("credits.spent_included", 20),
        ("credits.closing", 80),
    ]);
}

fn overrun(treatment: &str) -> crate::support::Run {
    let trace = "time,source,kind,cost,reserve,duration\n\
        2026-01-30T00:00:00Z,a,task,90,40,60\n2026-01-30T01:00:00Z,b,custom,5,,0\n";
    let toml = format!(
        "schema = 1\nname = 'x'\npolicy = 'ampere'\n[clock]\nstart = '2026-01-01T00:00:00'\n\
        until = '2026-02-02T00:00:00'\n[plan]\nincluded_credits = 70\nprice = 0\noverrun = '{treatment}'\n"
    );
    run_trace(&toml, trace)
}

#[test]
fn r_overrun_absorb_the_vendor_bears_the_shortfall() {
    overrun("absorb").expect(&[
        ("credits.absorbed", 20),
        ("credits.spent", 70),
        ("work.interrupted", 0),
        ("credits.closing", 70),
    ]);
}

#[test]
fn r_overrun_debt_is_paid_by_the_next_grant() {
    overrun("debt").expect(&[
        ("credits.absorbed", 0),
        ("credits.spent", 90),
        ("credits.spent_included", 90),
        ("credits.debt", 0),
        ("credits.closing", 50),
        ("work.blocked.buy_credits", 1),
    ]);
}

#[test]
fn r_overrun_stop_cuts_the_work_off() {
    overrun("stop").expect(&[
        ("credits.unmet", 20),
        ("work.interrupted", 1),
        ("credits.spent", 70),
        ("work.completed", 1),
        ("credits.closing", 70),
    ]);
}

fn monthly(plan: &str, clock: &str) -> String {
    format!("schema = 1\nname = 'x'\npolicy = 'ampere'\n[clock]\n{clock}\n[plan]\nprice = 10\n{plan}\n")
}

#[test]
fn r_period_31_january_renews_on_28_february_and_31_march() {
    let toml =
        monthly("included_credits = 5", "start = '2026-01-31T00:00:00'\nuntil = '2026-04-01T00:00:00'");
    let run = run(&toml);
    run.expect(&[("credits.granted", 10), ("credits.expired_included", 10)]);
    assert_eq!(run.value("money.subscription"), "30.00");
    let grants: Vec<String> = run.ledger().into_iter().filter(|line| line.contains("grant")).collect();
    assert_eq!(grants, ["2026-02-28T00:00:00Z grant 5 -> 5", "2026-03-31T00:00:00Z grant 5 -> 5"]);
}

#[test]
fn r_period_an_anchor_on_29_february_renews_on_the_28th() {
    let plan = "included_credits = 5\ncadence = 'annual'\nanchor = '2024-02-29T00:00:00'";
    let run = run(&monthly(plan, "start = '2026-01-01T00:00:00'\nuntil = '2026-04-01T00:00:00'"));
    let grants: Vec<String> = run.ledger().into_iter().filter(|line| line.contains("grant")).collect();
    assert_eq!(grants, ["2026-02-28T00:00:00Z grant 60 -> 60"]);
    // The period that contains the start began before it: only the renewal is charged.
    assert_eq!(run.value("money.subscription"), "10.00");
}

#[test]
fn r_included_nothing_rolls_over_and_annual_grants_twelve_allowances() {
    let clock = "start = '2026-01-01T00:00:00'\nuntil = '2027-01-02T00:00:00'";
    let annual = run(&monthly("included_credits = 5\ncadence = 'annual'", clock));
    annual.expect(&[("credits.opening", 60), ("credits.granted", 60), ("credits.expired_included", 60)]);
    let monthly = run(&monthly("included_credits = 5", clock));
    monthly.expect(&[("credits.granted", 60), ("credits.expired_included", 60), ("credits.closing", 5)]);
}

#[test]
fn r_lapse_over_a_renewal_moves_the_anchor_and_expires_the_lot() {
    let plan =
        "included_credits = 5\nlapses = [{ from = '2026-01-20T00:00:00', to = '2026-02-10T00:00:00' }]";
    let run = run(&monthly(plan, "start = '2026-01-01T00:00:00'\nuntil = '2026-03-11T00:00:00'"));
    assert_eq!(
        run.ledger(),
        [
            "2026-01-01T00:00:00Z opening 5 -> 5",
            "2026-01-01T00:00:00Z subscription 0 -> 5",
            "2026-02-01T00:00:00Z expiry -5 -> 0",
            "2026-02-10T00:00:00Z grant 5 -> 5",
            "2026-03-10T00:00:00Z expiry -5 -> 0",
            "2026-03-10T00:00:00Z grant 5 -> 5",
        ]
    );
    assert_eq!(run.value("money.subscription"), "30.00");
}

#[test]
fn r_lapse_within_a_period_the_period_simply_continues() {
    let plan =
        "included_credits = 5\nlapses = [{ from = '2026-01-10T00:00:00', to = '2026-01-20T00:00:00' }]";
    let run = run(&monthly(plan, "start = '2026-01-01T00:00:00'\nuntil = '2026-02-02T00:00:00'"));
    let grants: Vec<String> = run.ledger().into_iter().filter(|line| line.contains("grant")).collect();
    assert_eq!(grants, ["2026-02-01T00:00:00Z grant 5 -> 5"]);
}

#[test]
fn r_lapse_one_that_contains_start_leaves_the_opening_lot_and_its_price() {
    let plan =
        "included_credits = 5\nlapses = [{ from = '2025-12-01T00:00:00', to = '2026-01-20T00:00:00' }]";
    let run = run(&monthly(plan, "start = '2026-01-01T00:00:00'\nuntil = '2026-01-30T00:00:00'"));
    run.expect(&[("credits.opening", 5), ("credits.closing", 5), ("credits.granted", 0)]);
    assert_eq!(run.value("money.subscription"), "10.00");
}

#[test]
fn r_purchased_lots_carry_over_periods_and_expire_from_their_landing() {
    let toml = january("opening_purchased = 50\npurchased_expire_after = '10d'")
        + "[[top_ups]]\nat = '2026-01-25T00:00:00'\ncredits = 7\n";
    let run = run(&toml);
    run.expect(&[("credits.expired_purchased", 50), ("credits.closing", 7)]);
    assert!(run.ledger().contains(&"2026-01-11T00:00:00Z expiry -50 -> 0".to_owned()), "{:?}", run.ledger());
}

#[test]
fn r_zero_new_work_is_blocked_and_free_actions_and_work_in_flight_are_not() {
    let trace = "time,source,kind,cost,reserve,duration\n\
        2026-01-02T00:00:00Z,run,task,10,10,7200\n2026-01-02T01:00:00Z,chat,joule,1,,0\n\
        2026-01-02T01:00:01Z,clone,custom,0,,0\n";
    run_trace(&january("opening_purchased = 10"), trace).expect(&[
        ("work.completed", 2),
        ("work.blocked.buy_credits", 1),
        ("work.blocked_credits", 1),
        ("work.zero_ms", 30 * 86_400_000),
    ]);
}

#[test]
fn r_conserve_what_came_in_is_spent_expired_remaining_or_held() {
    let run = overrun("debt");
    let figure = |name: &str| run.figure(&format!("credits.{name}"));
    let came_in =
        ["granted", "auto_recharged", "topped_up", "bonus", "opening"].map(figure).iter().sum::<i64>();
    let went = figure("spent") + figure("expired_included") + figure("expired_purchased");
    assert_eq!(came_in, went + figure("closing") + figure("debt") + figure("held") - figure("debt"));
}

#[test]
fn r_bonus_credits_come_in_the_same_lot_and_are_reported_apart() {
    let toml = january("purchased_expire_after = '1d'")
        + "[prices]\nper_1000 = 10\ntiers = [{ from = 50, per_1000 = 9, bonus = 0.05 }]\n\
        [[top_ups]]\nat = '2026-01-02T00:00:00'\ncredits = 59\n";
    let run = run(&toml);
    run.expect(&[("credits.topped_up", 59), ("credits.bonus", 2), ("credits.expired_purchased", 61)]);
    assert_eq!(run.value("money.top_up"), "0.531");
}
