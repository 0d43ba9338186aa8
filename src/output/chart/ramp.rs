//! From little to much, as a colour: darker is more, on paper in grey too.

use super::palette::Colour;

/// `ColorBrewer`'s `YlGnBu` with nine classes, which colour-blind readers tell apart (C. Brewer,
/// <https://colorbrewer2.org>, Apache License 2.0).
pub(in crate::output) const RAMP: [(u8, u8, u8); 9] = [
    (255, 255, 217),
    (237, 248, 177),
    (199, 233, 180),
    (127, 205, 187),
    (65, 182, 196),
    (29, 145, 192),
    (34, 94, 168),
    (37, 52, 148),
    (8, 29, 88),
];

/// The colour at `share` of the way, 0 to 1.
pub(super) fn ramp(share: f64) -> Colour {
    let place = share.clamp(0.0, 1.0) * 8.0;
    let mut at = 0.0;
    for pair in RAMP.windows(2) {
        if place <= at + 1.0 {
            let mixed = |from: u8, to: u8| {
                let value = f64::from(from) + (f64::from(to) - f64::from(from)) * (place - at);
                u8::try_from(super::real::pixel(value)).unwrap_or(u8::MAX)
            };
            let (from, to) = (pair[0], pair[1]);
            return Colour(mixed(from.0, to.0), mixed(from.1, to.1), mixed(from.2, to.2));
        }
        at += 1.0;
    }
    let (red, green, blue) = RAMP[RAMP.len() - 1];
    Colour(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_darker_in_grey() {
        let grey =
            |Colour(red, green, blue)| u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
        let greys: Vec<u32> = (0..=40).map(|step| grey(ramp(f64::from(step) / 40.0))).collect();
        assert!(greys.windows(2).all(|pair| pair[0] > pair[1]), "{greys:?}");
        assert_eq!((ramp(0.0), ramp(1.0)), (Colour(255, 255, 217), Colour(8, 29, 88)));
    }
}
