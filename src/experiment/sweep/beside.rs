//! Free runs of one pass of a sweep, beside which its cells jump, and courses for those that would seldom be in step.

use crate::demand::{Demand, Plan, generate_into};
use crate::replay::{Brief, Course, FreeRun, Rules, replay};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Cells that must share a free run, which takes as long as three replays to record, or four in fresh memory.
const FEWEST_CELLS: usize = 5;
/// The most free runs of one replication and organisation, each of some 60 bytes a record.
const MOST_RUNS: usize = 2;

/// Identifies the rules that a free run obeys; `None` for rules that cannot follow one.
pub(super) type Key = Option<[u8; 32]>;

/// How replays were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Beside a free run.
    pub jumped: u64,
    /// In a batch, as too many events had to be stepped beside a free run.
    pub batched: u64,
    /// Event by event, as too many had to be stepped, and too few cells share a batch or none can be made.
    pub scarce: u64,
    /// Event by event, as purchased lots expire or are drawn first.
    pub lots: u64,
    /// Event by event, as too few cells share their settings of tasks, plan and subscription, or their work takes more
    /// than a free run has room for.
    pub alone: u64,
}

impl Told {
    /// With another one's.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            jumped: self.jumped + other.jumped,
            batched: self.batched + other.batched,
            scarce: self.scarce + other.scarce,
            lots: self.lots + other.lots,
            alone: self.alone + other.alone,
        }
    }
}

/// The keys that are worth a free run, and how many cells have them: the same on any number of threads.
pub(super) fn worth_recording(keys: impl Iterator<Item = Key>) -> Vec<([u8; 32], usize)> {
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
    worth.into_iter().take(MOST_RUNS).map(|(most_less, _, key)| (key, usize::MAX - most_less)).collect()
}

/// Rules whose free run cells will follow.
#[derive(Debug)]
pub(super) struct Followed {
    pub(super) key: [u8; 32],
    pub(super) rules: Rules,
    /// How many cells.
    pub(super) cells: usize,
}

/// The demand of one replication and organisation, with the free runs of it.
#[derive(Debug)]
pub(super) struct Beside {
    demand: Demand,
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    key: [u8; 32],
    free: FreeRun,
    /// Cells enough share it for a course to be worth it.
    is_shared: bool,
    /// Made when a batch first asks for it; `None` where batches cannot follow.
    course: OnceLock<Option<Course>>,
}

impl Run {
    /// Records of a cell that may be stepped beside it.
    fn most_steps(&self, demand: &Demand) -> usize {
        let most = if self.is_shared { demand.len() / STEPPED } else { demand.len() };
        most.max(FEWEST_STEPPED)
    }
}

/// One of so many records may be stepped beside a free run, before a batch is quicker; all of them, before it is quicker
/// to replay event by event.
const STEPPED: usize = 16;
/// So many may be stepped however short the demand is.
const FEWEST_STEPPED: usize = 1_000;
/// Cells that must share a course, which takes longer to make than a free run.
const FEWEST_BATCHED: usize = 30;

/// Demands and free runs of a pass that is over, whose memory the next one takes: fresh memory would take a third of a
/// recording's time.
#[derive(Debug, Default)]
pub(super) struct Spent {
    demands: Vec<Demand>,
    runs: Vec<FreeRun>,
}

impl FromIterator<Beside> for Spent {
    fn from_iter<I: IntoIterator<Item = Beside>>(all: I) -> Self {
        let mut spent = Self::default();
        for Beside { demand, runs } in all {
            spent.demands.push(demand);
            spent.runs.extend(runs.into_iter().map(|run| run.free));
        }
        spent
    }
}

impl Beside {
    /// Generates the demand and records the free runs, in the memory of others.
    pub(super) fn of(plan: &Plan, followed: &[Followed], replication: u32, spent: &Mutex<Spent>) -> Self {
        let lock = || spent.lock().unwrap_or_else(PoisonError::into_inner);
        let mut demand = lock().demands.pop().unwrap_or_default();
        generate_into(plan, replication, &mut demand);
        let record = |followed: &Followed| {
            let run = lock().runs.pop();
            let free = FreeRun::in_place_of(run, &demand, &followed.rules, replication)?;
            let is_shared = followed.cells >= FEWEST_BATCHED;
            Some(Run { key: followed.key, free, is_shared, course: OnceLock::new() })
        };
        let runs = followed.iter().filter_map(record).collect();
        Self { demand, runs }
    }

    /// A replay by each of the rules, which come with their keys, and how they were done.
    pub(super) fn replay(&self, cells: &[&(Rules, Key)], replication: u32) -> (Vec<Brief>, Told) {
        let mut told = Told::default();
        let mut briefs: Vec<Option<Brief>> = vec![None; cells.len()];
        let mut beside: Vec<Vec<usize>> = vec![Vec::new(); self.runs.len()];
        for (place, (rules, key)) in cells.iter().enumerate() {
            let run = key.and_then(|key| self.runs.iter().position(|run| run.key == key));
            if let Some(run) = run {
                beside[run].push(place);
            } else {
                briefs[place] = Some(self.plain(rules, replication));
                *(if key.is_some() { &mut told.alone } else { &mut told.lots }) += 1;
            }
        }
        let rules =
            |places: &[usize]| -> Vec<&Rules> { places.iter().map(|&place| &cells[place].0).collect() };
        for (run, places) in self.runs.iter().zip(beside) {
            let most_steps = run.most_steps(&self.demand);
            let keep = |place: usize, brief| briefs[places[place]] = brief;
            run.free.briefs(&self.demand, &rules(&places), (replication, most_steps), keep);
            let scarce: Vec<usize> =
                places.iter().copied().filter(|&place| briefs[place].is_none()).collect();
            told.jumped += count(&places) - count(&scarce);
            if scarce.is_empty() {
                continue;
            }
            let (batch, batched) = self.batch(run, &rules(&scarce), replication);
            *(if batched { &mut told.batched } else { &mut told.scarce }) += count(&scarce);
            for (place, brief) in scarce.into_iter().zip(batch) {
                briefs[place] = Some(brief);
            }
        }
        (briefs.into_iter().flatten().collect(), told)
    }

    /// Replays side by side, if that is worth it and can be done; else event by event.
    fn batch(&self, run: &Run, rules: &[&Rules], replication: u32) -> (Vec<Brief>, bool) {
        if run.is_shared {
            let course = run.course.get_or_init(|| Course::of(&self.demand, rules.first()?, replication));
            if let Some(course) = course {
                return (course.briefs(&self.demand, rules, replication), true);
            }
        }
        (rules.iter().map(|rules| self.plain(rules, replication)).collect(), false)
    }

    fn plain(&self, rules: &Rules, replication: u32) -> Brief {
        replay(&self.demand, rules, replication).into_brief(rules)
    }
}

fn count(places: &[usize]) -> u64 {
    u64::try_from(places.len()).unwrap_or(u64::MAX)
}
