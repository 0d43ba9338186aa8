//! Calendar months (R-MONTH, R-CAP).

use super::Zone;
use crate::units::Instant;
use jiff::civil::Date;
use std::fmt;

/// A calendar month of one zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Date,
}

impl Month {
    /// The month that contains `instant` in `zone`.
    pub fn containing(instant: Instant, zone: &Zone) -> Self {
        Self { first: zone.civil(instant).date().first_of_month() }
    }

    /// The month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self { first: self.first.last_of_month().tomorrow().unwrap_or(Date::MAX) }
    }

    /// Months since January of the year 0.
    pub fn number(self) -> i32 {
        i32::from(self.first.year()) * 12 + i32::from(self.first.month()) - 1
    }

    /// The month of that [number](Self::number); `None` outside of the years -9999 to 9999.
    pub fn numbered(number: i32) -> Option<Self> {
        let year = i16::try_from(number.div_euclid(12)).ok()?;
        let month = i8::try_from(number.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, 1).ok().map(|first| Self { first })
    }

    /// Its first instant in `zone`: midnight, or the end of a gap that swallows midnight.
    pub fn start(self, zone: &Zone) -> Instant {
        zone.instant(self.first.to_datetime(jiff::civil::Time::midnight()))
    }

    /// Every month that `[start, end)` touches, in order.
    pub fn touched(start: Instant, end: Instant, zone: &Zone) -> Vec<Self> {
        let mut months = vec![Self::containing(start, zone)];
        let mut month = months[0].next();
        while month.start(zone) < end {
            months.push(month);
            month = month.next();
        }
        months
    }
}

impl fmt::Display for Month {
    /// `2026-03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_numbered_one_after_the_other() {
        let month = |year, month| Month { first: Date::new(year, month, 1).unwrap() };
        assert_eq!(month(2025, 12).next().number(), month(2025, 12).number() + 1);
        for month in [month(2026, 1), month(2025, 12), month(-1, 12), month(9_999, 12)] {
            assert_eq!(Month::numbered(month.number()), Some(month));
        }
        assert_eq!(Month::numbered(month(9_999, 12).number() + 1), None);
    }

    #[test]
    fn r_month_months_follow_the_organisations_zone() {
        let zone = Zone::named("America/New_York").unwrap();
        let start = Instant::from_ms(1_767_225_600_000); // 2026-01-01T00:00:00Z is still December there
        let months = Month::touched(start, Instant::from_ms(1_770_000_000_000), &zone);
        let names: Vec<String> = months.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["2025-12", "2026-01", "2026-02"]);
        assert_eq!(months[1].start(&zone).to_string(), "2026-01-01T05:00:00Z");
    }
}
