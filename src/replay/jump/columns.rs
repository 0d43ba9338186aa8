//! The columns of a free run, while it is recorded.

use super::free_run::{Checkpoint, Rare, STRIDE};
use super::what::What;
use crate::demand::Demand;
use crate::units::Instant;

/// Columns and lists of a free run, as they grow.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) opening: u32,
    pub(super) times: Vec<Instant>,
    pub(super) usable: Vec<i32>,
    pub(super) spent: Vec<u32>,
    pub(super) spent_included: Vec<u32>,
    pub(super) included: Vec<u32>,
    pub(super) subject: Vec<u32>,
    pub(super) what: Vec<What>,
    pub(super) rare: Vec<Rare>,
    pub(super) checkpoints: Vec<Checkpoint>,
    pub(super) flights: Vec<u32>,
    pub(super) measured_from: usize,
}

impl Columns {
    /// Room for every record and the end of its work.
    pub(super) fn with_room(opening: u32, demand: &Demand) -> Self {
        let ends = demand.durations.iter().filter(|duration| !duration.is_zero()).count();
        let events = demand.len() + ends;
        Self {
            opening,
            times: Vec::with_capacity(events),
            usable: Vec::with_capacity(events),
            spent: Vec::with_capacity(events),
            spent_included: Vec::with_capacity(events),
            included: Vec::with_capacity(events),
            subject: Vec::with_capacity(events),
            what: Vec::with_capacity(events),
            checkpoints: Vec::with_capacity(events / STRIDE + 1),
            ..Self::default()
        }
    }
}
