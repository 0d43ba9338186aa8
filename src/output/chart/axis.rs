//! What a value axis is to a plot.

/// Where values are, and what is written beside them.
pub(super) trait Axis {
    /// Where `value` is between the lower end (0) and the upper end (1).
    fn share(&self, value: f64) -> f64;

    /// The ticks, rising, with their labels.
    fn labels(&self) -> Vec<(f64, String)>;
}
