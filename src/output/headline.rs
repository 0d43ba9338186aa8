//! A run in a sentence or two.

use super::LostRuns;
use super::number::{counted, shown};
use crate::metrics::{Figures, Metrics};
use crate::replay::Rules;

/// What the run cost, what auto-recharge did, what was lost: `The run cost 11,788.00. Auto-recharge fired 53 times
/// and hit its limit in 3 of 12 months; scheduled tasks lost 1,256 runs, 99 % of them after the 27th.`
pub fn headline(rules: &Rules, metrics: &Metrics, lost: &LostRuns) -> String {
    let figures = &metrics.summary.figures;
    let clauses = [Some(recharge(rules, figures)), tasks(figures, lost), activities(figures)];
    let clauses: Vec<String> = clauses.into_iter().flatten().collect();
    format!("The run cost {}. {}.", shown(figures.money.total.into()), clauses.join("; "))
}

fn recharge(rules: &Rules, figures: &Figures) -> String {
    let recharge = &figures.auto_recharge;
    if !rules.auto_recharge.enabled {
        return "Auto-recharge is off".to_owned();
    }
    let fired = format!("Auto-recharge fired {}", counted(recharge.fired, "time"));
    match (rules.auto_recharge.limit.is_some(), recharge.cap_hit_months) {
        (false, _) => fired,
        (true, 0) => format!("{fired} and never hit its limit"),
        (true, hit) => {
            format!("{fired} and hit its limit in {hit} of {}", counted(figures.basis.months, "month"))
        }
    }
}

/// `None` without scheduled runs.
fn tasks(figures: &Figures, lost: &LostRuns) -> Option<String> {
    let tasks = &figures.tasks;
    (tasks.occurrences > 0).then(|| match tasks.refused + tasks.missed.credits {
        0 => "scheduled tasks lost no runs for lack of credits".to_owned(),
        count => {
            let late = lost.late_part().map(|late| format!(", {late}")).unwrap_or_default();
            format!("scheduled tasks lost {} for lack of credits{late}", counted(count, "run"))
        }
    })
}

/// `None` if nothing was blocked.
fn activities(figures: &Figures) -> Option<String> {
    let blocked = figures.work.blocked.total();
    (blocked > 0).then(|| format!("{} of activity work were blocked", counted(blocked, "piece")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    #[test]
    fn the_headline_tells_of_cost_recharge_and_losses() {
        let (mut rules, mut metrics) = (fixture::rules(), fixture::metrics());
        let lost = LostRuns::new(&rules);
        assert_eq!(
            headline(&rules, &metrics, &lost),
            "The run cost 202.00. Auto-recharge fired 2 times and hit its limit in 1 of 2 months; \
             scheduled tasks lost 9 runs for lack of credits; 14 pieces of activity work were blocked."
        );
        rules.auto_recharge.enabled = false;
        metrics.summary.figures = Figures::default();
        assert_eq!(headline(&rules, &metrics, &lost), "The run cost 0.00. Auto-recharge is off.");
    }
}
