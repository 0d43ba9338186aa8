//! The schedule on which a task's rows lie (R-SCHEDULE).

use super::number::count;
use super::zones;
use crate::calendar::{CivilTime, Window, Zone};
use crate::demand::{Schedule, Weekdays};
use crate::units::{Instant, Span};

/// A row begins less than this after its occurrence.
const LATEST: i64 = Span::MINUTE.ms();
/// The description length of a row off the schedule, in nats: about the logarithm of the minutes in a year.
const OFF: f64 = 13.0;
/// A source lies on the minute of its schedule with all but this share of its rows.
const MOST_OFF: f64 = 0.2;

/// The schedule that explains a source's rows.
#[derive(Clone, Debug)]
pub struct FittedSchedule {
    /// When it occurs.
    pub schedule: Schedule,
    /// The zone of its clock.
    pub zone: Zone,
    /// Whether other zones explain the rows as well.
    pub zone_is: ZoneIs,
    /// Rows that lie on an occurrence.
    pub on: usize,
    /// Rows that do not, or that share an occurrence with another.
    pub off: usize,
    /// Occurrences from the first to the last row.
    pub occurrences: usize,
    /// Occurrences without a row before the first one, and after the last.
    pub outside: (usize, usize),
    /// The most occurrences in a row without a row, between the first and the last.
    pub longest_gap: usize,
    /// The first and the last row.
    pub seen: (Instant, Instant),
    /// The longest time from an occurrence to its row.
    pub latest: Span,
}

/// How a task's zone is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneIs {
    /// An hourly schedule is the same in every zone of whole hours.
    Unimportant,
    /// No clock changed that would tell zones apart: the organisation's zone is as good as any.
    Unknown,
    /// Clocks changed, and this zone's changes explain the rows.
    Told {
        /// Other zones, each one of many with its rule, that explain them as well.
        alike: Vec<Zone>,
    },
}

impl FittedSchedule {
    /// Occurrences between the first and the last row that have none.
    pub fn missing(&self) -> usize {
        self.occurrences.saturating_sub(self.on)
    }

    /// True of rows so regular that they need no word that they are a task's.
    pub(super) fn is_evident(&self) -> bool {
        self.on >= 4 && self.off * 100 <= self.on && self.missing() * 2 <= self.occurrences
    }
}

/// The schedule of rows at `times`, ascending, observed in `window`; `None` where they lie on none.
pub(super) fn fit_schedule(times: &[Instant], window: Window, own: &Zone) -> Option<FittedSchedule> {
    if !share_a_minute(times) {
        return None;
    }
    let zones = zones::candidates(own);
    let shortest =
        |zone| trials(times, window, zone).into_iter().min_by(|a, b| a.length().total_cmp(&b.length()));
    let each: Vec<Trial> = zones.iter().filter_map(shortest).collect();
    let least = each.iter().map(Trial::length).fold(f64::INFINITY, f64::min);
    let mut alike = each.into_iter().filter(|trial| trial.length() < least + 1e-9);
    let Trial { schedule, zone, met, .. } = alike.next()?;
    let alike: Vec<Zone> = alike.map(|trial| trial.zone).collect();
    let zone_is = match schedule {
        Schedule::Hourly { .. } => ZoneIs::Unimportant,
        Schedule::Daily { .. } | Schedule::Weekly { .. } | Schedule::Monthly { .. } => {
            if alike.len() + 1 == zones.len() { ZoneIs::Unknown } else { ZoneIs::Told { alike } }
        }
    };
    let off = times.len() - met.on;
    let enough = met.on > 0 && count(off) <= MOST_OFF * count(times.len());
    enough.then(|| FittedSchedule {
        schedule,
        zone,
        zone_is,
        on: met.on,
        off,
        occurrences: met.between,
        outside: met.outside,
        longest_gap: met.longest_gap,
        seen: (times[0], times[times.len() - 1]),
        latest: met.latest,
    })
}

/// True if nearly all rows begin in one minute of the hour, as all schedules do.
fn share_a_minute(times: &[Instant]) -> bool {
    let mut minutes: Vec<i64> = times.iter().map(|at| at.ms().div_euclid(LATEST).rem_euclid(60)).collect();
    minutes.sort_unstable();
    let most = minutes.chunk_by(|a, b| a == b).map(<[i64]>::len).max().unwrap_or_default();
    // Half-hour changes of the clock (Lord Howe) leave two minutes.
    most > 0 && count(times.len() - most) <= 0.6 * count(times.len())
}

/// One schedule in one zone, and how the rows meet it.
struct Trial {
    schedule: Schedule,
    zone: Zone,
    met: Met,
    rows: usize,
}

impl Trial {
    /// How long a message must be that tells the rows given the schedule, in nats (J. Rissanen, "Modeling by shortest
    /// data description", Automatica 14, 1978): which occurrences have a row, the rows beside them, and the schedule.
    fn length(&self) -> f64 {
        let own = match self.schedule {
            Schedule::Hourly { .. } | Schedule::Daily { .. } => 1.0,
            Schedule::Monthly { .. } => 4.0,
            Schedule::Weekly { .. } => 5.0,
        };
        own + entropy(self.met.on, self.met.all) + OFF * count(self.rows - self.met.on)
    }
}

/// ln of about how many ways there are to choose `some` of `all`.
fn entropy(some: usize, all: usize) -> f64 {
    if some == 0 || some >= all {
        return 0.0;
    }
    let share = count(some) / count(all);
    -count(all) * (share * libm::log(share) + (1.0 - share) * libm::log(1.0 - share))
}

/// The best hourly, daily, weekly and monthly schedule in `zone`.
fn trials(times: &[Instant], window: Window, zone: &Zone) -> Vec<Trial> {
    let civil: Vec<CivilTime> = times.iter().map(|&at| zone.civil(at)).collect();
    let of_day = |civil: &CivilTime| (i64::from(civil.hour()) * 60 + i64::from(civil.minute())) * LATEST;
    let Some(past) = most_common(civil.iter().map(|civil| i64::from(civil.minute()) * LATEST)) else {
        return Vec::new();
    };
    let Some(minute) = most_common(civil.iter().map(of_day)) else { return Vec::new() };
    let at = Span::from_ms(minute + seconds(times));
    let on_time = || civil.iter().filter(|civil| of_day(civil) == minute);
    let days = weekdays(on_time());
    let day = on_time().map(|civil| civil.day()).max().unwrap_or(1);
    let schedules = [
        Schedule::Hourly { past: Span::from_ms(past) },
        Schedule::Daily { at },
        Schedule::Weekly { days, at },
        Schedule::Monthly { day, at },
    ];
    let trial = |schedule: Schedule| Trial {
        met: Met::of(times, schedule.occurrences(zone, window), window),
        schedule,
        zone: zone.clone(),
        rows: times.len(),
    };
    schedules.into_iter().map(trial).collect()
}

/// The weekdays that have at least a quarter of the rows that the busiest has: a row on another day is a stray.
fn weekdays<'a>(rows: impl Iterator<Item = &'a CivilTime>) -> Weekdays {
    let mut seen = [0_usize; 7];
    let mut names = [None; 7];
    for civil in rows {
        let index = usize::try_from(civil.weekday().to_monday_zero_offset()).unwrap_or_default();
        seen[index] += 1;
        names[index] = Some(civil.weekday());
    }
    let most = seen.iter().copied().max().unwrap_or_default();
    let usual = names.iter().zip(seen).filter(|&(_, seen)| seen * 4 >= most);
    usual.filter_map(|(name, _)| *name).fold(Weekdays::default(), Weekdays::with)
}

/// Milliseconds after the minute, where all rows have the same.
fn seconds(times: &[Instant]) -> i64 {
    let mut after = times.iter().map(|at| at.ms().rem_euclid(LATEST));
    let first = after.next().unwrap_or_default();
    if after.all(|other| other == first) { first } else { 0 }
}

/// The most common value, the least of them where several are.
fn most_common(values: impl Iterator<Item = i64>) -> Option<i64> {
    let mut sorted: Vec<i64> = values.collect();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).rev().max_by_key(|same| same.len()).map(|same| same[0])
}

/// How rows and occurrences meet.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    on: usize,
    /// Occurrences in the window.
    all: usize,
    /// Occurrences from the first to the last row.
    between: usize,
    outside: (usize, usize),
    longest_gap: usize,
    latest: Span,
}

impl Met {
    fn of(times: &[Instant], occurrences: impl Iterator<Item = Instant>, window: Window) -> Self {
        let (Some(&first), Some(&last)) = (times.first(), times.last()) else { return Self::default() };
        let (mut met, mut next, mut gap) = (Self::default(), 0, 0);
        for at in occurrences.take_while(|&at| at < window.to) {
            met.all += 1;
            while times.get(next).is_some_and(|&row| row < at) {
                next += 1;
            }
            let row = times.get(next).filter(|&&row| (row - at).ms() < LATEST);
            let is_between = at > first - Span::from_ms(LATEST) && at <= last;
            met.between += usize::from(is_between);
            if let Some(&row) = row {
                next += 1;
                met.on += 1;
                met.latest = met.latest.max(row - at);
                met.longest_gap = met.longest_gap.max(gap);
                gap = 0;
            } else if is_between {
                gap += 1;
            } else if at < first {
                met.outside.0 += 1;
            } else {
                met.outside.1 += 1;
            }
        }
        met
    }
}
