//! Which forecast a picture shows.

use crate::experiment::forecast::Forecast;
use crate::output::number::counted;

/// A title with the scenario's name.
pub(super) fn titled(forecast: &Forecast, title: &str) -> String {
    format!("{title} – {}", forecast.study.name)
}

/// `10,000 organisations × 20 replications, seed 7; ` and what is shown.
pub(super) fn about(forecast: &Forecast, what: &str) -> String {
    let study = &forecast.study;
    format!(
        "{} × {}, seed {}; {what}",
        counted(study.organisations.into(), "organisation"),
        counted(study.replications.into(), "replication"),
        study.seed
    )
}
