//! Distributions and schedules as a scenario writes them.

use super::figure::figure;
use crate::demand::{Distribution, Schedule, Weekdays};
use crate::experiment::fit::FittedDraw;
use crate::units::{Instant, Span};
use jiff::civil::Weekday;

/// What a distribution draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Credits, or messages of a burst.
    Count,
    /// Milliseconds, which scenarios write in seconds.
    Time,
}

impl Unit {
    /// A parameter's value as it is written: times in seconds, the rest as it is.
    pub(super) fn written(self, name: &str, value: f64) -> f64 {
        let is_time = self == Self::Time && !matches!(name, "sigma" | "shape" | "alpha");
        if is_time { value / 1_000.0 } else { value }
    }
}

/// `7`, `"30s"`, `{ dist = "lognormal", mean = 12, sigma = 0.8 }`.
pub(super) fn drawn(draw: &FittedDraw, unit: Unit) -> String {
    if draw.family() == "constant" {
        let value = draw.parameters.first().map_or(0.0, |parameter| parameter.value);
        return match unit {
            Unit::Count => figure_exact(value),
            Unit::Time => format!("\"{}\"", Span::from_ms(whole(value))),
        };
    }
    if let Distribution::Empirical { values, weights } = &draw.law {
        let list = |numbers: Vec<String>| numbers.join(", ");
        let values = values.iter().map(|&value| figure_exact(unit.written("value", value))).collect();
        let weights = weights.iter().map(|&weight| figure_exact(weight)).collect();
        return format!(
            "{{ dist = \"empirical\", values = [{}], weights = [{}] }}",
            list(values),
            list(weights)
        );
    }
    let is_range = matches!(draw.law, Distribution::UniformInteger { .. });
    let parameters: Vec<String> = draw
        .parameters
        .iter()
        .map(|parameter| {
            let value = unit.written(parameter.name, parameter.value);
            let text = if is_range { figure_exact(value) } else { figure(value) };
            format!("{} = {text}", parameter.name)
        })
        .collect();
    format!("{{ dist = \"{}\", {} }}", draw.family(), parameters.join(", "))
}

/// Every digit of a number that was recorded.
fn figure_exact(value: f64) -> String {
    crate::units::Decimal::try_from(value).unwrap_or_default().normalize().to_string()
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds that were whole before")]
fn whole(value: f64) -> i64 {
    value as i64
}

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "mon"),
    (Weekday::Tuesday, "tue"),
    (Weekday::Wednesday, "wed"),
    (Weekday::Thursday, "thu"),
    (Weekday::Friday, "fri"),
    (Weekday::Saturday, "sat"),
    (Weekday::Sunday, "sun"),
];

fn days(days: Weekdays) -> Vec<&'static str> {
    DAYS.into_iter().filter(|&(day, _)| days.contains(day)).map(|(_, name)| name).collect()
}

/// `{ every = "hour", minute = 15 }`.
pub(super) fn schedule(schedule: Schedule) -> String {
    match schedule {
        Schedule::Hourly { past } => {
            format!("{{ every = \"hour\", minute = {} }}", past.ms() / Span::MINUTE.ms())
        }
        Schedule::Daily { at } => format!("{{ every = \"day\", at = \"{}\" }}", clock(at)),
        Schedule::Weekly { days: on, at } => {
            let names: Vec<String> = days(on).into_iter().map(|day| format!("\"{day}\"")).collect();
            format!("{{ every = \"week\", days = [{}], at = \"{}\" }}", names.join(", "), clock(at))
        }
        Schedule::Monthly { day, at } => {
            format!("{{ every = \"month\", day = {day}, at = \"{}\" }}", clock(at))
        }
    }
}

/// `hourly at :15`, for people.
pub(super) fn spoken_schedule(schedule: Schedule) -> String {
    match schedule {
        Schedule::Hourly { past } => format!("hourly at :{:02}", past.ms() / Span::MINUTE.ms()),
        Schedule::Daily { at } => format!("daily at {}", clock(at)),
        Schedule::Weekly { days: on, at } => format!("{} at {}", days(on).join(", "), clock(at)),
        Schedule::Monthly { day, at } => format!("monthly on {day} at {}", clock(at)),
    }
}

/// `07:30`, with seconds and milliseconds only where there are some.
fn clock(at: Span) -> String {
    let ms = at.ms();
    let (hours, minutes, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms % 60_000);
    match (rest / 1_000, rest % 1_000) {
        (0, 0) => format!("{hours:02}:{minutes:02}"),
        (seconds, 0) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        (seconds, ms) => format!("{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"),
    }
}

/// An instant on the clock of `zone`, or in UTC where that clock shows the time twice.
pub(super) fn moment(at: Instant, zone: &crate::calendar::Zone) -> String {
    let civil = zone.civil(at);
    if zone.instant(civil) == at { civil.to_string() } else { at.to_string() }
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_written_as_scenarios_read_them() {
        let at = Span::from_ms(27_015_000);
        let days = Weekdays::default().with(Weekday::Monday).with(Weekday::Thursday);
        assert_eq!(
            schedule(Schedule::Hourly { past: Span::from_ms(900_000) }),
            "{ every = \"hour\", minute = 15 }"
        );
        assert_eq!(
            schedule(Schedule::Weekly { days, at }),
            "{ every = \"week\", days = [\"mon\", \"thu\"], at = \"07:30:15\" }"
        );
        assert_eq!(spoken_schedule(Schedule::Monthly { day: 31, at: Span::ZERO }), "monthly on 31 at 00:00");
    }
}
