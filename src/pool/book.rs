//! What has passed through a pool since it opened (R-CONSERVE).

use crate::units::Credits;

/// Sums since the pool opened. The difference of two books is what happened between them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// The balance that the pool opened with.
    pub opening: Credits,
    /// Included credits granted.
    pub granted: Credits,
    /// Bought by auto-recharge, without bonus.
    pub auto_recharged: Credits,
    /// Bought by manual top-ups, without bonus.
    pub topped_up: Credits,
    /// Bonus credits of both.
    pub bonus: Credits,
    /// Paid from included lots, debt paid later among it.
    pub spent_included: Credits,
    /// Paid from purchased lots, debt paid later among it.
    pub spent_purchased: Credits,
    /// Expired from included lots.
    pub expired_included: Credits,
    /// Expired from purchased lots.
    pub expired_purchased: Credits,
}

impl Book {
    /// All that ever came in.
    pub fn came_in(&self) -> Credits {
        self.opening + self.granted + self.auto_recharged + self.topped_up + self.bonus
    }

    /// All that ever left for good, without what is still owed.
    pub fn went_out(&self) -> Credits {
        self.spent_included + self.spent_purchased + self.expired_included + self.expired_purchased
    }
}
