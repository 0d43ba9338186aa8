//! What a replay says of each event while it is recorded.

use super::what::What;
use crate::policy::PauseReason;
use crate::replay::{Happening, Movement, Note, Observer};

/// What has happened in the event in hand.
#[derive(Debug, Default)]
pub(super) struct Noted(What);

impl Noted {
    /// What has happened, before another event.
    #[inline]
    pub(super) fn take(&mut self) -> What {
        std::mem::take(&mut self.0)
    }
}

impl Observer for Noted {
    const WATCHES: bool = false;
    const NOTES: bool = true;

    fn movement(&mut self, _: &Movement) {}

    #[inline]
    fn note(&mut self, note: &Note) {
        self.0 = self.0.with(what(note.what));
    }
}

#[inline]
fn what(happening: Happening) -> What {
    match happening {
        Happening::Starts(_) | Happening::Admitted(_) => What::STARTED,
        Happening::Completes(_) => What::COMPLETED,
        Happening::Fails(_) => What::FAILED_RUNNING,
        Happening::FailsAtStart(_) => What::FAILED_AT_START,
        Happening::Missed(PauseReason::Failures) => What::MISSED,
        Happening::Pauses(PauseReason::Failures) => What::PAUSED,
        Happening::CompletesMaxRuns => What::COMPLETED_MAX_RUNS,
        Happening::Resumes => What::RESUMED,
        Happening::Refused(_)
        | Happening::Blocked(_)
        | Happening::Missed(PauseReason::Credits { .. })
        | Happening::Pauses(PauseReason::Credits { .. })
        | Happening::Absorbed(_)
        | Happening::Owed(_)
        | Happening::Interrupted(_) => What::FELL_SHORT,
        Happening::MonthBegins
        | Happening::RechargeWakes
        | Happening::LotExpires(_)
        | Happening::Renews(_)
        | Happening::PeriodEndsLapsed
        | Happening::LapseBegins
        | Happening::LapseEnds
        | Happening::OutageBegins
        | Happening::OutageEnds
        | Happening::TroubleEnds
        | Happening::TopUpOrdered(_)
        | Happening::TopUpLands(_)
        | Happening::RechargeFires(_)
        | Happening::RechargeLands(_)
        | Happening::RechargeDenied(_)
        | Happening::RechargeArms
        | Happening::ReviewDue(_)
        | Happening::Warns => What::default(),
    }
}
