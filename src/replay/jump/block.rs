//! The latest events of a free run, on their way into its columns.

use super::free_run::STRIDE;
use super::what::What;
use crate::units::{Credits, Instant};

/// Events since the last checkpoint: so few that a processor still has them at hand when they are summed up.
#[derive(Debug)]
pub(super) struct Block {
    count: usize,
    times: [Instant; STRIDE],
    usable: [i32; STRIDE],
    spent: [u32; STRIDE],
    spent_included: [u32; STRIDE],
    included: [u32; STRIDE],
    subject: [u32; STRIDE],
    what: [What; STRIDE],
    needs: [Credits; STRIDE],
}

/// One event, as the columns of a [`FreeRun`](super::free_run::FreeRun) have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) time: Instant,
    pub(super) usable: i32,
    pub(super) spent: u32,
    pub(super) spent_included: u32,
    pub(super) included: u32,
    pub(super) subject: u32,
    pub(super) what: What,
    /// What had to be usable before it.
    pub(super) need: Credits,
}

impl Block {
    pub(super) fn new() -> Self {
        Self {
            count: 0,
            times: [Instant::FAR_FUTURE; STRIDE],
            usable: [0; STRIDE],
            spent: [0; STRIDE],
            spent_included: [0; STRIDE],
            included: [0; STRIDE],
            subject: [0; STRIDE],
            what: [What::default(); STRIDE],
            needs: [Credits::ZERO; STRIDE],
        }
    }

    /// Appends an event to a block that is not full.
    #[inline]
    pub(super) fn push(&mut self, event: Event) {
        let place = self.count % STRIDE;
        self.times[place] = event.time;
        self.usable[place] = event.usable;
        self.spent[place] = event.spent;
        self.spent_included[place] = event.spent_included;
        self.included[place] = event.included;
        self.subject[place] = event.subject;
        self.what[place] = event.what;
        self.needs[place] = event.need;
        self.count = place + 1;
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.count == STRIDE
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    pub(super) fn times(&self) -> &[Instant] {
        &self.times[..self.count]
    }

    pub(super) fn usable(&self) -> &[i32] {
        &self.usable[..self.count]
    }

    pub(super) fn spent(&self) -> &[u32] {
        &self.spent[..self.count]
    }

    pub(super) fn spent_included(&self) -> &[u32] {
        &self.spent_included[..self.count]
    }

    pub(super) fn included(&self) -> &[u32] {
        &self.included[..self.count]
    }

    pub(super) fn subject(&self) -> &[u32] {
        &self.subject[..self.count]
    }

    pub(super) fn what(&self) -> &[What] {
        &self.what[..self.count]
    }

    pub(super) fn needs(&self) -> &[Credits] {
        &self.needs[..self.count]
    }
}
