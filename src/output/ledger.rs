//! `ledger.csv`: every movement of credits.

use super::rows::{Rows, header};
use crate::replay::{Movement, Note, Observer, Rules};
use std::io::{self, Write};

/// Writes each movement as a row while a replay runs; a year can have 600,000.
pub struct Ledger<W: Write> {
    rows: Rows<W>,
}

impl<W: Write> Ledger<W> {
    /// The columns, without `replication`.
    pub const COLUMNS: [&'static str; 10] = [
        "time",
        "month",
        "entry",
        "source",
        "cause",
        "credits",
        "included_after",
        "purchased_after",
        "usable_after",
        "money",
    ];

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

impl<W: Write> Observer for Ledger<W> {
    const WATCHES: bool = true;

    fn movement(&mut self, movement: &Movement) {
        self.rows.begin(movement.time);
        self.rows.field(movement.month);
        self.rows.field(movement.entry.name());
        self.rows.source(movement.source);
        self.rows.field(movement.cause);
        self.rows.field(movement.credits);
        self.rows.field(movement.included_after);
        self.rows.field(movement.purchased_after);
        self.rows.field(movement.usable_after);
        self.rows.field(movement.money);
        self.rows.end();
    }

    fn note(&mut self, _: &Note) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Month, Zone};
    use crate::demand::SourceId;
    use crate::metrics::fixture;
    use crate::replay::Entry;
    use crate::units::{Credits, Instant, Money};

    fn movement() -> Movement {
        let time = Instant::from_ms(1_767_225_600_250);
        Movement {
            time,
            month: Month::containing(time, &Zone::UTC),
            entry: Entry::Charge,
            source: Some(SourceId(0)),
            cause: "R-OVERRUN",
            credits: Credits::new(-12),
            included_after: Credits::ZERO,
            purchased_after: Credits::new(30),
            usable_after: Credits::new(30),
            money: Money::ZERO,
        }
    }

    #[test]
    fn a_movement_is_a_row() {
        let mut ledger = Ledger::new(Vec::new(), &fixture::rules(), None);
        ledger.movement(&movement());
        ledger.movement(&Movement { source: None, ..movement() });
        let text = String::from_utf8(ledger.finish().unwrap()).unwrap();
        let row = "2026-01-01T00:00:00.25Z,2026-01,charge,crm-sync,R-OVERRUN,-12,0,30,30,0.00\n";
        assert_eq!(text, format!("{row}{}", row.replace("crm-sync", "")));
    }

    #[test]
    fn an_error_while_writing_comes_out_at_the_end() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut ledger = Ledger::new(Full, &fixture::rules(), Some(3));
        for _ in 0..2_000 {
            ledger.movement(&movement());
        }
        assert_eq!(ledger.finish().err().unwrap().kind(), io::ErrorKind::StorageFull);
    }
}
