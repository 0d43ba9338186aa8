//! Free runs of one pass of a sweep, beside which its cells jump.

use crate::demand::Demand;
use crate::replay::{Brief, FreeRun, Rules, replay};
use std::collections::BTreeMap;

/// Cells that must share a free run, which takes as long as six to eight replays to record.
const FEWEST_CELLS: usize = 8;
/// The most free runs of one replication and organisation, each of some 60 bytes a record.
const MOST_RUNS: usize = 2;

/// Identifies the rules that a free run obeys; `None` for rules that cannot follow one.
pub(super) type Key = Option<[u8; 32]>;

/// How replays were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Beside a free run.
    pub jumped: u64,
    /// Event by event, as purchased lots expire or are drawn first.
    pub lots: u64,
    /// Event by event, as too few cells share their settings of tasks, plan and subscription.
    pub alone: u64,
}

impl Told {
    /// With another one's.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            jumped: self.jumped + other.jumped,
            lots: self.lots + other.lots,
            alone: self.alone + other.alone,
        }
    }
}

/// The keys that are worth a free run, by how many cells have them: the same on any number of threads.
pub(super) fn worth_recording(keys: impl Iterator<Item = Key>) -> Vec<[u8; 32]> {
    let mut counts: BTreeMap<[u8; 32], (usize, usize)> = BTreeMap::new();
    for (place, key) in keys.flatten().enumerate() {
        counts.entry(key).or_insert((0, place)).0 += 1;
    }
    let mut worth: Vec<(usize, usize, [u8; 32])> = counts
        .into_iter()
        .filter(|(_, (count, _))| *count >= FEWEST_CELLS)
        .map(|(key, (count, place))| (usize::MAX - count, place, key))
        .collect();
    worth.sort_unstable();
    worth.into_iter().take(MOST_RUNS).map(|(_, _, key)| key).collect()
}

/// The demand of one replication and organisation, with the free runs of it.
#[derive(Debug)]
pub(super) struct Beside {
    demand: Demand,
    runs: Vec<([u8; 32], FreeRun)>,
}

impl Beside {
    /// Records a free run for each of the rules.
    pub(super) fn of(demand: Demand, rules: &[Rules], replication: u32) -> Self {
        let record = |rules: &Rules| Some((FreeRun::key(rules)?, FreeRun::of(&demand, rules, replication)?));
        let runs = rules.iter().filter_map(record).collect();
        Self { demand, runs }
    }

    /// A replay by rules of this key, and how it was done.
    pub(super) fn replay(&self, rules: &Rules, key: &Key, replication: u32) -> (Brief, Told) {
        let one = Told::default();
        if let Some((_, run)) = key.and_then(|key| self.runs.iter().find(|(its, _)| *its == key)) {
            return (run.brief(&self.demand, rules, replication), Told { jumped: 1, ..one });
        }
        let brief = replay(&self.demand, rules, replication).into_brief(rules);
        (brief, if key.is_some() { Told { alone: 1, ..one } } else { Told { lots: 1, ..one } })
    }
}
