//! A zone's clock as spans of constant offset from UTC, so that civil times cost integer arithmetic.

use crate::calendar::{Window, Zone};
use crate::units::{Instant, Span};

/// A span of time in which a zone's clock runs at one offset from UTC. All in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OffsetSpan {
    /// The first instant inside.
    pub(super) from: i64,
    /// The first instant after it.
    pub(super) to: i64,
    /// Local time − UTC.
    pub(super) offset: i64,
}

/// The offset spans around a window of time; the first one has no beginning and the last no end.
#[derive(Clone, Debug)]
pub(super) struct Offsets(Vec<OffsetSpan>);

/// How far beyond a window civil times can reach: a civil day, and a gap of a day where a zone has changed
/// sides of the date line.
const REACH: Span = Span::from_ms(3 * Span::DAY.ms());

impl Offsets {
    /// Of `zone`, right for every civil time that names an instant in `window`.
    pub(super) fn new(zone: &Zone, window: Window) -> Self {
        let first = Zone::timestamp(window.from - REACH);
        let last = Zone::timestamp(window.to + REACH);
        let offset = i64::from(zone.time_zone().to_offset(first).seconds()) * 1_000;
        let mut spans = vec![OffsetSpan { from: i64::MIN, to: i64::MAX, offset }];
        for transition in zone.time_zone().following(first).take_while(|next| next.timestamp() <= last) {
            let at = transition.timestamp().as_millisecond();
            let offset = i64::from(transition.offset().seconds()) * 1_000;
            let index = spans.len() - 1;
            if offset != spans[index].offset {
                spans[index].to = at;
                spans.push(OffsetSpan { from: at, to: i64::MAX, offset });
            }
        }
        Self(spans)
    }

    /// The number of the span that contains `instant`.
    pub(super) fn index_at(&self, instant: Instant) -> usize {
        self.0.partition_point(|span| span.to <= instant.ms())
    }

    /// Span `index`; the last one where there is none.
    pub(super) fn span(&self, index: usize) -> OffsetSpan {
        self.0[index.min(self.0.len() - 1)]
    }

    /// The instant of a civil time given as milliseconds on a clock that knows no zone: in a gap it moves
    /// forward by the gap's length, in a fold the first occurrence is taken (R-TIME).
    ///
    /// `hint` is a span number from which to search on, for civil times that ascend; it is moved along.
    pub(super) fn instant(&self, civil: i64, hint: &mut usize) -> Instant {
        while civil - self.span(*hint).offset >= self.span(*hint).to {
            *hint += 1;
        }
        let span = self.span(*hint);
        let in_gap = *hint > 0 && civil - span.offset < span.from;
        let offset = if in_gap { self.span(*hint - 1).offset } else { span.offset };
        Instant::from_ms(civil - offset)
    }
}
