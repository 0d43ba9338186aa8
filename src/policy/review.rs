//! What a review of a paused task waits for (R-REVIEW).

/// What starts a review's delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The first instant at which usable covers the reservation that was refused.
    Funded,
    /// The pause itself.
    Timer,
    /// Nothing: the task stays paused.
    Never,
}
