//! An auditor that knows the rules' invariants and nothing of the engine: it reads what an observer is told.

use creditsim::demand::SourceId;
use creditsim::replay::{Entry, Happening, Movement, Note, Observer};
use creditsim::units::Credits;
use std::collections::BTreeMap;

/// Recomputes balances from the ledger and checks every line and note as it comes.
#[derive(Default)]
pub(crate) struct Auditor {
    threshold: i64,
    limit: Option<i64>,
    usable: Credits,
    included: Credits,
    purchased: Credits,
    /// Usable has been above the threshold since the last fire.
    recovered: bool,
    fired: bool,
    fired_this_month: i64,
    paused: BTreeMap<SourceId, bool>,
    pub(crate) fires: u64,
    /// Sums by kind of ledger line.
    pub(crate) sums: BTreeMap<&'static str, i64>,
}

impl Observer for Auditor {
    const WATCHES: bool = true;

    fn movement(&mut self, line: &Movement) {
        self.usable += line.credits;
        assert_eq!(self.usable, line.usable_after, "the ledger does not add up at {line:?}");
        assert!(line.included_after >= Credits::ZERO && line.purchased_after >= Credits::ZERO, "{line:?}");
        let debt = line.included_after + line.purchased_after - line.usable_after;
        let in_lots = line.included_after + line.purchased_after;
        // What returns to an expired lot stands beside debt for the one line before it expires (R-RESERVE).
        let passing = line.entry == Entry::Release;
        assert!(debt >= Credits::ZERO && (debt.is_zero() || in_lots.is_zero() || passing), "{line:?}");
        if matches!(line.entry, Entry::Reservation | Entry::Charge) && line.purchased_after < self.purchased {
            assert!(line.included_after.is_zero(), "purchased before included at {line:?}");
        }
        (self.included, self.purchased) = (line.included_after, line.purchased_after);
        self.recovered |= self.usable.get() > self.threshold;
        *self.sums.entry(line.entry.name()).or_default() += line.credits.get();
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the auditor looks at some happenings only")]
    fn note(&mut self, note: &Note) {
        assert_eq!(note.usable, self.usable, "{note:?}");
        match note.what {
            Happening::RechargeFires(credits) => self.fire(credits, note),
            Happening::MonthBegins => self.fired_this_month = 0,
            Happening::Pauses(_) => {
                self.paused.insert(note.source.expect("a task pauses"), true);
            }
            Happening::Resumes => {
                let was = self.paused.insert(note.source.expect("a task resumes"), false);
                assert_eq!(was, Some(true), "{note:?}");
            }
            Happening::Starts(_)
            | Happening::Admitted(_)
            | Happening::FailsAtStart(_)
            | Happening::Refused(_) => {
                let paused = note.source.is_some_and(|source| self.paused.get(&source) == Some(&true));
                assert!(!paused, "a paused task started: {note:?}");
            }
            _ => {}
        }
    }
}

impl Auditor {
    /// For a recharge of this threshold and monthly limit.
    pub(crate) fn new(threshold: i64, limit: Option<i64>) -> Self {
        Self { threshold, limit, ..Self::default() }
    }

    fn fire(&mut self, credits: Credits, note: &Note) {
        assert!(!self.fired || self.recovered, "two fires in one low-balance episode: {note:?}");
        self.fires += 1;
        self.fired = true;
        self.recovered = false;
        self.fired_this_month += credits.get();
        if let Some(limit) = self.limit {
            assert!(self.fired_this_month <= limit, "beyond the limit: {note:?}");
        }
    }
}
