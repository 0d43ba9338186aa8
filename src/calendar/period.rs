//! Billing periods (R-PERIOD).

use super::{CivilTime, Zone};
use crate::units::Instant;
use jiff::{Span, ToSpan};

/// How often a subscription renews.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// Every month, with one month's allowance.
    Monthly,
    /// Every year, with twelve monthly allowances up front (R-INCLUDED).
    Annual,
}

impl Cadence {
    /// Monthly allowances granted at a renewal.
    pub const fn allowances(self) -> i64 {
        match self {
            Self::Monthly => 1,
            Self::Annual => 12,
        }
    }

    fn span(self, count: i32) -> Span {
        match self {
            Self::Monthly => count.months(),
            Self::Annual => count.years(),
        }
    }

    /// Shorter than any period, in days: for a first guess at a period's number.
    const fn fewest_days(self) -> i64 {
        match self {
            Self::Monthly => 28,
            Self::Annual => 365,
        }
    }
}

/// The renewals `anchor + k` months or years for every whole `k`, in one zone, clamped to the month's last
/// day and always counted from the anchor's own day: 31 Jan → 28 Feb → 31 Mar (R-PERIOD).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingPeriods {
    /// Where period 0 starts.
    origin: Instant,
    /// The same on the zone's clock; in a DST gap, the time as it was written.
    anchor: CivilTime,
    cadence: Cadence,
    zone: Zone,
}

impl BillingPeriods {
    /// Periods of `cadence` from `anchor`, a civil time in `zone`.
    pub fn new(anchor: CivilTime, cadence: Cadence, zone: Zone) -> Self {
        Self { origin: zone.instant(anchor), anchor, cadence, zone }
    }

    /// Periods of `cadence` from the instant `anchor`.
    pub fn from_instant(anchor: Instant, cadence: Cadence, zone: Zone) -> Self {
        Self { origin: anchor, anchor: zone.civil(anchor), cadence, zone }
    }

    /// The same cadence and zone, anchored anew at `anchor` (R-LAPSE).
    #[must_use]
    pub fn anchored_at(&self, anchor: Instant) -> Self {
        Self::from_instant(anchor, self.cadence, self.zone.clone())
    }

    /// How often the periods renew.
    pub const fn cadence(&self) -> Cadence {
        self.cadence
    }

    /// The start of period `k`.
    fn start(&self, k: i32) -> Instant {
        if k == 0 {
            return self.origin;
        }
        match self.anchor.checked_add(self.cadence.span(k)) {
            Ok(civil) => self.zone.instant(civil),
            // Beyond the years that the calendar covers.
            Err(_) if k > 0 => Instant::FAR_FUTURE,
            Err(_) => Instant::from_ms(i64::MIN),
        }
    }

    /// The first period start after `instant`, or with `inclusive` the first at or after it.
    fn first(&self, instant: Instant, inclusive: bool) -> Instant {
        let days = (instant - self.origin).ms().div_euclid(86_400_000);
        // A guess that is never too low by more than the calendar's drift, then walk back, then forward.
        let mut k = i32::try_from(days / self.cadence.fewest_days() + 1).unwrap_or(0);
        let reached = |at: Instant| if inclusive { at >= instant } else { at > instant };
        while reached(self.start(k - 1)) {
            k -= 1;
        }
        while !reached(self.start(k)) {
            k += 1;
        }
        self.start(k)
    }

    /// The first period start after `instant`.
    pub fn next_after(&self, instant: Instant) -> Instant {
        self.first(instant, false)
    }

    /// True if a period starts exactly at `instant`.
    pub fn starts_at(&self, instant: Instant) -> bool {
        self.first(instant, true) == instant
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn starts(periods: &BillingPeriods, mut at: Instant, count: usize) -> Vec<String> {
        let next = |at: &mut Instant| {
            *at = periods.next_after(*at);
            at.to_string()
        };
        (0..count).map(|_| next(&mut at)).collect()
    }

    #[test]
    fn r_period_the_31st_is_clamped_and_comes_back() {
        let periods = BillingPeriods::new(date(2026, 1, 31).at(0, 0, 0, 0), Cadence::Monthly, Zone::UTC);
        let from = Instant::from_ms(1_767_225_600_000); // 2026-01-01T00:00:00Z: before the anchor
        let expected =
            ["2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-03-31T00:00:00Z", "2026-04-30T00:00:00Z"];
        assert_eq!(starts(&periods, from, 4), expected);
    }

    #[test]
    fn r_period_29_february_renews_on_the_28th_of_other_years() {
        let periods = BillingPeriods::new(date(2024, 2, 29).at(12, 0, 0, 0), Cadence::Annual, Zone::UTC);
        let from = Instant::from_ms(1_709_208_000_000); // the anchor itself
        assert!(periods.starts_at(from));
        let expected =
            ["2025-02-28T12:00:00Z", "2026-02-28T12:00:00Z", "2027-02-28T12:00:00Z", "2028-02-29T12:00:00Z"];
        assert_eq!(starts(&periods, from, 4), expected);
    }

    #[test]
    fn r_period_starts_lie_before_the_anchor_too() {
        let periods = BillingPeriods::new(date(2030, 1, 15).at(0, 0, 0, 0), Cadence::Monthly, Zone::UTC);
        let from = Instant::from_ms(1_767_225_600_000);
        assert_eq!(starts(&periods, from, 1), ["2026-01-15T00:00:00Z"]);
    }

    #[test]
    fn after_the_calendars_last_year_no_period_starts() {
        let zone = Zone::named("Pacific/Kiritimati").unwrap();
        let last = zone.instant(date(9999, 12, 31).at(23, 59, 0, 0));
        for cadence in [Cadence::Monthly, Cadence::Annual] {
            let periods = BillingPeriods::new(date(9999, 12, 15).at(0, 0, 0, 0), cadence, zone.clone());
            assert_eq!(periods.next_after(last), Instant::FAR_FUTURE);
        }
    }

    #[test]
    fn an_anchor_in_the_second_hour_of_a_fold_is_a_period_start() {
        let zone = Zone::named("America/New_York").unwrap();
        let second = Instant::from_ms(1_793_514_600_000); // 2026-11-01T06:30:00Z: 01:30 EST, after 01:30 EDT
        assert!(BillingPeriods::from_instant(second, Cadence::Monthly, zone).starts_at(second));
    }

    #[test]
    fn a_renewal_in_a_gap_moves_forward() {
        let zone = Zone::named("America/New_York").unwrap();
        let periods = BillingPeriods::new(date(2026, 2, 8).at(2, 30, 0, 0), Cadence::Monthly, zone);
        let anchor = Instant::from_ms(1_770_535_800_000);
        assert!(periods.starts_at(anchor));
        assert_eq!(starts(&periods, anchor, 2), ["2026-03-08T07:30:00Z", "2026-04-08T06:30:00Z"]);
    }
}
