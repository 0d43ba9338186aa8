//! Work in flight in which a replay differs from what it does now.

/// Work that ends otherwise than its source's mode says: it started, though its source starts none now; or it did not
/// start, though its source starts all now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stray {
    /// The event in which it ends.
    pub(super) end: u32,
    /// Its record.
    pub(super) row: u32,
    /// Whether it started.
    pub(super) started: bool,
}

/// All of them, soonest end first.
#[derive(Debug, Default)]
pub(super) struct Strays(Vec<Stray>);

impl Strays {
    /// Adds one, or takes out that of the same record, with which it cancels.
    pub(super) fn toggle(&mut self, stray: Stray) {
        let place = self.0.partition_point(|other| (other.end, other.row) < (stray.end, stray.row));
        if self.0.get(place).is_some_and(|other| other.row == stray.row) {
            self.0.remove(place);
        } else {
            self.0.insert(place, stray);
        }
    }

    /// The soonest end.
    pub(super) fn first(&self) -> Option<Stray> {
        self.0.first().copied()
    }

    pub(super) fn remove_first(&mut self) {
        self.0.remove(0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Stray> {
        self.0.iter()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_strays_of_a_record_cancel_and_the_soonest_end_comes_first() {
        let mut strays = Strays::default();
        let [late, soon] = [(9, 1), (4, 2)].map(|(end, row)| Stray { end, row, started: true });
        strays.toggle(late);
        strays.toggle(soon);
        assert_eq!(strays.first(), Some(soon));
        strays.toggle(Stray { started: false, ..soon });
        assert_eq!(strays.first(), Some(late));
        strays.toggle(Stray { started: false, ..late });
        assert!(strays.is_empty());
    }
}
