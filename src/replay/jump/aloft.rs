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
    #[inline]
    pub(super) fn put(&mut self, place: u32, record: u32, event: u32) {
        let start = Start { record, event };
        match self.places.get_mut(index(place)) {
            Some(free) => *free = start,
            None => self.grow(index(place), start),
        }
        self.count += 1;
    }

    #[cold]
    fn grow(&mut self, place: usize, start: Start) {
        self.places.resize(place, Start::NONE);
        self.places.push(start);
    }

    /// The work at a place ends; its record.
    #[inline]
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
