//! Draws that depend on policy: review delays, declines, repairs. Streams of their own, indexed by how many
//! there were (R-CRN), made when first drawn from.

use crate::demand::{Sampler, SpanDraw};
use crate::policy::DeclineChance;
use crate::rng::{Stream, StreamKey};
use crate::units::Span;
use rand::Rng;

/// Why a span is drawn for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    CreditsReview,
    FailuresReview,
    Break,
}

impl Purpose {
    const COUNT: usize = 3;

    const fn name(self) -> &'static str {
        match self {
            Self::CreditsReview => "credits review",
            Self::FailuresReview => "failures review",
            Self::Break => "time to break",
        }
    }
}

/// A stream with what is drawn from it.
struct Drawn {
    stream: Stream,
    sampler: Sampler,
}

impl Drawn {
    fn new(key: StreamKey, source: &str, purpose: &str, draw: &SpanDraw) -> Self {
        Self { stream: key.stream(source, purpose), sampler: draw.prepare() }
    }

    fn span(&mut self) -> Span {
        self.sampler.span(&mut self.stream)
    }
}

/// The engine's streams.
pub(super) struct PolicyStreams {
    key: StreamKey,
    /// By source × purpose.
    of_tasks: Vec<Option<Box<Drawn>>>,
    declines: Option<Box<Stream>>,
    repairs: Option<Box<Drawn>>,
}

/// The name under which the streams of no single source are kept. No task has an empty name.
const ENGINE: &str = "";

impl PolicyStreams {
    pub(super) fn new(seed: u64, replication: u32, sources: usize) -> Self {
        let mut of_tasks = Vec::new();
        of_tasks.resize_with(sources * Purpose::COUNT, || None);
        Self { key: StreamKey { seed, replication }, of_tasks, declines: None, repairs: None }
    }

    fn task(&mut self, source: usize, name: &str, purpose: Purpose, draw: &SpanDraw) -> Span {
        let key = self.key;
        self.of_tasks[source * Purpose::COUNT + purpose as usize]
            .get_or_insert_with(|| Box::new(Drawn::new(key, name, purpose.name(), draw)))
            .span()
    }

    /// The delay of a review of a task paused for credits (R-REVIEW).
    pub(super) fn credits_review(&mut self, source: usize, name: &str, delay: &SpanDraw) -> Span {
        self.task(source, name, Purpose::CreditsReview, delay)
    }

    /// The delay of a review of a task paused for failures (R-REVIEW).
    pub(super) fn failures_review(&mut self, source: usize, name: &str, delay: &SpanDraw) -> Span {
        self.task(source, name, Purpose::FailuresReview, delay)
    }

    /// The time from a start or review to the next break (R-OUTAGE).
    pub(super) fn time_to_break(&mut self, source: usize, name: &str, time: &SpanDraw) -> Span {
        self.task(source, name, Purpose::Break, time)
    }

    /// True if this purchase attempt is declined (R-PAYMENT).
    pub(super) fn declines(&mut self, chance: DeclineChance) -> bool {
        match chance {
            DeclineChance::Never => false,
            DeclineChance::Always => true,
            DeclineChance::Below(limit) => {
                let key = self.key;
                let stream = self.declines.get_or_insert_with(|| Box::new(key.stream(ENGINE, "declines")));
                stream.next_u64() < limit
            }
        }
    }

    /// How long the trouble that a decline opened lasts (R-PAYMENT).
    pub(super) fn repair(&mut self, repair: &SpanDraw) -> Span {
        let key = self.key;
        self.repairs.get_or_insert_with(|| Box::new(Drawn::new(key, ENGINE, "repairs", repair))).span()
    }
}
