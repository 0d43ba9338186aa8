//! Work in flight, while a free run is recorded.

use super::free_run::{FEW_FLIGHTS, LISTED};
use super::what::What;
use crate::replay::number::index;

/// Work in flight by its place.
#[derive(Debug, Default)]
pub(super) struct Aloft {
    places: Vec<Start>,
    count: usize,
}

/// A start of work in flight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) record: u32,
    pub(super) event: u32,
    /// Whether it is [of a task](What::TASK).
    pub(super) of: What,
}

impl Start {
    /// Marks a place that is free.
    const NONE: Self = Self { record: u32::MAX, event: u32::MAX, of: What::NOTHING };
}

impl Aloft {
    /// Work starts and takes a place.
    #[inline]
    pub(super) fn put(&mut self, place: u32, start: Start) {
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

    /// The work at a place ends; its record, and whether it is of a task.
    #[inline]
    pub(super) fn take(&mut self, place: u32) -> (u32, What) {
        self.count -= 1;
        let start = &mut self.places[index(place)];
        start.event = Start::NONE.event;
        (start.record, start.of)
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
