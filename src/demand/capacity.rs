//! How much memory and which windows a plan's demand needs.

use super::draw::{floor, real, real_count};
use super::process::MOST_MESSAGES;
use super::rate::expected;
use super::trace::Placement;
use super::{ActivityPlan, Plan, TaskPlan, TracePlan};
use crate::calendar::Window;
use crate::units::Span;

/// Records that a window shall hold about, so that its buffers stay in the processor's cache.
const WINDOW_RECORDS: f64 = 4_096.0;
/// Records that the busiest window shall hold at most, about.
const WINDOW_PEAK: f64 = 65_536.0;
/// A guess beyond this is not believed: memory then grows with need.
const BELIEVED: f64 = 1e8;
/// Nor is a mean size of bursts beyond this: a heavy tail's mean may be infinite.
const BELIEVED_SIZE: f64 = 10_000.0;

/// The size of a plan's demand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capacity {
    /// Room for records, a little more than expected.
    pub(super) records: usize,
    /// The length of the windows in which demand is generated: from a second to 2³¹ ms.
    pub(super) window: Span,
}

impl Plan {
    /// About how many records one replication makes, by expectation: to refuse what no memory could hold.
    pub fn expected_records(&self) -> f64 {
        let tasks = self.tasks.iter().map(|task| task.expected_records(self.horizon));
        let activities = self.activities.iter().map(|activity| activity.expected_records(self.horizon));
        let traces = self.traces.iter().map(|trace| trace.tiles(self.horizon) * real_count(trace.rows.len()));
        tasks.sum::<f64>() + activities.sum::<f64>() + traces.sum::<f64>()
    }
}

impl TaskPlan {
    /// About how many occurrences `horizon` has.
    pub fn expected_records(&self, horizon: Window) -> f64 {
        let from = self.active.from.max(horizon.from);
        self.schedule.expected_in(self.active.to.min(horizon.to).max(from) - from)
    }
}

impl ActivityPlan {
    /// About how many pieces of work arrive in `horizon`, by expectation.
    pub fn expected_records(&self, horizon: Window) -> f64 {
        expected(self, horizon).0 * self.arrivals.mean_size().min(real(MOST_MESSAGES))
    }
}

impl TracePlan {
    /// About how often the whole trace fits `horizon`, begun tiles among them.
    pub fn tiles(&self, horizon: Window) -> f64 {
        let length = real((horizon.to - horizon.from).ms());
        self.repeat_every.map_or(1.0, |every| length / real(every.ms()) + 1.0)
    }
}

impl Capacity {
    pub(super) fn of(plan: &Plan) -> Self {
        let (mut records, mut spread, mut peak) = (1.0, 0.0, 0.0);
        for task in &plan.tasks {
            let from = task.active.from.max(plan.horizon.from);
            let to = task.active.to.min(plan.horizon.to).max(from);
            records += task.schedule.expected_in(to - from) + 2.0;
            peak += task.schedule.expected_in(Span::DAY) / real(Span::DAY.ms());
        }
        for activity in &plan.activities {
            let (arrivals, rate) = expected(activity, plan.horizon);
            let size = activity.arrivals.mean_size().min(BELIEVED_SIZE);
            records += arrivals * size;
            peak += rate * size;
            // Four standard errors of a Poisson number of geometric bursts: their mean square is 2 size².
            spread += 32.0 * arrivals * size * size;
        }
        let traced: usize = plan.traces.iter().map(|trace| Placement::new(trace).count(plan.horizon)).sum();
        let length = real((plan.horizon.to - plan.horizon.from).ms());
        let window = (length * WINDOW_RECORDS / records).min(WINDOW_PEAK / peak);
        let room = records + spread.sqrt();
        Self {
            records: traced + if room < BELIEVED { usize::try_from(floor(room)).unwrap_or(0) } else { 0 },
            window: Span::from_ms(floor(window.clamp(1_000.0, 2_147_483_648.0))),
        }
    }
}
