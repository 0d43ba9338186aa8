//! Two observers of one replay.

use crate::calendar::Month;
use crate::replay::{Conditions, Movement, Note, Observer};
use crate::units::{Credits, Instant};

/// Tells both.
pub struct Tee<A, B>(pub A, pub B);

impl<A: Observer, B: Observer> Observer for Tee<A, B> {
    const WATCHES: bool = A::WATCHES || B::WATCHES;
    const NOTES: bool = A::NOTES || B::NOTES;
    const ASKS_WHY: bool = A::ASKS_WHY || B::ASKS_WHY;

    fn movement(&mut self, movement: &Movement) {
        self.0.movement(movement);
        self.1.movement(movement);
    }

    fn note(&mut self, note: &Note) {
        self.0.note(note);
        self.1.note(note);
    }

    fn conditions(&mut self, time: Instant, conditions: Conditions) {
        self.0.conditions(time, conditions);
        self.1.conditions(time, conditions);
    }

    fn lacked(&mut self, time: Instant, month: Month, credits: Credits, capped: bool) {
        self.0.lacked(time, month, credits, capped);
        self.1.lacked(time, month, credits, capped);
    }
}
