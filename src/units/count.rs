//! Counting events.

/// One more. Not checked for overflow, as no machine lives to see 2⁶⁴ of anything; in the replay's loop the checks
/// would cost a twentieth of its time.
#[inline]
pub const fn count(counter: &mut u64) {
    *counter = counter.wrapping_add(1);
}
