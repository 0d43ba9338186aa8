//! From text to a checked scenario.

use super::check::{Parts, check_scenario};
use super::checked::{Scenario, Source};
use super::files::Files;
use super::node::Node;
use super::overlay::lay_over;
use super::place::{Findings, Place};
use super::presets::{PRESETS, load_policy};
use super::problem::{Problem, Problems, Severity};
use super::read::read;
use super::text::Text;
use super::traces::{Library, Traces};
use super::written;
use crate::policy::Policy;
use std::path::Path;
use std::sync::Arc;

/// Reads and checks a scenario.
///
/// `path` names it in messages and is what the paths inside are relative to; `sets` are `key=value` arguments
/// laid over it, whose order does not matter; `files` reads policy files and traces.
///
/// # Errors
/// Everything that is wrong, each with its place.
pub fn load(path: &Path, text: &str, sets: &[String], files: &dyn Files) -> Result<Scenario, Problems> {
    load_with(path, text, &[sets], files, Library::default())
}

/// The same, with layers of settings, later ones over earlier ones, and files read before.
pub(super) fn load_with(
    path: &Path,
    text: &str,
    layers: &[&[String]],
    files: &dyn Files,
    library: Library,
) -> Result<Scenario, Problems> {
    let file = Text::new(&path.display().to_string(), text, 0);
    let mut document = Node::document(&file).map_err(Problems::new)?;
    let mut problems = Vec::new();
    for sets in layers {
        lay_over(&mut document, sets, &mut problems);
    }
    let (written, poisoned) = read::<written::Scenario>(document.clone(), &mut problems);
    let traces = Traces::new(path, files, library);
    let findings = Findings::after(poisoned);
    let root = Place::root(&findings, &document);
    let written = written.unwrap_or_default();
    let policy = named_policy(&written, path, &traces, &root, &mut problems);
    let parts = policy.and_then(|policy| {
        let parts = check_scenario(&written, &root, &policy, &traces)?;
        Some((policy, parts))
    });
    problems.extend(findings.into_problems());
    let (errors, warnings): (Vec<Problem>, Vec<Problem>) =
        problems.into_iter().partition(|problem| problem.severity() == Severity::Error);
    let Some((policy, parts)) = parts.filter(|_| errors.is_empty()) else {
        return Err(Problems::new(errors));
    };
    let source =
        Source { path: path.to_owned(), sets: layers.concat(), library: Arc::new(traces.into_library()) };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let Parts { tier, replications, plan, rules, sweep, population, expect, left_out } = parts;
    Ok(Scenario {
        name: written.name.unwrap_or(stem),
        policy: Arc::new(policy),
        tier,
        strict: written.strict.unwrap_or(true),
        seed: plan.seed,
        replications,
        plan,
        rules,
        sweep,
        population,
        expect,
        left_out,
        warnings: Problems::new(warnings),
        text: Arc::from(text),
        source,
    })
}

/// The policy that the scenario names; what is wrong with the name itself is reported at the name.
fn named_policy(
    written: &written::Scenario,
    path: &Path,
    files: &dyn Files,
    root: &Place<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Policy> {
    let place = root.key("policy");
    let Some(name) = written.policy.as_deref() else {
        let presets = PRESETS.map(|(name, _)| format!("\"{name}\"")).join(" or ");
        place.missing(&format!("{presets}, or the path of a policy file"));
        return None;
    };
    match load_policy(name, path, files) {
        Ok(policy) => Some(policy),
        Err(found) => {
            for problem in found {
                match problem.origin() {
                    Some(_) => problems.push(problem),
                    None => place.refuse(problem),
                }
            }
            None
        }
    }
}
