//! `recommendation.json`.

use super::sentences::sentences;
use super::table::{cell_name, settings};
use crate::experiment::sweep::{Analysis, Candidate, Goal, Point, Standing, Study, Verdict, measure_name};
use crate::output::json::estimate_json;
use serde_json::{Map, Value, json};
use std::io;

/// Cells listed of each kind.
const MOST: usize = 100;

/// The answer as JSON; ends with a line break. Without a goal it says so.
///
/// # Errors
/// None that an analysis can cause; passed on from the serializer.
pub fn recommendation_json(study: &Study, analysis: Option<&Analysis>) -> io::Result<Vec<u8>> {
    let organisations: Vec<Value> = study
        .organisations
        .iter()
        .map(|member| {
            json!({ "scenario": member.name, "policy": member.policy, "seed": member.seed, "weight": member.weight })
        })
        .collect();
    let mut all = Map::new();
    all.insert("schema".to_owned(), json!(1));
    all.insert("organisations".to_owned(), json!(organisations));
    all.insert("replications".to_owned(), json!(study.replications));
    all.insert("confidence".to_owned(), json!(study.confidence));
    all.insert("cells".to_owned(), json!(study.cells.points.len()));
    all.insert("left_out".to_owned(), json!(study.cells.left_out));
    if let Some(analysis) = analysis {
        Json { study, analysis }.add_to(&mut all);
    }
    let mut bytes = serde_json::to_vec_pretty(&all)?;
    bytes.push(b'\n');
    Ok(bytes)
}

struct Json<'a> {
    study: &'a Study,
    analysis: &'a Analysis,
}

impl Json<'_> {
    fn add_to(&self, all: &mut Map<String, Value>) {
        let Analysis { goal, candidates, front, recommendation } = self.analysis;
        let (met, open) = self.analysis.counts();
        let candidate =
            |candidate: &Option<Candidate>| candidate.as_ref().map(|candidate| self.candidate(candidate));
        all.insert("goal".to_owned(), Self::goal(goal));
        all.insert("meet_every_limit".to_owned(), json!(met));
        all.insert("may_meet_every_limit".to_owned(), json!(open));
        all.insert("recommended".to_owned(), json!(candidate(&recommendation.chosen)));
        if recommendation.chosen.is_none() {
            all.insert("closest".to_owned(), json!(candidate(&recommendation.closest)));
        }
        let tied = recommendation.tied.iter().take(MOST).map(|tied| {
            let difference = estimate_json(&tied.difference);
            json!({ "cell": self.cell(tied.cell), "difference": difference, "replications_to_decide": tied.needed })
        });
        all.insert("tied_count".to_owned(), json!(recommendation.tied.len()));
        all.insert("tied".to_owned(), tied.collect());
        let open = recommendation.open.iter().take(MOST).map(|open| {
            json!({
                "cell": self.candidate(&open.candidate),
                "difference": open.difference.as_ref().map(estimate_json),
                "replications_to_decide": open.needed,
            })
        });
        all.insert("open_count".to_owned(), json!(recommendation.open.len()));
        all.insert("open".to_owned(), open.collect());
        all.insert("neighbours".to_owned(), self.neighbours());
        let pareto = candidates.iter().zip(front).filter(|&(_, &is_front)| is_front);
        all.insert(
            "pareto_front".to_owned(),
            pareto.map(|(candidate, _)| self.cell(candidate.cell)).collect(),
        );
        all.insert("sentences".to_owned(), json!(sentences(self.study, self.analysis)));
    }

    fn goal(goal: &Goal) -> Value {
        let limits: Map<String, Value> = goal
            .limits
            .iter()
            .map(|&(measure, most)| (measure_name(measure).to_owned(), json!(most)))
            .collect();
        json!({ "metric": measure_name(goal.objective), "direction": goal.direction.name(), "subject_to": limits })
    }

    /// A cell with its settings, and those as TOML to paste.
    fn cell(&self, cell: usize) -> Value {
        let point = self.study.cells.points.get(cell).copied().unwrap_or(Point::Own);
        let axes = || self.study.grid.axes().iter();
        let values = settings(&self.study.grid, point);
        let settings: Map<String, Value> =
            axes().zip(values).map(|(axis, value)| (axis.key.clone(), json!(value))).collect();
        let toml: Vec<String> = match point {
            Point::Own => Vec::new(),
            Point::Grid(point) => axes()
                .zip(self.study.grid.values(point))
                .map(|(axis, value)| format!("{} = {value}", axis.key))
                .collect(),
        };
        json!({ "cell": cell_name(point), "settings": settings, "toml": toml.join("\n") })
    }

    fn candidate(&self, candidate: &Candidate) -> Value {
        let goal = &self.analysis.goal;
        let limits = goal.limits.iter().zip(&candidate.limited).map(|(&(measure, most), limited)| {
            let name = measure_name(measure);
            let standing = match Standing::of(limited, most) {
                Standing::Met => "met",
                Standing::Undecided => "open",
                Standing::Broken => "broken",
            };
            json!({ "metric": name, "most": most, "standing": standing, "estimate": estimate_json(limited) })
        });
        let mut value = self.cell(candidate.cell);
        if let Some(map) = value.as_object_mut() {
            map.insert("estimate".to_owned(), estimate_json(&candidate.objective));
            map.insert("limits".to_owned(), limits.collect());
        }
        value
    }

    fn neighbours(&self) -> Value {
        let neighbours = self.analysis.recommendation.neighbours.iter().map(|neighbour| {
            let axis = self.study.grid.axes().get(neighbour.axis).map(|axis| axis.key.as_str());
            let verdict = match &neighbour.verdict {
                Verdict::Illegal => json!("illegal"),
                Verdict::Limit { limit, estimate: limited, .. } => {
                    let measure = self.analysis.goal.limits.get(*limit).map_or(0, |&(measure, _)| measure);
                    json!({ "limit": measure_name(measure), "estimate": estimate_json(limited) })
                }
                Verdict::Objective(difference) => json!({ "difference": estimate_json(difference) }),
            };
            json!({ "axis": axis, "value": neighbour.value.trim_matches('"'), "verdict": verdict })
        });
        neighbours.collect()
    }
}
