//! Occurrences by hand around changes of the clock, and against the calendar library in many zones.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn hm(hour: i64, minute: i64) -> Span {
    Span::from_ms((hour * 60 + minute) * 60_000)
}

/// Occurrences from midnight of one civil date up to midnight of another, by the zone's own clock.
fn civil(schedule: Schedule, name: &str, from: Date, to: Date) -> Vec<String> {
    let zone = zone(name);
    let midnight = |date: Date| zone.instant(date.to_datetime(Time::midnight()));
    let window = Window { from: midnight(from), to: midnight(to) };
    let print = |instant| {
        Zone::timestamp(instant).to_zoned(zone.time_zone().clone()).strftime("%m-%d %H:%M%:z").to_string()
    };
    schedule.occurrences(&zone, window).map(print).collect()
}

const NEW_YORK: &str = "America/New_York";
const LORD_HOWE: &str = "Australia/Lord_Howe";

#[test]
fn r_schedule_hourly_runs_23_times_on_a_spring_forward_day_and_25_on_a_fall_back_day() {
    let hourly = Schedule::Hourly { past: hm(0, 15) };
    let spring = civil(hourly, NEW_YORK, date(2026, 3, 8), date(2026, 3, 9));
    assert_eq!(spring.len(), 23);
    assert_eq!(spring[1..3], ["03-08 01:15-05:00", "03-08 03:15-04:00"]);
    let fall = civil(hourly, NEW_YORK, date(2026, 11, 1), date(2026, 11, 2));
    assert_eq!(fall.len(), 25);
    assert_eq!(fall[1..3], ["11-01 01:15-04:00", "11-01 01:15-05:00"]);
}

#[test]
fn r_schedule_hourly_follows_clocks_that_are_half_an_hour_off() {
    let hourly = Schedule::Hourly { past: hm(0, 15) };
    let kathmandu = civil(hourly, "Asia/Kathmandu", date(2026, 1, 1), date(2026, 1, 2));
    assert_eq!((kathmandu.len(), kathmandu[0].as_str()), (24, "01-01 00:15+05:45"));
    // Lord Howe's clock moves by half an hour: 02:00 to 02:30 on 4 October, 02:00 to 01:30 on 5 April 2026.
    let spring = civil(hourly, LORD_HOWE, date(2026, 10, 4), date(2026, 10, 5));
    assert_eq!(spring[1..3], ["10-04 01:15+10:30", "10-04 03:15+11:00"]);
    let fall = civil(Schedule::Hourly { past: hm(0, 45) }, LORD_HOWE, date(2026, 4, 5), date(2026, 4, 6));
    assert_eq!(fall[1..3], ["04-05 01:45+11:00", "04-05 01:45+10:30"]);
    let skipped = civil(hourly, LORD_HOWE, date(2026, 4, 5), date(2026, 4, 6));
    assert_eq!(skipped[1..3], ["04-05 01:15+11:00", "04-05 02:15+10:30"]);
}

#[test]
fn r_time_daily_in_a_gap_moves_forward_and_in_a_fold_takes_the_first() {
    let gap = civil(Schedule::Daily { at: hm(2, 30) }, NEW_YORK, date(2026, 3, 7), date(2026, 3, 10));
    assert_eq!(gap, ["03-07 02:30-05:00", "03-08 03:30-04:00", "03-09 02:30-04:00"]);
    let fold = civil(Schedule::Daily { at: hm(1, 30) }, NEW_YORK, date(2026, 10, 31), date(2026, 11, 3));
    assert_eq!(fold, ["10-31 01:30-04:00", "11-01 01:30-04:00", "11-02 01:30-05:00"]);
}

#[test]
fn r_time_weekly_in_a_gap_moves_forward_and_in_a_fold_takes_the_first() {
    let sundays = Weekdays::default().with(Weekday::Sunday);
    let gap = civil(
        Schedule::Weekly { days: sundays, at: hm(2, 0) },
        NEW_YORK,
        date(2026, 3, 1),
        date(2026, 3, 16),
    );
    assert_eq!(gap, ["03-01 02:00-05:00", "03-08 03:00-04:00", "03-15 02:00-04:00"]);
    let days = sundays.with(Weekday::Monday);
    let fold =
        civil(Schedule::Weekly { days, at: hm(1, 59) }, NEW_YORK, date(2026, 10, 26), date(2026, 11, 3));
    assert_eq!(fold, ["10-26 01:59-04:00", "11-01 01:59-04:00", "11-02 01:59-05:00"]);
}

#[test]
fn r_time_monthly_in_a_gap_moves_forward_and_in_a_fold_takes_the_first() {
    let monthly = |day, hour| Schedule::Monthly { day, at: hm(hour, 30) };
    let gap = civil(monthly(8, 2), NEW_YORK, date(2026, 2, 1), date(2026, 5, 1));
    assert_eq!(gap, ["02-08 02:30-05:00", "03-08 03:30-04:00", "04-08 02:30-04:00"]);
    let fold = civil(monthly(1, 1), NEW_YORK, date(2026, 10, 1), date(2027, 1, 1));
    assert_eq!(fold, ["10-01 01:30-04:00", "11-01 01:30-04:00", "12-01 01:30-05:00"]);
}

#[test]
fn r_schedule_monthly_takes_the_last_day_of_a_shorter_month() {
    let monthly = |day| Schedule::Monthly { day, at: hm(9, 0) };
    let days = |day| {
        let times = civil(monthly(day), "UTC", date(2028, 1, 1), date(2028, 6, 1));
        times.iter().map(|time| time[..5].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(days(31), ["01-31", "02-29", "03-31", "04-30", "05-31"]);
    assert_eq!(days(29), ["01-29", "02-29", "03-29", "04-29", "05-29"]);
}

#[test]
fn r_schedule_weekly_runs_on_the_chosen_days() {
    let days = Weekdays::default().with(Weekday::Monday).with(Weekday::Friday);
    let times = civil(Schedule::Weekly { days, at: hm(7, 30) }, "UTC", date(2026, 1, 1), date(2026, 1, 13));
    assert_eq!(times, ["01-02 07:30+00:00", "01-05 07:30+00:00", "01-09 07:30+00:00", "01-12 07:30+00:00"]);
}

#[test]
fn r_horizon_a_window_has_its_start_but_not_its_end() {
    let at = |hour: i64| Instant::from_ms(hour * HOUR);
    let window = Window { from: at(1), to: at(4) };
    let hourly: Vec<Instant> =
        Schedule::Hourly { past: Span::ZERO }.occurrences(&Zone::UTC, window).collect();
    assert_eq!(hourly, [at(1), at(2), at(3)]);
    let daily = |hour| Schedule::Daily { at: hm(hour, 0) }.occurrences(&Zone::UTC, window).count();
    assert_eq!((daily(0), daily(1), daily(3), daily(4)), (0, 1, 1, 0));
    assert_eq!(
        Schedule::Hourly { past: Span::ZERO }
            .occurrences(&Zone::UTC, Window { from: at(4), to: at(1) })
            .count(),
        0
    );
}

#[test]
fn r_time_a_window_that_begins_at_a_change_of_the_clock_has_what_the_gap_moved_into_it() {
    let zone = zone(NEW_YORK);
    let change = zone.instant(date(2026, 3, 8).at(3, 0, 0, 0));
    let window = Window { from: change, to: change + Span::DAY };
    let first = Schedule::Daily { at: hm(2, 30) }.occurrences(&zone, window).next();
    assert_eq!(first, Some(change + hm(0, 30)));
}

#[test]
fn r_schedule_stagger_wraps_within_the_hour_or_the_day() {
    let hourly = Schedule::Hourly { past: hm(0, 45) };
    assert_eq!(hourly.shifted(0, hm(0, 10)), hourly);
    assert_eq!(hourly.shifted(2, hm(0, 10)), Schedule::Hourly { past: hm(0, 5) });
    let seconds = Schedule::Hourly { past: hm(0, 45) + Span::from_ms(90_500) };
    assert_eq!(hourly.shifted(1, Span::from_ms(90_500)), seconds);
    let days = Weekdays::default().with(Weekday::Sunday);
    let late = |hour| Schedule::Weekly { days, at: hm(hour, 30) };
    assert_eq!(late(23).shifted(3, hm(1, 0)), late(2));
    assert_eq!(
        Schedule::Daily { at: hm(1, 0) }.shifted(u32::MAX, Span::DAY),
        Schedule::Daily { at: hm(1, 0) }
    );
    let monthly = |hour| Schedule::Monthly { day: 31, at: hm(hour, 0) };
    assert_eq!(monthly(20).shifted(1, hm(5, 0)), monthly(1));
}

/// The same by the calendar library: civil times one by one, and every minute for hourly schedules.
fn slow(schedule: Schedule, zone: &Zone, window: Window) -> Vec<Instant> {
    let first = zone.civil(window.from - Span::from_ms(3 * DAY)).date();
    let last = zone.civil(window.to + Span::from_ms(3 * DAY)).date();
    let dates = first.series(1.day()).take_while(|&date| date <= last);
    let at = |date: Date, at: Span| {
        let midnight = date.to_datetime(Time::midnight());
        zone.instant(midnight.checked_add(jiff::SignedDuration::from_millis(at.ms())).unwrap())
    };
    let mut times: Vec<Instant> = match schedule {
        Schedule::Hourly { past } => {
            let minute = |ms: i64| Instant::from_ms(ms.div_euclid(60_000) * 60_000);
            let matches = |instant: &Instant| {
                let civil = zone.civil(*instant);
                past == Span::from_ms((i64::from(civil.minute()) * 60 + i64::from(civil.second())) * 1_000)
            };
            let minutes = (window.to - window.from).ms() / 60_000 + 2;
            (-1..minutes)
                .map(|count| minute(window.from.ms()) + Span::from_ms(count * 60_000))
                .filter(matches)
                .collect()
        }
        Schedule::Daily { at: time } => dates.map(|date| at(date, time)).collect(),
        Schedule::Weekly { days, at: time } => {
            dates.filter(|date| days.contains(date.weekday())).map(|date| at(date, time)).collect()
        }
        Schedule::Monthly { day, at: time } => dates
            .filter(|date| date.day() == day.min(date.days_in_month()))
            .map(|date| at(date, time))
            .collect(),
    };
    times.retain(|&instant| window.from <= instant && instant < window.to);
    times
}

fn schedules() -> impl Strategy<Value = Schedule> {
    let at = (0_i64..1_440).prop_map(|minute| hm(0, minute));
    let days = prop::collection::vec(0_i64..7, 1..4).prop_map(|days| {
        days.into_iter().fold(Weekdays::default(), |days, day| days.with(Weekday::Monday.wrapping_add(day)))
    });
    prop_oneof![
        (0_i64..60).prop_map(|minute| Schedule::Hourly { past: hm(0, minute) }),
        at.clone().prop_map(|at| Schedule::Daily { at }),
        (days, at.clone()).prop_map(|(days, at)| Schedule::Weekly { days, at }),
        (1_i8..=31, at).prop_map(|(day, at)| Schedule::Monthly { day, at }),
    ]
}

const ZONES: [&str; 16] = [
    "UTC",
    NEW_YORK,
    LORD_HOWE,
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/St_Johns",
    "Pacific/Chatham",
    "Pacific/Apia", // skipped 30 December 2011
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn r_schedule_integer_arithmetic_agrees_with_the_calendar_library(
        schedule in schedules(),
        zone in prop::sample::select(ZONES.to_vec()),
        // From 2005 to 2040, by the minute.
        from in 18_400_000_i64..37_000_000,
        minutes in 1_i64..60_000,
    ) {
        let zone = Zone::named(zone).unwrap();
        let from = Instant::from_ms(from * 60_000);
        let window = Window { from, to: from + hm(0, minutes) };
        let quick: Vec<Instant> = schedule.occurrences(&zone, window).collect();
        prop_assert_eq!(quick, slow(schedule, &zone, window));
    }

    #[test]
    fn r_schedule_integer_arithmetic_agrees_around_changes_of_the_clock(
        schedule in schedules(),
        zone in prop::sample::select(ZONES.to_vec()),
        after in 1_100_000_000_i64..2_000_000_000,
        before in 0_i64..3_000,
        minutes in 1_i64..6_000,
    ) {
        let zone = Zone::named(zone).unwrap();
        let after = Instant::from_ms(after * 1_000);
        let change = zone.time_zone().following(Zone::timestamp(after)).next();
        let near = change.map_or(after, |change| Instant::from_ms(change.timestamp().as_millisecond()));
        let from = Instant::from_ms(near.ms().div_euclid(60_000) * 60_000) - hm(0, before);
        let window = Window { from, to: from + hm(0, minutes) };
        let quick: Vec<Instant> = schedule.occurrences(&zone, window).collect();
        prop_assert_eq!(quick, slow(schedule, &zone, window));
    }
}
