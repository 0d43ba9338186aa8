//! The most likely bursts: expectation and maximisation in turn (A. P. Dempster, N. M. Laird and D. B. Rubin, JRSS B 39,
//! 1977). Both steps are exact: [`Chain::hidden`], and sums.

use super::bursts::{Chain, Hidden};
use super::intensity::Intensity;
use super::messages::Timeline;
use super::number::count;
use super::shape::Shape;

/// Rounds after which it ends in any case.
const MOST_ROUNDS: usize = 250;
/// It ends where no estimate changes by more than this share, over the root of the number of messages: a hundredth of a
/// standard error or so.
const CLOSE: f64 = 0.01;
/// Bursts at once beyond which they are not told apart.
const MOST_AT_ONCE: f64 = 40.0;

/// Bursts as estimated.
#[derive(Clone, Debug)]
pub(super) struct Estimated {
    pub(super) intensity: Intensity,
    pub(super) chain: Chain,
    pub(super) hidden: Hidden,
}

/// The most likely bursts from a start with mean gap `gap`; `None` where there are so many at once that the model says
/// nothing of them.
pub(super) fn estimate(timeline: &Timeline, gap: f64, rounds: Option<usize>) -> Option<Estimated> {
    let all = timeline.by_stretch(&vec![1.0; timeline.len()]);
    let mut goes_on = 0.7;
    let mut intensity = Intensity::fit(&timeline.clock, &all, None);
    for rate in &mut intensity.rates {
        *rate *= 1.0 - goes_on;
    }
    let mut gap = gap;
    let mut shape: Option<Shape> = None;
    let mut hidden = Hidden::default();
    let rounds = rounds.unwrap_or(MOST_ROUNDS);
    let close = CLOSE / count(timeline.len()).sqrt();
    for round in 0..rounds {
        let chain = Chain { goes_on, gap, most: most_at_once(&intensity, goes_on, gap)? };
        hidden = timeline.hidden(&intensity, chain);
        let bursts: f64 = hidden.begins.iter().sum();
        let before = (goes_on, gap, intensity.per_day());
        // The shape is chosen while the bursts settle, and kept from then on.
        let settled = round >= 12;
        intensity =
            Intensity::fit(&timeline.clock, &timeline.by_stretch(&hidden.begins), shape.filter(|_| settled));
        shape = Some(intensity.shape);
        goes_on = (hidden.followed / count(timeline.len())).clamp(1e-6, 1.0 - 1e-6);
        gap = (hidden.waited / (count(timeline.len()) - bursts).max(1e-6)).max(1e-3);
        let changed = |now: f64, before: f64| (now - before).abs() > close * before.abs();
        if settled
            && !(changed(goes_on, before.0)
                || changed(gap, before.1)
                || changed(intensity.per_day(), before.2))
        {
            break;
        }
    }
    let chain = Chain { goes_on, gap, most: most_at_once(&intensity, goes_on, gap)? };
    Some(Estimated { intensity, chain, hidden })
}

/// Bursts at once that have any probability to speak of, at the busiest hour.
fn most_at_once(intensity: &Intensity, goes_on: f64, gap: f64) -> Option<usize> {
    let peak = intensity.rates.iter().copied().fold(0.0, f64::max);
    let mean = peak * goes_on / (1.0 - goes_on) * gap;
    let most = mean + 6.0 * mean.sqrt() + 6.0;
    (mean <= MOST_AT_ONCE).then(|| (6..=96).find(|&states| count(states) >= most).unwrap_or(96))
}
