//! From text to a checked scenario.

use super::check::{Parts, check_scenario};
use super::checked::{Scenario, Source};
use super::files::Files;
use super::nearest::listed;
use super::node::Node;
use super::overlay::{ARGUMENT, lay_over};
use super::place::{Findings, Place};
use super::presets::{PRESETS, load_policy};
use super::problem::{Problem, ProblemKind, Problems, Severity};
use super::read::read;
use super::section::sections_of;
use super::text::Text;
use super::traces::{Library, Traces};
use super::written;
use crate::policy::Policy;
use std::path::Path;
use std::sync::Arc;

/// Reads and checks a scenario.
///
/// `path` names it in messages; `sets` are `key=value` arguments laid over it, whose order does not matter;
/// `files` reads the policy files and traces that it names, by paths relative to the scenario's directory.
///
/// # Errors
/// Everything that is wrong, each with its place.
pub fn load(path: &Path, text: &str, sets: &[String], files: &dyn Files) -> Result<Scenario, Problems> {
    let file = Text::new(&path.display().to_string(), text, 0);
    let document = Node::document(&file).map_err(Problems::new)?;
    let known = Known { library: Library::default(), policy: None };
    Ok(Scenario { text: Arc::from(text), ..check(path, document, (sets, ARGUMENT), files, known)? })
}

/// What need not be read again.
pub(super) struct Known {
    pub(super) library: Library,
    /// The policy, by the name that the scenario calls it.
    pub(super) policy: Option<(String, Arc<Policy>)>,
}

/// Checks `document` with `sets` laid over it, which messages call `what`; the result lacks its text.
pub(super) fn check(
    path: &Path,
    mut document: Node,
    (sets, what): (&[String], &'static str),
    files: &dyn Files,
    known: Known,
) -> Result<Scenario, Problems> {
    let mut problems = Vec::new();
    lay_over(&mut document, sets, what, &mut problems);
    let (written, poisoned) = read::<written::Scenario>(&document, &mut problems);
    let mut problems: Vec<Problem> = problems.into_iter().map(with_section).collect();
    let written = written.unwrap_or_default();
    let traces = Traces::new(path, files, known.library);
    let findings = Findings::after(poisoned);
    let root = Place::root(&findings, &document, "the scenario");
    let policy = named_policy(&written, path, &traces, &root, known.policy, &mut problems);
    let parts = policy.and_then(|(name, policy)| {
        let parts = check_scenario(&written, &root, &policy, &traces)?;
        Some((name, policy, parts))
    });
    problems.extend(findings.into_problems());
    let (errors, warnings): (Vec<Problem>, Vec<Problem>) =
        problems.into_iter().partition(|problem| problem.severity() == Severity::Error);
    let Some((policy_name, policy, parts)) = parts.filter(|_| errors.is_empty()) else {
        return Err(Problems::new(errors));
    };
    let library = Arc::new(traces.into_library());
    let source = Source { path: path.to_owned(), document: Arc::new(document), library, policy_name };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let Parts { tier, replications, plan, rules, sweep, population, expect, left_out } = parts;
    Ok(Scenario {
        name: written.name.unwrap_or(stem),
        policy,
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
        text: Arc::from(""),
        source,
    })
}

/// Tells of a key at the top that belongs in a section.
fn with_section(problem: Problem) -> Problem {
    let key = problem.key().to_owned();
    if problem.kind() != ProblemKind::UnknownKey || key.contains(['.', '[']) {
        return problem;
    }
    match sections_of(&key).as_slice() {
        [] => problem,
        sections => {
            let sections = listed(sections.iter().map(String::as_str));
            problem.only_help(format!("did you mean {sections}?"))
        }
    }
}

/// The policy that the scenario names, and how; what is wrong with the name itself is reported at the name.
fn named_policy(
    written: &written::Scenario,
    path: &Path,
    files: &dyn Files,
    root: &Place<'_>,
    known: Option<(String, Arc<Policy>)>,
    problems: &mut Vec<Problem>,
) -> Option<(String, Arc<Policy>)> {
    let place = root.key("policy");
    let Some(name) = written.policy.as_deref() else {
        let presets = PRESETS.map(|(name, _)| format!("\"{name}\"")).join(" or ");
        place.missing(&format!("{presets}, or the path of a policy file"));
        return None;
    };
    if let Some(known) = known.filter(|(known, _)| known == name) {
        return Some(known);
    }
    match load_policy(name, path, files) {
        Ok(policy) => Some((name.to_owned(), Arc::new(policy))),
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
