//! Poisson processes with a changing rate, and the bursts that they start (R-BURST).

use super::draw::{Block, Sampler, UnitExponential, floor, real, unit};
use super::rate::{Rate, Segment};
use super::{ActivityPlan, Arrivals};
use crate::calendar::{Window, Zone};
use crate::rng::{Stream, StreamKey};
use crate::units::{Instant, Span};

/// The most messages of one burst, so that a heavy-tailed size cannot stop the program.
pub(super) const MOST_MESSAGES: i64 = 10_000_000;

/// A Poisson process with a changing rate, by thinning (Lewis and Shedler, "Simulation of nonhomogeneous
/// Poisson processes by thinning", Naval Research Logistics 26(3), 1979).
///
/// The majorant is constant in each segment of the rate. An exponential draw is the expected number of
/// arrivals of the majorant up to the next one, so that it carries over from segment to segment.
#[derive(Clone, Debug)]
struct Process {
    rate: Rate,
    segment: Segment,
    start: Instant,
    end: Instant,
    /// Milliseconds since the start.
    elapsed: f64,
    exponential: UnitExponential,
    arrivals: Stream,
    thinning: Stream,
}

impl Process {
    fn new(plan: &ActivityPlan, zone: &Zone, horizon: Window, key: StreamKey) -> Self {
        let mut rate = Rate::new(plan, zone, horizon);
        Self {
            segment: rate.segment(horizon.from),
            rate,
            start: horizon.from,
            end: horizon.to,
            elapsed: 0.0,
            exponential: UnitExponential::new(),
            arrivals: key.stream(&plan.name, "arrivals"),
            thinning: key.stream(&plan.name, "thinning"),
        }
    }

    /// The next arrival; `None` from the end on.
    fn next(&mut self) -> Option<Instant> {
        let mut needed = self.exponential.draw(&mut self.arrivals);
        while self.now() < self.end {
            let segment_end = real((self.segment.end - self.start).ms());
            let held = (segment_end - self.elapsed) * self.segment.peak;
            if needed >= held {
                needed -= held;
                self.elapsed = segment_end;
                self.segment = self.rate.segment(self.segment.end);
                continue;
            }
            self.elapsed += needed / self.segment.peak;
            if self.accepts() {
                return Some(self.now()).filter(|&now| now < self.end);
            }
            needed = self.exponential.draw(&mut self.arrivals);
        }
        None
    }

    /// Where the search is, cut to a millisecond.
    fn now(&self) -> Instant {
        self.start + Span::from_ms(floor(self.elapsed))
    }

    /// Keeps an arrival of the majorant with probability rate / majorant.
    fn accepts(&mut self) -> bool {
        let Segment { peak, least, base, .. } = self.segment;
        if least >= peak {
            return true;
        }
        let height = unit(&mut self.thinning) * peak;
        height < least || height < base * self.rate.grown(self.elapsed)
    }
}

/// The arrivals of one activity, in windows of time that follow each other.
#[derive(Clone, Debug)]
pub(super) struct ActivityArrivals {
    process: Process,
    /// The arrival that comes next, found already.
    next: Option<Instant>,
    bursts: Option<Bursts>,
}

/// What makes messages out of a burst.
#[derive(Clone, Debug)]
struct Bursts {
    size: Sampler,
    sizes: Stream,
    gap: Sampler,
    gap_draws: Stream,
    block: Block,
    /// Messages of begun bursts still to come: in order of bursts, then of messages.
    waiting: Vec<Instant>,
}

impl ActivityArrivals {
    pub(super) fn new(plan: &ActivityPlan, zone: &Zone, horizon: Window, key: StreamKey) -> Self {
        let mut process = Process::new(plan, zone, horizon, key);
        let bursts = match &plan.arrivals {
            Arrivals::Poisson { .. } => None,
            Arrivals::Bursts { size, gap, .. } => Some(Bursts {
                size: size.prepare(),
                sizes: key.stream(&plan.name, "burst size"),
                gap: gap.prepare(),
                gap_draws: key.stream(&plan.name, "gap"),
                block: Block::default(),
                waiting: Vec::new(),
            }),
        };
        Self { next: process.next(), process, bursts }
    }

    /// Gives the arrivals before `until` that were not given before. They are not sorted by time, but those
    /// at one instant come in order of their bursts.
    pub(super) fn before(&mut self, until: Instant, mut give: impl FnMut(Instant)) {
        if let Some(bursts) = &mut self.bursts {
            bursts.release(until, &mut give);
        }
        while let Some(at) = self.next.filter(|&at| at < until) {
            match &mut self.bursts {
                Some(bursts) => bursts.begin(at, until, self.process.end, &mut give),
                None => give(at),
            }
            self.next = self.process.next();
        }
    }
}

impl Bursts {
    fn release(&mut self, until: Instant, give: &mut impl FnMut(Instant)) {
        self.waiting.retain(|&at| {
            if at < until {
                give(at);
            }
            at >= until
        });
    }

    /// Gives a burst's messages before `until` and keeps those before `end` for later.
    ///
    /// The gaps beyond `end` are drawn too: a later end only adds messages.
    fn begin(&mut self, at: Instant, until: Instant, end: Instant, give: &mut impl FnMut(Instant)) {
        let messages = self.size.credits(&mut self.sizes).get().min(MOST_MESSAGES);
        let Some(later) = messages.checked_sub(1).and_then(|later| usize::try_from(later).ok()) else {
            return;
        };
        give(at);
        let mut time = at;
        self.gap.spans(later, &mut self.gap_draws, &mut self.block, |gap| {
            time = time + gap;
            if time < until {
                give(time);
            } else if time < end {
                self.waiting.push(time);
            }
        });
    }
}
