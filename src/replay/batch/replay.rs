//! A whole batched replay, and its results.

use super::course::Course;
use super::lane::Lane;
use crate::demand::Demand;
use crate::replay::{Brief, Rules, Unobserved};

impl Course {
    /// Replays `demand` against `rules`, which [suit](Self::suits): the same as a whole as
    /// [`replay`](crate::replay::replay()), to the last credit and millisecond.
    ///
    /// # Panics
    /// If credits are not conserved (R-CONSERVE), which is a bug of the engine and never of its input.
    pub fn brief(&self, demand: &Demand, rules: &Rules, replication: u32) -> Brief {
        let mut watcher = Unobserved;
        let mut lane = Lane::at_start(self, demand, rules, replication, &mut watcher);
        lane.run();
        lane.world.finish().into_brief(rules)
    }
}
