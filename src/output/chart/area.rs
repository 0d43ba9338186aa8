//! A rectangle of the picture, in its units: x to the right, y downwards.

/// `[left, right) × [top, bottom)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// True if both cover a common place.
    #[cfg(test)]
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Diagonals that fill it, `gap` apart, cut at its edges. They run from a common grid, so that neighbours
    /// with the same hatch join.
    pub(super) fn diagonals(self, gap: f64) -> Vec<[(f64, f64); 2]> {
        // Lines x + y = c, for every multiple c of `gap` that meets the rectangle.
        let mut lines = Vec::new();
        let mut c = ((self.left + self.top) / gap).ceil() * gap;
        while c < self.right + self.bottom {
            let (from, to) = (self.left.max(c - self.bottom), self.right.min(c - self.top));
            if from < to {
                lines.push([(from, c - from), (to, c - to)]);
            }
            c += gap;
        }
        lines
    }
}
