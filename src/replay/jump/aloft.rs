//! Work in flight, while a free run is recorded.

use super::free_run::{FEW_FLIGHTS, LISTED};
use crate::replay::number::index;

/// Work in flight by its place.
#[derive(Debug, Default)]
pub(super) struct Aloft {
    places: Vec<Start>,
    count: usize,
}

/// A start of work in flight.
#[derive(Clone, Copy, Debug)]
struct Start {
    record: u32,
    event: u32,
}

impl Start {
    /// Marks a place that is free.
    const NONE: Self = Self { record: u32::MAX, event: u32::MAX };
}

impl Aloft {
    /// Work of a record takes a place in an event.
    pub(super) fn put(&mut self, place: u32, record: u32, event: u32) {
        let place = index(place);
        if self.places.len() <= place {
            self.places.resize(place + 1, Start::NONE);
        }
        self.places[place] = Start { record, event };
        self.count += 1;
    }

    /// The work at a place ends; its record.
    pub(super) fn take(&mut self, place: u32) -> u32 {
        self.count -= 1;
        std::mem::replace(&mut self.places[index(place)], Start::NONE).record
    }

    /// Whether a checkpoint before an event lists what is in flight.
    pub(super) fn is_listed(&self, position: usize) -> bool {
        self.count <= FEW_FLIGHTS || position.is_multiple_of(LISTED)
    }

    /// Appends the events of all starts, in order.
    pub(super) fn list(&self, starts: &mut Vec<u32>) {
        let from = starts.len();
        if self.count > 0 {
            starts.extend(
                self.places.iter().map(|start| start.event).filter(|&event| event != Start::NONE.event),
            );
            starts[from..].sort_unstable();
        }
    }
}
