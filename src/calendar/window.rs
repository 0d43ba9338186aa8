//! Windows of time: lapses, payment outages, failure windows.

use crate::units::Instant;

/// The instants in `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The first instant inside.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

/// A union of windows: sorted, apart from each other, none empty.
///
/// Windows that overlap or touch act as one: a lapse that is followed at once by another never ends between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows(Vec<Window>);

impl Windows {
    /// The union of `windows`; empty ones are dropped.
    pub fn union(mut windows: Vec<Window>) -> Self {
        windows.retain(|window| window.from < window.to);
        windows.sort_unstable();
        let mut merged: Vec<Window> = Vec::with_capacity(windows.len());
        for window in windows {
            match merged.last_mut() {
                Some(last) if window.from <= last.to => last.to = last.to.max(window.to),
                Some(_) | None => merged.push(window),
            }
        }
        Self(merged)
    }

    /// True if `instant` lies in one of them.
    pub fn contain(&self, instant: Instant) -> bool {
        let after = self.0.partition_point(|window| window.from <= instant);
        after > 0 && instant < self.0[after - 1].to
    }

    /// In order of time.
    pub fn iter(&self) -> impl Iterator<Item = Window> {
        self.0.iter().copied()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(pairs: &[(i64, i64)]) -> Windows {
        let window =
            |&(from, to): &(i64, i64)| Window { from: Instant::from_ms(from), to: Instant::from_ms(to) };
        Windows::union(pairs.iter().map(window).collect())
    }

    #[test]
    fn touching_windows_are_one_and_ends_are_exclusive() {
        let union = windows(&[(20, 30), (0, 10), (10, 15), (40, 40)]);
        assert_eq!(union, windows(&[(0, 15), (20, 30)]));
        let inside: Vec<i64> = (0..40).filter(|&ms| union.contain(Instant::from_ms(ms))).collect();
        assert_eq!(inside, (0..15).chain(20..30).collect::<Vec<i64>>());
    }
}
