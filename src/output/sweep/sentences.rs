//! What a sweep found, in sentences.

use super::super::number::{counted, grouped};
use super::table::settings;
use super::unit::{Unit, setting};
use crate::experiment::Estimate;
use crate::experiment::sweep::{
    Analysis, Candidate, Neighbour, Open, Point, Standing, Study, Tied, Verdict, measure_name,
};
use crate::scenario::Direction;

/// Cells named in one sentence.
const NAMED: usize = 3;

/// From the most important on.
pub(in crate::output) fn sentences(study: &Study, analysis: &Analysis) -> Vec<String> {
    let tell = Tell { study, analysis };
    let recommendation = &analysis.recommendation;
    let mut all = Vec::new();
    match (&recommendation.chosen, &recommendation.closest) {
        (Some(chosen), _) => {
            all.push(format!("Choose {}.", tell.cell(chosen.cell)));
            all.push(tell.grounds(chosen));
        }
        (None, Some(closest)) => {
            all.push(format!("No cell meets every limit with {} confidence.", tell.study.confidence()));
            all.push(format!("The closest is {}.", tell.cell(closest.cell)));
            all.push(tell.grounds(closest));
        }
        (None, None) => all.push("No cell has figures.".to_owned()),
    }
    all.push(tell.counted());
    all.extend(tell.tied(&recommendation.tied));
    all.extend(tell.open(&recommendation.open));
    all.extend(recommendation.neighbours.iter().map(|neighbour| tell.neighbour(neighbour)));
    if study.replications == 1 {
        all.push("One replication tells nothing of the uncertainty: run more.".to_owned());
    }
    all
}

struct Tell<'a> {
    study: &'a Study,
    analysis: &'a Analysis,
}

impl Tell<'_> {
    fn name(measure: usize) -> &'static str {
        measure_name(measure)
    }

    fn unit(measure: usize) -> Unit {
        Unit::of(Self::name(measure))
    }

    /// `auto_recharge.threshold 10,000, plan.tier pro`.
    fn cell(&self, cell: usize) -> String {
        let point = self.study.cells.points.get(cell).copied().unwrap_or(Point::Own);
        if point == Point::Own {
            return "the scenario's own settings".to_owned();
        }
        let axes = self.study.grid.axes().iter().zip(settings(&self.study.grid, point));
        axes.map(|(axis, value)| format!("{} {}", axis.key, setting(&value))).collect::<Vec<_>>().join(", ")
    }

    /// `8,213.00 (8,100.00 to 8,326.00)`.
    fn interval(measure: usize, estimate: &Estimate) -> String {
        let show = |value| Self::unit(measure).show(value);
        match (estimate.low(), estimate.high()) {
            (Some(low), Some(high)) => format!("{} ({} to {})", show(estimate.mean), show(low), show(high)),
            _ => show(estimate.mean),
        }
    }

    /// `120.00 ± 30.00`, without sign.
    fn apart(measure: usize, difference: &Estimate) -> String {
        let show = |value| Self::unit(measure).show(value);
        let half = difference.half_width.map(|half| format!(" ± {}", show(half))).unwrap_or_default();
        format!("{}{half}", show(difference.mean.abs()))
    }

    /// What the objective and the limited measures of a cell are.
    fn grounds(&self, candidate: &Candidate) -> String {
        let goal = &self.analysis.goal;
        let objective = Self::interval(goal.objective, &candidate.objective);
        let mut parts = vec![format!("{} is {objective}", Self::name(goal.objective))];
        for (&(measure, most), estimate) in goal.limits.iter().zip(&candidate.limited) {
            let most = Self::unit(measure).show(most);
            let name = Self::name(measure);
            parts.push(format!("{name} is {}, at most {most} allowed", Self::interval(measure, estimate)));
        }
        format!("There {} ({} intervals).", parts.join("; "), self.study.confidence())
    }

    fn counted(&self) -> String {
        let (met, open) = self.analysis.counts();
        let left_out = self.study.cells.left_out;
        let number = |count: usize| grouped(&count.to_string());
        let all = number(self.analysis.candidates.len());
        let maybe = if open > 0 { format!(", {} may or may not", number(open)) } else { String::new() };
        let rest = match left_out {
            0 => String::new(),
            some => {
                let combinations = counted(some.into(), "combination");
                format!("; {combinations} outside of the policy's ranges left out (R-RANGES)")
            }
        };
        format!("{} of {all} cells meet every limit{maybe}{rest}.", number(met))
    }

    fn tied(&self, tied: &[Tied]) -> Option<String> {
        let objective = self.analysis.goal.objective;
        let name = |tied: &Tied| {
            if tied.difference.mean == 0.0 && tied.difference.half_width == Some(0.0) {
                format!("{} (equal)", self.cell(tied.cell))
            } else {
                format!("{} (apart by {})", self.cell(tied.cell), Self::apart(objective, &tied.difference))
            }
        };
        let what = match tied.len() {
            1 => "1 other cell that meets the limits".to_owned(),
            many => format!("{} other cells that meet the limits", grouped(&many.to_string())),
        };
        let named = listed(tied.iter().map(name))?;
        let how = match tied.iter().filter_map(|tied| tied.needed).max() {
            Some(most) => {
                format!(" About {} would tell those apart that differ.", counted(most.into(), "replication"))
            }
            None => String::new(),
        };
        let (metric, sure) = (Self::name(objective), self.study.confidence());
        Some(format!("In {metric}, {what} cannot be told from it with {sure} confidence: {named}.{how}"))
    }

    fn open(&self, open: &[Open]) -> Option<String> {
        let best = if self.analysis.recommendation.chosen.is_some() {
            "Better, but not certain to meet the limits"
        } else {
            "Not certain to miss the limits"
        };
        let name = |open: &Open| match open.needed {
            Some(needed) => {
                format!(
                    "{} (about {} would decide)",
                    self.cell(open.candidate.cell),
                    counted(needed.into(), "replication")
                )
            }
            None => format!("{} (it stands at its limit)", self.cell(open.candidate.cell)),
        };
        Some(format!("{best}: {}.", listed(open.iter().map(name))?))
    }

    fn neighbour(&self, neighbour: &Neighbour) -> String {
        let goal = &self.analysis.goal;
        let axis = self.study.grid.axes().get(neighbour.axis).map_or("", |axis| axis.key.as_str());
        let with = format!("With {axis} {} instead", setting(neighbour.value.trim_matches('"')));
        match &neighbour.verdict {
            Verdict::Illegal => format!("{with}: outside of the policy's ranges (R-RANGES)."),
            Verdict::Limit { limit, standing, estimate } => {
                let (measure, most) = goal.limits.get(*limit).copied().unwrap_or_default();
                let is = Self::interval(measure, estimate);
                let most = Self::unit(measure).show(most);
                let verb = match standing {
                    Standing::Broken => "is above its limit",
                    Standing::Undecided | Standing::Met => "is not certain to be within its limit",
                };
                format!("{with}: {} {verb} of {most}: {is}.", Self::name(measure))
            }
            Verdict::Objective(difference) => {
                let by = Self::apart(goal.objective, difference);
                let name = Self::name(goal.objective);
                let worse = match goal.direction {
                    Direction::Minimize => "higher",
                    Direction::Maximize => "lower",
                };
                match (difference.differs_from_zero(), difference.mean == 0.0) {
                    (true, _) => format!("{with}: {name} is {worse} by {by}."),
                    (false, true) => format!("{with}: {name} is the same."),
                    (false, false) => format!("{with}: {name} cannot be told apart ({by})."),
                }
            }
        }
    }
}

/// The first few, and how many more; `None` of nothing.
fn listed(mut names: impl ExactSizeIterator<Item = String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMED);
    let first: Vec<String> = names.by_ref().take(NAMED).collect();
    match (first.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(first.join("; ")),
        (false, more) => Some(format!("{}; and {} more", first.join("; "), grouped(&more.to_string()))),
    }
}
