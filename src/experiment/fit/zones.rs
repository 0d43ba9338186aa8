//! Zones in which a task's clock may run.

use crate::calendar::Zone;

/// One zone for each rule of daylight saving in use, the most populous first, so that a schedule is told by the days on
/// which its clock changes.
const RULES: [&str; 22] = [
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Denver",
    "Europe/London",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "America/Halifax",
    "America/St_Johns",
    "America/Anchorage",
    "America/Havana",
    "America/Asuncion",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Atlantic/Azores",
    "Europe/Helsinki",
];

/// The organisation's zone, UTC, and the zones with a rule of their own, in this order and each once.
pub(super) fn candidates(own: &Zone) -> Vec<Zone> {
    let mut zones = vec![own.clone()];
    let others = RULES.iter().filter_map(|name| Zone::named(name));
    for zone in std::iter::once(Zone::UTC).chain(others) {
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_known_and_the_own_one_comes_first() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let zones = candidates(&berlin);
        assert_eq!(zones.len(), RULES.len() + 1);
        assert_eq!((zones[0].name(), zones[1].name()), ("Europe/Berlin", "UTC"));
    }
}
