//! `events.csv`: every event and why it went as it did.

use super::rows::{Rows, header};
use crate::policy::{Denial, PauseReason};
use crate::replay::{Happening, Movement, Note, Observer, Rules};
use std::io::{self, Write};

/// Writes each thing that happens as a row while a replay runs.
pub struct Events<W: Write> {
    rows: Rows<W>,
}

impl<W: Write> Events<W> {
    /// The columns, without `replication`.
    pub const COLUMNS: [&'static str; 7] = ["time", "class", "source", "event", "detail", "rule", "usable"];

    /// The header line; `several` replications put their column first.
    pub fn header(several: bool) -> String {
        header(&Self::COLUMNS, several)
    }

    /// Rows to `out`, without a header; `replication` is its column's value where there are several.
    pub fn new(out: W, rules: &Rules, replication: Option<u32>) -> Self {
        Self { rows: Rows::new(out, rules, replication) }
    }

    /// The writer with everything written to it.
    ///
    /// # Errors
    /// The first error that writing met.
    pub fn finish(self) -> io::Result<W> {
        self.rows.finish()
    }
}

impl<W: Write> Observer for Events<W> {
    const WATCHES: bool = true;

    fn movement(&mut self, _: &Movement) {}

    fn note(&mut self, note: &Note) {
        self.rows.begin(note.time);
        match note.class {
            Some(class) => self.rows.field(class),
            None => self.rows.field(""),
        }
        self.rows.source(note.source);
        self.rows.field(event_name(note.what));
        self.rows.field(detail(note.what));
        self.rows.field(note.what.rule());
        self.rows.field(note.usable);
        self.rows.end();
    }
}

/// What happened, as `events.csv` writes it.
pub(crate) const fn event_name(what: Happening) -> &'static str {
    match what {
        Happening::MonthBegins => "month_begins",
        Happening::RechargeWakes => "recharge_wakes",
        Happening::LotExpires(_) => "lot_expires",
        Happening::Renews(_) => "renews",
        Happening::PeriodEndsLapsed => "period_ends_lapsed",
        Happening::LapseBegins => "lapse_begins",
        Happening::LapseEnds => "lapse_ends",
        Happening::OutageBegins => "outage_begins",
        Happening::OutageEnds => "outage_ends",
        Happening::TroubleEnds => "trouble_ends",
        Happening::TopUpOrdered(_) => "top_up_ordered",
        Happening::TopUpLands(_) => "top_up_lands",
        Happening::RechargeFires(_) => "recharge_fires",
        Happening::RechargeLands(_) => "recharge_lands",
        Happening::RechargeDenied(_) => "recharge_denied",
        Happening::RechargeArms => "recharge_arms",
        Happening::Starts(_) => "starts",
        Happening::Admitted(_) => "admitted",
        Happening::FailsAtStart(_) => "fails_at_start",
        Happening::Completes(_) => "completes",
        Happening::Fails(_) => "fails",
        Happening::Absorbed(_) => "absorbed",
        Happening::Owed(_) => "owed",
        Happening::Interrupted(_) => "interrupted",
        Happening::Blocked(_) => "blocked",
        Happening::Refused(_) => "refused",
        Happening::Pauses(_) => "pauses",
        Happening::Missed(_) => "missed",
        Happening::ReviewDue(_) => "review_due",
        Happening::Resumes => "resumes",
        Happening::CompletesMaxRuns => "completes_max_runs",
        Happening::Warns => "warns",
    }
}

/// What one wants to know of it: credits, a reason or an instant; empty where the name says all.
pub(crate) fn detail(what: Happening) -> String {
    match what {
        Happening::LotExpires(credits)
        | Happening::Renews(credits)
        | Happening::TopUpOrdered(credits)
        | Happening::TopUpLands(credits)
        | Happening::RechargeFires(credits)
        | Happening::RechargeLands(credits)
        | Happening::Starts(credits)
        | Happening::Admitted(credits)
        | Happening::FailsAtStart(credits)
        | Happening::Completes(credits)
        | Happening::Fails(credits)
        | Happening::Absorbed(credits)
        | Happening::Owed(credits)
        | Happening::Interrupted(credits)
        | Happening::Blocked(credits)
        | Happening::Refused(credits) => credits.to_string(),
        Happening::RechargeDenied(Denial::NoSubscription) => "no_subscription".to_owned(),
        Happening::RechargeDenied(Denial::Payment) => "payment".to_owned(),
        Happening::RechargeDenied(Denial::Cap) => "cap".to_owned(),
        Happening::Pauses(PauseReason::Credits { .. }) | Happening::Missed(PauseReason::Credits { .. }) => {
            "credits".to_owned()
        }
        Happening::Pauses(PauseReason::Failures) | Happening::Missed(PauseReason::Failures) => {
            "failures".to_owned()
        }
        Happening::ReviewDue(at) => at.to_string(),
        Happening::MonthBegins
        | Happening::RechargeWakes
        | Happening::PeriodEndsLapsed
        | Happening::LapseBegins
        | Happening::LapseEnds
        | Happening::OutageBegins
        | Happening::OutageEnds
        | Happening::TroubleEnds
        | Happening::RechargeArms
        | Happening::Resumes
        | Happening::CompletesMaxRuns
        | Happening::Warns => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::SourceId;
    use crate::metrics::fixture;
    use crate::units::{Credits, Instant};

    #[test]
    fn a_happening_is_a_row_with_its_rule() {
        let mut events = Events::new(Vec::new(), &fixture::rules(), Some(2));
        let note = |class, source, what| Note {
            time: Instant::from_ms(0),
            class,
            source,
            what,
            usable: Credits::new(-5),
        };
        events.note(&note(None, None, Happening::RechargeDenied(Denial::Cap)));
        let pause = PauseReason::Credits { needed: Credits::new(9) };
        events.note(&note(Some(7), Some(SourceId(1)), Happening::Pauses(pause)));
        let text = String::from_utf8(events.finish().unwrap()).unwrap();
        let expected = "2,1970-01-01T00:00:00Z,,,recharge_denied,cap,R-CAP,-5\n\
                        2,1970-01-01T00:00:00Z,7,v1.2,pauses,credits,R-PAUSE,-5\n";
        assert_eq!(text, expected);
    }
}
