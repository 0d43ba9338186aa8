//! The rules of tasks and activities, each against figures worked out by hand.

use crate::support::{BARE, Run, run, run_replication, run_trace};
use creditsim::replay::Happening;
use std::fmt::Write;

/// A scenario from 1 January to 1 February 2026 with these purchased credits.
fn january(opening: i64, rest: &str) -> String {
    format!(
        "{BARE}opening_purchased = {opening}\n[clock]\nstart = '2026-01-01T00:00:00'\n\
        until = '2026-02-01T00:00:00'\n{rest}\n"
    )
}

/// Runs of one task: (day and time in January, cost, outcome).
fn runs(rows: &[(&str, i64, &str)]) -> String {
    let row =
        |(time, cost, outcome): &(&str, i64, &str)| format!("2026-01-{time}Z,run,task,{cost},{outcome}\n");
    "time,source,kind,cost,outcome\n".to_owned() + &rows.iter().map(row).collect::<String>()
}

fn starts(run: &Run) -> Vec<String> {
    let started = |what: Happening| matches!(what, Happening::Starts(_));
    run.seen.notes.iter().filter(|note| started(note.what)).map(|note| note.time.to_string()).collect()
}

fn scheduled(zone: &str, from: &str, until: &str, schedule: &str) -> Vec<String> {
    let toml = format!(
        "{BARE}[clock]\ntimezone = '{zone}'\nstart = '{from}'\nuntil = '{until}'\n\
        [[tasks]]\nname = 'a'\ncost = 0\nschedule = {schedule}\n"
    );
    starts(&run(&toml))
}

const NEW_YORK: &str = "America/New_York";

#[test]
fn r_schedule_hourly_runs_23_times_on_a_spring_day_and_25_on_an_autumn_day() {
    let day = |from, until| scheduled(NEW_YORK, from, until, "{ every = 'hour', minute = 15 }").len();
    assert_eq!(day("2026-03-08T00:00:00", "2026-03-09T00:00:00"), 23);
    assert_eq!(day("2026-11-01T00:00:00", "2026-11-02T00:00:00"), 25);
}

#[test]
fn r_schedule_a_daily_time_in_a_gap_moves_forward_and_in_a_fold_happens_once() {
    let spring =
        scheduled(NEW_YORK, "2026-03-07T00:00:00", "2026-03-10T00:00:00", "{ every = 'day', at = '02:30' }");
    assert_eq!(spring, ["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"]);
    let autumn =
        scheduled(NEW_YORK, "2026-10-31T00:00:00", "2026-11-03T00:00:00", "{ every = 'day', at = '01:30' }");
    assert_eq!(autumn, ["2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]);
}

#[test]
fn r_schedule_weekly_and_monthly_times_follow_the_same_gap_and_fold() {
    let weekly = scheduled(
        NEW_YORK,
        "2026-03-01T00:00:00",
        "2026-03-16T00:00:00",
        "{ every = 'week', days = ['sun'], at = '02:30' }",
    );
    assert_eq!(weekly, ["2026-03-01T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-15T06:30:00Z"]);
    let monthly = |from, until, at: &str| {
        scheduled(NEW_YORK, from, until, &format!("{{ every = 'month', day = {at} }}"))
    };
    assert_eq!(
        monthly("2026-02-01T00:00:00", "2026-04-01T00:00:00", "8, at = '02:30'"),
        ["2026-02-08T07:30:00Z", "2026-03-08T07:30:00Z"]
    );
    assert_eq!(
        monthly("2026-10-15T00:00:00", "2026-12-15T00:00:00", "1, at = '01:30'"),
        ["2026-11-01T05:30:00Z", "2026-12-01T06:30:00Z"]
    );
    let fold = scheduled(
        NEW_YORK,
        "2026-11-01T00:00:00",
        "2026-11-09T00:00:00",
        "{ every = 'week', days = ['sun'], at = '01:30' }",
    );
    assert_eq!(fold, ["2026-11-01T05:30:00Z", "2026-11-08T06:30:00Z"]);
}

#[test]
fn r_schedule_the_31st_is_the_last_day_of_a_shorter_month() {
    let at = scheduled(
        "UTC",
        "2026-01-01T00:00:00",
        "2026-05-01T00:00:00",
        "{ every = 'month', day = 31, at = '12:00' }",
    );
    assert_eq!(
        at,
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map(|day| format!("{day}T12:00:00Z"))
    );
}

#[test]
fn r_schedule_copies_are_staggered_within_the_hour() {
    let toml = january(
        0,
        "[[tasks]]\nname = 'a'\ncount = 5\nstagger = '15m'\ncost = 0\nschedule = { every = 'hour', minute = 30 }\n\
        starts = '2026-01-01T00:00:00'\nends = '2026-01-01T01:00:00'",
    );
    let minutes: Vec<String> = starts(&run(&toml)).iter().map(|time| time[14..16].to_owned()).collect();
    assert_eq!(minutes, ["00", "15", "30", "30", "45"]); // copies 3, 4, 1 and 5, 2
}

#[test]
fn r_schedule_max_runs_counts_started_runs_and_completes_the_task() {
    let toml = january(
        1_000,
        "[[tasks]]\nname = 'a'\ncost = 1\nmax_runs = 7\nschedule = { every = 'day', at = '00:00' }\n\
        failure = { windows = [{ from = '2026-01-01T00:00:00', to = '2026-01-03T00:00:00' }] }",
    );
    run(&toml).expect(&[
        ("tasks.started", 7),
        ("tasks.failed_run", 2),
        ("tasks.occurrences", 7),
        ("tasks.completed_max_runs", 1),
    ]);
}

#[test]
fn r_start_a_refused_run_does_not_start_and_pauses_the_task_for_credits() {
    let trace = runs(&[("02T00:00:00", 60, "ok"), ("03T00:00:00", 60, "ok"), ("04T00:00:00", 60, "ok")]);
    run_trace(&january(100, ""), &trace).expect(&[
        ("tasks.started", 1),
        ("tasks.refused", 1),
        ("tasks.missed.credits", 1),
        ("tasks.pauses.credits", 1),
        ("tasks.paused_at_end", 1),
        ("tasks.paused_ms.credits", 29 * 86_400_000),
        ("work.blocked_credits", 120),
        ("credits.closing", 40),
    ]);
}

#[test]
fn r_start_the_default_reservation_is_the_mean_cost_rounded_up() {
    let task = |cost: &str| {
        let toml = january(
            1_000,
            &format!(
                "[[tasks]]\nname = 'a'\ncost = {cost}\nduration = 3600\nschedule = {{ every = 'day', at = '23:30' }}\n\
                starts = '2026-01-31T00:00:00'"
            ),
        );
        run(&toml).figure("credits.held")
    };
    assert_eq!(task("{ dist = 'uniform', min = 20, max = 41 }"), 31);
    assert_eq!(task("{ dist = 'lognormal', mean = 12, sigma = 0.8 }"), 12);
    assert_eq!(task("7"), 7);
    assert_eq!(task("6.5"), 7);
}

#[test]
fn r_fail_at_start_returns_the_reservation_whole_and_while_running_charges_a_share() {
    let trace = runs(&[("02T00:00:00", 7, "start_failure"), ("03T00:00:00", 7, "run_failure")]);
    let toml = january(100, "") + "[[traces]]\npath = 'trace.csv'\nfailed_charge = 0.5\n";
    run_replication(&toml, &[("trace.csv", &trace)], 0).expect(&[
        ("tasks.failed_start", 1),
        ("tasks.failed_run", 1),
        ("tasks.started", 1),
        ("work.failed", 2),
        ("credits.spent", 4), // ceil(7 × 0.5)
    ]);
}

#[test]
fn r_fail_five_failures_with_a_success_between_do_not_pause() {
    let fails =
        |from: i64, count: i64| (from..from + count).map(|day| (format!("{day:02}T00:00:00"), "run_failure"));
    let success = std::iter::once(("06T00:00:00".to_owned(), "ok"));
    let rows: Vec<_> = fails(2, 4).chain(success).chain(fails(7, 5)).chain(fails(12, 1)).collect();
    let rows: Vec<(&str, i64, &str)> =
        rows.iter().map(|(time, outcome)| (time.as_str(), 1, *outcome)).collect();
    // Paused on 11 January; the default review resumes it on the 12th, in class 6, before that day's run.
    run_trace(&january(100, ""), &runs(&rows)).expect(&[
        ("tasks.pauses.failures", 1),
        ("tasks.paused_ms.failures", 86_400_000),
        ("tasks.started", 11),
    ]);
}

#[test]
fn r_reset_at_start_only_start_failures_add_up() {
    let rows: Vec<String> = (1..=31).map(|day| format!("{day:02}T00:00:00")).collect();
    let rows: Vec<(&str, i64, &str)> = rows.iter().map(|time| (time.as_str(), 1, "run_failure")).collect();
    let toml = january(100, "") + "[[traces]]\npath = 'trace.csv'\nfailure_reset = 'start'\n";
    let literal = run_replication(&toml, &[("trace.csv", &runs(&rows))], 0);
    literal.expect(&[("tasks.pauses.failures", 0), ("tasks.failed_run", 31)]);
    run_trace(&january(100, ""), &runs(&rows)).expect(&[("tasks.pauses.failures", 6)]);
}

#[test]
fn r_pause_runs_in_flight_go_on_and_their_failures_count() {
    // Two long runs fail after the task has been paused for credits; then it is resumed with the count at 0.
    let trace = "time,source,kind,cost,reserve,duration,outcome\n\
        2026-01-02T00:00:00Z,run,task,50,50,90000,run_failure\n2026-01-02T01:00:00Z,run,task,50,50,90000,run_failure\n\
        2026-01-02T02:00:00Z,run,task,1,1,0,ok\n";
    let toml = january(100, "") + "[[traces]]\npath = 'trace.csv'\nauto_pause_after = 2\n";
    run_replication(&toml, &[("trace.csv", trace)], 0).expect(&[
        ("tasks.pauses.credits", 1),
        ("tasks.pauses.failures", 0),
        ("tasks.failed_run", 2),
    ]);
}

#[test]
fn r_review_funded_resumes_at_the_first_instant_that_covers_what_was_refused() {
    let rest = "[[top_ups]]\nat = '2026-01-05T00:00:00'\ncredits = 20\n\
        [[top_ups]]\nat = '2026-01-06T00:00:00'\ncredits = 40\n";
    let trace = runs(&[("02T00:00:00", 60, "ok"), ("05T12:00:00", 10, "ok"), ("06T00:00:00", 60, "ok")]);
    let run = run_trace(&january(10, rest), &trace);
    run.expect(&[
        ("tasks.paused_ms.credits", 4 * 86_400_000),
        ("tasks.missed.credits", 1),
        ("tasks.succeeded", 1), // resumed in class 6 of 6 January, before its run in class 7
        ("tasks.paused_at_end", 0),
    ]);
}

#[test]
fn r_review_timer_and_never() {
    let trace = runs(&[("02T00:00:00", 60, "ok"), ("03T12:00:00", 60, "ok"), ("20T00:00:00", 5, "ok")]);
    let with = |review: &str| run_trace(&january(10, &format!("[review]\ncredits = {review}\n")), &trace);
    with("{ trigger = 'timer', delay = '2d' }").expect(&[
        ("tasks.missed.credits", 1),
        ("tasks.succeeded", 1),
        ("tasks.paused_ms.credits", 2 * 86_400_000),
    ]);
    with("{ trigger = 'never' }").expect(&[("tasks.missed.credits", 2), ("tasks.paused_at_end", 1)]);
}

#[test]
fn r_admit_blocked_work_is_lost_with_the_reason_for_its_audience() {
    let trace =
        "time,source,audience,cost\n2026-01-02T00:00:00Z,chat,member,5\n2026-01-02T00:00:01Z,site,public,6\n";
    let blocked = |toml: &str| run_trace(toml, trace);
    blocked(&january(0, "")).expect(&[
        ("work.blocked.buy_credits", 1),
        ("work.blocked.neutral", 1),
        ("work.blocked.upgrade_or_buy", 0),
        ("work.blocked_credits", 11),
    ]);
    let free = january(0, "").replace("'ampere'", "'taskade'").replace("[plan]", "[plan]\ntier = 'free'");
    blocked(&free).expect(&[("work.blocked.upgrade_or_buy", 1), ("work.blocked.neutral", 1)]);
}

#[test]
fn r_admit_any_pays_at_once_and_reserve_settles_when_it_ends() {
    let trace = "time,source,kind,cost,reserve,duration\n2026-01-02T00:00:00Z,chat,joule,30,,3600\n\
        2026-01-02T00:10:00Z,tool,ai_tool,5,60,3600\n2026-01-02T00:20:00Z,tool,ai_tool,5,60,3600\n";
    run_trace(&january(100, ""), trace).expect(&[
        ("work.blocked.buy_credits", 1), // 10 are left beside the reservation of 60
        ("credits.spent", 35),
        ("work.completed", 2),
    ]);
}

#[test]
fn r_price_a_models_price_a_mix_and_auto_routing() {
    let price = |model: &str| {
        let toml = format!(
            "schema = 1\nname = 'x'\npolicy = 'taskade'\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-01-08T00:00:00'\n\
            [plan]\nincluded_credits = 100_000_000\nprice = 0\n\
            [[activities]]\nname = 'chat'\nkind = 'joule'\narrivals = {{ per_day = 200 }}\n{model}\n"
        );
        let run = run(&toml);
        (run.figure("credits.spent"), run.figure("work.completed"))
    };
    let (spent, done) = price("cost = 7");
    assert_eq!(spent, 7 * done);
    let names = crate::support::models("taskade");
    let (first, first_price) = &names[0];
    let (second, second_price) = names.iter().find(|(_, price)| price != first_price).unwrap();
    let (spent, done) = price(&format!("model = '{first}'"));
    assert_eq!(spent, first_price * done);
    let (mixed, done) = price(&format!("model = {{ mix = {{ '{first}' = 0.5, '{second}' = 0.5 }} }}"));
    let (low, high) = (first_price.min(second_price) * done, first_price.max(second_price) * done);
    assert!(low < mixed && mixed < high, "{low} < {mixed} < {high}");
}

#[test]
fn r_outage_a_task_that_only_a_review_repairs_fails_until_then() {
    let task = |review: &str| {
        run(&january(
            1_000,
            &format!(
                "[[tasks]]\nname = 'a'\ncost = 1\nschedule = {{ every = 'hour', minute = 0 }}\n\
                failure = {{ model = 'outage', time_to_break = 36000, repair = 'review', up = 0, down = 1 }}\n{review}\n"
            ),
        ))
    };
    // Works from 00:00 to 09:00, breaks at 10:00, fails 10:00 to 14:00, is paused until 14:00 the next day,
    // works for ten hours, …: 10 hours up, 5 failures and 24 hours − 1 paused in a cycle of 38 − 4 hours.
    let reviewed = task("");
    let cycles = 31 * 24 / 38;
    assert_eq!(reviewed.figure("tasks.pauses.failures"), cycles + 1);
    let never = task("review = { failures = { trigger = 'never' } }");
    never.expect(&[("tasks.succeeded", 10), ("tasks.failed_run", 5), ("tasks.pauses.failures", 1)]);
}

#[test]
fn r_outage_every_run_that_starts_inside_a_window_fails_while_running() {
    let toml = january(
        1_000,
        "[[tasks]]\nname = 'a'\ncost = 1\nschedule = { every = 'hour', minute = 0 }\nauto_pause_after = 20\n\
        failure = { windows = [{ from = '2026-01-02T00:00:00', to = '2026-01-02T05:00:00' }] }",
    );
    run(&toml).expect(&[("tasks.failed_run", 5), ("tasks.succeeded", 31 * 24 - 5)]);
}

#[test]
fn r_trace_rows_are_shifted_and_tiled_and_rows_outside_are_left_out() {
    let trace = "time,source,cost\n2020-05-05T00:00:00Z,a,1\n2020-05-05T12:00:00Z,a,2\n";
    let toml = january(1_000, "")
        + "[[traces]]\npath = 'trace.csv'\nstart_at = '2026-01-01T00:00:00'\nrepeat_every = '1d'\n";
    run_replication(&toml, &[("trace.csv", trace)], 0)
        .expect(&[("work.completed", 62), ("credits.spent", 93)]);
}

#[test]
fn r_trace_columns_of_others_and_token_prices() {
    let trace = "TIMESTAMP,ContextTokens,GeneratedTokens\n2026-01-02 18:15:46.6805900,374,44\n";
    let toml = january(1_000, "")
        + "[[traces]]\npath = 'trace.csv'\ncolumns = { time = 'TIMESTAMP' }\n\
        constants = { source = 'chat', kind = 'joule' }\n\
        credits_per = { ContextTokens = 0.01, GeneratedTokens = '0.05' }\n";
    // 3.74 + 2.20 = 5.94, rounded up once.
    run_replication(&toml, &[("trace.csv", trace)], 0).expect(&[("credits.spent", 6)]);
}

#[test]
fn r_crn_adding_a_source_changes_no_other_and_policy_changes_no_demand() {
    let base = |rest: &str| {
        january(
            500,
            &format!(
                "[[activities]]\nname = 'chat'\nkind = 'joule'\narrivals = {{ per_day = 20 }}\n\
                cost = {{ dist = 'geometric', mean = 5 }}\n{rest}"
            ),
        )
    };
    let costs = |toml: &str| {
        let scenario = creditsim::scenario::load(
            std::path::Path::new("x.toml"),
            toml,
            &[],
            &crate::support::InMemory(&[]),
        )
        .unwrap();
        let name = |id: creditsim::demand::SourceId| scenario.rules.work[id.index()].name.clone();
        let demand = creditsim::demand::generate(&scenario.plan, 3);
        let of_chat = demand.iter().filter(|record| name(record.source) == "chat");
        of_chat.map(|record| (record.time, record.cost)).collect::<Vec<_>>()
    };
    let alone = costs(&base(""));
    assert!(alone.len() > 300);
    let task = "[[tasks]]\nname = 'a'\ncost = { dist = 'geometric', mean = 9 }\nschedule = { every = 'hour', minute = 0 }\n";
    assert_eq!(alone, costs(&base(task)));
    assert_eq!(alone, costs(&base("").replace("opening_purchased = 500", "opening_purchased = 0")));
}

#[test]
fn r_time_civil_times_are_resolved_in_the_scenarios_zone() {
    let toml = format!(
        "{BARE}[clock]\ntimezone = 'Europe/Berlin'\nstart = '2026-07-01T00:00:00'\nuntil = '2026-07-02T00:00:00Z'\n"
    );
    let run = run(&toml);
    assert_eq!(run.value("start"), "2026-06-30T22:00:00Z");
    assert_eq!(run.value("until"), "2026-07-02T00:00:00Z");
}

#[test]
fn figures_are_measured_from_the_end_of_the_warm_up_and_the_state_carries_over() {
    let trace = runs(&[("02T00:00:00", 60, "ok"), ("03T00:00:00", 60, "ok"), ("20T00:00:00", 5, "ok")]);
    run_trace(&january(100, "[report]\nwarm_up = '14d'\n"), &trace).expect(&[
        ("credits.opening", 40),
        ("tasks.pauses.credits", 0),
        ("tasks.missed.credits", 1),
        ("tasks.paused_ms.credits", 17 * 86_400_000),
        ("credits.spent", 0),
    ]);
}

#[test]
fn a_warm_up_that_ends_with_a_month_leaves_that_month_out() {
    for (warm_up, months) in [("30d", 3), ("31d", 2), ("32d", 2)] {
        let toml =
            january(100, &format!("[report]\nwarm_up = '{warm_up}'\n")).replace("2026-02-01", "2026-04-01");
        let path = std::path::Path::new("x.toml");
        let scenario = creditsim::scenario::load(path, &toml, &[], &creditsim::scenario::NoFiles);
        let scenario = scenario.unwrap_or_else(|problems| panic!("{problems}"));
        let demand = creditsim::demand::generate(&scenario.plan, 0);
        let tally = creditsim::replay::replay(&demand, &scenario.rules, 0).tally;
        assert_eq!(tally.months.len(), months, "{warm_up}");
    }
}

#[test]
fn work_in_flight_when_measurement_begins_counts_where_it_ends_but_not_as_started() {
    let trace = "time,source,cost,reserve,duration\n2026-01-14T23:30:00Z,chat,1,1,3600\n\
        2026-01-14T23:40:00Z,chat,1,1,9999999\n2026-01-16T00:00:00Z,chat,1,1,60\n";
    let measured =
        |warm_up: &str| run_trace(&january(100, &format!("[report]\nwarm_up = '{warm_up}'\n")), trace);
    measured("0s").expect(&[("work.started", 3), ("work.completed", 2), ("work.in_flight", 1)]);
    measured("14d").expect(&[("work.started", 1), ("work.completed", 2), ("work.in_flight", 1)]);
}

#[test]
fn a_trace_of_100_mb_loads() {
    let mut trace = String::from("time,source,kind,cost,duration\n");
    let mut rows = 0_i64;
    while trace.len() < 100_000_000 {
        let (day, second) = (rows / 86_400 % 28 + 1, rows % 86_400);
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        writeln!(trace, "2026-01-{day:02}T{hour:02}:{minute:02}:{second:02}Z,chat,joule,1,0").unwrap();
        rows += 1;
    }
    assert!(rows > 2_000_000);
    let toml = january(10_000_000, "") + "[[traces]]\npath = 'trace.csv'\n";
    let files = [("trace.csv", trace.as_str())];
    let scenario = creditsim::scenario::load(
        std::path::Path::new("x.toml"),
        &toml,
        &[],
        &crate::support::InMemory(&files),
    );
    let scenario = scenario.unwrap_or_else(|problems| panic!("{problems}"));
    let demand = creditsim::demand::generate(&scenario.plan, 0);
    let replayed = creditsim::replay::replay(&demand, &scenario.rules, 0);
    let completed: u64 = replayed.tally.work.iter().map(|work| work.completed).sum();
    assert_eq!(i64::try_from(completed), Ok(rows));
}
