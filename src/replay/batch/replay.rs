//! A whole batched replay, and its results.

use super::course::Course;
use super::lane::Lane;
use crate::demand::Demand;
use crate::replay::{Brief, Rules, Unobserved};

/// Events up to which all replays go before any goes on: what they touch of the course stays in a processor's cache.
const CHUNK: usize = 8_192;

impl Course {
    /// Replays `demand` against each of `rules`, which [suit](Self::suits), side by side: the same as a whole as
    /// [`replay`](crate::replay::replay()), to the last credit and millisecond.
    ///
    /// Each takes some tens of kilobytes meanwhile.
    ///
    /// # Panics
    /// If credits are not conserved (R-CONSERVE), which is a bug of the engine and never of its input.
    pub fn briefs(&self, demand: &Demand, rules: &[&Rules], replication: u32) -> Vec<Brief> {
        let mut watchers = vec![Unobserved; rules.len()];
        let at_start = |(rules, watcher)| Lane::at_start(self, demand, rules, replication, watcher);
        let mut lanes: Vec<Lane<'_>> = rules.iter().copied().zip(&mut watchers).map(at_start).collect();
        for until in (0..=self.len()).step_by(CHUNK).map(|from| from + CHUNK) {
            for lane in &mut lanes {
                lane.run(until);
            }
        }
        lanes.into_iter().zip(rules).map(|(lane, rules)| lane.world.finish().into_brief(rules)).collect()
    }
}
