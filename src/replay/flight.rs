//! Work in flight.

use crate::demand::SourceId;
use crate::pool::Reservation;
use crate::units::Credits;

/// Work that has started and not ended.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) source: SourceId,
    /// What it is charged when it ends; nothing more for work that paid on arrival.
    pub(super) charge: Credits,
    pub(super) reservation: Reservation,
    pub(super) fails: bool,
}

/// All work in flight, in places that are used again.
#[derive(Debug)]
pub(super) struct Flights {
    places: Vec<Option<Flight>>,
    free: Vec<u32>,
}

impl Flights {
    pub(super) fn new() -> Self {
        Self { places: Vec::with_capacity(64), free: Vec::with_capacity(64) }
    }

    /// Takes off; its place.
    #[inline]
    pub(super) fn add(&mut self, flight: Flight) -> u32 {
        if let Some(place) = self.free.pop() {
            self.places[index(place)] = Some(flight);
            return place;
        }
        self.places.push(Some(flight));
        // Past 2³² pieces of work in flight memory has long run out.
        u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
    }

    /// Lands.
    #[inline]
    pub(super) fn remove(&mut self, place: u32) -> Option<Flight> {
        let flight = self.places.get_mut(index(place))?.take()?;
        self.free.push(place);
        Some(flight)
    }

    /// Everything still in flight.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Flight> {
        self.places.iter().flatten()
    }
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
