//! The latest events of a free run, on their way into its columns.

use super::free_run::STRIDE;
use super::what::What;
use crate::pool::Pool;
use crate::replay::number::number;
use crate::units::{Credits, Instant};

/// Events since the last checkpoint: so few that a processor still has them at hand when they are summed up.
#[derive(Debug)]
pub(super) struct Block {
    /// Events before it, and in it.
    first: u32,
    count: usize,
    times: [Instant; STRIDE],
    subject: [u32; STRIDE],
    what: [What; STRIDE],
    needs: [Credits; STRIDE],
    /// In the included lot after each event.
    included: [Credits; STRIDE],
    /// Usable before the first event, then after each.
    usable: [Credits; STRIDE + 1],
    /// What all lots have paid, and what included ones have.
    spent: [Credits; STRIDE + 1],
    spent_included: [Credits; STRIDE + 1],
}

impl Block {
    /// No events yet, of a pool that stands like this.
    pub(super) fn new(pool: &Pool) -> Self {
        Self {
            first: 0,
            count: 0,
            times: [Instant::FAR_FUTURE; STRIDE],
            subject: [0; STRIDE],
            what: [What::default(); STRIDE],
            needs: [Credits::ZERO; STRIDE],
            included: [Credits::ZERO; STRIDE],
            usable: [pool.usable(); STRIDE + 1],
            spent: [spent(pool); STRIDE + 1],
            spent_included: [pool.book().spent_included; STRIDE + 1],
        }
    }

    /// Appends an event with its subject, what happened, and what had to be usable before it besides what it drew, to
    /// a block that is not full; after it the pool stands like this.
    #[inline]
    pub(super) fn push(&mut self, time: Instant, (subject, what): (u32, What), need: Credits, pool: &Pool) {
        // Always the count itself, and the compiler sees that it is a place.
        let place = self.count % STRIDE;
        self.times[place] = time;
        self.subject[place] = subject;
        self.what[place] = what;
        self.needs[place] = need;
        self.included[place] = pool.included();
        self.usable[place + 1] = pool.usable();
        self.spent[place + 1] = spent(pool);
        self.spent_included[place + 1] = pool.book().spent_included;
        self.count = place + 1;
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.count == STRIDE
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The event that comes next.
    #[inline]
    pub(super) fn position(&self) -> u32 {
        self.first + number(self.count)
    }

    /// Another block follows.
    pub(super) fn clear(&mut self) {
        self.first = self.position();
        self.usable[0] = self.usable[self.count];
        self.spent[0] = self.spent[self.count];
        self.spent_included[0] = self.spent_included[self.count];
        self.count = 0;
    }

    pub(super) fn times(&self) -> &[Instant] {
        &self.times[..self.count]
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

    pub(super) fn included(&self) -> &[Credits] {
        &self.included[..self.count]
    }

    /// Usable before the first event, then after each.
    pub(super) fn usable(&self) -> &[Credits] {
        &self.usable[..=self.count]
    }

    /// What all lots have paid before the first event, then after each.
    pub(super) fn spent(&self) -> &[Credits] {
        &self.spent[..=self.count]
    }

    /// What included lots have paid before the first event, then after each.
    pub(super) fn spent_included(&self) -> &[Credits] {
        &self.spent_included[..=self.count]
    }
}

#[inline]
fn spent(pool: &Pool) -> Credits {
    pool.book().spent_included + pool.book().spent_purchased
}
