//! The replays of a forecast.

use super::account::{Account, TooLarge};
use super::customer::Customer;
use super::customers::Customers;
use super::facts::{CapDenied, Life};
use super::refusal::{Invalid, PopulationError};
use super::study::Study;
use crate::experiment::{Crew, replay_replication_while};
use crate::scenario::Scenario;
use crate::units::{Instant, digest};

/// A population under one of its settings: the forecast's own, or a variant's.
#[derive(Clone, Debug)]
pub struct Setting {
    customers: Customers,
    /// Figures are counted from here on.
    measured_from: Instant,
    /// Identifies what organisations are drawn from.
    digest: String,
}

/// A forecast, ready to run.
pub struct Work<'a> {
    /// What is asked.
    pub study: &'a Study,
    /// The forecast's own setting, then every variant's. An organisation has the same draws and the same work in all of
    /// them (R-CRN).
    pub settings: &'a [Setting],
}

/// One organisation, drawn and replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The number of its population.
    pub replication: u32,
    /// Its number in the population.
    pub index: u32,
    /// Index of its segment.
    pub segment: usize,
    /// When it joins.
    pub joins: Instant,
    /// When it leaves; `None` if it stays to the end.
    pub churns: Option<Instant>,
    /// The keys that it drew, sorted, and their values as TOML text.
    pub drawn: Vec<(String, String)>,
    /// What it did under each setting; without months where nothing of it lies inside what is measured.
    pub accounts: Vec<Account>,
}

/// Why an organisation cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum NoReplay {
    /// What it drew makes no valid scenario.
    #[error(transparent)]
    Draw(#[from] Box<Invalid>),
    /// A figure is too large.
    #[error("organisation {index} of replication {replication} cannot be counted: {error}")]
    TooLarge {
        /// The number of its population.
        replication: u32,
        /// Its number in the population.
        index: u32,
        /// Which figure.
        error: TooLarge,
    },
}

impl Setting {
    /// The population of `scenario`; `load` loads the scenario file of a segment, by its path relative to the
    /// scenario's own.
    ///
    /// With `report.warm_up` figures are counted from then on; organisations live from the start.
    ///
    /// # Errors
    /// The population cannot be drawn.
    pub fn of<E>(
        scenario: &Scenario,
        mut load: impl FnMut(&str) -> Result<Scenario, E>,
    ) -> Result<Self, PopulationError<E>> {
        let parts = |scenario: &Scenario| (scenario.plan.digest(), scenario.rules.digest());
        let mut all = vec![parts(scenario)];
        let customers = Customers::of(scenario, |path| {
            let loaded = load(path)?;
            all.push(parts(&loaded));
            Ok(loaded)
        })?;
        let digest = blake3::Hash::from_bytes(digest(&(all, &scenario.population))).to_hex().to_string();
        Ok(Self { customers, measured_from: scenario.rules.measured_from, digest })
    }

    /// Identifies what organisations are drawn from, within one version of the program.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What organisations are drawn from.
    pub fn customers(&self) -> &Customers {
        &self.customers
    }
}

impl Work<'_> {
    /// Replays the organisations of every block that `asked` asks for, side by side; each block is given to `keep` when
    /// it is done, in any order. `go_on` is asked every few milliseconds.
    ///
    /// # Errors
    /// The first error of `keep` or `go_on`, or an organisation cannot be replayed; blocks not yet done are then left.
    pub fn run<E: Send + From<NoReplay>>(
        &self,
        crew: &Crew,
        asked: impl Fn(usize) -> bool,
        keep: impl Fn(usize, Vec<Organisation>) -> Result<(), E> + Sync,
        go_on: &(dyn Fn() -> Result<(), E> + Sync),
    ) -> Result<(), E> {
        let todo: Vec<usize> = (0..self.study.blocks()).filter(|&block| asked(block)).collect();
        let count = u32::try_from(todo.len()).unwrap_or(u32::MAX);
        crew.map(0..count, |number| {
            let block = todo[usize::try_from(number).unwrap_or(usize::MAX)];
            let all: Result<Vec<Organisation>, E> = self
                .study
                .draws_of(block)
                .map(|(replication, index)| self.organisation(replication, index, go_on))
                .collect();
            keep(block, all?)
        })?;
        Ok(())
    }

    fn organisation<E: From<NoReplay>>(
        &self,
        replication: u32,
        index: u32,
        go_on: &dyn Fn() -> Result<(), E>,
    ) -> Result<Organisation, E> {
        let mut first: Option<Organisation> = None;
        for setting in self.settings {
            let mut customer = setting.customers.draw(replication, index).map_err(NoReplay::from)?;
            let account = setting.replay(&mut customer, go_on)?.map_err(|error| NoReplay::TooLarge {
                replication,
                index,
                error,
            })?;
            let organisation = first.get_or_insert_with(|| Organisation {
                replication,
                index,
                segment: customer.segment,
                joins: customer.joins,
                churns: customer.churns,
                drawn: customer.drawn,
                accounts: Vec::with_capacity(self.settings.len()),
            });
            organisation.accounts.push(account);
        }
        Ok(first.unwrap_or_else(|| Organisation::nobody(replication, index)))
    }
}

impl Organisation {
    /// Without settings there is nothing to draw.
    fn nobody(replication: u32, index: u32) -> Self {
        let (joins, churns) = (Instant::default(), None);
        Self { replication, index, segment: 0, joins, churns, drawn: Vec::new(), accounts: Vec::new() }
    }
}

impl Setting {
    /// What an organisation does; no months where nothing of it is measured.
    fn replay<E>(
        &self,
        customer: &mut Customer,
        go_on: &dyn Fn() -> Result<(), E>,
    ) -> Result<Result<Account, TooLarge>, E> {
        let Some(Scenario { plan, rules, .. }) = &mut customer.scenario else {
            return Ok(Ok(Account::default()));
        };
        rules.measured_from = self.measured_from.max(rules.horizon.from);
        if rules.measured_from >= rules.horizon.to {
            return Ok(Ok(Account::default()));
        }
        let mut denied = CapDenied::new(rules);
        let replayed = replay_replication_while(plan, rules, 0, &mut denied, go_on)?;
        let life = Life { joins: customer.joins > self.measured_from, churns: customer.churns.is_some() };
        Ok(Account::of(&replayed, rules, &denied, life))
    }
}
