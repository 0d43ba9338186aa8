//! Ticks of a time axis in civil time: as fine as labels fit.

use super::real::real;
use crate::calendar::{Month, Window, Zone};
use crate::units::{Instant, Span};
use jiff::civil::DateTime;

/// A labelled instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: Instant,
    /// `06:00`, `15`, `Mar`, `2027`.
    pub(super) label: String,
    /// Where the larger unit begins: `5 Mar 2026`, `Mar 2026`, `2026`.
    pub(super) below: Option<String>,
}

/// From one tick to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    Hours(i8),
    Days(i8),
    Months(i16),
}

const PACES: [Pace; 15] = [
    Pace::Hours(1),
    Pace::Hours(3),
    Pace::Hours(6),
    Pace::Hours(12),
    Pace::Days(1),
    Pace::Days(2),
    Pace::Days(7),
    Pace::Months(1),
    Pace::Months(2),
    Pace::Months(3),
    Pace::Months(6),
    Pace::Months(12),
    Pace::Months(60),
    Pace::Months(120),
    Pace::Months(600),
];

/// The room that a label needs, with the gap to the next.
const ROOM: f64 = 44.0;
/// The room that a label of the larger unit needs.
const ROOM_BELOW: f64 = 86.0;

const NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The name of a month, 1 to 12.
fn name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| NAMES.get(index)).copied().unwrap_or_default()
}

impl Pace {
    /// Its usual length, in milliseconds.
    fn ms(self) -> f64 {
        let day = real(Span::DAY.ms());
        match self {
            Self::Hours(hours) => real(Span::HOUR.ms()) * f64::from(hours),
            Self::Days(days) => day * f64::from(days),
            Self::Months(months) => day * 30.4 * f64::from(months),
        }
    }

    /// The finest with `room` for each tick, where `span` takes `width`.
    fn finest(span: Span, width: f64) -> Self {
        let room = |pace: Self| width * pace.ms() / real(span.ms().max(1));
        PACES.into_iter().find(|&pace| room(pace) >= ROOM).unwrap_or(Pace::Months(600))
    }

    /// True if it has a tick at this civil time, which begins a whole hour, day or month.
    fn ticks_at(self, civil: DateTime) -> bool {
        match self {
            Self::Hours(hours) => civil.hour() % hours == 0,
            // Counted in the month: 1, 8, 15, 22; what is too near to the next 1 has no tick.
            Self::Days(days) => {
                (civil.day() - 1) % days == 0 && civil.day() + days - 1 <= civil.date().days_in_month()
            }
            Self::Months(months) if months <= 12 => i16::from(civil.month() - 1) % months == 0,
            Self::Months(months) => civil.month() == 1 && civil.year() % (months / 12) == 0,
        }
    }
}

/// Every whole hour, day or month of the window, as the pace needs.
fn candidates(window: Window, zone: &Zone, pace: Pace) -> Vec<Instant> {
    let step = match pace {
        Pace::Hours(_) => Span::HOUR,
        Pace::Days(_) => Span::DAY,
        Pace::Months(_) => {
            let months = Month::touched(window.from, window.to, zone);
            return months.into_iter().map(|month| month.start(zone)).collect();
        }
    };
    let first = zone.civil(window.from);
    let first = first.date().at(if step == Span::DAY { 0 } else { first.hour() }, 0, 0, 0);
    // From noon to noon a day has always one midnight, whatever daylight saving does.
    let noon = if step == Span::DAY { Span::from_ms(Span::DAY.ms() / 2) } else { Span::ZERO };
    let mut at = zone.instant(first) + noon;
    let mut candidates = Vec::new();
    while at < window.to + Span::DAY {
        let midnight = || zone.instant(zone.civil(at).date().at(0, 0, 0, 0));
        candidates.push(if step == Span::DAY { midnight() } else { at });
        at = at + step;
    }
    candidates
}

/// The ticks of a window that is `width` wide.
pub(super) fn ticks(window: Window, zone: &Zone, width: f64) -> Vec<Tick> {
    let span = window.to - window.from;
    let pace = Pace::finest(span, width);
    let mut ticks: Vec<Tick> = Vec::new();
    let mut unit = None;
    for at in candidates(window, zone, pace) {
        let civil = zone.civil(at);
        if at < window.from || at > window.to || !pace.ticks_at(civil) {
            continue;
        }
        let (label, now, below) = match pace {
            Pace::Hours(_) => {
                let date = format!("{} {} {}", civil.day(), name(civil.month()), civil.year());
                (format!("{:02}:00", civil.hour()), civil.date(), date)
            }
            Pace::Days(_) => {
                let month = format!("{} {}", name(civil.month()), civil.year());
                (civil.day().to_string(), civil.date().first_of_month(), month)
            }
            Pace::Months(months) if months < 12 => {
                (name(civil.month()).to_owned(), civil.date().first_of_year(), civil.year().to_string())
            }
            Pace::Months(_) => (civil.year().to_string(), civil.date().first_of_year(), String::new()),
        };
        let begins = unit.replace(now) != Some(now) && !below.is_empty();
        ticks.push(Tick { at, label, below: begins.then_some(below) });
    }
    drop_crowded(&mut ticks, |from, to| width * real((to - from).ms()) / real(span.ms().max(1)));
    ticks
}

/// Of two labels of the larger unit that are too near the second stays: it stands where its unit begins.
fn drop_crowded(ticks: &mut [Tick], distance: impl Fn(Instant, Instant) -> f64) {
    let mut next: Option<Instant> = None;
    for tick in ticks.iter_mut().rev().filter(|tick| tick.below.is_some()) {
        if next.is_some_and(|next| distance(tick.at, next) < ROOM_BELOW) {
            tick.below = None;
        } else {
            next = Some(tick.at);
        }
    }
}

/// The label of a month's band that is `width` wide, where it has one: `Mar`, and the year below.
pub(super) fn month_label(month: Month, zone: &Zone, width: f64, is_first: bool) -> Option<(String, String)> {
    let start = zone.civil(month.start(zone));
    let pace = PACES.into_iter().find(|&pace| match pace {
        Pace::Months(months) => width * f64::from(months) >= ROOM,
        Pace::Hours(_) | Pace::Days(_) => false,
    })?;
    if !pace.ticks_at(start) {
        return None;
    }
    let year = start.year().to_string();
    let whole_years = matches!(pace, Pace::Months(months) if months >= 12);
    Some(match () {
        () if whole_years => (year, String::new()),
        () if is_first || start.month() == 1 => (name(start.month()).to_owned(), year),
        () => (name(start.month()).to_owned(), String::new()),
    })
}

/// The day of the month: `24`.
pub(super) fn day(at: Instant, zone: &Zone) -> String {
    zone.civil(at).day().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(from: &str, to: &str, width: f64) -> Vec<String> {
        let zone = Zone::named("America/New_York").unwrap();
        let at = |text: &str| zone.instant(text.parse().unwrap());
        let ticks = ticks(Window { from: at(from), to: at(to) }, &zone, width);
        let text = |tick: &Tick| match &tick.below {
            Some(below) => format!("{}/{below}", tick.label),
            None => tick.label.clone(),
        };
        ticks.iter().map(text).collect()
    }

    #[test]
    fn ticks_are_hours_days_months_or_years_as_the_window_asks() {
        assert_eq!(
            labels("2026-03-08", "2026-03-09", 500.0),
            [
                "00:00/8 Mar 2026",
                "03:00",
                "06:00",
                "09:00",
                "12:00",
                "15:00",
                "18:00",
                "21:00",
                "00:00/9 Mar 2026"
            ]
        );
        assert_eq!(labels("2026-03-01", "2026-03-31T12:00", 400.0), ["1/Mar 2026", "8", "15", "22"]);
        assert_eq!(labels("2026-11-15", "2027-02-02", 300.0), ["Dec/2026", "Jan/2027", "Feb"]);
        assert_eq!(labels("2026-01-01", "2031-01-01", 260.0), ["2026", "2027", "2028", "2029", "2030"]);
    }

    #[test]
    fn labels_have_room_at_any_length() {
        for (to, width) in [
            ("2026-01-02", 1_000.0),
            ("2026-02-01", 900.0),
            ("2027-01-01", 700.0),
            ("2031-01-01", 1_000.0),
            ("2126-01-01", 900.0),
        ] {
            let zone = Zone::UTC;
            let window = Window {
                from: zone.instant("2026-01-01".parse().unwrap()),
                to: zone.instant(to.parse().unwrap()),
            };
            let ticks = ticks(window, &zone, width);
            assert!(ticks.len() >= 2, "{to}");
            let x =
                |at: Instant| width * real((at - window.from).ms()) / real((window.to - window.from).ms());
            for pair in ticks.windows(2) {
                assert!(x(pair[1].at) - x(pair[0].at) >= 38.0, "{to}: {pair:?}");
            }
        }
    }
}
