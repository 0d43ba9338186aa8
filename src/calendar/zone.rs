//! Time zones from the bundled tz database (R-TIME).

use crate::units::Instant;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A date and time of day without a zone.
pub type CivilTime = jiff::civil::DateTime;

/// An IANA time zone of the bundled database, so that results do not depend on the host (R-TIME).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone of that IANA name (letter case does not matter), if the database has it.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant of a civil time: in a gap it moves forward by the gap's length, in a fold the first
    /// occurrence is taken (R-TIME).
    ///
    /// Civil times beyond the years that the calendar covers stop at its ends.
    pub fn instant(&self, civil: CivilTime) -> Instant {
        let timestamp = self.0.to_ambiguous_timestamp(civil).compatible().unwrap_or(if civil.year() > 0 {
            Timestamp::MAX
        } else {
            Timestamp::MIN
        });
        Instant::from_ms(timestamp.as_millisecond())
    }

    /// The civil time shown by a clock in this zone, to the millisecond.
    pub fn civil(&self, instant: Instant) -> CivilTime {
        self.0.to_datetime(Self::timestamp(instant))
    }

    /// The zone of the calendar library.
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The library's form of an instant; stops at the ends of the years that it covers.
    pub fn timestamp(instant: Instant) -> Timestamp {
        Timestamp::from_millisecond(instant.ms()).unwrap_or(if instant.ms() > 0 {
            Timestamp::MAX
        } else {
            Timestamp::MIN
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn r_time_a_gap_moves_forward_and_a_fold_takes_the_first() {
        let zone = Zone::named("America/New_York").unwrap();
        let gap = zone.instant(date(2026, 3, 8).at(2, 30, 0, 0));
        assert_eq!(gap.to_string(), "2026-03-08T07:30:00Z"); // 03:30 EDT
        let fold = zone.instant(date(2026, 11, 1).at(1, 30, 0, 0));
        assert_eq!(fold.to_string(), "2026-11-01T05:30:00Z"); // 01:30 EDT, the first
    }
}
