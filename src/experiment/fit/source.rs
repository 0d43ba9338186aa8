//! The rows of one source.

use crate::demand::{Demand, Outcome, TraceRows, TraceSource};
use crate::units::{Credits, Instant, Span};
use std::collections::BTreeMap;

/// Columns of equal length, by time.
#[derive(Clone, Debug)]
pub(super) struct SourceRows {
    pub(super) name: String,
    pub(super) source: TraceSource,
    pub(super) times: Vec<Instant>,
    pub(super) costs: Vec<Credits>,
    pub(super) durations: Vec<Span>,
    pub(super) outcomes: Vec<Outcome>,
    /// `None` where the row has none.
    pub(super) reserves: Vec<Option<Credits>>,
}

impl SourceRows {
    /// Every source of a trace with its rows in `[from, to)`, in order of first rows; names made unique.
    ///
    /// Tasks are told by name alone; activities by name, kind and audience.
    pub(super) fn split(rows: &TraceRows, from: Instant, to: Instant) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut known: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        let places: Vec<usize> = rows
            .who
            .iter()
            .map(|who| {
                let audience = if who.is_task() { String::new() } else { who.audience.clone() };
                *known.entry((who.name.clone(), who.kind.clone(), audience)).or_insert_with(|| {
                    all.push(Self::empty(who));
                    all.len() - 1
                })
            })
            .collect();
        for row in 0..rows.len() {
            if rows.times[row] < from || rows.times[row] >= to {
                continue;
            }
            let source = usize::try_from(rows.sources[row]).unwrap_or(usize::MAX);
            let own = &mut all[places[source]];
            own.times.push(rows.times[row]);
            own.costs.push(rows.costs[row]);
            own.durations.push(rows.durations[row]);
            own.outcomes.push(rows.outcomes[row]);
            own.reserves.push(Some(rows.reserves[row]).filter(|&reserve| reserve != Demand::NO_RESERVE));
        }
        all.retain(|source| !source.times.is_empty());
        name_apart(&mut all);
        all
    }

    fn empty(source: &TraceSource) -> Self {
        Self {
            name: source.name.clone(),
            source: source.clone(),
            times: Vec::new(),
            costs: Vec::new(),
            durations: Vec::new(),
            outcomes: Vec::new(),
            reserves: Vec::new(),
        }
    }

    /// Values of the rows that completed, whose cost and duration nothing cut short; of all rows where none did.
    pub(super) fn of_completed<T: Copy>(&self, values: &[T]) -> Vec<T> {
        let is_whole = |outcome: &Outcome| *outcome == Outcome::Completes;
        let none = !self.outcomes.iter().any(is_whole);
        let kept = values.iter().zip(&self.outcomes).filter(|(_, outcome)| none || is_whole(outcome));
        kept.map(|(&value, _)| value).collect()
    }
}

/// Sources of one name get their kind and audience added, and a number if that does not suffice.
fn name_apart(all: &mut [SourceRows]) {
    let mut taken: Vec<String> = Vec::new();
    for source in all {
        let TraceSource { name, kind, audience } = &source.source;
        let mut tries = [name.clone(), format!("{name} ({kind})"), format!("{name} ({kind}, {audience})")]
            .into_iter()
            .chain((2_u32..).map(|number| format!("{name} {number}")));
        if let Some(free) = tries.find(|name| !taken.contains(name)) {
            taken.push(free.clone());
            source.name = free;
        }
    }
}
