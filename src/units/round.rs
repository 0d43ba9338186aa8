//! Rounding.

/// `of / by`, rounded half-even to a whole number (R-MONEY); `by` is above 0.
pub const fn half_even(of: i128, by: i128) -> i128 {
    let (down, rest) = (of.div_euclid(by), of.rem_euclid(by));
    // As `by - rest` cannot overflow, where `2 × rest` could.
    let up = rest > by - rest || (rest == by - rest && down % 2 != 0);
    if up { down + 1 } else { down }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_neighbour() {
        let rounded = [-3, -2, -1, 0, 1, 2, 3, 5, 7].map(|of| half_even(of, 2));
        assert_eq!(rounded, [-2, -1, 0, 0, 0, 1, 2, 2, 4]);
        assert_eq!((half_even(8, 3), half_even(7, 3), half_even(-8, 3)), (3, 2, -3));
    }
}
