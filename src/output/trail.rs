//! The last things that happened.

use crate::demand::SourceId;
use crate::replay::{Movement, Note, Observer};
use std::collections::VecDeque;

/// Remembers the last notes of a replay.
#[derive(Clone, Debug)]
pub struct Trail {
    most: usize,
    only: Option<SourceId>,
    notes: VecDeque<Note>,
}

impl Trail {
    /// Remembers `most` notes, of one source only where `only` names it.
    pub const fn new(most: usize, only: Option<SourceId>) -> Self {
        Self { most, only, notes: VecDeque::new() }
    }

    /// How many notes it remembers.
    pub(super) const fn most(&self) -> usize {
        self.most
    }

    /// The source whose notes alone it remembers.
    pub(super) const fn only(&self) -> Option<SourceId> {
        self.only
    }

    /// The notes, oldest first.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter()
    }
}

impl Observer for Trail {
    const WATCHES: bool = true;

    fn movement(&mut self, _: &Movement) {}

    fn note(&mut self, note: &Note) {
        if self.only.is_some() && note.source != self.only {
            return;
        }
        self.notes.push_back(*note);
        if self.notes.len() > self.most {
            self.notes.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::Happening;
    use crate::units::{Credits, Instant};

    #[test]
    fn only_the_last_notes_of_the_chosen_source_are_kept() {
        let mut trail = Trail::new(2, Some(SourceId(1)));
        for ms in 0..10 {
            trail.note(&Note {
                time: Instant::from_ms(ms),
                class: Some(8),
                source: Some(SourceId(u32::from(ms % 2 == 0))),
                what: Happening::Warns,
                usable: Credits::ZERO,
            });
        }
        assert_eq!(trail.notes().map(|note| note.time.ms()).collect::<Vec<i64>>(), [6, 8]);
    }
}
