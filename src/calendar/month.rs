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
    fn r_month_months_follow_the_organisations_zone() {
        let zone = Zone::named("America/New_York").unwrap();
        let start = Instant::from_ms(1_767_225_600_000); // 2026-01-01T00:00:00Z is still December there
        let months = Month::touched(start, Instant::from_ms(1_770_000_000_000), &zone);
        let names: Vec<String> = months.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["2025-12", "2026-01", "2026-02"]);
        assert_eq!(months[1].start(&zone).to_string(), "2026-01-01T05:00:00Z");
    }
}
