//! The columns of a free run, while it is recorded.

use super::block::Block;
use super::free_run::{Checkpoint, Rare, STRIDE, credits};
use super::what::What;
use crate::demand::Demand;
use crate::units::{Credits, Instant};

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
    /// Of every block the least and the greatest of `usable`.
    pub(super) levels: Vec<(Credits, Credits)>,
    /// Of every block the least and the greatest of usable before an event, less its need.
    pub(super) lows: Vec<(Credits, Credits)>,
    /// The most that any event needs.
    pub(super) most_needed: Credits,
    /// The most that usable falls by in one event, but for those of no work.
    pub(super) most_drawn: Option<Credits>,
}

impl Columns {
    /// Room for every record and the end of its work, and for some events of no work.
    pub(super) fn with_room(opening: u32, demand: &Demand) -> Self {
        let ends = demand.durations.iter().filter(|duration| !duration.is_zero()).count();
        let events = demand.len() + ends + STRIDE;
        let blocks = events / STRIDE + 1;
        Self {
            opening,
            times: Vec::with_capacity(events),
            usable: Vec::with_capacity(events),
            spent: Vec::with_capacity(events),
            spent_included: Vec::with_capacity(events),
            included: Vec::with_capacity(events),
            subject: Vec::with_capacity(events),
            what: Vec::with_capacity(events),
            checkpoints: Vec::with_capacity(blocks),
            levels: Vec::with_capacity(blocks),
            lows: Vec::with_capacity(blocks),
            ..Self::default()
        }
    }

    /// Appends the events of a block that is not empty, and what they come to.
    pub(super) fn append(&mut self, block: &Block) {
        self.append_extremes(block);
        self.times.extend_from_slice(block.times());
        self.usable.extend_from_slice(block.usable());
        self.spent.extend_from_slice(block.spent());
        self.spent_included.extend_from_slice(block.spent_included());
        self.included.extend_from_slice(block.included());
        self.subject.extend_from_slice(block.subject());
        self.what.extend_from_slice(block.what());
    }

    fn append_extremes(&mut self, block: &Block) {
        let signed = |usable: i32| Credits::new(i64::from(usable));
        let level = block
            .usable()
            .iter()
            .fold((i32::MAX, i32::MIN), |(least, most), &usable| (least.min(usable), most.max(usable)));
        self.levels.push((signed(level.0), signed(level.1)));
        let mut before = self.usable.last().map_or(credits(self.opening), |&usable| signed(usable));
        let mut low = (Credits::new(i64::MAX), Credits::new(i64::MIN));
        let (mut most_needed, mut most_drawn) = (self.most_needed, self.most_drawn);
        let events = block.usable().iter().zip(block.what()).zip(block.needs());
        for ((&usable, what), &need) in events {
            let after = signed(usable);
            if !what.is(What::RARE) {
                most_drawn = most_drawn.max(Some(before - after));
            }
            most_needed = most_needed.max(need);
            low = (low.0.min(before - need), low.1.max(before - need));
            before = after;
        }
        self.lows.push(low);
        (self.most_needed, self.most_drawn) = (most_needed, most_drawn);
    }
}
