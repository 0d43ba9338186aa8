//! How much memory and which windows a plan's demand needs.

use super::Plan;
use super::draw::{floor, real};
use super::rate::expected;
use super::trace::Placement;
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
    /// The length of the windows in which demand is generated: from a second to 2³² ms.
    pub(super) window: Span,
}

/// A burst has at most so many messages (R-BURST is silent; memory is not endless).
const LONGEST_BURST: f64 = 1e7;

impl Plan {
    /// About how many records one replication makes, by expectation: to refuse what no memory could hold.
    pub fn expected_records(&self) -> f64 {
        let horizon = self.horizon.to - self.horizon.from;
        let tasks = self.tasks.iter().map(|task| {
            let from = task.active.from.max(self.horizon.from);
            task.schedule.expected_in(task.active.to.min(self.horizon.to).max(from) - from)
        });
        let activities = self.activities.iter().map(|activity| {
            expected(activity, self.horizon).0 * activity.arrivals.mean_size().min(LONGEST_BURST)
        });
        let traces = self.traces.iter().map(|trace| {
            let tiles = trace.repeat_every.map_or(1.0, |every| real(horizon.ms()) / real(every.ms()) + 1.0);
            tiles * trace.rows.times.iter().fold(0.0, |rows, _| rows + 1.0)
        });
        tasks.sum::<f64>() + activities.sum::<f64>() + traces.sum::<f64>()
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
            window: Span::from_ms(floor(window.clamp(1_000.0, 4_294_967_296.0))),
        }
    }
}
