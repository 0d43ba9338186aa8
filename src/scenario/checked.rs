//! A scenario with nothing left that can be wrong.

use super::experiment::{Expectation, Sweep};
use super::files::Files;
use super::load::{Known, check};
use super::node::Node;
use super::overlay::SETTING;
use super::population::Population;
use super::problem::Problems;
use super::traces::Library;
use crate::demand::Plan;
use crate::policy::Policy;
use crate::replay::Rules;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One organisation, checked: what [`generate`](crate::demand::generate) and [`replay`](crate::replay::replay) need.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// In outputs.
    pub name: String,
    /// The billing policy.
    pub policy: Arc<Policy>,
    /// The plan's tier.
    pub tier: String,
    /// Whether values outside the policy's ranges are errors (R-RANGES).
    pub strict: bool,
    /// Keys all random streams (R-CRN).
    pub seed: u64,
    /// Independent replications, at least 1.
    pub replications: u32,
    /// What wants to happen.
    pub plan: Plan,
    /// What the rules let happen.
    pub rules: Rules,
    /// The sweep that the scenario declares.
    pub sweep: Option<Sweep>,
    /// The population that the scenario declares.
    pub population: Option<Population>,
    /// The figures that the scenario expects.
    pub expect: Vec<Expectation>,
    /// Traces in file order: path, and how many rows lie outside the horizon and are left out (R-TRACE).
    pub left_out: Vec<(String, u64)>,
    /// What is unusual.
    pub warnings: Problems,
    /// The text that it was read from.
    pub text: Arc<str>,
    pub(super) source: Source,
}

/// Where a scenario came from, to check it again with other settings.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    /// With the settings that it was loaded with.
    pub(super) document: Arc<Node>,
    pub(super) library: Arc<Library>,
    /// As the scenario calls its policy.
    pub(super) policy_name: String,
}

impl Scenario {
    /// The same scenario with more settings, each `key=value` as `--set` takes it; they win over the ones that
    /// it was loaded with. No file is read again, and rows of traces are shared; what it declares about sweeps,
    /// populations and expectations stays as it is.
    ///
    /// # Errors
    /// Everything that is wrong with it then; see [`Problems::only_out_of_range`].
    pub fn with(&self, sets: &[String]) -> Result<Self, Problems> {
        let Source { path, document, library, policy_name } = &self.source;
        let known = Known {
            library: Library::clone(library),
            policy: Some((policy_name.clone(), Arc::clone(&self.policy))),
        };
        let document = document.without(&["sweep", "population", "expect"]);
        let varied = check(path, document, (sets, SETTING), &Nothing, known)?;
        Ok(Self {
            text: Arc::clone(&self.text),
            sweep: self.sweep.clone(),
            population: self.population.clone(),
            expect: self.expect.clone(),
            ..varied
        })
    }
}

/// Everything a variation needs has been read already, unless it names other files.
pub(super) struct Nothing;

impl Files for Nothing {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        Err(format!("{} was not read with the scenario; a variation cannot name other files", path.display()))
    }
}
