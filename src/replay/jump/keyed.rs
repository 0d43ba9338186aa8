//! Which rules share a free run, found out sooner than by a digest of each.

use super::free_run::FreeRun;
use crate::replay::Rules;
use crate::units::digest;

/// The rules of a free run, with what identifies them.
#[derive(Clone, Debug)]
pub struct Keyed(Option<(Rules, [u8; 32])>);

impl Keyed {
    /// Of the free run of `rules`, if there is one.
    pub fn of(rules: &Rules) -> Self {
        let free = FreeRun::free_rules(rules);
        Self(free.map(|free| {
            let key = digest(&free);
            (free, key)
        }))
    }

    /// The [key](FreeRun::key) of others: soonest found where they have the same free run, since to digest rules takes
    /// longer than to replay them beside it.
    pub fn key_of(&self, rules: &Rules) -> Option<[u8; 32]> {
        let free = FreeRun::free_rules(rules)?;
        match &self.0 {
            Some((own, key)) if *own == free => Some(*key),
            Some(_) | None => Some(digest(&free)),
        }
    }
}
