//! Work in flight.

use super::number::{index, number};
use crate::demand::SourceId;
use crate::pool::Reservation;
use crate::units::Credits;
use std::mem;

/// Work that has started and not ended.
#[derive(Debug)]
pub(super) struct Flight {
    pub(super) source: SourceId,
    pub(super) fails: bool,
    /// What it is charged when it ends; nothing more for work that paid on arrival.
    pub(super) charge: Credits,
    pub(super) reservation: Reservation,
}

impl Flight {
    /// Marks a place that is free.
    const FREE: Self = Self {
        source: SourceId(u32::MAX),
        fails: false,
        charge: Credits::ZERO,
        reservation: Reservation::NONE,
    };
}

/// All work in flight, in places that are used again.
#[derive(Debug)]
pub(super) struct Flights {
    places: Vec<Flight>,
    free: Vec<u32>,
}

impl Flights {
    pub(super) fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    /// Takes off; its place.
    #[inline]
    pub(super) fn add(
        &mut self,
        source: SourceId,
        charge: Credits,
        reservation: Reservation,
        fails: bool,
    ) -> u32 {
        let place = self.free.pop().unwrap_or_else(|| self.grow());
        let flight = &mut self.places[index(place)];
        flight.source = source;
        flight.charge = charge;
        flight.reservation = reservation;
        flight.fails = fails;
        place
    }

    /// The place that the next one takes.
    pub(super) fn next_place(&self) -> u32 {
        self.free.last().copied().unwrap_or_else(|| number(self.places.len()))
    }

    /// What is at a place.
    pub(super) fn get(&self, place: u32) -> &Flight {
        &self.places[index(place)]
    }

    /// The places of everything still in flight.
    pub(super) fn places(&self) -> impl Iterator<Item = u32> {
        let all = (0..).zip(&self.places);
        all.filter(|(_, flight)| flight.source != Flight::FREE.source).map(|(place, _)| place)
    }

    /// Nothing is in flight.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
    }

    #[cold]
    fn grow(&mut self) -> u32 {
        self.places.push(Flight::FREE);
        number(self.places.len() - 1)
    }

    /// Lands.
    #[inline]
    pub(super) fn remove(&mut self, place: u32) -> Flight {
        self.free.push(place);
        mem::replace(&mut self.places[index(place)], Flight::FREE)
    }

    /// Everything still in flight.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Flight> {
        self.places.iter().filter(|flight| flight.source != Flight::FREE.source)
    }
}

/// By place of work in flight: the number of its record.
#[derive(Debug, Default)]
pub(super) struct RowsInFlight(Vec<u32>);

impl RowsInFlight {
    /// Work of a record takes a place.
    pub(super) fn put(&mut self, place: u32, row: u32) {
        let place = index(place);
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        self.0[place] = row;
    }

    /// The record of the work at a place.
    pub(super) fn get(&self, place: u32) -> u32 {
        self.0[index(place)]
    }
}
