//! Figures of a sweep for people: means need the unit of the figure that they are of.

use super::super::number::{grouped, percent, time};
use crate::metrics::{DERIVED, FIGURES, Figure, Figures};
use crate::units::{Decimal, Span};

/// How a measure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Unit {
    /// A count, or credits.
    Number,
    /// To the cent.
    Money,
    /// From milliseconds.
    Time,
    /// A share, in per cent.
    Share,
    /// A rate: as many digits as it needs.
    Rate,
}

impl Unit {
    /// Of a measure by its dotted name.
    pub(in crate::output) fn of(measure: &str) -> Self {
        let read = FIGURES.iter().chain(DERIVED).find(|&&(name, _)| name == measure);
        match read.map(|(_, read)| read(&Figures::default())) {
            Some(Figure::Money(_)) => Self::Money,
            Some(Figure::Time(_)) => Self::Time,
            Some(Figure::Ratio(_)) if measure == "spend_per_month" => Self::Money,
            Some(Figure::Ratio(_)) if measure == "pause_rate" => Self::Rate,
            Some(Figure::Ratio(_)) => Self::Share,
            Some(Figure::Count(_) | Figure::Credits(_)) | None => Self::Number,
        }
    }

    /// What an axis of the measure counts, and how many of these one of the measure's own units is.
    pub(in crate::output) fn axis(self, measure: &str) -> (&'static str, f64) {
        match self {
            Self::Number if measure.starts_with("credits.") || measure.ends_with("_credits") => {
                ("credits", 1.0)
            }
            Self::Number => ("count", 1.0),
            Self::Money => ("money", 1.0),
            Self::Time => ("hours", 1.0 / 3_600_000.0),
            Self::Share => ("%", 100.0),
            Self::Rate => ("a month", 1.0),
        }
    }

    /// A value in this unit.
    pub(in crate::output) fn show(self, value: f64) -> String {
        let exact = Decimal::try_from(value).unwrap_or_default();
        match self {
            Self::Number => grouped(&exact.round_dp(1).normalize().to_string()),
            Self::Money => grouped(&format!("{:.2}", exact.round_dp(2))),
            Self::Time => {
                let span = Span::from_ms(i64::try_from(exact.abs().round()).unwrap_or(i64::MAX));
                format!(
                    "{}{}",
                    if exact.is_sign_negative() && !exact.is_zero() { "-" } else { "" },
                    time(span)
                )
            }
            Self::Share if exact.is_sign_negative() => format!("-{}", percent(-exact)),
            Self::Share => percent(exact),
            Self::Rate => grouped(&exact.round_sf(3).unwrap_or(exact).normalize().to_string()),
        }
    }
}

/// A setting's value with grouped digits, where it is a number.
pub(in crate::output) fn setting(value: &str) -> String {
    if value.parse::<Decimal>().is_ok() { grouped(value) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_written_in_the_unit_of_their_figure() {
        let shown = |measure, value| Unit::of(measure).show(value);
        assert_eq!(shown("money.total", 1234.5), "1,234.50");
        assert_eq!(shown("spend_per_month", 0.004), "0.00");
        assert_eq!(shown("auto_recharge.fired", 1_234.56), "1,234.6");
        assert_eq!(shown("work.zero_ms", -3_600_000.0), "-1h");
        assert_eq!(shown("blocked_share", 0.0123), "1.2 %");
        assert_eq!(shown("pause_rate", 0.012_345), "0.0123");
        assert_eq!((setting("10000"), setting("pro")), ("10,000".to_owned(), "pro".to_owned()));
    }
}
