//! `creditsim explain`: the state at an instant, and what led there.

use super::failure::Failure;
use super::{print, source, whole};
use clap::Args;
use creditsim::calendar::{CivilTime, Zone};
use creditsim::demand::{SourceId, generate};
use creditsim::output::{Trail, explain_report};
use creditsim::replay;
use creditsim::scenario::Scenario;
use creditsim::units::Instant;
use std::path::PathBuf;

/// Show the state at an instant and what led there
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The scenario file; `-` is standard input; without it the built-in example
    scenario: Option<PathBuf>,
    /// When: `2026-03-01T09:00:00` on the scenario's clock, or with an offset such as `Z` exactly
    #[arg(long, value_name = "INSTANT")]
    at: String,
    /// Which replication, from 0
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = whole::replication, allow_hyphen_values = true)]
    replication: u32,
    /// Events of this task or activity only
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// How many events to show; 0 for none
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = whole::events, allow_hyphen_values = true)]
    last: usize,
    /// Override a key of the scenario; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
}

impl Explain {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let scenario = source::load(self.scenario.as_deref(), &self.sets)?;
        let at = instant(&self.at, &scenario.rules.zone)?;
        let horizon = scenario.rules.horizon;
        if at < horizon.from || at >= horizon.to {
            return Err(Failure::BadInput(format!(
                "--at {at} is not in the scenario's time: from {}, before {}",
                horizon.from, horizon.to
            )));
        }
        let only = self.source.as_deref().map(|name| numbered(name, &scenario)).transpose()?;
        let demand = generate(&scenario.plan, self.replication);
        let mut trail = Trail::new(self.last, only);
        let snapshot = replay::explain(&demand, &scenario.rules, self.replication, at, &mut trail);
        print(explain_report(at, &snapshot, &scenario.rules, &trail).as_bytes())
    }
}

/// An instant with an offset, or a civil time in `zone`.
fn instant(text: &str, zone: &Zone) -> Result<Instant, Failure> {
    let exact = text.parse::<jiff::Timestamp>().map(|at| Instant::from_ms(at.as_millisecond()));
    exact.or_else(|_| text.parse::<CivilTime>().map(|civil| zone.instant(civil))).map_err(|_| {
        let example = "2026-03-01T09:00:00, or with an offset 2026-03-01T09:00:00Z";
        Failure::BadInput(format!("--at `{text}` is not an instant; write it like {example}"))
    })
}

/// The number of the source of that name.
fn numbered(name: &str, scenario: &Scenario) -> Result<SourceId, Failure> {
    let mut numbered = (0..).map(SourceId).zip(&scenario.rules.work);
    let found = numbered.find(|(_, work)| work.name == name);
    found.map(|(source, _)| source).ok_or_else(|| {
        let names: Vec<&str> = scenario.rules.work.iter().take(40).map(|work| work.name.as_str()).collect();
        Failure::BadInput(format!("no task or activity is called `{name}`; there are {}", names.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_exact_with_an_offset_and_civil_without() {
        let zone = Zone::named("America/New_York").unwrap();
        let at = |text| instant(text, &zone).unwrap().to_string();
        assert_eq!(at("2026-03-01T09:00:00"), "2026-03-01T14:00:00Z");
        assert_eq!(at("2026-03-01T09:00:00+02:00"), "2026-03-01T07:00:00Z");
        assert_eq!(at("2026-03-01"), "2026-03-01T05:00:00Z");
        assert!(instant("noon", &zone).is_err());
    }
}
