//! The events between two others of a free run, to be searched as often as needed.

use super::descents::Spell;
use super::extremes::MOST;
use super::free_run::FreeRun;
use crate::units::Credits;

/// Events `[from, to)` of a free run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    run: &'a FreeRun,
    from: usize,
    to: usize,
    /// The descent that all of them belong to, where there is one.
    spell: Option<&'a Spell>,
}

impl FreeRun {
    /// Its events `[from, to)`.
    #[inline]
    pub(super) fn stretch(&self, from: usize, to: usize) -> Stretch<'_> {
        Stretch { run: self, from, to, spell: self.descents.over(from, to) }
    }
}

impl Stretch<'_> {
    /// The first event after which usable is outside a band.
    #[inline]
    pub(super) fn first_outside(&self, (least, most): (Credits, Credits)) -> Option<usize> {
        let Self { run, to, .. } = *self;
        let mut from = self.from;
        if let (Some(spell), true) = (self.spell, most > run.highest) {
            match spell.first_below(&run.usable, (from, to), least) {
                Ok(found) => return found,
                Err(after) => from = after,
            }
        }
        run.levels.first_outside((from, to), (least, most), |event| run.usable_after(event))
    }

    /// The first event after which usable is below a level.
    #[inline]
    pub(super) fn first_below(&self, least: Credits) -> Option<usize> {
        self.first_outside((least, MOST))
    }

    /// The least usable after any of them, of which there is one.
    pub(super) fn least_usable(&self) -> Credits {
        let Self { run, from, to, .. } = *self;
        let known = self.spell.and_then(|spell| spell.least(from, to));
        known.unwrap_or_else(|| run.levels.least((from, to), |event| run.usable_after(event)))
    }
}
