//! The rules of auto-recharge and manual top-ups, each against figures worked out by hand.

use crate::support::{BARE, InMemory, Run, run_trace};
use creditsim::demand::generate;
use creditsim::output::{Trail, explain_report};
use creditsim::policy::Purchase;
use creditsim::replay::{explain, replay};
use creditsim::scenario;
use creditsim::units::{Credits, Instant};
use std::path::Path;

/// A scenario from 1 January to 1 March with these purchased credits and these lines of `[auto_recharge]`.
fn recharge(opening: i64, auto_recharge: &str, rest: &str) -> String {
    format!(
        "{BARE}opening_purchased = {opening}\n[clock]\nstart = '2026-01-01T00:00:00'\n\
        until = '2026-03-01T00:00:00'\n[auto_recharge]\n{auto_recharge}\n{rest}\n"
    )
}

const DEFAULTS: &str = "threshold = 10_000\namount = 20_000\nmonthly_limit = 100_000\npre_run = false";

/// Chat work: (time, cost).
fn chat(rows: &[(&str, i64)]) -> String {
    let row = |(time, cost): &(&str, i64)| format!("2026-{time}Z,chat,{cost}\n");
    "time,source,cost\n".to_owned() + &rows.iter().map(row).collect::<String>()
}

fn fires(run: &Run) -> Vec<String> {
    run.ledger().into_iter().filter(|line| line.contains("auto_recharge")).collect()
}

#[test]
fn r_latch_exactly_at_the_threshold_neither_fires_nor_re_arms() {
    let at = chat(&[("01-02T00:00:00", 100)]);
    run_trace(&recharge(10_100, DEFAULTS, ""), &at)
        .expect(&[("auto_recharge.fired", 0), ("credits.closing", 10_000)]);
    let below = chat(&[("01-02T00:00:00", 101)]);
    run_trace(&recharge(10_100, DEFAULTS, ""), &below)
        .expect(&[("auto_recharge.fired", 1), ("credits.closing", 29_999)]);
}

#[test]
fn r_latch_the_dead_latch_buys_once_and_stays_latched() {
    let settings = "threshold = 20_000\namount = 20_000\nmonthly_limit = 100_000\npre_run = false";
    let trace = chat(&[("01-02T00:00:00", 20_000), ("01-03T00:00:00", 5_000), ("01-04T00:00:00", 15_000)]);
    let run = run_trace(&recharge(20_000, settings, ""), &trace);
    let day = 86_400_000;
    run.expect(&[
        ("auto_recharge.fired", 1),
        ("credits.closing", 0),
        ("auto_recharge.latched_low_ms", 58 * day), // from 2 January, at the threshold
        ("auto_recharge.below_threshold_ms", 57 * day),
        ("work.zero_ms", 56 * day),
        ("work.warnings", 1),
    ]);
}

#[test]
fn r_latch_one_low_balance_episode_buys_once() {
    // 9,000 below the threshold buys 1,000, which leaves usable low: no second purchase until it recovers.
    let settings = "threshold = 10_000\namount = 1_000\nmonthly_limit = 'none'\npre_run = false";
    let trace = chat(&[("01-02T00:00:00", 9_000), ("01-03T00:00:00", 10), ("01-04T00:00:00", 10)]);
    let run = run_trace(&recharge(10_000, settings, ""), &trace);
    run.expect(&[("auto_recharge.fired", 1), ("credits.closing", 1_980)]);
    let topped = "[[top_ups]]\nat = '2026-01-03T12:00:00'\ncredits = 9_000\n";
    let trace = chat(&[("01-02T00:00:00", 9_000), ("01-03T00:00:00", 10), ("01-04T00:00:00", 1_000)]);
    run_trace(&recharge(10_000, settings, topped), &trace).expect(&[("auto_recharge.fired", 2)]);
}

#[test]
fn r_cap_a_denied_fire_succeeds_at_the_new_months_first_instant() {
    let settings = "threshold = 10_000\namount = 20_000\nmonthly_limit = 20_000\npre_run = false";
    let trace = chat(&[("01-02T00:00:00", 1), ("01-10T00:00:00", 20_000), ("01-11T00:00:00", 1)]);
    let zoned = recharge(10_000, settings, "").replace("[clock]", "[clock]\ntimezone = 'America/New_York'");
    let run = run_trace(&zoned, &trace);
    assert_eq!(
        fires(&run),
        [
            "2026-01-02T00:00:00Z auto_recharge 20000 -> 29999",
            "2026-02-01T05:00:00Z auto_recharge 20000 -> 29998",
        ]
    );
    run.expect(&[
        ("auto_recharge.denied.cap", 1),
        ("auto_recharge.cap_hit_months", 1),
        ("auto_recharge.cap_80_months", 2),
        ("auto_recharge.max_fires_in_24h", 1),
        // From 10 January 00:00 UTC to 1 February 05:00 UTC.
        ("auto_recharge.capped_ms", (22 * 24 + 5) * 3_600_000),
    ]);
    assert_eq!(run.value("money.auto_recharge"), "400.00");
}

#[test]
fn r_deny_a_denial_counts_once_per_reason_episode_and_month() {
    let settings = "threshold = 10_000\namount = 20_000\nmonthly_limit = 20_000\npre_run = false";
    let outage = "[payment]\noutages = [{ from = '2026-01-20T00:00:00', to = '2026-02-05T00:00:00' }]\n";
    let trace = chat(&[
        ("01-02T00:00:00", 1),      // fires
        ("01-10T00:00:00", 20_000), // denied: cap
        ("01-11T00:00:00", 1),      // again, not counted
        ("01-21T00:00:00", 1),      // denied: payment, already counted when the outage began
        ("02-02T00:00:00", 1),      // payment again: a new month has begun, counted then
    ]);
    let run = run_trace(&recharge(10_000, settings, outage), &trace);
    run.expect(&[
        ("auto_recharge.denied.cap", 1),
        ("auto_recharge.denied.payment", 2),
        ("auto_recharge.fired", 2),
    ]);
    // The end of the outage is an event: it fires then (R-MONTH).
    assert_eq!(fires(&run)[1], "2026-02-05T00:00:00Z auto_recharge 20000 -> 29996");
}

#[test]
fn r_deny_no_subscription_comes_before_payment_and_cap() {
    let settings = "threshold = 10_000\namount = 20_000\nmonthly_limit = 20_000\npre_run = false";
    let windows = "[payment]\noutages = [{ from = '2026-01-01T00:00:00', to = '2026-02-05T00:00:00' }]\n";
    let toml = recharge(10_000, settings, windows).replace(
        "price = 0",
        "price = 0\nlapses = [{ from = '2026-01-01T00:00:00', to = '2026-01-10T00:00:00' }]",
    );
    let run = run_trace(&toml, &chat(&[("01-02T00:00:00", 1)]));
    run.expect(&[
        ("auto_recharge.denied.no_subscription", 1),
        ("auto_recharge.denied.payment", 2), // when the lapse ends, and in February
        ("auto_recharge.denied.cap", 0),
        ("auto_recharge.fired", 1),
    ]);
}

#[test]
fn r_deny_a_disabled_recharge_never_tries() {
    let settings = format!("enabled = false\n{DEFAULTS}");
    let run = run_trace(&recharge(10_000, &settings, ""), &chat(&[("01-02T00:00:00", 1)]));
    run.expect(&[
        ("auto_recharge.fired", 0),
        ("auto_recharge.denied.cap", 0),
        ("auto_recharge.below_threshold_ms", 58 * 86_400_000),
        ("auto_recharge.capped_ms", 0),
    ]);
}

#[test]
fn r_month_a_capped_recharge_fires_at_the_months_first_instant_only_if_still_low() {
    let settings = "threshold = 10_000\namount = 20_000\nmonthly_limit = 20_000\npre_run = false";
    let topped = "[[top_ups]]\nat = '2026-01-31T00:00:00'\ncredits = 50_000\n";
    let trace = chat(&[("01-02T00:00:00", 1), ("01-10T00:00:00", 20_000)]);
    run_trace(&recharge(10_000, settings, topped), &trace).expect(&[("auto_recharge.fired", 1)]);
}

const TASK: &str = "time,source,kind,cost,reserve\n2026-01-02T00:00:00Z,run,task,15000,15000\n";

#[test]
fn r_prerun_a_start_that_is_short_tries_recharge_above_the_threshold() {
    let settings = DEFAULTS.replace("pre_run = false", "pre_run = true");
    let run = run_trace(&recharge(12_000, &settings, ""), TASK);
    run.expect(&[("auto_recharge.fired", 1), ("tasks.succeeded", 1), ("credits.closing", 17_000)]);
    assert_eq!(
        run.ledger()[1..],
        [
            "2026-01-02T00:00:00Z auto_recharge 20000 -> 32000",
            "2026-01-02T00:00:00Z reservation -15000 -> 17000",
        ]
    );
    let without = run_trace(&recharge(12_000, DEFAULTS, ""), TASK);
    without.expect(&[("auto_recharge.fired", 0), ("tasks.refused", 1), ("tasks.pauses.credits", 1)]);
}

#[test]
fn r_prerun_credits_under_way_come_too_late_for_that_start() {
    let settings =
        format!("{}\nsettlement_delay = '1h'", DEFAULTS.replace("pre_run = false", "pre_run = true"));
    let run = run_trace(&recharge(12_000, &settings, ""), TASK);
    run.expect(&[("auto_recharge.fired", 1), ("tasks.refused", 1), ("credits.closing", 32_000)]);
}

#[test]
fn r_prerun_denials_above_the_threshold_end_their_episode_at_once() {
    let settings = "threshold = 10_000\namount = 20_000\nmonthly_limit = 10_000\npre_run = true";
    let rest = "[review]\ncredits = { trigger = 'timer', delay = '1h' }\n";
    let rows = ["02", "03", "04"].map(|day| format!("2026-01-{day}T00:00:00Z,run,task,15000,15000\n"));
    let trace = "time,source,kind,cost,reserve\n".to_owned() + &rows.concat();
    let run = run_trace(&recharge(12_000, settings, rest), &trace);
    run.expect(&[("auto_recharge.denied.cap", 3), ("tasks.refused", 3), ("auto_recharge.cap_hit_months", 1)]);
}

#[test]
fn r_delay_credits_and_charge_are_booked_when_they_land_the_cap_when_fired() {
    let settings = "threshold = 10_000\namount = 20_000\nmonthly_limit = 20_000\npre_run = false\nsettlement_delay = '2d'";
    let trace = chat(&[("01-31T00:00:00", 1), ("02-01T12:00:00", 1), ("02-03T00:00:00", 25_000)]);
    let run = run_trace(&recharge(10_000, settings, ""), &trace);
    assert_eq!(
        fires(&run),
        [
            "2026-02-02T00:00:00Z auto_recharge 20000 -> 29998",
            // Fired on 3 February: the purchase that landed in February counts in January.
            "2026-02-05T00:00:00Z auto_recharge 20000 -> 24998",
        ]
    );
    run.expect(&[
        ("auto_recharge.fired", 2),
        ("auto_recharge.denied.cap", 0),
        ("auto_recharge.latched_low_ms", 0),
        ("auto_recharge.below_threshold_ms", 4 * 86_400_000),
    ]);
}

#[test]
fn r_delay_a_purchase_that_lands_after_the_end_is_neither_booked_nor_charged() {
    let settings = format!("{DEFAULTS}\nsettlement_delay = '90d'");
    let run = run_trace(&recharge(10_000, &settings, ""), &chat(&[("01-02T00:00:00", 1)]));
    run.expect(&[("auto_recharge.fired", 1), ("credits.auto_recharged", 0)]);
    assert_eq!(run.value("money.auto_recharge"), "0.00");
}

#[test]
fn r_payment_a_certain_decline_opens_trouble_until_its_repair() {
    let payment = "[payment]\ndecline_probability = 1\nrepair = '1d'\n";
    let run = run_trace(&recharge(10_000, DEFAULTS, payment), &chat(&[("01-02T00:00:00", 1)]));
    run.expect(&[("auto_recharge.fired", 0), ("auto_recharge.denied.payment", 2)]); // January and February
    let ends = |note: &creditsim::replay::Note| note.what == creditsim::replay::Happening::TroubleEnds;
    assert_eq!(run.seen.notes.iter().filter(|note| ends(note)).count(), 57);
}

#[test]
fn r_payment_a_random_decline_that_leaves_no_trouble_is_tried_again_after_every_event() {
    let payment = "[payment]\ndecline_probability = 0.9\nrepair = '0s'\n";
    let minutes: Vec<String> =
        (0..200).map(|minute| format!("01-02T{:02}:{:02}:00", minute / 60, minute % 60)).collect();
    let messages: Vec<(&str, i64)> = minutes.iter().map(|time| (time.as_str(), 1)).collect();
    let run = run_trace(&recharge(10_000, DEFAULTS, payment), &chat(&messages));
    // 200 declines in a row have a chance of 7 in 10¹⁰.
    run.expect(&[("auto_recharge.fired", 1), ("auto_recharge.denied.payment", 1)]);
    assert!(fires(&run)[0].starts_with("2026-01-02T0"), "{:?}", fires(&run));
}

#[test]
fn r_cap_a_refill_that_was_denied_fires_once_a_release_makes_it_small_enough() {
    let settings = "threshold = 150\namount = 90\nmonthly_limit = 90\npre_run = false";
    let trace = "time,source,kind,cost,reserve,duration\n2026-01-02T00:00:00Z,a,task,20,100,86400\n";
    let toml = recharge(160, settings, "[[traces]]\npath = 'trace.csv'\n");
    let files = InMemory(&[("trace.csv", trace)]);
    let mut scenario = scenario::load(Path::new("test.toml"), &toml, &[], &files).unwrap();
    scenario.rules.auto_recharge.purchase = Purchase::RefillTo(Credits::new(200));
    let tally = replay(&generate(&scenario.plan, 0), &scenario.rules, 0).tally;
    // Usable 60 lacks 140, more than the limit; 140, after the release of 80, lacks 60.
    assert_eq!(tally.months[0].auto_recharged, Credits::new(60));
    assert!(tally.months[0].cap_hit);
}

#[test]
fn r_topup_a_reactive_one_is_ordered_once_while_pending_and_ignores_the_cap() {
    let rest = "[manual_top_up]\namount = 50\ndelay = '1h'\n";
    let toml = recharge(10, "enabled = false", rest);
    let trace = chat(&[
        ("01-02T00:00:00", 10),
        ("01-02T00:10:00", 1),  // blocked: orders
        ("01-02T00:20:00", 1),  // blocked: one is pending
        ("01-02T01:10:00", 50), // lands in class 4, before this arrives
        ("01-02T01:10:01", 1),  // blocked: orders again
    ]);
    let run = run_trace(&toml, &trace);
    run.expect(&[("credits.topped_up", 100), ("work.blocked.buy_credits", 3), ("credits.closing", 50)]);
}

#[test]
fn r_topup_declared_credits_end_the_episode_and_re_arm_the_recharge() {
    let topped = "[[top_ups]]\nat = '2026-01-03T00:00:00'\ncredits = 10_001\n";
    let settings = "threshold = 10_000\namount = 5\nmonthly_limit = 'none'\npre_run = false";
    let trace = chat(&[("01-02T00:00:00", 10_000), ("01-04T00:00:00", 10)]);
    run_trace(&recharge(10_000, settings, topped), &trace).expect(&[("auto_recharge.fired", 2)]);
}

#[test]
fn r_warn_counts_each_fall_below_the_level_after_the_recharge_has_acted() {
    let rest = "[report]\nlow_balance_warning = 5_000\n";
    let trace = chat(&[
        ("01-02T00:00:00", 9_000),  // 1,000: fires, 21,000, no warning
        ("01-03T00:00:00", 12_000), // 9,000: fires, 29,000
        ("01-04T00:00:00", 24_001), // 4,999: fires, 24,999
    ]);
    run_trace(&recharge(10_000, DEFAULTS, rest), &trace)
        .expect(&[("work.warnings", 0), ("auto_recharge.fired", 3)]);
    run_trace(
        &recharge(10_000, "enabled = false", rest),
        &chat(&[("01-02T00:00:00", 5_000), ("01-03T00:00:00", 1), ("01-04T00:00:00", 1)]),
    )
    .expect(&[("work.warnings", 1)]);
}

#[test]
fn r_step_events_tie_by_class_and_each_sees_what_came_before() {
    // Nine classes meet at 2026-02-01T00:00:00Z.
    let toml = format!(
        "{BARE}opening_purchased = 100\npurchased_expire_after = '31d'\n\
        lapses = [{{ from = '2026-02-01T00:00:00', to = '2026-02-02T00:00:00' }}]\n\
        [clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-03-01T00:00:00'\n\
        [[top_ups]]\nat = '2026-02-01T00:00:00'\ncredits = 30\n\
        [payment]\noutages = [{{ from = '2026-02-01T00:00:00', to = '2026-02-02T00:00:00' }}]\n\
        [review]\ncredits = {{ trigger = 'timer', delay = '1h' }}\n"
    );
    let trace = "time,source,kind,cost,reserve,duration\n\
        2026-02-01T00:00:00Z,chat,joule,1,,0\n\
        2026-02-01T00:00:00Z,run,task,5,5,0\n\
        2026-01-31T23:00:00Z,run,task,500,500,0\n\
        2026-01-31T23:00:00Z,long,task,8,10,3600\n";
    let run = run_trace(&toml, trace);
    let at = |note: &&creditsim::replay::Note| note.time.to_string() == "2026-02-01T00:00:00Z";
    let seen: Vec<String> = run
        .seen
        .notes
        .iter()
        .filter(at)
        .map(|note| format!("{} {:?} {}", note.class.unwrap(), note.what, note.usable))
        .collect();
    assert_eq!(
        seen,
        [
            "0 MonthBegins 90",
            "1 LotExpires(Credits(90)) 0",
            "2 Renews(Credits(0)) 0",
            "3 LapseBegins 0",
            "3 OutageBegins 0",
            "4 TopUpLands(Credits(30)) 30",
            "5 Completes(Credits(8)) 30", // the 2 that return have expired
            "6 Resumes 30",
            "7 Starts(Credits(5)) 25",
            "7 Completes(Credits(5)) 25",
            "8 Admitted(Credits(0)) 24",
            "8 Completes(Credits(0)) 24",
        ]
    );
}

#[test]
fn r_step_the_latch_is_applied_once_at_start_before_any_event() {
    let run = run_trace(&recharge(5_000, DEFAULTS, ""), "time,source,cost\n2026-01-02T00:00:00Z,chat,1\n");
    assert_eq!(fires(&run), ["2026-01-01T00:00:00Z auto_recharge 20000 -> 25000"]);
    run.expect(&[("work.warnings", 0)]);
}

/// A policy whose auto-recharge cools down and gives up.
const WARY: &str = "extends = 'ampere'\nname = 'wary'\n[auto_recharge]\nthreshold = { default = 10 }\n\
    amount = { default = 20 }\nmonthly_limit = { default = 'none' }\ncooldown = '2h'\ngive_up_after = 2\n";

/// What `explain` says at `at` of a scenario under [`WARY`] in which a message of 15 credits comes every hour.
fn explained(payment: &str, at: &str) -> String {
    let rows: Vec<String> = (0..24).map(|hour| format!("2026-01-01T{hour:02}:00:00Z,chat,15\n")).collect();
    let trace = format!("time,source,cost\n{}", rows.concat());
    let toml = format!(
        "policy = 'wary.toml'\n[clock]\nstart = '2026-01-01T00:00:00'\nuntil = '2026-01-02T00:00:00'\n\
         [plan]\nincluded_credits = 0\nopening_purchased = 20\n[auto_recharge]\n{payment}\n[[traces]]\npath = 'trace.csv'\n"
    );
    let files = [("wary.toml", WARY), ("trace.csv", trace.as_str())];
    let scenario = scenario::load(Path::new("test.toml"), &toml, &[], &InMemory(&files)).unwrap();
    let (at, mut trail) = (at.parse::<jiff::Timestamp>().unwrap(), Trail::new(0, None));
    let at = Instant::from_ms(at.as_millisecond());
    let snapshot = explain(&generate(&scenario.plan, 0), &scenario.rules, 0, at, &mut trail);
    explain_report(at, &snapshot, &scenario.rules, &trail)
}

#[test]
fn explain_tells_a_cooldown_payment_trouble_an_outage_and_that_auto_recharge_gave_up() {
    let says = |report: &str, line: &str| assert!(report.contains(line), "{line}\nnot in\n{report}");
    let cooling = explained("", "2026-01-01T01:30:00Z");
    says(&cooling, "does not try again before 2026-01-01T02:00:00Z");
    assert!(!explained("", "2026-01-01T02:00:00Z").contains("before 2026-01-01T02"));
    let trouble = "[payment]\ndecline_probability = 1\nrepair = '90m'";
    let first = explained(trouble, "2026-01-01T01:00:00Z");
    says(&first, "payment trouble after a decline, until 2026-01-01T01:30:00Z");
    assert!(!first.contains("given up"), "{first}");
    says(&explained(trouble, "2026-01-01T12:00:00Z"), "given up after too many declined payments");
    let outage = "[payment]\noutages = [{ from = 2026-01-01T05:00:00, to = 2026-01-01T07:00:00 }]";
    says(&explained(outage, "2026-01-01T06:00:00Z"), "payment outage until 2026-01-01T07:00:00Z");
    assert!(!explained(outage, "2026-01-01T07:00:00Z").contains("outage"));
}
