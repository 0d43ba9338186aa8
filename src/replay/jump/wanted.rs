//! What many records ask for together, by how they are counted when they are refused.

use crate::policy::Audience;
use crate::replay::{WorkKind, WorkRules};
use crate::units::Credits;

/// Records between two sums.
pub(super) const STRIDE: usize = 32;

/// How a source's work is counted when it is refused.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Of a task that reserves so much.
    Task(Credits),
    Member,
    Public,
}

impl Kind {
    pub(super) fn of(work: &WorkRules) -> Self {
        match &work.kind {
            WorkKind::Task(_) => Self::Task(work.reserve),
            WorkKind::Activity(activity) => match activity.audience {
                Audience::Member => Self::Member,
                Audience::Public => Self::Public,
            },
        }
    }
}

/// Sums of records without reservations of their own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    pub(super) tasks: u32,
    pub(super) members: u32,
    pub(super) public: u32,
    pub(super) reserves: Credits,
    pub(super) costs: Credits,
}

impl Wanted {
    #[inline]
    pub(super) fn add(&mut self, kind: Kind, cost: Credits) {
        match kind {
            Kind::Task(reserve) => {
                self.tasks += 1;
                self.reserves += reserve;
            }
            Kind::Member => {
                self.members += 1;
                self.costs += cost;
            }
            Kind::Public => {
                self.public += 1;
                self.costs += cost;
            }
        }
    }
}
