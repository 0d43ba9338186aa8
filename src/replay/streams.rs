//! Draws that depend on policy: review delays, declines, repairs. Streams of their own, indexed by how many
//! there were (R-CRN), made when first drawn from.

use super::TaskRules;
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

/// How often a task's streams were drawn from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Draws {
    /// Delays of reviews of pauses for failures.
    pub(super) reviews: u32,
    /// Times to break.
    pub(super) breaks: u32,
}

/// A stream with what is drawn from it.
struct Drawn {
    stream: Stream,
    sampler: Sampler,
    /// How many there were.
    count: u32,
}

impl Drawn {
    fn new(key: StreamKey, source: &str, purpose: &str, draw: &SpanDraw) -> Self {
        Self { stream: key.stream(source, purpose), sampler: draw.prepare(), count: 0 }
    }

    fn span(&mut self) -> Span {
        self.count = self.count.saturating_add(1);
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
    pub(super) fn new(seed: u64, replication: u32) -> Self {
        let key = StreamKey { seed, replication };
        Self { key, of_tasks: Vec::new(), declines: None, repairs: None }
    }

    #[inline]
    fn task(&mut self, source: usize, name: &str, purpose: Purpose, draw: &SpanDraw) -> Span {
        match draw.always() {
            Some(always) => always,
            None => self.draw(source, name, purpose, draw),
        }
    }

    #[inline(never)]
    fn draw(&mut self, source: usize, name: &str, purpose: Purpose, draw: &SpanDraw) -> Span {
        let key = self.key;
        let place = source * Purpose::COUNT + purpose as usize;
        if self.of_tasks.len() <= place {
            self.of_tasks.resize_with(place + 1, || None);
        }
        self.of_tasks[place]
            .get_or_insert_with(|| Box::new(Drawn::new(key, name, purpose.name(), draw)))
            .span()
    }

    /// How many failure reviews and breaks of a task have been drawn.
    pub(super) fn drawn(&self, source: usize) -> Draws {
        let count = |purpose| {
            let drawn = self.of_tasks.get(source * Purpose::COUNT + purpose as usize);
            drawn.and_then(Option::as_ref).map_or(0, |drawn| drawn.count)
        };
        Draws { reviews: count(Purpose::FailuresReview), breaks: count(Purpose::Break) }
    }

    /// Draws and forgets, up to these counts.
    pub(super) fn skip_to(&mut self, source: usize, name: &str, task: &TaskRules, draws: Draws) {
        let now = self.drawn(source);
        for _ in now.reviews..draws.reviews {
            self.failures_review(source, name, &task.reviews.failures.delay);
        }
        if let Some(time) = &task.time_to_break {
            for _ in now.breaks..draws.breaks {
                self.time_to_break(source, name, time);
            }
        }
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
